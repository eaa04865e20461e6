"""Claims: what single places of a text say about a field. `settle` weighs them into the fields of a Story."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from fanthology.fic.story import Creator, Evidence, Identity, Link, Missing, SeriesPlace, Span

Value = str | int | Creator | Identity | Link | Missing | SeriesPlace


@dataclass(frozen=True, slots=True)
class Claim:
    """One place that says something: the field, the value made of it, the words, where, by which rule, how sure."""

    field: str
    value: Value
    written: str
    span: Span | None
    rule: str
    confidence: float

    def evidence(self) -> Evidence:
        """The claim as a Story keeps it."""
        return Evidence(self.field, self.written, self.span, self.rule, self.confidence)


class Claims:
    """Claims in the order they were found.

    >>> claims = Claims()
    >>> claims.add("title", "Rain", "RAIN", (0, 4), "title-line", 0.7)
    >>> claims.add("title", "The Rain", "The Rain", (9, 17), "title-label", 1.0)
    >>> claims.best("title").value
    'The Rain'
    """

    def __init__(self, found: Iterable[Claim] = ()) -> None:
        self.found: list[Claim] = list(found)

    def add(self, field: str, value: Value, written: str, span: Span | None, rule: str, confidence: float) -> None:
        """Note one claim; an empty value claims nothing."""
        if value != "":
            self.found.append(Claim(field, value, written, span, rule, confidence))

    def of(self, field: str) -> list[Claim]:
        """All claims about one field, in order."""
        return [claim for claim in self.found if claim.field == field]

    def has(self, field: str, at_least: float = 0.0) -> bool:
        """True if something at least that sure was said about a field."""
        return any(claim.field == field and claim.confidence >= at_least for claim in self.found)

    def best(self, field: str) -> Claim | None:
        """The surest claim about a field, the first of equals."""
        return max(self.of(field), key=lambda claim: claim.confidence, default=None)

    def surest(self, field: str) -> list[Claim]:
        """All claims made by the rule of the surest one: two bylines count both, a byline beats a copyright line."""
        best = self.best(field)
        return [] if best is None else [c for c in self.of(field) if c.rule == best.rule]


def distinct(claims: Iterable[Claim]) -> list[Claim]:
    """The first claim of each value.

    >>> one = Claim("fandom", "Oz", "Oz", None, "fandom-label", 1.0)
    >>> len(distinct([one, one]))
    1
    """
    seen: set[str] = set()
    kept = []
    for claim in claims:
        key = str(claim.value).casefold()
        if key not in seen:
            seen.add(key)
            kept.append(claim)
    return kept
