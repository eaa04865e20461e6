"""Other stories that a header or note names: what this one follows, goes on in, or was inspired by."""

from __future__ import annotations

import re
from dataclasses import dataclass

from fanthology.fic.story import Link, LinkKind
from fanthology.fic.text.outlining.parts import number_of

_TITLE = (
    r"(?:[\"“_*](?P<quoted>[^\"”_*\n]{2,80}?)[,.]?[\"”_*]|(?P<bare>[A-Z][\w'’]*(?:\s(?:[A-Z][\w'’]*|"
    r"of|the|a|in|and|to|on)){0,6}))"
)
_BY = r"(?:,?\sby\s(?P<creator>[A-Z][\w.'-]*(?:\s[A-Z][\w.'-]*){0,3}))?"
_OWN = (
    r"(?:(?:my|our|the|a|an|his|her|their|previous|earlier|other|last|first|excellent|wonderful|great|old|own)\s){0,4}"
)
_KIND = (
    r"(?:(?:story|fic|fanfic|tale|stories|script|one|piece|poem|parody)s?,?\s{1,2}(?:called\s|"
    r"titled\s|entitled\s|named\s)?)?"
)
_PATTERNS: tuple[tuple[LinkKind, str, str], ...] = (
    (
        "follows",
        "link-sequel",
        (
            rf"(?i:\b(?:sequel|follow[- ]?up|companion(?: piece)?) (?:to|of|for) "
            rf"{_OWN}){_KIND}{_TITLE}(?:\sstories)?{_BY}"
        ),
    ),
    (
        "follows",
        "link-after",
        (
            rf"(?i:\b(?:takes? place|is set|set|happens|occurs|picks up|starts) (?:\w+ "
            rf"){{0,3}}?(?:after|following|where) (?:my|our) (?:\w+ ){{0,2}}?(?:story|fic|"
            rf"fanfic|tale|script|piece),? (?:called |titled |entitled )?){_TITLE}{_BY}"
        ),
    ),
    ("continued-in", "link-prequel", (rf"(?i:\bprequel (?:to|of|for) {_OWN}){_KIND}{_TITLE}{_BY}")),
    ("translation-of", "link-translation", (rf"(?i:\btranslation of {_OWN}){_KIND}{_TITLE}{_BY}")),
    (
        "continued-in",
        "link-continued",
        (
            r"(?i:\b(?:story|tale|saga|series|this|it) (?:is |will be |to be )?continue[sd]? in |"
            r"\b(?:followed|continued) by )"
            rf"(?i:{_OWN}){_KIND}[\"“_](?P<quoted>[^\"”_\n]{{2,80}}?)[,.]?[\"”_](?P<bare>)?{_BY}"
        ),
    ),
    (
        "inspired-by",
        "link-inspired",
        (
            rf"(?i:\binspired by {_OWN}){_KIND}(?:(?P<creator>[A-Z][\w.-]*(?:\s[A-Z]"
            rf"[\w.-]*){{0,2}})'s? {_KIND})?[\"“_](?P<quoted>[^\"”_\n]{{2,80}}?)[,.]?[\"”_](?P<bare>)?"
        ),
    ),
    (
        "inspired-by",
        "link-inspired",
        (
            r"^\W{0,3}(?i:inspired by )(?P<quoted>)(?P<bare>)(?P<creator>[A-Z][\w.-]*"
            r"(?:\s[A-Z][\w.-]*){1,2})\W{0,3}$"
        ),
    ),
)
_RULES = [(kind, rule, re.compile(pattern)) for kind, rule, pattern in _PATTERNS]
_SEE = re.compile(
    r"^\W{0,3}(?:please )?(?:(?:see|on|in|check|read|refer to|it'?s (?:in|on)|same as(?: in)?|look (?:at|"
    r"in)|is in|you'?ll find it in)\s)+"
    r"(?:the\s)?(?:(?:(?P<ordinal>first|second|1st|2nd|third)\s(?:chapter|part|one))|(?:chapter|part|ch|"
    r"pt)\.?\s(?P<number>\w{1,6}))",
    re.IGNORECASE,
)
_SHOWS_WORD = re.compile(r"\b(?:episode|movie|film|book|novel|series|season)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Found:
    """A link with the place in the text that names it and the rule that saw it."""

    link: Link
    start: int
    end: int
    rule: str


def links_in(text: str) -> list[Found]:
    """The links that a note states.

    >>> [f.link.title for f in links_in('This takes place after my fic "The Moor" though you need not read it.')]
    ['The Moor']
    >>> [f.link.creator for f in links_in("a follow up to the excellent Baker Street stories by Mary Morstan.")]
    ['Mary Morstan']
    """
    text = text[:6000]
    found: list[Found] = []
    for kind, rule, pattern in _RULES:
        for match in pattern.finditer(text):
            title = (match["quoted"] or match["bare"] or "").strip(" .,")
            if (title or match["creator"]) and not _SHOWS_WORD.search(
                text[max(0, match.start()) : match.start("quoted")][-20:]
            ):
                link = Link(kind, title or None, None, _name(match["creator"]))
                if link not in [other.link for other in found]:
                    found.append(Found(link, match.start(), match.end(), rule))
    return found


def _name(name: str | None) -> str | None:
    """A name without the full stop that ends its sentence; an initial keeps its own."""
    return name[:-1] if name and re.search(r"\w{3,}\.$", name) else name


def see_chapter(value: str) -> int | None:
    """The chapter that a placeholder sends its reader to.

    >>> see_chapter("On first chapter."), see_chapter("see part 2"), see_chapter("I own nothing.")
    (1, 2, None)
    """
    match = _SEE.match(value[:200])
    if match is None:
        return None
    if match["ordinal"]:
        return {"first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3}[match["ordinal"].lower()]
    return number_of(match["number"])
