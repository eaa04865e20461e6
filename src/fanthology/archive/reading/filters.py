"""Choosing what is never to be shown, and changing one's mind."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from fanthology.archive.catalogue import queries
from fanthology.archive.catalogue.models import Creator, Tag, TagKind, Work
from fanthology.archive.catalogue.viewer import Viewer
from fanthology.archive.telling.words import language_code
from fanthology.fic.errors import FanthologyError
from fanthology.fic.story import RATINGS

from .models import StandingFilter
from .owner import owned_by

MOST = 1_000
"""So many standing filters a reader may have."""
_Kind = StandingFilter.Kind
TAG_WORDS = {kind.value: "tag" if kind == TagKind.FREEFORM else kind.label.lower() for kind in TagKind}
"""What each kind of tag is called in a sentence."""


def filters_of(user_id: int | None) -> QuerySet[StandingFilter]:
    """What an account (None: the keeper of a laptop) has chosen, with the names."""
    found = StandingFilter.objects.filter(**owned_by(user_id)).order_by("pk")
    return found.select_related("tag__canonical", "creator", "work")


@transaction.atomic
def never_show(
    user_id: int | None, works: Iterable[Work] = (), creators: Iterable[Creator] = (), tags: Iterable[Tag] = ()
) -> int:
    """Have these never be shown to an account in lists; a synonym means its canonical tag. Returns how many are new.

    Raises FanthologyError where they become too many.
    """
    wanted = [{"kind": _Kind.WORK, "work": work} for work in works]
    wanted += [{"kind": _Kind.CREATOR, "creator": creator} for creator in creators]
    wanted += [{"kind": _Kind.TAG, "tag": tag.shown} for tag in tags]
    return sum(_add(user_id, **one) for one in wanted)


@transaction.atomic
def want_language(user_id: int | None, code: str) -> bool:
    """Have only works of this language, and of others that were chosen so, be shown. False if it was so already."""
    return _add(user_id, kind=_Kind.LANGUAGE, value=code)


@transaction.atomic
def choose(user_id: int | None, unwanted_ratings: Iterable[str], hide_read: bool) -> None:
    """Have these ratings and no others be left out, and what was read or not. Raises FanthologyError for a rating that
    there is not."""
    unwanted = set(unwanted_ratings)
    if not unwanted <= set(RATINGS):
        raise FanthologyError("There is no such rating.")
    mine = StandingFilter.objects.filter(**owned_by(user_id))
    mine.filter(kind=_Kind.RATING).exclude(value__in=unwanted).delete()
    for rating in unwanted:
        _add(user_id, kind=_Kind.RATING, value=rating)
    if hide_read:
        _add(user_id, kind=_Kind.READ)
    else:
        mine.filter(kind=_Kind.READ).delete()


def take_away(user_id: int | None, pk: int) -> None:
    """Take one of an account’s own filters away."""
    StandingFilter.objects.filter(**owned_by(user_id), pk=pk).delete()


def tag_called(viewer: Viewer, kind: TagKind, name: str) -> Tag:
    """The canonical tag of a name that was typed. Raises FanthologyError if the viewer sees no such tag on a work."""
    tags = Tag.objects.filter(kind=kind).select_related("canonical")
    written = tags.filter(name=name).first() or tags.filter(name__iexact=name).first()
    if written is None or not _is_seen(viewer, written.shown):
        raise FanthologyError(
            f"No work here has the {TAG_WORDS[kind]} “{name}”. Write it as it stands on a work’s page."
        )
    return written.shown


def creator_called(viewer: Viewer, name: str) -> Creator:
    """The creator of a name that was typed. Raises FanthologyError if the viewer sees no work of theirs."""
    creators = queries.creators(viewer)
    found = creators.filter(name=name).first() or creators.filter(name__iexact=name).first()
    if found is None:
        raise FanthologyError(f"No work here is by “{name}”. Write the name as it stands on a work’s page.")
    return found


def language_called(viewer: Viewer, name: str) -> str:
    """The code of a language by its code or name. Raises FanthologyError for one that is not known."""
    code = language_code(name)
    if code is None and queries.works(viewer).filter(language=name).exists():
        return name
    if code is None:
        raise FanthologyError(f"“{name}” is no language known here. Write its English name, or its code such as fr.")
    return code


def _is_seen(viewer: Viewer, tag: Tag) -> bool:
    """Whether a work that the viewer may see bears a tag, or one right below it."""
    seen = queries.tags(viewer)
    return seen.filter(pk=tag.pk).exists() or seen.filter(parents__parent=tag).exists()


def _add(user_id: int | None, **chosen: Any) -> bool:
    _, new = StandingFilter.objects.get_or_create(**owned_by(user_id), **chosen)
    if new and StandingFilter.objects.filter(**owned_by(user_id)).count() > MOST:
        raise FanthologyError(f"{MOST:,} standing filters are as many as one reader may have. Take some away first.")
    return new
