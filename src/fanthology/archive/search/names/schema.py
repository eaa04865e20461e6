"""What the index of names holds: a document for every name that is suggested, with all that it is found by.

A canonical tag and its synonyms are one document, for they are one suggestion. Nothing that is shown is stored: the
index gives numbers, and the catalogue gives names.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Literal, TypeAlias

import tantivy

from fanthology.archive.catalogue.models import TagKind

from ..generations import damage_told_apart
from ..shelf import Shelf

SCHEMA_VERSION = 1
"""Raise it with every change of a field or of `spelling`; an index of another version is built anew."""

Table: TypeAlias = Literal["tag", "creator", "series"]
TABLES: dict[str, Table] = {**dict.fromkeys(TagKind.values, "tag"), "creator": "creator", "series": "series"}
"""Every kind of name, and the field that holds its number: one for each table of the catalogue."""

LEVELS = ("public", "registered", "private")
"""``works_public`` is how many works that everyone sees bear a name; each wider one counts those before it too. What is
sorted by one of them tells nobody of works that they may not see."""

COUNTS = (*(f"works_{level}" for level in LEVELS), "touched")
"""The fields that hold what was counted."""

LONGEST_EDGE = 4
"""A beginning of so many letters is a word of its own; whatever starts with a longer one is soon counted up."""
START = "^"
"""Before the beginning of a whole name, to tell it from that of a word."""


@cache
def schema() -> tantivy.Schema:
    """The fields of the index. Each kind of name has its own, so that looking for one kind never walks through another:
    ``…_whole``, ``…_words`` and ``…_edges``."""
    builder = tantivy.SchemaBuilder()
    for table in sorted(set(TABLES.values())):
        builder.add_unsigned_field(table, indexed=True, fast=True)
    builder.add_unsigned_field("fandom", indexed=True, stored=True)
    for counted in COUNTS:
        builder.add_unsigned_field(counted, fast=True, stored=True)
    for kind in TABLES:
        for part in ("whole", "words", "edges"):
            builder.add_text_field(f"{kind}_{part}", tokenizer_name="raw", index_option="basic")
    return builder.build()


def open_index(generation: Path) -> tantivy.Index:
    """The index of a generation, made if it is empty. Raises DamagedIndexError."""
    with damage_told_apart():
        index = tantivy.Index(schema(), str(generation), reuse=True)
        index.config_reader("manual")
        index.reload()
    return index


SHELF = Shelf("index-names", SCHEMA_VERSION, open_index)
"""Where the index of names is."""
