"""What the index holds: the one place that names its fields and says how words are folded.

Nothing of the text is stored: the index gives numbers of works, and the catalogue gives everything that is shown. No
contact, file name, disclaimer or permission is in it.
"""

from __future__ import annotations

import unicodedata
from functools import cache

import tantivy

SCHEMA_VERSION = 2
"""Raise it with every change of a field or of `analyzer`; an index of another version is built anew."""

TEXT_FIELDS = ("title", "creators", "tags", "series", "summary", "notes", "text")
"""Words with their positions, so that phrases can be found."""

TAG_FIELDS = ("fandom", "warning", "category", "relationship", "character", "freeform")
"""Numbers of tags, one field for each kind of tag and of the same name: as stated, what that is a synonym of, and the
wider tags above."""

NUMBER_FIELDS = ("work_id", *TAG_FIELDS, "probable", "creator", "by_added", "by_updated", "by_words")
"""``probable`` holds tags of any kind that were inferred and not decided on. The last three are there to sort by: see
`ordered`."""

NAME_FIELDS = ("public_id", "visibility", "rating", "status", "language", "by_title")
"""Kept whole, to be compared, counted and (the last) sorted by."""

ANALYZER = "folded_english"
_LONGEST_WORD = 64
_LONGEST_NAME = 200


@cache
def schema() -> tantivy.Schema:
    """The fields of the index."""
    builder = tantivy.SchemaBuilder()
    for name in NUMBER_FIELDS:
        builder.add_unsigned_field(name, indexed=True, fast=True)
    for name in NAME_FIELDS:
        builder.add_text_field(name, fast=True, tokenizer_name="raw", index_option="basic")
    for name in TEXT_FIELDS:
        builder.add_text_field(name, tokenizer_name=ANALYZER, index_option="position")
    return builder.build()


@cache
def analyzer() -> tantivy.TextAnalyzer:
    """How a text becomes words: letters and digits only, lower case, accents folded, English endings removed.

    No word is left out as too common: "to be or not to be" is a phrase.
    """
    return (
        tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
        .filter(tantivy.Filter.remove_long(_LONGEST_WORD))
        .filter(tantivy.Filter.lowercase())
        .filter(tantivy.Filter.ascii_fold())
        .filter(tantivy.Filter.stemmer("english"))
        .build()
    )


def encodable(text: str) -> str:
    """The text without lone surrogates, which arguments of a command may hold and tantivy cannot take.

    >>> encodable("caf" + chr(0xDCE9))
    'caf?'
    """
    return text.encode("utf-8", "replace").decode("utf-8")


def composed(text: str) -> str:
    """The text with each accent joined to its letter. Apart, an accent would split a word.

    >>> composed("nai\\u0308ve") == "naïve"
    True
    """
    return unicodedata.normalize("NFC", text)


def folded_words(text: str) -> list[str]:
    """The words of a text as the index has them.

    >>> folded_words("The naïve Roses' café")
    ['the', 'naiv', 'rose', 'cafe']
    """
    words: list[str] = analyzer().analyze(composed(text))
    return words


def ordered(value: int, work_id: int) -> int:
    """A number to sort works by, where equal values have one order too: that of the works' numbers.

    >>> ordered(7, 2) > ordered(7, 1) > ordered(6, 9)
    True
    """
    return value << 32 | work_id & 0xFFFFFFFF


def ordered_name(name: str, work_id: int) -> str:
    """The same for a name.

    >>> ordered_name("rose", 2) < ordered_name("rose", 10) < ordered_name("rose bush", 1)
    True
    """
    return f"{name[:_LONGEST_NAME]}\0{work_id:012}"
