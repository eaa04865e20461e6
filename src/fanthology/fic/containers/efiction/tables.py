"""The tables of eFiction 2 and 3 that matter here: their columns in order, for dumps that do not say them."""

from __future__ import annotations

import re
from typing import Final

_STORIES = (
    "sid title summary storynotes catid classes charid rid date updated uid coauthors featured validated completed rr"
    " wordcount rating reviews count challenges"
)
_CHAPTERS = "chapid title inorder notes storytext endnotes validated wordcount rating reviews sid uid count"
_SETTINGS = (
    "sitekey sitename slogan url siteemail tableprefix skin hiddenskins language submissionsoff storiespath store"
)

COLUMNS: Final[dict[str, tuple[str, ...]]] = {
    name: tuple(columns.split())
    for name, columns in {
        "stories": _STORIES,
        "chapters": _CHAPTERS,
        "authors": "uid penname realname email website bio image date admincreated password",
        "categories": "catid parentcatid category description image locked leveldown displayorder numitems",
        "characters": "charid catid charname bio image",
        "classes": "class_id class_type class_name",
        "classtypes": "classtype_id classtype_name classtype_title",
        "coauthors": "sid uid",
        "ratings": "rid rating ratingwarning warningtext",
        "reviews": "reviewid item chapid reviewer uid review date rating respond type",
        "series": (
            "seriesid title summary uid isopen catid classes rating warnings genres characters reviews challenges"
            " numstories"
        ),
        "inseries": "seriesid sid subseriesid confirmed inorder",
        "challenges": "chalid challenger uid title catid characters summary responses",
        "messages": "message_id message_name message_title message_text",
        "news": "nid author title story time comments",
        "comments": "cid nid uid comment time",
        "settings": _SETTINGS,
        "genres": "gid genre",
        "warnings": "wid warning",
    }.items()
}
"""Read off the programs' own installation scripts."""

SECRET: Final = frozenset(
    ("password", "salt", "sitekey", "smtp_host", "smtp_username", "smtp_password", "ip", "validation_key", "token")
)
"""Columns that are never read into anything."""

_KIND = re.compile(rf"(?P<prefix>.*?)(?:fanfiction_)?(?P<kind>{'|'.join(COLUMNS)})")
_TELLING = re.compile(rb"fanfiction_(?:stories|chapters|authors)\b", re.IGNORECASE)
_STRUCTURE = re.compile(rb"\bstorytext\b|\bpenname\b|\bcharname\b", re.IGNORECASE)


def kind_of(table: str) -> tuple[str, str] | None:
    """The prefix of a table and its kind; None for a table that is not read.

    >>> kind_of("moors_fanfiction_stories"), kind_of("stories"), kind_of("wp_posts")
    (('moors_', 'stories'), ('', 'stories'), None)
    """
    found = _KIND.fullmatch(table)
    return (found["prefix"], found["kind"]) if found else None


def is_efiction(head: bytes) -> bool:
    """True if the beginning of an SQL dump is that of an eFiction archive."""
    return bool(_TELLING.search(head) or _STRUCTURE.search(head))
