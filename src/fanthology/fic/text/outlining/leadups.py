"""The last resort of the front: lines that nothing knows, with a header's own lines close below them, lead up to it."""

from __future__ import annotations

import re

from fanthology.fic.text.outlining import bylines, notes, titles
from fanthology.fic.text.outlining.headlines import signed_below
from fanthology.fic.text.outlining.labels import label_at
from fanthology.fic.text.outlining.lines import Lines, opens_speech
from fanthology.fic.text.outlining.noteclaims import claim_note
from fanthology.fic.text.outlining.owners import surely_disclaims
from fanthology.fic.text.outlining.ratings import rating_in_codes
from fanthology.fic.text.outlining.subjects import is_codes
from fanthology.fic.text.outlining.waiting import settle_pending, title_from_pending
from fanthology.fic.text.outlining.zone import Front

_RATED = re.compile(r"\W{0,3}(?i:rated|rating|rating is)[\s:-]{1,3}(?:(?i:nc-?17|pg-?1[35]|pg)|[RGMTX]|K\+?)(?![\w'’])")
_REACH = 24  # lines
_PARAGRAPHS = 3
_SURE_LABELS = frozenset(("title", "creator", "rating", "disclaimer", "summary"))
_LEGEND = re.compile(
    r"(?![\"“'])[^\w\s]{1,4}(?:\s?\w{1,12}\s?|\s|\.{3})?[^\w\s]{1,4}\s{0,4}(?:(?:denotes?|indicates?|marks?|means?|is|are)\b|"
    r"[-–—=]{1,2}>?\s)\s?\w",
    re.IGNORECASE,
)
_SENTENCE = 8  # words: what stands behind a label that says nothing to us is then meant to be read
_UNKNOWN = re.compile(r"[\s*_\[({|>•+-]{0,8}[A-Z][\w'’/&(). -]{1,38}?\s{0,12}:(?!//)\s{0,12}\S.{0,280}$")


def unknown_label(front: Front, at: int) -> int | None:
    """A labelled line whose label says nothing to us, right under one that does: ``Subtext: a lot``."""
    lines = front.lines
    if not front.labels or at <= front.start or lines.kinds[at - 1] not in ("header", "note") or lines.blank(at - 1):
        return None
    if not _UNKNOWN.match(lines.raw[at][:300]) or notes.has_speech(lines.stripped(at)):
        return None
    last = at + 1
    while last < front.end and lines.indent(last) >= 8 and not lines.blank(last) and label_at(lines.raw[last]) is None:
        last += 1
    said = lines.words(at, last).partition(":")[2]
    if len(said.split()) >= _SENTENCE:
        front.note(at, last)
    else:
        lines.paint(at, last, "header")
    return last


def legend(front: Front, at: int) -> int | None:
    """A line of the header that says what signs in the text stand for: ``[ ] denotes thoughts``."""
    if not (front.labels or front.titled) or front.heading or not _LEGEND.match(front.lines.stripped(at)[:80]):
        return None
    front.note(at, at + 1)
    return at + 1


def codes(front: Front, at: int) -> int | None:
    """A line of codes, or one that begins with the rating, under anything else of a header: ``Vignette, MSR, R.``"""
    lines, text = front.lines, front.lines.stripped(at)
    above = at - 1
    while above > front.start and lines.blank(above):
        above -= 1
    if len(text) > 100 or above < front.start or (lines.kinds[above] == "body" and above not in front.pending):
        return None
    rated = _RATED.match(text)
    if not (rated or rating_in_codes(text) or is_codes(text)):
        return None
    if rated and lines.run_end(at, front.end) - at > 3:
        return None
    if rated and len(text.split()) > 4:
        front.note(at, at + 1)
    else:
        lines.paint(at, at + 1, "header")
    if front.pending:
        title_from_pending(front, "title-line", 0.85)
    claim_note(front, text, lines.span(at, at + 1))
    return at + 1


def lead_up(front: Front, at: int) -> int | None:
    """Up to three paragraphs without speech, when labels, a title with byline, or a disclaimer stand right below."""
    lines = front.lines
    if front.heading or opens_speech(lines.stripped(at)):
        return None
    there = _sign_below(front, at)
    if there is None:
        return None
    if front.labels and front.titled and front.bylined and not _labels_begin(lines, there):
        return None
    if front.pending:
        settle_pending(front, at)
    while at < there:
        last = min(lines.run_end(at, there), there)
        if last > at:
            _take(front, at, last)
        at = lines.next_filled(max(last, at + 1), there) if last > at or lines.blank(at) else at + 1
    return there


def _take(front: Front, first: int, last: int) -> None:
    """Short single lines are header, paragraphs are notes."""
    text = front.lines.words(first, last)
    if last - first == 1 and len(text) < 60 and text[-1] not in ".!?":
        front.lines.paint(first, last, "header")
        return
    front.note(first, last)
    claim_note(front, text, front.lines.span(first, last))


def _sign_below(front: Front, at: int) -> int | None:
    """The line, close below, that surely is of a header; None if prose comes first."""
    lines, there, paragraphs = front.lines, at, 0
    limit = min(front.end, at + _REACH)
    while there < limit and paragraphs <= _PARAGRAPHS:
        if lines.blank(there) or lines.rule(there):
            there += 1
            continue
        if there > at and _is_sign(front, there):
            return there
        last = lines.run_end(there, limit)
        below = lines.next_filled(last, min(limit, last + 3))
        if not paragraphs and last - there <= 10 and below < limit and _labels_begin(lines, below):
            return below
        inside = next((i for i in range(there + 1, last) if _labels_begin(lines, i) and not front.labels), None)
        if inside is not None:
            return inside
        text = lines.words(there, last)
        if notes.talk(text) < -0.05 or opens_speech(lines.stripped(there)) or last - there > 10:
            return None
        paragraphs, there = paragraphs + 1, last
    return None


def _is_sign(front: Front, at: int) -> bool:
    lines = front.lines
    if _labels_begin(lines, at) or (
        lines.blank(at - 1) and (label_at(lines.raw[at]) or ("", "", ""))[0] in _SURE_LABELS
    ):
        return True
    if (
        surely_disclaims(lines.words(at, lines.run_end(at, min(front.end, at + 15))))
        and lines.run_end(at, front.end) < front.end
    ):
        return True
    if front.bylined:
        return False
    titled = titles.title_like(lines.stripped(at)) or titles.short_name(lines.stripped(at))
    below = [i for i in range(at + 1, min(front.end, at + 6)) if not lines.blank(i)][:2]
    if titled and signed_below(lines, at, lines.run_end(at, front.end)):
        return True
    return titled and any((bylines.byline(lines.raw[i]) or "") != "" and len(lines.stripped(i)) < 70 for i in below)


def _labels_begin(lines: Lines, at: int) -> bool:
    """Two labels, one under the other."""
    if ":" not in lines.raw[at] or (one := label_at(lines.raw[at])) is None or not one[2]:
        return False
    below = lines.next_filled(at + 1, min(lines.count, at + 3))
    other = label_at(lines.raw[below]) if below < lines.count else None
    return other is not None and other[0] != one[0]
