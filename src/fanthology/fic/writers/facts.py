"""The facts of a book as JSON, for the programs that read a file of ours in again."""

from __future__ import annotations

import json

from fanthology.fic.text.exchange.facts import chapter_facts
from fanthology.fic.writers.book import Book, book_facts

FORMAT = "fanthology.book/1"


def facts_json(book: Book) -> str:
    """All that a book says beside its text, in ASCII, without a sign that means something in HTML.

    >>> facts_json(Book("</script>", "urn:x"))
    '{"format": "fanthology.book/1", "title": "\\\\u003c/script\\\\u003e", "chapters": []}'
    """
    facts = {"format": FORMAT, **book_facts(book), "chapters": [chapter_facts(one) for one in book.chapters]}
    written = json.dumps(facts, allow_nan=False)
    return written.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
