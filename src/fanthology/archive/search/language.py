"""The language of the search box: words, "phrases", -exclusions, OR, and ``title:`` and its like before any of them.

A mistake never ends a search: it is said in a plain sentence, and the rest is searched.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

PREFIXES = {
    "title": "title",
    "creator": "creators",
    "author": "creators",
    "by": "creators",
    "tag": "tags",
    "fandom": "tags",
    "character": "tags",
    "series": "series",
    "summary": "summary",
    "note": "notes",
    "notes": "notes",
    "text": "text",
}
"""What may stand before a colon, and the field it means."""

LONGEST_QUERY = 1_000
MOST_TERMS = 40

_PIECE = re.compile(
    r'(?P<minus>-(?=\S))?(?:(?P<prefix>[a-z]+):)?(?:"(?P<phrase>[^"]*)"|(?P<word>[^\s"]+))', re.IGNORECASE
)
_QUOTES = str.maketrans({"“": '"', "”": '"', "„": '"', "«": '"', "»": '"'})


@dataclass(frozen=True, slots=True)
class Term:
    """A word, or a phrase of several; in one field, or in any if ``field`` is None."""

    text: str
    field: str | None = None


@dataclass(frozen=True, slots=True)
class Parsed:
    """What a query asks for: at least one Term of each group in ``wanted``, and none of ``unwanted``."""

    wanted: tuple[tuple[Term, ...], ...] = ()
    unwanted: tuple[Term, ...] = ()
    problems: tuple[str, ...] = ()


@dataclass(slots=True)
class _Reading:
    wanted: list[list[Term]] = field(default_factory=list)
    unwanted: list[Term] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    joining: bool = False


def parse(query: str) -> Parsed:
    """What a query asks for. Never raises.

    >>> parse('rain OR snow -"happy end" title:rose').wanted
    ((Term(text='rain', field=None), Term(text='snow', field=None)), (Term(text='rose', field='title'),))
    >>> parse('the "lost rose').problems
    ('A quotation mark has no partner, so the words after it were searched one by one.',)
    """
    reading = _Reading()
    query = _shortened(query.translate(_QUOTES).replace("\0", " "), reading)
    query = _paired(query, reading)
    for count, piece in enumerate(_PIECE.finditer(query)):
        if count == MOST_TERMS:
            reading.problems.append(f"Only the first {MOST_TERMS} words were searched.")
            break
        _take(piece, reading)
    if reading.joining:
        reading.problems.append("OR needs a word on each side.")
    return Parsed(tuple(tuple(group) for group in reading.wanted), tuple(reading.unwanted), tuple(reading.problems))


def _shortened(query: str, reading: _Reading) -> str:
    if len(query) > LONGEST_QUERY:
        reading.problems.append(f"The search was long; only its first {LONGEST_QUERY:,} characters were used.")
    return query[:LONGEST_QUERY]


def _paired(query: str, reading: _Reading) -> str:
    """The query without a quotation mark that has no partner."""
    if query.count('"') % 2 == 0:
        return query
    reading.problems.append("A quotation mark has no partner, so the words after it were searched one by one.")
    before, _, after = query.rpartition('"')
    return f"{before} {after}"


def _take(piece: re.Match[str], reading: _Reading) -> None:
    if piece[0] == "OR":
        if not reading.wanted or reading.joining:
            reading.problems.append("OR needs a word on each side.")
        reading.joining = bool(reading.wanted)
        return
    term = _term(piece)
    if piece["minus"]:
        reading.unwanted.append(term)
    elif reading.joining:
        reading.wanted[-1].append(term)
    else:
        reading.wanted.append([term])
    reading.joining = False


def _term(piece: re.Match[str]) -> Term:
    text = piece["phrase"] if piece["phrase"] is not None else piece["word"]
    prefix = (piece["prefix"] or "").lower()
    if prefix and prefix not in PREFIXES:
        return Term(f"{piece['prefix']} {text}")  # "Holmes: a study" is no field, only a colon
    return Term(text, PREFIXES.get(prefix))
