"""Where an EPUB of ours says for programs what its story is, and has the pages of each work of an anthology."""

from __future__ import annotations

FACTS = "META-INF/fanthology.json"
"""Of the one story that the book is."""
WORKS = "META-INF/fanthology/"
"""The folder with the same of each work of an anthology."""
PAGES = "OEBPS/"


def facts_of_work(number: int) -> str:
    """The file with what is said about the which-th work.

    >>> facts_of_work(7)
    'META-INF/fanthology/0007.json'
    """
    return f"{WORKS}{number:04}.json"


def page_of_work(number: int, page: str) -> str:
    """What a page of the which-th work is called.

    >>> page_of_work(7, "title")
    'part-0007-title'
    """
    return f"part-{number:04}-{page}"
