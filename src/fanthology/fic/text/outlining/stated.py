"""From claims to a Story with only the stated fields: the surest claim wins a single field, lists gather all."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, cast

from fanthology.fic.story import Creator, Evidence, Link, Missing, Part, SourceInfo, Status, Story
from fanthology.fic.text.outlining.claims import Claim, Claims, distinct

PLACEHOLDER = SourceInfo(path="", format="text", sha256="", bytes=0)
_SINGLE = ("title", "posted_by", "rating", "summary", "language", "published", "updated")
_LISTS = {
    "fandom": "fandoms", "relationship": "relationships", "character": "characters", "freeform": "freeforms",
    "warning": "warnings", "category": "categories", "gift_to": "gift_to", "identity": "identity", "series": "series",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Extent:
    """What the chapters show: how many are to be expected, what is missing, and the notes around the whole."""

    expected: int | None
    missing: tuple[Missing, ...]
    notes_before: str | None
    notes_after: str | None
    evidence: tuple[Evidence, ...] = ()


def settle(claims: Claims, extent: Extent) -> Story:
    """A Story (without chapters) of what was claimed, each field with the evidence of the claims that won."""
    evidence: list[Evidence] = []
    fields: dict[str, Any] = {}
    for name in _SINGLE:
        if best := claims.best(name):
            fields[name] = best.value
            evidence.append(best.evidence())
    for name, attribute in _LISTS.items():
        found = distinct(claims.of(name))
        fields[attribute] = tuple(claim.value for claim in found)
        evidence += [replace(claim.evidence(), field=attribute) for claim in found]
    fields["published"] = fields.get("published") or _written(claims, evidence)
    fields["creators"] = _creators(claims, evidence)
    fields["links"] = _links(claims, evidence)
    fields["disclaimer"] = _joined(claims, "disclaimer", evidence)
    fields["permission"] = _joined(claims, "permission", evidence)
    evidence += [replace(c.evidence(), field="chapters_expected") for c in claims.surest("total")[:1]]
    evidence += [replace(c.evidence(), field="chapters") for c in claims.surest("part")[:1]]
    evidence += extent.evidence
    status = _status(claims, evidence)
    return Story(
        source=PLACEHOLDER, status=status, chapters_expected=extent.expected,
        missing=extent.missing + _missing_works(fields["links"]), part=_part(claims),
        notes_before=extent.notes_before, notes_after=extent.notes_after, evidence=tuple(evidence), **fields,
    )  # fmt: skip


def _part(claims: Claims) -> Part | None:
    """Which part of a story this says it is; its evidence is that of its chapters."""
    part, total = claims.best("part"), claims.best("total")
    if part is None or not isinstance(part.value, int):
        return None
    return Part(part.value, total.value if total is not None and isinstance(total.value, int) else None)


def _written(claims: Claims, evidence: list[Evidence]) -> str | None:
    best = claims.best("written")
    if best is None:
        return None
    evidence.append(Evidence("published", best.written, best.span, best.rule, 0.9))
    return str(best.value)


def _creators(claims: Claims, evidence: list[Evidence]) -> tuple[Creator, ...]:
    """The people named by the surest rule, once each; a contact given by a label goes to the only author."""
    chosen: list[Claim] = []
    seen: set[str] = set()
    for claim in [*claims.surest("creator"), *claims.of("helper")]:
        person = cast(Creator, claim.value)
        if person.name.casefold() not in seen:
            seen.add(person.name.casefold())
            chosen.append(claim)
    evidence += [Evidence("creators", c.written, c.span, c.rule, c.confidence) for c in chosen]
    people = [cast(Creator, claim.value) for claim in chosen]
    contact = claims.best("contact")
    authors = [person for person in people if person.role == "author"]
    if contact and len(authors) == 1 and authors[0].contact is None:
        at = people.index(authors[0])
        people[at] = Creator(authors[0].name, authors[0].role, str(contact.value))
        evidence.append(contact.evidence())
    return tuple(people)


def _links(claims: Claims, evidence: list[Evidence]) -> tuple[Link, ...]:
    found = distinct(claims.of("link"))
    evidence += [Evidence("links", c.written, c.span, c.rule, c.confidence) for c in found]
    return tuple(cast(Link, claim.value) for claim in found)


def _joined(claims: Claims, name: str, evidence: list[Evidence]) -> str | None:
    """All labelled values of a long field as paragraphs; without a label, all the sentences found."""
    found = distinct(claims.surest(name))
    if found and found[0].confidence == 1.0:
        found = distinct([c for c in claims.of(name) if c.confidence == 1.0])
    elif found:
        found = distinct(claims.of(name))
    evidence += [claim.evidence() for claim in found]
    return "\n\n".join(str(claim.value) for claim in found) or None


def _status(claims: Claims, evidence: list[Evidence]) -> Status:
    best = claims.best("status")
    if best is None:
        return "unknown"
    evidence.append(best.evidence())
    return cast(Status, best.value)


def _missing_works(links: tuple[Link, ...]) -> tuple[Missing, ...]:
    return tuple(
        Missing("work", None, link.title) for link in links if link.kind in ("follows", "continued-in") and link.title
    )
