"""Where chapters begin in the middle of a text, and lines there that may open a note."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from fanthology.fic.text.outlining import titles
from fanthology.fic.text.outlining.labels import labels_at
from fanthology.fic.text.outlining.lines import Lines
from fanthology.fic.text.outlining.parts import Heading, heading_of, number_of, numbered_of

_HEADING_KEYS = frozenset(("cha", "ch.", "ch ", "par", "pt.", "pt ", "boo", "pro", "epi", "int", "pre", "cod"))
_NOTE_KEYS = frozenset(
    (
        "a/n",
        "an:",
        "an ",
        "a.n",
        "aut",
        "not",
        "dis",
        "end",
        "aft",
        "pos",
        "ps:",
        "p.s",
        "tha",
        "fee",
        "ded",
        "cre",
        "leg",
        "spo",
    )
)
_NUMBER_START = frozenset("0123456789IVXL*_=~#[(-")
_NOTES = re.compile(
    r"[ \t*_(\[<~]{0,8}(?:a/n|a\.n|an|author'?s?'? ?notes?|notes?|disclaimers?|end ?notes?|afterword|"
    r"postscript|p\.?s\.?|thanks|feedback|"
    r"dedication|credits?|legal|spoilers?)\b[^\n:]{0,24}:",
    re.IGNORECASE,
)


@dataclass
class Section:
    """A chapter to be: the line of its heading (or of its first prose), where its prose runs, and what it is called."""

    first: int
    body: int
    last: int
    number: int | None = None
    title: str | None = None
    kind: str = ""
    heading: str = ""
    notes_before: list[str] = field(default_factory=list)
    notes_after: list[str] = field(default_factory=list)


def heading_lines(lines: Lines, title: str = "") -> list[tuple[int, Heading]]:
    """Every chapter heading that stands alone on its line, with blank, ornament or a short line around it.

    The story's title may stand before it: "The Hound, Part 2: The Moor".
    """
    found = _behind_title(lines, title)
    for at in lines.beginning(_HEADING_KEYS):
        heading = heading_of(lines.stripped(at)) if lines.kinds[at] == "body" else None
        if heading and _stands(lines, at):
            found.append((at, heading))
    found.sort(key=lambda one: one[0])
    return found or _numbered(lines)


def _behind_title(lines: Lines, title: str) -> list[tuple[int, Heading]]:
    key, found = title.casefold(), []
    for at in lines.beginning(frozenset((key[:3],)) - _HEADING_KEYS) if len(key) > 3 else ():
        line = lines.stripped(at)
        if lines.kinds[at] != "body" or not line.casefold().startswith(key) or not lines.blank(at + 1):
            continue
        heading = heading_of(line[len(title) :].lstrip(" ,:;*~-–—"))
        if heading and heading.number is not None and _stands(lines, at):
            found.append((at, replace(heading, written=" ".join(line.split()))))
    return found


def _stands(lines: Lines, at: int) -> bool:
    before = at == 0 or lines.blank(at - 1) or lines.rule(at - 1) or lines.kinds[at - 1] != "body"
    following = lines.stripped(at + 1)
    if not before and not following and len(lines.stripped(at)) < 22 and heading_of(lines.stripped(at)):
        return re.match(r"\s{0,8}(?:chapter|part) \S{1,12}$", lines.raw[at].rstrip(), re.IGNORECASE) is not None
    return before and (
        not following
        or lines.rule(at + 1)
        or (len(following) < 60 and titles.title_like(following))
        or len(lines.stripped(at)) < 20
    )


def _numbered(lines: Lines) -> list[tuple[int, Heading]]:
    """Bare numbers ("2.", "III", "2. Run Away"), but only when they count up one by one from the first."""
    found: list[tuple[int, Heading]] = []
    for at, line in enumerate(lines.bare):
        if not line or line[0] not in _NUMBER_START or lines.kinds[at] != "body" or not lines.blank(at - 1):
            continue
        numbered = numbered_of(line)
        if numbered is None or not lines.blank(at + 1) or (numbered[1] and not titles.title_like(numbered[1])):
            continue
        if numbered[0] != len(found) + 1:
            if found or numbered[0] not in (1, 2):
                continue
            if numbered[0] == 2:
                return []
        found.append((at, Heading("numbered", numbered[0], numbered[1], None, lines.stripped(at))))
    return found if len(found) >= 2 else []


def note_lines(lines: Lines) -> list[int]:
    """Lines that begin with a label of the kind that notes have."""
    return [at for at in lines.beginning(_NOTE_KEYS) if _NOTES.match(lines.raw[at])]


def _running_title(lines: Lines, at: int, title: str) -> None:
    """The story's title set again above a chapter heading belongs to the heading."""
    above = at - 1
    while above > max(0, at - 4) and (lines.blank(above) or lines.rule(above)):
        above -= 1
    if (
        title
        and above > 0
        and lines.kinds[above] == "body"
        and titles.title_like(lines.stripped(above))
        and titles.same_title(lines.stripped(above), title)
    ):
        lines.paint(above, at, "heading")


def read_heading(lines: Lines, at: int, heading: Heading, last: int, title: str = "") -> Section:
    """A section from its heading line on: what follows the heading before the prose, and where the prose begins."""
    section = Section(at, at + 1, last, heading.number, heading.title, heading.kind, heading.written)
    if heading.title and title and titles.same_title(heading.title, title):
        section.title = None
    lines.paint(at, at + 1, "heading")
    _running_title(lines, at, title)
    there = at + 1
    while there < last:
        if lines.blank(there):
            there += 1
        elif lines.rule(there) and there <= at + 2:
            lines.paint(there, there + 1, "furniture")
            there += 1
        elif labels := _notes_at(lines, there, last):
            lines.paint(there, labels[0], "note")
            section.notes_before.append(labels[1])
            there = labels[0]
        elif section.title is None and _is_title(lines, there, last):
            section.title = titles.clean_title(lines.stripped(there))
            lines.paint(there, there + 1, "heading")
            there += 1
        else:
            break
    section.body = there
    return section


def _notes_at(lines: Lines, at: int, last: int) -> tuple[int, str] | None:
    labels = labels_at(lines, at, min(last, at + 60))
    if labels and labels[0].field in (
        "note",
        "disclaimer",
        "rating",
        "summary",
        "thanks",
        "feedback",
        "warning",
        "dedication",
        "spoiler",
        "permission",
    ):
        return labels[-1].last, labels[0].value
    return None


def _is_title(lines: Lines, at: int, last: int) -> bool:
    text = lines.stripped(at)
    alone = lines.blank(at + 1) or lines.rule(at + 1)
    return (
        alone
        and at + 1 < last
        and len(text) <= 60
        and titles.title_like(text)
        and not titles.is_dateline(text)
        and text[-1] not in ".:"
        and number_of(text) is None
    )
