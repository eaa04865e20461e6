"""Findings as pages show them: in words, with their evidence and where it stands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from fanthology.archive.catalogue.models import Chapter, ChapterText, Finding, Work
from fanthology.archive.telling.words import language_name

KIND_NAMES = {
    "fandom": "Fandom",
    "character": "Characters",
    "relationship": "Relationships",
    "category": "Categories",
    "pov": "Point of view",
    "tense": "Tense",
    "language": "Language",
    "adult": "For adults",
}
"""Each kind of finding, in the order of pages, with its heading."""

ROLE_WORDS = {
    "primary": "the main one",
    "appears": "appears",
    "mentioned": "only mentioned",
    "narrator": "tells it",
    "viewpoint": "seen through",
}
_BANDS = ((0.95, "almost surely"), (0.8, "probably"), (0.5, "perhaps"), (0.0, "hardly"))
_MOST_SIGNS = 12
_SHOWN_FROM, _MOST_SHOWN = 0.5, 8


@dataclass(frozen=True, slots=True)
class ShownSign:
    """A sign with the address of its place, if it has one."""

    quote: str
    count: int
    address: str


@dataclass(frozen=True, slots=True)
class ShownFinding:
    """A finding with all that its row says."""

    finding: Finding
    name: str
    likely: str
    percent: int
    role: str
    speaks_for: Sequence[ShownSign]
    speaks_against: Sequence[ShownSign]


def likely(confidence: float) -> str:
    """A confidence in words.

    >>> likely(0.97), likely(0.6)
    ('almost surely', 'perhaps')
    """
    return next(words for least, words in _BANDS if confidence >= least)


def probable(findings: Iterable[Finding], stated: Mapping[str, Sequence[object]]) -> list[tuple[str, list[str]]]:
    """What a work's page says of fandoms, characters and relationships where the file states none: heading, and names
    with how likely they are. People who are only mentioned are left out."""
    found = [
        one
        for one in findings
        if one.state == Finding.State.OPEN and one.confidence >= _SHOWN_FROM and one.role != "mentioned"
    ]
    names = {
        kind: [f"{likely(one.confidence)} {one.name}" for one in found if one.kind == kind][:_MOST_SHOWN]
        for kind in ("fandom", "relationship", "character")
        if not stated.get(kind)
    }
    return [(KIND_NAMES[kind], some) for kind, some in names.items() if some]


def shown_findings(work: Work, address: str, findings: Iterable[Finding]) -> list[tuple[str, list[ShownFinding]]]:
    """A work's findings by kind, each kind under its heading, with their evidence linked to its place in the text."""
    found = list(findings)
    places = _places(work, address, found)
    return [
        (heading, [_shown(one, places) for one in found if one.kind == kind])
        for kind, heading in KIND_NAMES.items()
        if any(one.kind == kind for one in found)
    ]


def _shown(one: Finding, places: Mapping[str, str]) -> ShownFinding:
    return ShownFinding(
        finding=one,
        name=language_name(one.name) if one.kind == "language" else one.name,
        likely=likely(one.confidence),
        percent=round(100 * one.confidence),
        role=ROLE_WORDS.get(one.role, ""),
        speaks_for=_signs(one.signs.get("for", ()), places),
        speaks_against=_signs(one.signs.get("against", ()), places),
    )


def _signs(signs: Iterable[Mapping[str, Any]], places: Mapping[str, str]) -> list[ShownSign]:
    return [
        ShownSign(str(sign["quote"]), int(sign["count"]), places.get(str(sign["block"]), ""))
        for sign in list(signs)[:_MOST_SIGNS]
    ]


def _places(work: Work, address: str, findings: Iterable[Finding]) -> dict[str, str]:
    """The address of every block that a sign names, as far as the work shows it."""
    wanted = {
        str(sign["block"])
        for one in findings
        for side in one.signs.values()
        for sign in side[:_MOST_SIGNS]
        if sign["block"]
    }
    if not wanted or work.edition_id is None:
        return {}
    positions = dict(Chapter.objects.filter(edition=work.edition_id).values_list("pk", "position"))
    found: dict[str, str] = {}
    for chapter, html in ChapterText.objects.filter(chapter__in=positions).values_list("chapter_id", "html").iterator():
        for block in wanted - set(found):
            if f'id="{block}"' in html:
                found[block] = f"{address}/chapters/{positions[chapter]}#{block}"
    return found
