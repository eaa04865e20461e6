"""Which of a page's headings is the story's title, and who is named beside it.

No single sign is enough, for sites put their own names into headings and titles too. Two that agree are: a heading
that the page's title repeats, that a byline follows, or that labels follow.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import islice, pairwise
from typing import NamedTuple

from fanthology.fic.readers.headings import PageHeading, page_headings
from fanthology.fic.story import Creator, Span
from fanthology.fic.text.markup.flatten import Flat
from fanthology.fic.text.outlining.bylines import byline, inline_byline, plausible
from fanthology.fic.text.outlining.claims import Claims
from fanthology.fic.text.outlining.dates import iso_date
from fanthology.fic.text.outlining.labels import field_named, label_at
from fanthology.fic.text.outlining.lines import Lines
from fanthology.fic.text.outlining.parts import heading_of, part_in
from fanthology.fic.text.outlining.people import claim_people
from fanthology.fic.text.outlining.titles import clean_title, is_dateline, title_like

_BETWEEN_NAMES = re.compile(r"\s+[|–—:·»~-]{1,2}\s+|:\s+|\s+»\s+")
_BRACKETED = re.compile(r"(?<=\S)\s+\[[^\]]{1,60}\]$")
_OF_A_SITE = re.compile(
    r"(?:home ?page|web ?(?:page|site)|site|page|archives?|library|fan ?-?fic(?:tion|s)?(?: archive)?|stories|fics?|"
    r"archive of \w+ own(?: beta)?|"
    r"journal|live ?journal|dreamwidth|blog|tales|writings?|corner|index|collection|\.(?:com|net|org))\W*",
    re.IGNORECASE,
)
_SITE_TAIL = re.compile(rf"(?:.*[\s'’s])?{_OF_A_SITE.pattern}$", re.IGNORECASE)
_BY = re.compile(r"\bby\b", re.IGNORECASE)
_BY_LINK = re.compile(r"(?P<title>.+?)\s*[,:–—-]?\s*\bby:?\s*$", re.IGNORECASE | re.DOTALL)
_JOINTS = re.compile(r"\W*(?:\s*(?:by|written by|author|and|with)\b\W*)?", re.IGNORECASE)
_ADDRESS = re.compile(r"mailto:([\w.+%!-]{1,64}@[\w.-]{1,80}\w)", re.IGNORECASE)
_PROSE = 200  # characters: a line as long as that is no part of a heading
_TOP = 60  # lines that are looked at for a title set in no heading
_NEAR = 6  # lines around a title
_LONGEST_DATE = 40
_ENOUGH = 4
_LONGEST_TITLE = 200
_LONGEST_PAGE_TITLE = 400
_WEIGHT = {"h1": 2, "title": 2, "h2": 1, "h3": 1}
_AGREES, _SIGNED, _OVER_LABELS, _SITES = 3, 3, 2, -2


class Named(NamedTuple):
    """A heading weighed as a title: the words, where, how much speaks for it, and by which rule."""

    text: str
    span: Span
    weight: int
    rule: str


def claim_names(flat: Flat, lines: Lines, claims: Claims, end: int, names: Sequence[str]) -> None:
    """Claims title and creators from the headings before ``end``, if two signs agree, and paints their lines. ``names``
    are those in the page's title."""
    known = frozenset(map(_fold, names))
    authors = _authors(flat)
    best: Named | None = None
    for heading in islice(_candidates(flat, lines, end, known), _TOP):
        named = _weighed(flat, lines, heading, authors, known)
        if best is None or named.weight > best.weight:
            best = named
    if best is not None and best.weight >= _ENOUGH:
        _take(flat, lines, claims, best, authors, end)


def _authors(flat: Flat) -> list[Span]:
    """What the page calls an author and what may be a name; of two that lie in one another, the inner."""
    spans = [span for span in flat.role("author") if _is_name(flat.text[slice(*span)])]
    return [span for span, following in pairwise([*spans, (len(flat.text) + 1,) * 2]) if following[0] >= span[1]]


def _is_name(text: str) -> bool:
    return "\n" not in text and plausible(text) and _BY.search(text) is None


