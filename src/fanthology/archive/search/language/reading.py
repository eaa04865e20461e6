"""Reading a query: `parse`.

``OR`` binds closer than words that only follow one another, so ``rain OR snow rose`` is one of the first two, and the
third. Brackets say it otherwise.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches

from .fields import FIELDS, NO_FIELDS, OTHER_NAMES, SHORT_NAMES, SPOKEN, VALUES, field_called
from .tree import AllOf, AnyOf, How, Node, Not, Parsed, Problem, Word
from .values import HOW_TO_WRITE, Unreadable, read_value

LONGEST_QUERY = 2_000
MOST_PARTS = 40
_DEEPEST = 20

# one character for one, so that places in the query stay as they are
_QUOTES = str.maketrans({"“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "＂": '"', "\0": " "})
_TOKEN = re.compile(
    r"""\s*(?:
      (?P<open>\() | (?P<close>\))
    | (?P<not>(?:-|!)(?=[^\s)\-!]) | NOT(?=[\s(]))
    | (?P<or>(?:OR(?=[\s()]|$) | \|\|?)) | (?P<and>(?:AND(?=[\s()]|$) | &&))
    | (?P<prefix>[A-Za-z_]+):(?=\s*\S)
    | "(?P<phrase>[^"]*)"
    | (?P<word>[^\s"()]+)
    )""",
    re.VERBOSE,
)
_TO_BLANK = re.compile(r"""[^\s"()]*""")
_VALUE = re.compile(r'\s*(?:"[^"]*"|[^\s"()]+)')
_ANY_WORD = re.compile(r"""\s*(?P<word>[^\s"()]+)(?P<phrase>(?!))?""")
_SIDES = "“{}” needs a word on each side."


def parse(query: str, today: date | None = None) -> Parsed:
    """What a query asks for. Never raises. ``today`` is what "2 weeks ago" counts from.

    >>> parse("rain -title:rose").node.parts
    (Word(text='rain', field=None, how='words'), Not(part=Word(text='rose', field='title', how='words')))
    >>> parse('the "lost rose').problems[0].sentence
    'A quotation mark has no partner, so the words after it were searched one by one.'
    """
    reader = _Reader(query, today or date.today())
    node = reader.everything()
    return Parsed(node, tuple(sorted(reader.problems, key=lambda one: one.start)))


@dataclass
class _Reader:
    written: str
    today: date
    problems: list[Problem] = field(default_factory=list)
    at: int = 0
    parts: int = 0
    depth: int = 0
    text: str = ""

    def everything(self) -> Node | None:
        self.text = self._paired(self._shortened(self.written.translate(_QUOTES)))
        found: list[Node] = []
        while (token := self._peek()) is not None:
            if token["close"]:
                self._told("A bracket has no partner, so it was left out.", token.start("close"), token.end())
                self.at = token.end()
            else:
                node = self._sequence(None)
                found += [node] if node is not None else []
        return _all_of(found)

    def _shortened(self, text: str) -> str:
        if len(text) > LONGEST_QUERY:
            told = f"The search was long; only its first {LONGEST_QUERY:,} characters were used."
            self._told(told, LONGEST_QUERY, len(text))
        return text[:LONGEST_QUERY]

    def _paired(self, text: str) -> str:
        """The text without a quotation mark that has no partner."""
        if text.count('"') % 2 == 0:
            return text
        at = text.rindex('"')
        self._told("A quotation mark has no partner, so the words after it were searched one by one.", at, at + 1)
        return f"{text[:at]} {text[at + 1 :]}"

    def _peek(self) -> re.Match[str] | None:
        """What comes next; None at the end, also where there are more parts than are searched."""
        token = _TOKEN.match(self.text, self.at)
        if token and self.parts >= MOST_PARTS:
            told = f"Only the first {MOST_PARTS} words were searched."
            self._told(told, self.at, len(self.text))
            self.at = len(self.text)
            return None
        return token

    def _sequence(self, within: str | None) -> Node | None:
        """Parts that follow one another, up to a bracket that closes or the end."""
        found: list[Node] = []
        while (token := self._peek()) and not token["close"]:
            if token["and"]:
                self._joint("and", token, bool(found))
                continue
            node = self._alternatives(within)
            found += [node] if node is not None else []
        return _all_of(found)

    def _alternatives(self, within: str | None) -> Node | None:
        found: list[Node] = []
        while token := self._peek():
            if token["or"]:
                self._joint("or", token, bool(found))
                continue
            node = self._part(within)
            found += [node] if node is not None else []
            after = self._peek()
            if not (after and after["or"]):
                break
        return _any_of(found)

    def _joint(self, kind: str, token: re.Match[str], before: bool) -> None:
        """Pass by an OR or an AND, and say so if it joins nothing."""
        self.at = token.end()
        after = _TOKEN.match(self.text, self.at)
        if not before or after is None or after["close"] or after["or"] or after["and"]:
            self._told(_SIDES.format(token[kind]), token.start(kind), token.end(kind))

    def _part(self, within: str | None) -> Node | None:
        token = self._peek()
        if token is None or token["close"] or token["or"] or token["and"]:
            return None
        self.at = token.end()
        if token["not"]:
            part = self._part(within)
            return None if part is None else Not(part)
        if token["open"]:
            return self._bracket(within, token.start("open"))
        if token["prefix"]:
            return self._prefixed(token)
        self.parts += 1
        return self._named(within, token) if within else _word(token)

    def _bracket(self, within: str | None, start: int) -> Node | None:
        self.depth += 1
        if self.depth > _DEEPEST:
            self._told("There are too many brackets in one another.", start, start + 1)
            self.at = len(self.text)
            return None
        found = self._sequence(within)
        self.depth -= 1
        token = self._peek()
        if token and token["close"]:
            self.at = token.end()
        else:
            self._told("A bracket has no partner; it was closed at the end.", start, start + 1)
        return found

    def _prefixed(self, token: re.Match[str]) -> Node | None:
        name = token["prefix"]
        known = field_called(name) or self._nearly(token)
        if known is None:
            return self._no_field(token)
        if FIELDS[known] in ("number", "date", "flag"):
            self.parts += 1
            return self._valued(known, token)
        after = _TOKEN.match(self.text, self.at)
        if after is None or after["close"] or (known in SPOKEN and self.text[self.at].isspace()):
            return Word(name)  # "A text: read" is no field, only a colon
        if after["open"]:
            self.at = after.end()
            return self._bracket(known, after.start("open"))
        if not (after["phrase"] is not None or after["word"] or after["prefix"] or after["not"]):
            return Word(name)
        self.parts += 1
        after = self._whole_word(after)
        return self._named(known, after)

    def _whole_word(self, token: re.Match[str]) -> re.Match[str]:
        """What stands after a colon, with the colons and the hyphens that it begins with or holds."""
        if token["phrase"] is not None or token["word"]:
            self.at = token.end()
            return token
        found = _ANY_WORD.match(self.text, self.at) or token
        self.at = found.end()
        return found

    def _nearly(self, token: re.Match[str]) -> str | None:
        """The field that is written nearly so, if something follows at once as it does after a field."""
        name = token["prefix"].lower()
        near = get_close_matches(name, [*FIELDS, *OTHER_NAMES], 1, 0.8)
        if name in NO_FIELDS or not near or self.text[self.at].isspace():
            return None
        known = field_called(near[0])
        told = f"There is no field “{token['prefix']}”; “{known}:” was searched."
        self._told(told, token.start("prefix"), token.end())
        return known

    def _no_field(self, token: re.Match[str]) -> Node | None:
        name, start = token["prefix"], token.start("prefix")
        rest = _TO_BLANK.match(self.text, self.at)
        if sentence := NO_FIELDS.get(name.lower()):
            value = _VALUE.match(self.text, self.at)
            self.at = value.end() if value else self.at
            self._told(sentence, start, self.at)
            return None
        self.parts += 1
        if rest and rest[0]:  # one word for the eye: "http://example.org"
            self.at = rest.end()
            return Word(f"{name} {rest[0]}", None, "exact")
        return Word(name)

    def _valued(self, known: str, token: re.Match[str]) -> Node | None:
        """A number, a date, or yes or no."""
        read = read_value(known, self.text, self.at, self.today)
        start = token.start("prefix")
        if isinstance(read, Unreadable):
            self.at = read.end
            told = f"“{self.text[start : read.end].strip()}” was left out: {HOW_TO_WRITE[FIELDS[known]]}"
            self._told(told, start, read.end)
            return None
        self.at = read.end
        return read.node

    def _named(self, known: str, token: re.Match[str]) -> Node | None:
        """A word in a field. Of one with few values, it has to be one of those; a comma means either."""
        phrase = token["phrase"]
        wanted = phrase if phrase is not None else token["word"]
        if known in SHORT_NAMES:
            short = SHORT_NAMES[known]
            return _any_of([Word(short.get(one.casefold(), one), known, "exact") for one in wanted.split(",") if one])
        if known not in VALUES:
            return _word(token, known)
        found: list[Node] = []
        for written in wanted.split(","):
            values = VALUES[known].get(written.strip().casefold().replace("_", " "))
            if values is None and written.strip():
                start = token.start("phrase" if phrase is not None else "word")
                told = f"“{written.strip()}” is no {known}. {_choices(known)} It was left out."
                self._told(told, start, token.end())
            found += [Word(value, known, "exact") for value in values or ()]
        return _any_of(found)

    def _told(self, sentence: str, start: int, end: int) -> None:
        if len(self.problems) < 8:
            self.problems.append(Problem(sentence, start, end))


def _word(token: re.Match[str], known: str | None = None) -> Word:
    if token["phrase"] is not None:
        return Word(token["phrase"], known, "exact")
    text = token["word"]
    how: How = "words"
    if "*" in text and re.search(r"\w{2}", text):
        how = "prefix"
    elif re.fullmatch(r".*\w~[12]?", text):
        how, text = "near", text.rpartition("~")[0]
    return Word(text, known, how)


def _choices(known: str) -> str:
    values = dict.fromkeys(value for those in VALUES[known].values() for value in those)
    return f"It can be {', '.join(values)}."


def _all_of(found: list[Node]) -> Node | None:
    return AllOf(tuple(found)) if len(found) > 1 else next(iter(found), None)


def _any_of(found: list[Node]) -> Node | None:
    return AnyOf(tuple(found)) if len(found) > 1 else next(iter(found), None)
