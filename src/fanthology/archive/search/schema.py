"""What the index holds: the one place that names its fields.

Nothing of the text is stored: the index gives numbers of works, and the catalogue gives everything that is shown. No
contact, file name, disclaimer or permission is in it.
"""

from __future__ import annotations

from functools import cache

import tantivy

SCHEMA_VERSION = 3
"""Raise it with every change of a field or of `words`; an index of another version is built anew."""

PROSE = ("title", "summary", "notes", "text", "tags")
"""Words of sentences, each twice: ``text`` has the stems, ``text_exact`` the words in their order, for phrases.
``tags`` are the names of freeforms, warnings and categories."""

NAMES = ("creators", "fandoms", "characters", "ships", "primary", "series_names", "labels")
"""Words of names, in their order and not stemmed. ``primary`` is the relationship that comes first, ``labels`` are
warnings and categories."""

TAG_FIELDS = ("fandom", "warning", "category", "relationship", "character", "freeform")
"""Numbers of tags, one field for each kind of tag and of the same name: the tag, or what it is a synonym of, and the
wider tags above."""

HEADS = ("fandom", "relationship", "character", "freeform")
"""Kinds of which ``fandom_head`` and so on hold the common tags only: see `heads`."""

NUMBER_FIELDS = ("work_id", *TAG_FIELDS, "probable", "creator", "series")
"""``probable`` holds tags of any kind that were inferred and not decided on."""

COUNTED = ("year", "length", "chapters", "otp", "crossover")
"""Small numbers: to be compared and counted."""

ORDERED = ("by_added", "by_updated", "by_published", "by_words")
"""There to sort by, and to be compared: see `ordered`."""

VALUE_FIELDS = ("public_id", "visibility", "rating", "status", "language", "pov")
"""Kept whole, to be compared and counted."""

NAME_ORDERS = ("by_title", "by_creator")
"""Kept whole, to sort by."""

WORDS = "blanks"
_LONGEST_NAME = 60


@cache
def schema() -> tantivy.Schema:
    """The fields of the index."""
    builder = tantivy.SchemaBuilder()
    for name in (*NUMBER_FIELDS, *COUNTED, *ORDERED):
        builder.add_unsigned_field(name, indexed=True, fast=True)
    for kind in HEADS:
        builder.add_unsigned_field(f"{kind}_head", indexed=False, fast=True)
    for name in (*VALUE_FIELDS, *NAME_ORDERS):
        builder.add_text_field(name, fast=True, tokenizer_name="raw", index_option="basic")
    for name in PROSE:
        builder.add_text_field(name, tokenizer_name=WORDS, index_option="freq")
    for name in (*(f"{name}_exact" for name in PROSE), *NAMES):
        builder.add_text_field(name, tokenizer_name=WORDS, index_option="position")
    return builder.build()


@cache
def blanks() -> tantivy.TextAnalyzer:
    """What parts the words of a field, which are folded already."""
    return tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()


def ordered(value: int, work_id: int) -> int:
    """A number to sort works by, where equal values have one order too: that of the works' numbers.

    >>> ordered(7, 2) > ordered(7, 1) > ordered(6, 9)
    True
    """
    return value << 32 | work_id & 0xFFFFFFFF


def ordered_name(name: str, work_id: int) -> str:
    """The same for a name, in letters and digits only: tantivy compares no others with a bound.

    >>> ordered_name("rose", 2) < ordered_name("rose", 10) < ordered_name("rose bush", 1)
    True
    """
    return f"{name[:_LONGEST_NAME].encode('utf-8', 'replace').hex()}00{work_id:012}"