def _candidates(flat: Flat, lines: Lines, end: int, known: frozenset[str]) -> Iterator[PageHeading]:
    """Headings, what a site's class calls a title, and lines that the page's title repeats; before the prose begins."""
    stop = _prose(lines, end)
    named = [
        PageHeading(start, last, "title", " ".join(flat.text[start:last].split())) for start, last in flat.role("title")
    ]
    plain = [
        PageHeading(*lines.span(at, at + 1), "line", lines.bare[at])
        for at in range(min(stop, _TOP))
        if lines.bare[at] and lines.kinds[at] == "body" and _fold(lines.bare[at]) in known
    ]
    for one in (*page_headings(flat, lines), *named, *plain):
        at = lines.at(one.start)
        if at < stop and lines.kinds[at] == "body" and len(one.text) <= _LONGEST_TITLE and _may_name(one.text):
            yield one


def _prose(lines: Lines, end: int) -> int:
    """The first line of prose."""
    last = lines.at(end)
    return next((at for at in range(last) if lines.kinds[at] == "body" and len(lines.bare[at]) >= _PROSE), last)


def _may_name(text: str) -> bool:
    heading = heading_of(text)
    return heading is None and label_at(text) is None and field_named(text) is None and byline(text) is None


def _weighed(flat: Flat, lines: Lines, heading: PageHeading, authors: list[Span], known: frozenset[str]) -> Named:
    text, last = _title_part(flat, lines, heading, authors)
    at = lines.at(last - 1) + 1
    weight, rule = _WEIGHT.get(heading.tag, 1), "html-heading"
    if is_site_name(text):
        weight += _SITES
    if _fold(text) in known:
        weight, rule = weight + _AGREES, "html-title-agrees"
    if last < heading.end or _byline_below(flat, lines, at, authors) is not None:
        weight, rule = weight + _SIGNED, "html-heading-byline"
    elif (below := lines.next_filled(at, lines.count)) < lines.count and _labels(lines, below):
        weight, rule = weight + _OVER_LABELS, "html-heading-labels" if rule == "html-heading" else rule
    return Named(text, (heading.start, last), weight, rule)


def _labels(lines: Lines, at: int) -> bool:
    return lines.kinds[at] == "header" or label_at(lines.raw[at]) is not None


def _title_part(flat: Flat, lines: Lines, heading: PageHeading, authors: list[Span]) -> tuple[str, int]:
    """The title in a heading, and where it ends: before ``by`` and a link to an author, or before a byline."""
    inside = [span for span in authors if heading.start < span[0] and span[1] <= heading.end]
    if inside and (match := _BY_LINK.match(flat.text[heading.start : inside[0][0]])):
        return " ".join(match["title"].split()), heading.start + match.end("title")
    first = lines.at(heading.start)
    if heading.end > lines.starts[first + 1] - 1 and byline(lines.raw[first + 1]):
        return lines.bare[first], lines.span(first, first + 1)[1]
    if found := inline_byline(heading.text):
        return found[0], heading.start + len(flat.text[heading.start : heading.end].partition(found[0])[0] + found[0])
    return heading.text, heading.end


def _byline_below(flat: Flat, lines: Lines, at: int, authors: list[Span]) -> int | None:
    """The line under a heading that names the author, if it does."""
    below = lines.next_filled(at, lines.count)
    if below >= lines.count or lines.kinds[below] != "body" or len(lines.bare[below]) > _PROSE:
        return None
    named = _names_on(lines, below, authors)
    if byline(lines.raw[below]) or (named and not _rest(flat.text, lines.span(below, below + 1), named)):
        return below
    return None


def _names_on(lines: Lines, at: int, authors: list[Span]) -> list[Span]:
    start, end = lines.span(at, at + 1)
    return authors[bisect_left(authors, (start, 0)) : bisect_left(authors, (end, 0))]


def _rest(text: str, line: Span, names: Sequence[Span]) -> str:
    """What a line says beside names and the words that join them."""
    edges = [line[0], *(edge for name in names for edge in name), line[1]]
    return "".join(
        _JOINTS.sub("", text[start:end], count=1) for start, end in zip(edges[::2], edges[1::2], strict=True)
    )


def _take(flat: Flat, lines: Lines, claims: Claims, named: Named, authors: list[Span], end: int) -> None:
    """Make the claims of a title and of the names beside it."""
    confidence = min(0.97, 0.8 + named.weight * 0.025)
    if part := part_in(named.text):
        claims.add("part", part.number or 0, part.written, named.span, "part-title", 0.9)
        claims.add("total", part.total or "", part.written, named.span, "part-title", 0.9)
    claims.add("title", clean_title(named.text), named.text, named.span, named.rule, confidence)
    first, last = lines.at(named.span[0]), lines.at(named.span[1] - 1)
    lines.paint(first, last + 1, "header")
    tail = named.span[1], lines.span(last, last + 1)[1]
    below = _byline_below(flat, lines, last + 1, authors)
    if tail[1] - tail[0] > 1 and flat.text[slice(*tail)].strip():
        _claim_line(flat, lines, claims, last, tail, authors)
    elif below is not None:
        _claim_line(flat, lines, claims, below, lines.span(below, below + 1), authors)
    top = [at for at in range(min(_prose(lines, end), _TOP)) if lines.kinds[at] == "body" and lines.bare[at]]
    for at in top:
        if _fold(lines.bare[at]) == _fold(named.text):
            lines.paint(at, at + 1, "header")
    _claim_date(lines, claims, [at for at in top if abs(at - first) <= _NEAR])


