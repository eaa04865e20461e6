"""Steps that find what stands around the title: mail headers, labels, ornament, greetings, notes of any kind."""

from __future__ import annotations

import re

from fanthology.fic.text.outlining import bylines, notes, titles
from fanthology.fic.text.outlining.dates import iso_date
from fanthology.fic.text.outlining.fields import claim_label
from fanthology.fic.text.outlining.headlines import signed_below
from fanthology.fic.text.outlining.labels import label_at, labels_at
from fanthology.fic.text.outlining.lines import Lines, opens_speech
from fanthology.fic.text.outlining.noteclaims import claim_note
from fanthology.fic.text.outlining.owners import surely_disclaims
from fanthology.fic.text.outlining.pagelinks import is_page_link
from fanthology.fic.text.outlining.people import claim_people
from fanthology.fic.text.outlining.waiting import settle_pending, title_from_pending
from fanthology.fic.text.outlining.zone import Front

_AHEAD = 70
_CUT = re.compile(
    r"cut here|-8<-|8<|>8|snip here|begin (?:story|text|file|part)|story (?:begins|starts)|(?:start|"
    r"beginning) of (?:story|text)|begin included|included message|^\W{1,12}(?:begin|read more)\W{1,12}$",
    re.IGNORECASE,
)
_FIRST_LABELS = frozenset(
    ("creator", "contact", "rating", "summary", "disclaimer", "fandom", "relationship", "note", "feedback")
)
_WEAK_LABELS = frozenset(
    ("spoiler", "fandom", "written", "category", "thanks", "dedication", "website", "length", "legend", "part")
)
_SPEAKER = re.compile(
    r"[A-Z][A-Za-z.'-]{1,20}(?:\s[A-Z][A-Za-z.'-]{1,20})?\s?(?:\([^)]{0,60}\))?\s?:\s{1,4}(?=[A-Z\"])(?!.{0,200}@)"
)
_LOG = re.compile(r"[\"“*_]{0,2}(?:[\w']+\s){0,3}log\b|stardate", re.IGNORECASE)
_DECORATED = re.compile(
    r"(?:>{1,5}|\*{2,8}|={2,8}|~{2,8}|<{1,5}|-{2,8}<)\s?[A-Z].{2,70}?\s?(?:<{1,5}|\*{2,8}|={2,8}|~{2,8}|"
    r">{1,5}|>-{2,8})$"
)


def rule(front: Front, at: int) -> int | None:
    """A line of ornament."""
    if not front.lines.rule(at):
        return None
    front.lines.paint(at, at + 1, "furniture")
    front.ruled = True
    return at + 1


def stray(front: Front, at: int) -> int | None:
    """A page number or an empty bracket that a program left at the very top."""
    line = front.lines.stripped(at)
    if len(line) < 200 and is_page_link(line):
        front.lines.paint(at, at + 1, "furniture")
        return at + 1
    if len(line) > 2 or line.isalpha() or front.titled or front.heading or front.pending:
        return None
    if not front.lines.blank(at + 1):
        return None
    front.lines.paint(at, at + 1, "furniture")
    return at + 1


def spoiler_space(front: Front, at: int) -> int | None:
    """Lines of a letter or two each, which hide what follows: a word spelled downwards, or dots."""
    lines, there, rows, last = front.lines, at, 0, at
    while there < front.end and len(lines.stripped(there)) <= 2:
        if lines.stripped(there):
            rows, last = rows + 1, there + 1
        there += 1
    if rows < 5:
        return None
    lines.paint(at, last, "furniture")
    front.letter = front.letter or not front.titled
    return last


def dated(front: Front, at: int) -> int | None:
    """A date alone in the first line, over title or labels."""
    lines = front.lines
    text = lines.stripped(at)
    below = lines.next_filled(at + 1, min(front.end, at + 5))
    if front.titled or front.pending or front.heading or len(text) > 30 or not text[:1].isalnum() or below >= front.end:
        return None
    day = iso_date(text)
    title_below = titles.title_like(lines.stripped(below)) and not lines.rule(below) and lines.blank(at + 1)
    if not (day or re.fullmatch(r"\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}", text)) or (
        lines.indent(below) == 0
        and not title_below
        and not (
            label_at(lines.raw[below])
            or bylines.byline(lines.raw[below + 1] if below + 1 < lines.count else "") is not None
        )
    ):
        return None
    span = lines.span(at, at + 1)
    front.claims.add("written", day or "", text, span, "date-line", 0.8)
    lines.paint(at, at + 1, "header")
    return at + 1


