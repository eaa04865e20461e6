"""Names and titles that do not stand where headers have them: behind a dash, or on a title page after a cold open."""

from __future__ import annotations

import re

from fanthology.fic.text.outlining import bylines, titles
from fanthology.fic.text.outlining.labels import label_at
from fanthology.fic.text.outlining.lines import Lines
from fanthology.fic.text.outlining.parts import heading_of
from fanthology.fic.text.outlining.people import claim_people
from fanthology.fic.text.outlining.ratings import rating_of
from fanthology.fic.text.outlining.subjects import CODED_RATING
from fanthology.fic.text.outlining.zone import Front

_DASHED = re.compile(r"(?:--?|—|–|~)\s?([A-Za-z_][\w.'’-]{1,24}(?:\s[\w.'’-]{1,20}){0,3})\s?(?:--?|—|–|~)?")
_BESIDE = re.compile(r"(?P<title>\S.{1,60}?)\s+(?:--?|–|—|/)\s+(?P<name>\S.{3,40})")
_BYLINES = frozenset(("by", "by ", "by:", "wri", "sto", "scr", "tel"))
_PASTED = re.compile(
    r"[\s*_\[(]{0,4}(?:first post|new(?: (?:fic|story|fanfic|xf|post))?|fic|fanfic|repost|re|fwd|xfc|"
    r"asc)\s?[*:>!\])]{1,2}\s?\S",
    re.IGNORECASE,
)
_PAGE = 400  # lines: a cold open is not longer


def dashed_name(lines: Lines, at: int) -> str | None:
    """The name that is all there is on a line that begins with a dash, and stands alone or over labels.

    >>> dashed_name(Lines("-- irene_a"), 0), dashed_name(Lines("- he said nothing more about it"), 0)
    ('irene_a', None)
    """
    match = _DASHED.fullmatch(lines.stripped(at)) if len(lines.stripped(at)) < 50 else None
    if match is None or not (
        lines.blank(at + 1) or lines.rule(at + 1) or label_at(lines.raw[at + 1]) or at + 1 == lines.count
    ):
        return None
    words = match[1].split()
    return match[1] if len(words) == 1 or all(not word[0].islower() for word in words) else None


def beside_title(text: str) -> tuple[str, str] | None:
    """Title and name of a line that has both with a dash or stroke between them: ``The Moor - Irene Adler``.

    >>> beside_title("The Moor - Irene Adler"), beside_title("Star Trek - Dark Night"), beside_title("Moor / Part Two")
    (('The Moor', 'Irene Adler'), None, None)
    """
    match = _BESIDE.fullmatch(text)
    if match is None or not bylines.is_name(match["name"]) or not titles.title_like(match["title"]):
        return None
    if titles.is_show(match["title"]) or titles.is_show(match["name"]) or heading_of(match["name"]):
        return None
    return None if heading_of(match["title"]) or titles.is_dateline(match["title"]) else (match["title"], match["name"])


def stroked(front: Front, at: int) -> int | None:
    """A first line that gives the whole header between strokes: ``The Moor | Irene Adler | PG | Holmes``."""
    lines, text = front.lines, front.lines.stripped(at)
    if lines.next_filled(front.start, at) < at or len(text) > 160:
        return None
    if not (lines.blank(at + 1) or lines.rule(at + 1) or label_at(lines.raw[at + 1])):
        return None
    pieces = re.split(r"\s[|/]{1,2}\s", text)
    if len(pieces) < 3 or not titles.title_like(pieces[0]) or titles.is_show(pieces[0]):
        return None
    signed = next((name for piece in pieces[1:] if (name := bylines.byline(piece))), None)
    name = signed or next((one for one in pieces[1:] if bylines.is_name(one) and not titles.is_show(one)), None)
    values = [label[2] if (label := label_at(piece)) else piece for piece in pieces[1:]]
    rated = next((piece for piece in values if rating_of(piece) != "Not Rated"), None)
    if name is None or rated is None:
        return None
    span = lines.span(at, at + 1)
    front.claims.add("title", titles.clean_title(pieces[0]), pieces[0], span, "title-inline", 0.8)
    claim_people(front.claims, name, span, "creator-inline", 0.8)
    front.claims.add("rating", rating_of(rated), rated, span, "rating-line", 0.8)
    front.titled = front.bylined = True
    lines.paint(at, at + 1, "header")
    return at + 1


