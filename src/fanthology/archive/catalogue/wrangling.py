"""Tags put in order: synonyms under their canonical tag, characters under fandoms, fandoms under wider ones.

A synonym keeps its row and its works keep what their files state; it is looked up through its canonical tag everywhere.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Count
from django.utils import timezone

from fanthology.archive.audit import note_after
from fanthology.fic.canon.canonical import CanonicalNames
from fanthology.fic.errors import FanthologyError

from . import changes
from .models import Change, Tag, Tagging, TagKind, TagParent
from .queries import require
from .viewer import Viewer

_WRANGLED = (TagKind.FANDOM, TagKind.CHARACTER, TagKind.RELATIONSHIP)
_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class ProposedSynonym:
    """A tag that seems to be another name of a canonical one, which may not exist yet; and how many works bear it."""

    tag: Tag
    canonical: str
    works: int


@dataclass(frozen=True, slots=True)
class ProposedParent:
    """A character that, by its name, belongs to a fandom that is in the archive; and how many works bear it."""

    tag: Tag
    parent: Tag
    works: int


@transaction.atomic
def make_synonyms(tags: Iterable[Tag], canonical: Tag, viewer: Viewer) -> int:
    """Make these tags, and what are their synonyms already, synonyms of another. Returns how many there are.

    Raises FanthologyError if a tag is of another kind or would be a synonym of itself, PermissionDenied for
    whoever may not.
    """
    require(viewer, "tags")
    canonical = canonical.canonical or canonical
    those = list(tags)
    if any(tag.kind != canonical.kind for tag in those):
        raise FanthologyError(f"“{canonical.name}” is of another kind than what would be its synonym.")
    if any(tag.pk == canonical.pk for tag in those):
        raise FanthologyError(f"“{canonical.name}” cannot be a synonym of itself.")
    ids = [tag.pk for tag in those]
    ids += Tag.objects.filter(canonical__in=ids).values_list("pk", flat=True)
    Tag.objects.filter(pk__in=ids).update(canonical=canonical, joined_at=timezone.now())
    note_after("tags", viewer.name, (canonical.public_id, f"{len(ids)} joined"))
    _log(ids)
    return len(ids)


@transaction.atomic
def part_synonyms(tags: Iterable[Tag], viewer: Viewer) -> int:
    """Make synonyms tags of their own again. Returns how many. Raises PermissionDenied for whoever may not."""
    require(viewer, "tags")
    ids = [tag.pk for tag in tags if tag.canonical_id is not None]
    Tag.objects.filter(pk__in=ids).update(canonical=None, joined_at=None)
    note_after("tags", viewer.name, (f"{len(ids)} parted",))
    _log(ids)
    return len(ids)


@transaction.atomic
def put_under(tags: Iterable[Tag], parent: Tag, kind: TagParent.Kind, viewer: Viewer) -> int:
    """Put tags under another; done twice it changes nothing. Returns how many are new there.

    Raises FanthologyError where that would go in a circle, PermissionDenied for whoever may not.
    """
    require(viewer, "tags")
    parent = parent.canonical or parent
    above = {parent.pk, *ancestors([parent.pk])[parent.pk]}
    made = 0
    for tag in tags:
        tag = tag.canonical or tag
        if tag.pk in above:
            raise FanthologyError(f"“{tag.name}” is above “{parent.name}” already; tags cannot go in a circle.")
        _, new = TagParent.objects.get_or_create(tag=tag, parent=parent, defaults={"kind": kind})
        made += new
        _log([tag.pk])
    note_after("tags", viewer.name, (parent.public_id, f"{made} put under it"))
    return made


@transaction.atomic
def take_from_under(relation: TagParent, viewer: Viewer) -> None:
    """End what `put_under` did. Raises PermissionDenied for whoever may not."""
    require(viewer, "tags")
    relation.delete()
    note_after("tags", viewer.name, ("taken from under another",))
    _log([relation.tag_id])


def ancestors(tag_ids: Iterable[int]) -> dict[int, set[int]]:
    """For each tag those wider ones whose readers get its works too: its metatags, and theirs."""
    asked = set(tag_ids)
    parents: dict[int, set[int]] = defaultdict(set)
    fresh = set(asked)
    while fresh:
        rows = TagParent.objects.filter(tag__in=fresh, kind=TagParent.Kind.METATAG).values_list("tag_id", "parent_id")
        known = set(parents)
        fresh = set()
        for tag, parent in rows:
            parents[tag].add(parent)
            fresh.add(parent)
        fresh -= known
    return {tag: set(_climb(tag, parents)) for tag in asked}


def proposed_synonyms(
    names: CanonicalNames, viewer: Viewer, kinds: Sequence[TagKind] = _WRANGLED
) -> list[ProposedSynonym]:
    """What the machine takes for other names of canonical tags, the most used first; the keeper decides.

    A character's name is looked up in the fandoms of the works that bear it: "Spike" alone is nobody in particular.
    Raises PermissionDenied for whoever may not.
    """
    require(viewer, "tags")
    found: list[ProposedSynonym] = []
    for kind in _WRANGLED:
        tags = Tag.objects.filter(kind=kind, canonical=None).annotate(works_of=Count("taggings")).filter(works_of__gt=0)
        ordered = list(tags.order_by("-works_of", "name"))
        for start in range(0, len(ordered), _AT_ONCE):
            some = ordered[start : start + _AT_ONCE]
            company = _fandoms_of(some, names) if kind != TagKind.FANDOM else {}
            for tag in some:
                canonical = _canonical(names, kind, tag.name, company.get(tag.pk, []))
                if canonical and canonical != tag.name:
                    found.append(ProposedSynonym(tag, canonical, tag.works_of))
    return sorted(found, key=lambda one: (-one.works, one.tag.name))


def proposed_parents(names: CanonicalNames, viewer: Viewer) -> list[ProposedParent]:
    """The characters whose names are known, each with its fandom, where it is not under that already; the most used
    first. Raises PermissionDenied for whoever may not."""
    require(viewer, "tags")
    fandoms = {tag.name: tag for tag in Tag.objects.filter(kind=TagKind.FANDOM, canonical=None)}
    under = set(TagParent.objects.filter(kind=TagParent.Kind.PARENT).values_list("tag", "parent"))
    characters = Tag.objects.filter(kind=TagKind.CHARACTER, canonical=None).annotate(works_of=Count("taggings"))
    found = [
        ProposedParent(tag, fandoms[fandom.name], tag.works_of)
        for tag in characters.filter(works_of__gt=0)
        for fandom, _ in names.who(tag.name)
        if fandom.name in fandoms and (tag.pk, fandoms[fandom.name].pk) not in under
    ]
    return sorted(found, key=lambda one: (-one.works, one.tag.name, one.parent.name))


def _canonical(names: CanonicalNames, kind: TagKind, written: str, fandoms: Iterable[str]) -> str | None:
    if kind == TagKind.FANDOM:
        return names.fandom(written)
    if kind == TagKind.CHARACTER:
        return names.character(written, fandoms)
    return names.relationship(written, fandoms)


def _fandoms_of(tags: Sequence[Tag], names: CanonicalNames) -> dict[int, list[str]]:
    """For each tag the canonical fandoms of the works that bear it."""
    found: dict[int, set[str]] = defaultdict(set)
    rows = Tagging.objects.filter(tag__in=tags, work__taggings__tag__kind=TagKind.FANDOM)
    for tag, fandom in rows.values_list("tag_id", "work__taggings__tag__name").distinct():
        if canonical := names.fandom(fandom):
            found[tag].add(canonical)
    return {tag: sorted(fandoms) for tag, fandoms in found.items()}


def _climb(tag: int, parents: dict[int, set[int]]) -> Iterator[int]:
    seen = {tag}
    rest = list(parents.get(tag, ()))
    while rest:
        above = rest.pop()
        if above not in seen:
            seen.add(above)
            yield above
            rest += parents.get(above, ())


def _at_and_below(tag_ids: Iterable[int]) -> set[int]:
    """Tags with their synonyms, and all that readers of theirs get too."""
    found: set[int] = set()
    fresh = set(tag_ids)
    while fresh:
        found |= fresh
        synonyms = Tag.objects.filter(canonical__in=fresh).values_list("pk", flat=True)
        parts = TagParent.objects.filter(parent__in=fresh, kind=TagParent.Kind.METATAG).values_list("tag", flat=True)
        fresh = {*synonyms, *parts} - found
    return found


def _log(tag_ids: Iterable[int]) -> None:
    """The works of these tags are found otherwise now, and so are those of what is a synonym or a part of them."""
    works = Tagging.objects.filter(tag__in=_at_and_below(tag_ids)).values_list("work_id", flat=True).distinct()
    changes.record(Change.Kind.SAVED, list(works))