def boxed(front: Front, at: int) -> int | None:
    """Paragraphs between two long ornament lines at the top: a box with what the poster wants to be read first."""
    lines = front.lines
    above = at - 1
    while above > front.start and lines.blank(above):
        above -= 1
    if front.heading or above < max(front.start, 0) or not lines.rule(above) or len(lines.stripped(above)) < 20:
        return None
    for below in range(at + 1, min(front.end, at + 40)):
        line = lines.stripped(below)
        if len(line) >= 20 and lines.rule(below):
            text = lines.words(at, below)
            if notes.talk(text) < 0.3:
                return None
            front.note(at, below)
            claim_note(front, text, lines.span(at, below))
            return below
        if opens_speech(line):
            return None
    return None


def cut(front: Front, at: int) -> int | None:
    """A line that says where the story begins; a name just above it signs the introduction."""
    if not _is_cut(front.lines.stripped(at)):
        return None
    front.lines.paint(at, at + 1, "furniture")
    _sign_off(front)
    return at + 1


def _is_cut(line: str) -> bool:
    """True for a line that says where the story begins: "--- cut here ---", "8<", "*** story begins ***"."""
    if len(line) > 160 or (line[:1].isalnum() and len(line) > 60):
        return False
    return _CUT.search(line) is not None and len(re.findall(r"[a-z]{2,}", line)) <= 8


def _sign_off(front: Front) -> None:
    """A name that ends an introduction, just above the line where the story is cut off from it."""
    for at in front.pending:
        front.note(at, at + 1)
        if front.noted[:-1] and front.lines.indent(at) >= 20:
            name = front.lines.stripped(at).lstrip("-~ ")
            claim_people(front.claims, name, front.lines.span(at, at + 1), "creator-signoff", 0.45)
    front.pending.clear()


def art(front: Front, at: int) -> int | None:
    """A banner drawn with characters: several lines with hardly a letter among them."""
    if sum(map(str.isalnum, front.lines.stripped(at))) * 4 > len(front.lines.stripped(at)):
        return None
    last = at
    while last < front.end and not front.lines.blank(last):
        last += 1
    text = "".join(front.lines.raw[at:last])
    dense = sum(c.isalnum() for c in text[:3000]) * 4 < len(text[:3000].replace(" ", ""))
    if last - at < 2 or not dense:
        return None
    front.lines.paint(at, last, "furniture")
    return last


def labels(front: Front, at: int) -> int | None:
    """Labelled lines."""
    found = labels_at(front.lines, at, front.end)
    if found and found[0].name.lower() == "name" and not front.labels and not _label_near(front, found[0].last):
        return None
    spoils = bool(found) and found[0].name.lower().startswith("spoiler") and bool(found[0].value)
    if not found or (
        found[0].field in _WEAK_LABELS and not spoils and not front.labels and not _label_near(front, found[0].last)
    ):
        return None
    if front.heading and found[0].field in ("part", "series"):
        return None
    if front.pending:
        if any(label.field == "title" for label in found):
            settle_pending(front, at)
        elif found[0].field in _FIRST_LABELS:
            title_from_pending(front, "title-byline", 0.92)
    for label in found:
        claim_label(front.claims, front.lines, label, front.noted)
    front.titled |= any(label.field == "title" for label in found)
    front.bylined |= any(label.field == "creator" for label in found)
    front.labels += len(found)
    return found[-1].last


def _label_near(front: Front, at: int) -> bool:
    there = front.lines.next_filled(at, min(front.end, at + 2))
    if there >= front.end or front.lines.blank(there):
        return False
    return label_at(front.lines.raw[there]) is not None or bool(bylines.byline(front.lines.raw[there]))


def follows(front: Front, at: int) -> int | None:
    """A paragraph that announces the story: ``Here follows "T," by N``."""
    last = front.lines.run_end(at, front.end)
    match = bylines.follows(front.lines.words(at, last)) if last - at < 30 else None
    if match is None or front.bylined:
        return None
    span = front.lines.span(at, last)
    front.claims.add("title", titles.clean_title(match["title"]), match["title"], span, "title-follows", 0.92)
    claim_people(front.claims, match["name"], span, "creator-follows", 0.92)
    front.titled = front.bylined = True
    front.note(at, last)
    _rest_of_letter(front, last)
    return max(last, front.body)


def _rest_of_letter(front: Front, at: int) -> None:
    """After "Here follows", talk may go on up to an ornament line."""
    for there in range(at, min(front.end, at + 40)):
        if front.lines.rule(there):
            front.letter = True
            break
        if opens_speech(front.lines.stripped(there)):
            break


def greeting(front: Front, at: int) -> int | None:
    """A line that only greets."""
    if front.heading or not notes.is_greeting(front.lines.stripped(at)):
        return None
    front.note(at, at + 1)
    front.letter = True
    return at + 1


