"""Which program made an EPUB: one question, answered once, so that exactly one reader is sure of it."""

from __future__ import annotations

import re
from typing import Literal, TypeAlias

from fanthology.fic.readers.look import Look

Program: TypeAlias = Literal["fanthology", "fanficfare", "fichub", "ao3"]

OWN_RECORD = "META-INF/fanthology.json"
"""The member of our own EPUBs that holds the whole Story."""

_FANFICFARE = re.compile(rb"fanficfare-uid\b|<dc:contributor[^>]*>\s*(?:FanFicFare|fanficdownloader)\b", re.IGNORECASE)
_FICHUB_CHAPTER = re.compile(r"(?:^|/)chap_\d+\.xhtml$")
_FICHUB = re.compile(rb"Exported with the assistance of|fichub\.net", re.IGNORECASE)
_PAGE = re.compile(r"\.x?html?$", re.IGNORECASE)
_LIKELY_FIRST = re.compile(r"(?:preface|title_?page|_split_0+|_0+)\.x?html?$", re.IGNORECASE)
_MOST_PAGES_LOOKED_AT = 4
_AO3_TAGS = re.compile(rb"""<dl\b[^>]*\bclass\s*=\s*["']tags\b""", re.IGNORECASE)
_AO3_POSTED = re.compile(rb"Posted originally on the\b", re.IGNORECASE)


def is_epub(look: Look) -> bool:
    """True for a zip archive that says it is an EPUB, even a damaged one.

    >>> is_epub(Look(b"It was night.", "a.epub"))
    False
    """
    names = look.zip_names
    if not names:  # the member that must come first, stored as it is, survives a cut
        return look.data.startswith(b"PK\x03\x04") and look.data[30:58] == b"mimetypeapplication/epub+zip"
    return "META-INF/container.xml" in names or look.zip_member("mimetype").strip() == b"application/epub+zip"


def program_of(look: Look) -> Program | None:
    """The program that made an EPUB, by marks of its own; None for one of any other make, and for what is no EPUB.

    FanFicFare's mark counts before AO3's: what it fetched from AO3 is still its own kind of book.
    """
    if not is_epub(look):
        return None
    if OWN_RECORD in look.zip_names:
        return "fanthology"
    if _FANFICFARE.search(_opf(look)):
        return "fanficfare"
    if _is_fichub(look):
        return "fichub"
    return "ao3" if _is_ao3(look) else None


def _opf(look: Look) -> bytes:
    return b"".join(look.zip_member(name) for name in look.zip_names if name.endswith(".opf"))


def _is_fichub(look: Look) -> bool:
    names = look.zip_names
    introduction = next((name for name in names if name.rsplit("/", 1)[-1] == "introduction.xhtml"), None)
    if introduction is None or not any(_FICHUB_CHAPTER.search(name) for name in names):
        return False
    return bool(_FICHUB.search(look.zip_member(introduction)))


def _is_ao3(look: Look) -> bool:
    """True if one of the pages that may come first has the list of tags under the words every otwarchive writes."""
    pages = sorted(
        (name for name in look.zip_names if _PAGE.search(name)),
        key=lambda name: (_LIKELY_FIRST.search(name) is None, name),
    )
    looked_at = (look.zip_member(name) for name in pages[:_MOST_PAGES_LOOKED_AT])
    return any(_AO3_TAGS.search(page) and _AO3_POSTED.search(page) for page in looked_at)
