"""How texts end: The End, tbc, fin, "End of part 3/7", "cont."; what a last line says about the story's state."""

from __future__ import annotations

import re

_MARK = r"[\s*_=~#<>\[\](){}+|\".:!?/\\-]{0,60}"
_COMPLETE = re.compile(
    rf"{_MARK}(?:(?:t\s*h\s*e\s{{0,10}})?e\s?n\s?d|the\s{{1,10}}end|fin(?:is|ito)?|owari|finished|ende|das "
    rf"ende|fini|~?end~?)(?:{_MARK}|[.!]+\s(?:comments?|feedback|thanks?|hope|reviews?|please)\b.{{0,60}})$",
    re.IGNORECASE,
)
_CONTINUED = re.compile(
    rf"{_MARK}(?:t\.?\s?b\.?\s?c\.?|to\s+be\s+con(?:tinued|cluded|t'?d?\.?)|more\s+(?:to\s+come|later|"
    rf"soon)|continued?\s+in\b.{{0,60}}|tsuzuku|to be cont\b.{{0,20}})"
    rf"(?:[\s,]{{0,4}}(?:in\s+(?P<title>[^)\]\n]{{2,80}}?)|sometime|soon|next \w+|(?:if|when|whenever|as soon|"
    rf"eventually)\b.{{0,50}}|"
    rf"\w{{1,12}}))?{_MARK}(?:(?<=[!.])\s.{{1,60}})?$",
    re.IGNORECASE,
)
_PART_END = re.compile(
    rf"{_MARK}(?:end\s+(?:of\s+)?(?:the\s+)?(?:part|pt|chapter|ch|episode|section|act|teaser|book|file|"
    rf"text|first|second)\b.{{0,60}}|end\s+[(\[]?\d{{1,2}}\w?\s?/\s?\d{{1,2}}.{{0,20}}|con(?:t|tinued|"
    rf"t'd)\.{{0,3}}|\(?cont(?:inue)?d? (?:in|on) .{{0,40}}){_MARK}$",
    re.IGNORECASE,
)
_ORNAMENT = ' *_=~#<>[](){}+|".:!?/\\-'
_STARTS = (
    "the end",
    "the  end",
    "t h e",
    "t  h  e",
    "the\tend",
    "end",
    "e n d",
    "fin",
    "owari",
    "tsuzuku",
    "das ende",
    "to be c",
    "tbc",
    "t.b.c",
    "t. b",
    "more ",
    "cont",
)
_FIRST_LETTERS = frozenset(letter for start in _STARTS for letter in (start[0], start[0].upper()))
_CHAPTERISH = re.compile(r"\bin\s+((?:part|chapter|pt|ch)\b.{0,20}|the next .{0,20})$", re.IGNORECASE)


def end_of(line: str) -> str | None:
    """What a line says that is an end marker: "complete", "continued", "part" (the end of a part only), or None.

    >>> [end_of(line) for line in ("##THE END##", "(tbc in Exile)", "End of part 3/7", "The end of the road", "cont.")]
    ['complete', 'continued', 'part', None, 'part']
    """
    if not 2 <= len(line) <= 110:
        return None
    words = line.lstrip(_ORNAMENT)
    if words[:1] not in _FIRST_LETTERS or not words[:14].lower().startswith(_STARTS):
        return None
    for name, pattern in (("complete", _COMPLETE), ("continued", _CONTINUED), ("part", _PART_END)):
        if pattern.match(line):
            return name
    return None


def continued_in(line: str) -> str | None:
    """The title that a "to be continued" line names, or None.

    >>> continued_in("(tbc in Exile)"), continued_in("tbc in part 2"), continued_in("To be continued...")
    ('Exile', None, None)
    """
    match = _CONTINUED.match(line) if len(line) <= 110 else None
    if match is None or not match["title"]:
        return None
    title = match["title"].strip(" \"'“”_*.")
    if re.match(r"(?:part|chapter|pt|ch|the next|next|my|a|his|her)\b", title, re.IGNORECASE):
        return None
    return title or None