def author_ahead(lines: Lines, at: int, end: int) -> bool:
    """True if a label not far below says who wrote it."""
    labels = (label_at(lines.raw[i]) for i in range(at, min(end, at + 30, lines.count)) if ":" in lines.raw[i])
    return any(label is not None and label[0] == "creator" for label in labels)


def pasted_subject(front: Front, at: int) -> int | None:
    """The subject of a post, copied without its header, as the first line of a file: ``FIC: The Moor (PG)``."""
    lines, text = front.lines, front.lines.stripped(at)
    if lines.next_filled(front.start, at) < at or front.mails or len(text) > 100 or not _PASTED.match(text):
        return None
    if not (lines.blank(at + 1) or lines.rule(at + 1)):
        return None
    span = lines.span(at, at + 1)
    front.claims.add("title", titles.subject_title(text), text, span, "title-subject", 0.6)
    if match := CODED_RATING.search(text):
        front.claims.add("rating", rating_of(match[1]), text, span, "rating-subject", 0.8)
    lines.paint(at, at + 1, "header")
    return at + 1


def read_title_page(front: Front) -> None:
    """Find a title with a byline further down, as after a cold open or an epigraph, when the top has no byline."""
    lines, claims = front.lines, front.claims
    if front.bylined or claims.has("creator", 0.8):
        return
    limit = min(front.end, front.body + _PAGE)
    for at in lines.beginning(_BYLINES):
        if at >= limit:
            return
        if at < front.body or lines.kinds[at] != "body" or not (name := _byline_alone(lines, at, limit)):
            continue
        above = next((i for i in range(at - 1, max(front.body, at - 4) - 1, -1) if not lines.blank(i)), -1)
        if above < front.body or not _titles_page(front, above):
            continue
        if not front.titled:
            words = lines.words(above, above + 1)
            claims.add("title", titles.clean_title(words), words, lines.span(above, above + 1), "title-byline", 0.9)
        claim_people(claims, name[0], lines.span(at, name[1]), "creator-byline", 0.9)
        lines.paint(above, name[1], "header")
        front.titled = front.bylined = True
        front.body = lines.next_filled(name[1], front.end) if front.body >= above else front.body
        return


def _byline_alone(lines: Lines, at: int, limit: int) -> tuple[str, int] | None:
    name = bylines.byline(lines.raw[at])
    if name is None or len(lines.stripped(at)) > 60 or not (lines.blank(at - 1) or lines.run_end(at, limit) - at <= 4):
        return None
    if name:
        return (name, at + 1) if lines.blank(at + 1) or lines.rule(at + 1) or "@" in lines.stripped(at + 1) else None
    below = lines.next_filled(at + 1, min(limit, at + 4))
    return (lines.stripped(below), below + 1) if below < limit and len(lines.stripped(below)) < 60 else None


def _titles_page(front: Front, at: int) -> bool:
    """True if a line is set as a title is: alone, and in capitals, in quotation marks, or far from the margin."""
    lines, text = front.lines, front.lines.stripped(at)
    if not titles.title_like(text) or titles.is_dateline(text) or len(text) > 70:
        return False
    if front.titled:
        return front.is_known(at)
    above = at == 0 or lines.blank(at - 1) or lines.rule(at - 1)
    letters = [c for c in text if c.isalpha()]
    return above and (lines.indent(at) >= 8 or all(c.isupper() for c in letters) or text[0] in '"“*_<~=')