def note(front: Front, at: int) -> int | None:
    """A paragraph that talks about the story, or that leads up to where the story is announced."""
    lines = front.lines
    last = lines.run_end(at, front.end)
    if last - at > 60 or (opens_speech(lines.stripped(at)) and notes.has_speech(lines.words(at, min(last, at + 6)))):
        return None
    text = lines.words(at, last)
    sure = surely_disclaims(text)
    scene = not sure and titles.is_dateline(lines.stripped(at)[:30]) and not notes.opens_letter(text)
    if (scene and not front.letter and not front.mails) or _SPEAKER.match(text):
        return None
    if (
        text[0] == "("
        and text[-1] == ")"
        and front.titled
        and front.bylined
        and lines.rule(lines.next_filled(last, front.end))
    ):
        sure = sure or not scene
    score = -1.0 if _LOG.match(text) else 1.5 if sure else notes.talk(text)
    early = not front.titled and not front.heading and (front.mails or front.letter or front.noted)
    if score < (0.55 if early or front.letter else 1.0) and not _opens_talk(front, at, last):
        anchor = None if front.heading or (front.titled and not front.letter) else _anchor(front, at, score)
        if anchor is None:
            return None
        last = anchor
    if front.pending and not front.titled:
        settle_pending(front, at)
    span = lines.span(at, last)
    front.note(at, last)
    claim_note(front, lines.words(at, last), span)
    return last


def _opens_talk(front: Front, at: int, last: int) -> bool:
    """True for a short first paragraph when the next one surely talks about the story."""
    lines = front.lines
    if front.titled or front.heading or front.pending or last - at > 3 or len(lines.words(at, last)) > 200:
        return False
    if lines.next_filled(front.start, at) < at and not front.mails:
        return False
    below = lines.next_filled(last, min(front.end, last + 5))
    stop = lines.run_end(below, min(front.end, below + 20))
    return stop > below and notes.talk(lines.words(below, stop)) >= 1.2


def _anchor(front: Front, at: int, score: float) -> int | None:
    """The line, not far below, where the story surely is announced; all before it is then an introduction."""
    lines, talked = front.lines, score
    limit = min(front.end, at + _AHEAD)
    there, spoken = at, 0
    while there < limit:
        if lines.blank(there):
            there += 1
            continue
        if there > at and bylines.follows(lines.words(there, lines.run_end(there, limit))):
            return there if front.letter or talked >= 0.3 else None
        if there > at and _announces(front, there, at):
            return there if talked >= 0.55 or front.letter or (front.mails and there - at < 15) else None
        last = lines.run_end(there, limit)
        if last == there:
            if front.letter and there > at and len(lines.stripped(there)) > 8:
                return there
            there += 1
            continue
        text = lines.words(there, last)
        talked = max(talked, notes.talk(text))
        spoken += notes.has_speech(text)
        if (spoken > 1 and not front.letter) or opens_speech(lines.stripped(there)):
            return None
        there = last
    return None


def _byline_near(lines: Lines, at: int, end: int) -> bool:
    """True if a byline stands a little below, with a short line in parentheses at most between."""
    below = [i for i in range(at + 1, min(end, at + 6)) if not lines.blank(i)][:2]
    for there in below:
        if bylines.byline(lines.raw[there]) is not None:
            return True
        if not re.fullmatch(r"\(.{3,60}\)", lines.stripped(there)):
            return False
    return False


def _announces(front: Front, at: int, since: int) -> bool:
    lines, line = front.lines, front.lines.stripped(at)
    if len(line) > 100 or (len(line) > 60 and lines.run_end(at, min(at + 4, lines.count)) - at >= 4):
        return False
    if len(line) > 7 and lines.blank(at - 1) and titles.title_like(line):
        named = titles.clean_title(line).casefold()
        if _DECORATED.match(line) or (len(named) > 7 and named in lines.words(since, at).casefold()):
            return True
    if titles.title_like(line) and lines.blank(at - 1) and front.is_known(at):
        return True
    if bylines.byline(lines.raw[at + 1] if at + 1 < lines.count else "") is not None and titles.title_like(line):
        return True
    if bylines.byline(line) is not None and lines.blank(at - 1):
        return True
    if lines.blank(at - 1) and titles.title_like(line) and _byline_near(lines, at, front.end):
        return True
    if lines.blank(at - 1) and titles.title_like(line) and signed_below(lines, at, lines.run_end(at, front.end)):
        return True
    if _is_cut(line):
        return True
    label = label_at(line)
    if label and label[0] in ("title", "creator") and at + 1 < lines.count and label_at(lines.raw[at + 1]):
        front.letter = front.letter or at - since <= 15
        return True
    return bool(
        (label and label[0] in ("title", "creator", "rating")) or (bylines.inline_byline(line) and lines.blank(at - 1))
    )