def _claim_date(lines: Lines, claims: Claims, near: Sequence[int]) -> None:
    """A date alone on its line, near the title: when the page was posted."""
    for at in near:
        if len(lines.bare[at]) <= _LONGEST_DATE and (day := iso_date(lines.bare[at])):
            claims.add("published", day, lines.bare[at], lines.span(at, at + 1), "html-date", 0.8)
            lines.paint(at, at + 1, "header")


def _claim_line(flat: Flat, lines: Lines, claims: Claims, at: int, span: Span, authors: list[Span]) -> None:
    """Claim the people that a byline names: those whose names are links, or all of it."""
    lines.paint(at, at + 1, "header")
    names = [name for name in _names_on(lines, at, authors) if name[0] >= span[0]]
    words = " ".join(flat.text[slice(*span)].split())
    written = byline(words) or words.lstrip("-–—:, ")
    if names:
        for name in names:
            text = " ".join(flat.text[slice(*name)].split())
            claims.add("creator", Creator(text), text, name, "html-author", 0.95)
    else:
        claim_people(claims, written, span, "creator-byline", 0.95)
    for mark in flat.marks:
        if mark.tag == "a" and span[0] <= mark.start < span[1] and (match := _ADDRESS.match(dict(mark.attrs)["href"])):
            claims.add("contact", match[1], match[1], (mark.start, mark.end), "html-mailto", 0.9)


def is_site_name(text: str) -> bool:
    """True if a heading or a piece of a title names a site rather than a story.

    >>> is_site_name("Hattie's Fanfic Page"), is_site_name("The Page-Boy")
    (True, False)
    """
    return _SITE_TAIL.fullmatch(text) is not None


def title_pieces(flat: Flat) -> list[str]:
    """The names in the title of the page, as between ``Title - Author - Fandom``; the whole is one of them.

    >>> title_pieces(Flat("The Lamp - Watson's Page", title=(0, 24)))
    ['The Lamp', "Watson's Page", "The Lamp - Watson's Page"]
    """
    if flat.title is None:
        return []
    whole = _BRACKETED.sub("", flat.text[slice(*flat.title)][:_LONGEST_PAGE_TITLE]).strip()
    pieces = [piece.strip() for piece in _BETWEEN_NAMES.split(whole)]
    signed = inline_byline(whole)
    return list(dict.fromkeys(filter(None, (*pieces, whole, *(signed[:1] if signed else ())))))


def signed_title(flat: Flat, title: str | None) -> str | None:
    """Who the page's title says wrote the story whose title it is: ``The Lamp, by Jane``.

    >>> signed_title(Flat("The Lamp, by Jane Wren", title=(0, 22)), "The Lamp")
    'Jane Wren'
    """
    for piece in title_pieces(flat):
        before, by, name = piece.rpartition(" by ")
        if by and title and _fold(before) == _fold(title) and _is_name(name):
            return name.strip()
    return None


def story_piece(flat: Flat, others: Sequence[str]) -> str | None:
    """The one name in the title of the page that is not a site's, a chapter's, or one of ``others``; else None.

    >>> story_piece(Flat("Watson's Page - The Lamp", title=(0, 24)), [])
    'The Lamp'
    """
    known = {_fold(other) for other in others}
    whole, pieces = title_pieces(flat)[-1:], title_pieces(flat)
    parts = [piece for piece in pieces if piece not in whole or len(pieces) == 1]
    left = [
        piece
        for piece in parts
        if _fold(piece) not in known
        and not (len(parts) > 1 and is_site_name(piece))
        and heading_of(piece) is None
        and not is_dateline(piece)
    ]
    return left[0] if len(left) == 1 and (title_like(left[0]) or len(parts) == 1) else None


def _fold(text: str) -> str:
    return " ".join(re.findall(r"\w+", clean_title(text).casefold()))
