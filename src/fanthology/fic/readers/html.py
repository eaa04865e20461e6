"""Reads web pages: a saved story page or an exported one, of any age, from no site in particular.

The page becomes a Document: its character data is the text, its tags are marks. What the site put around the story is
furniture; the rest is read by the same rules as plain text.
"""

from __future__ import annotations

import re
from dataclasses import replace

from fanthology.fic.readers.clues import clues, with_notes
from fanthology.fic.readers.draft import prose_marks
from fanthology.fic.readers.look import Look
from fanthology.fic.readers.naming import is_site_name, signed_title, story_piece, title_pieces
from fanthology.fic.readers.page import furniture, not_a_story
from fanthology.fic.readers.places import Places
from fanthology.fic.readers.reader import Item, Reader
from fanthology.fic.story import Creator, Evidence, Identity, Rejection, Span, Story
from fanthology.fic.text.assemble import assemble
from fanthology.fic.text.decoding.decode import declared_charset, decode
from fanthology.fic.text.decoding.repair import repair
from fanthology.fic.text.decoding.tags import lays_out_by_hand
from fanthology.fic.text.document import Document, Outline, Segment
from fanthology.fic.text.markup.flatten import Flat, character_data, flatten
from fanthology.fic.text.outlining.outline import outline
from fanthology.fic.text.outlining.parts import heading_of

_SUFFIXES = (".html", ".htm", ".xhtml", ".shtml", ".php")
_DOCTYPE = re.compile(
    rb"\s*(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html\b|head\b)", re.I | re.S
)
_TAG = re.compile(
    rb"</?(?:html|head|title|body|p|br|div|center|font|h[1-6]|b|i|em|strong|hr|a|table|meta)\b[^<>]*>", re.I
)
_HEAD = 4096
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
_FROM_HEADING, _FROM_TITLE, _FROM_LANG = 0.8, 0.5, 0.6
_LONGEST_TITLE = 200


def detect(look: Look) -> float:
    """How sure it is that this is a web page: a doctype or an html element says so, frequent tags suggest it.

    >>> detect(Look(b"<!DOCTYPE html><title>T</title>", "x")), detect(Look(b"The <b> is all there is.", "x"))
    (0.9, 0.0)
    """
    by_name = 0.05 if look.ending in _SUFFIXES else 0.0
    head = look.head[:_HEAD]
    if _DOCTYPE.match(head):
        return 0.9 + by_name
    tags = len(_TAG.findall(head))
    if (tags >= 3 and (by_name or not lays_out_by_hand(head))) or (tags and by_name):
        return 0.6 + by_name
    return by_name


def read_html(item: Item) -> Story | Rejection:
    """The Story on a web page, or why there is none. Spans point into the page's character data
    (`fic.text.markup.flatten.character_data`)."""
    decoded = decode(item.data, declared_charset(item.data))
    source = replace(item.source, encoding=decoded.encoding)
    flat = flatten(decoded.text)
    if not flat.text.strip():
        return Rejection(source, "empty", "There is no text on this page.")
    because = not_a_story(flat)
    if because and not item.admit:
        return Rejection(source, "not-a-story", because)
    document, mended = _mended(flat)
    outlined = _outlined(document, mended)
    shown = replace(document, marks=tuple(prose_marks(document.marks, outlined.chapters, outlined.segments)))
    return assemble(shown, outlined, flat.text, source, item.reader, admit=item.admit)


def _mended(flat: Flat) -> tuple[Document, Flat]:
    """The page as a Document, mended; and the page again in positions of the mended text."""
    mended = repair(flat.text)
    if not mended.repairs:
        return Document(flat.text, flat.marks, True), flat
    places = Places(mended.repairs)
    marks, roles = (tuple(map(places.mark, found)) for found in (flat.marks, flat.roles))
    title = flat.title and (places.of(flat.title[0]), places.of(flat.title[1]))
    document = Document(mended.text, marks, True, mended.repairs, mended.offsets)
    return document, replace(flat, text=mended.text, marks=marks, roles=roles, title=title)


def _outlined(document: Document, flat: Flat) -> Outline:
    """The outline of the page without its furniture and what its mark-up says, which are then put back in."""
    around = furniture(flat)
    found = clues(replace(flat, text=_blanked(flat.text, around)), title_pieces(flat))
    used = [(one.start, one.end) for one in found.segments]
    told = replace(document, text=_blanked(document.text, sorted((*around, *used))))
    outlined = with_notes(outline(told, found.hints), document.text, found)
    put_back = (*outlined.segments, *found.segments, *(Segment(start, end, "furniture") for start, end in around))
    segments = sorted(put_back, key=lambda one: one.start)
    return replace(outlined, segments=tuple(segments), stated=_with_head(outlined.stated, document, flat))


def _blanked(text: str, ranges: list[Span]) -> str:
    """``text`` with blanks in place of ``ranges``; nothing moves."""
    pieces: list[str] = []
    done = 0
    for start, end in ranges:
        start = max(start, done)
        pieces += text[done:start], " " * (end - start)
        done = end
    return "".join((*pieces, text[done:]))


def _with_head(stated: Story, document: Document, flat: Flat) -> Story:
    """Adds what the page's mark-up says and its text did not: title, language, address. Each with evidence."""
    evidence = list(stated.evidence)
    if stated.title is None and (title := _heading(document) or _page_title(flat, stated)):
        stated = replace(stated, title=title.value)
        evidence.append(title)
    if not stated.creators and (name := signed_title(flat, stated.title)):
        stated = replace(stated, creators=(Creator(name),))
        evidence.append(Evidence("creators", name, flat.title, "html-title-by", _FROM_TITLE))
    if stated.language is None and flat.language and _LANGUAGE.fullmatch(flat.language):
        stated = replace(stated, language=flat.language)
        evidence.append(Evidence("language", flat.language, None, "html-lang", _FROM_LANG))
    if flat.canonical:
        stated = replace(stated, identity=(*stated.identity, Identity("url", flat.canonical)))
        evidence.append(Evidence("identity", flat.canonical, None, "html-canonical", 1.0))
    return replace(stated, evidence=tuple(evidence))


def _heading(document: Document) -> Evidence | None:
    """The only first-level heading; a page with several has chapters or sections there."""
    headings = [mark for mark in document.marks if mark.tag == "h1"]
    if len(headings) != 1:
        return None
    span = headings[0].start, headings[0].end
    value = " ".join(document.text[slice(*span)].split())
    usable = _titular(value) and not is_site_name(value) and heading_of(value) is None
    return Evidence("title", value, span, "html-h1", _FROM_HEADING) if usable else None


def _page_title(flat: Flat, stated: Story) -> Evidence | None:
    """The title of the page, as far as it does not name its site, the author or a fandom that is known; if two names
    are left, nobody can say which is the story's."""
    known = [*(creator.name for creator in stated.creators), *stated.fandoms]
    value = story_piece(flat, known)
    if value is None or not _titular(value):
        return None
    return Evidence("title", value, flat.title, "html-title", _FROM_TITLE)


_NO_TITLES = re.compile(
    r"(?:untitled|new page|no title|document|home|index|my page|page|chapter|part)\W*\d*", re.IGNORECASE
)


def _titular(value: str) -> bool:
    named = bool(value) and len(value) <= _LONGEST_TITLE and not _NO_TITLES.fullmatch(value)
    return named and not value.lower().startswith(("untitled", "http:", "https:", "file:"))


def text_of(data: bytes) -> str:
    """The character data of a page, as spans count in it."""
    return character_data(decode(data, declared_charset(data)).text)


HTML = Reader("html", "3", ("html",), detect, read_html, text_of)
