"""Where a reader is in a work, and what they read when: kept by themselves, and shown to them alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import timedelta
from html import escape
from typing import NamedTuple

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet, Sum
from django.utils import timezone

from fanthology.archive.catalogue import queries
from fanthology.archive.catalogue.models import Chapter, ChapterText, Creatorship, Work
from fanthology.archive.catalogue.viewer import Viewer

from .anchors import Anchor, TextBlock, anchor_at, blocks_of, nearest, number_of
from .models import Anchored, Mark, Place
from .owner import owned_by

_SELDOM = timedelta(minutes=5)
"""A chapter that is opened again within this time is not noted again."""

_AROUND = 11
"""In so many chapters a passage is looked for that has changed."""


class Spot(NamedTuple):
    """A place as it is now: the position of a chapter, and the id of a block; an empty id is the chapter's
    beginning."""

    position: int
    block: str = ""


def keep_opened(user_id: int | None, work: Work, position: int | None) -> None:
    """Note that somebody opened a chapter, or the entire work. The place that they had in the same text stays."""
    now = timezone.now()
    beginning = {"chapter": position or 1, "began_at": now, "at": now}
    place, new = Place.objects.get_or_create(**owned_by(user_id), work=work, defaults=beginning)
    if new:
        return
    if place.chapter != (position or place.chapter):
        nothing = asdict(Anchor("", 0, ""))
        there = {"chapter": position, "at": now, "share": _share(work, position or 1, 0)}
        Place.objects.filter(pk=place.pk).update(**nothing, **there)
    elif now - place.at > _SELDOM:
        Place.objects.filter(pk=place.pk).update(at=now)


@transaction.atomic
def keep(user_id: int | None, work: Work, position: int, block: str) -> None:
    """Keep the place of a reader. What is not there, or not any more, is none: the one that was kept stays."""
    text = ChapterText.objects.filter(chapter__edition=work.edition_id, chapter__position=position).first()
    blocks = blocks_of(text.html) if text else []
    number = number_of(blocks, block)
    if number is None:
        return
    anchor = anchor_at(blocks, number)
    share = _share(work, position, anchor.number / max(1, len(blocks)))
    now = timezone.now()
    told = {"chapter": position, **asdict(anchor), "share": share, "at": now}
    Place.objects.update_or_create(
        **owned_by(user_id), work=work, defaults=told, create_defaults={**told, "began_at": now}
    )


def place_in(viewer: Viewer, work: Work) -> Place | None:
    """Where the viewer is in a work; None for who has not begun, and for guests."""
    return Place.objects.filter(**owned_by(viewer.user_id), work=work).first() if viewer.is_registered else None


def spot_of(work: Work, held: Anchored) -> Spot:
    """Where something that holds on to a passage is now: where its block is, in whatever chapter; else where the text
    is most like it, in the same chapter or those around; and where nothing is, as far into the chapter as it was."""
    texts = ChapterText.objects.filter(chapter__edition=work.edition_id)
    positions = sorted(
        texts.values_list("chapter__position", flat=True), key=lambda position: abs(position - held.chapter)
    )
    if not positions or not held.block:
        return Spot(positions[0] if positions else 1)
    anchor = Anchor(held.block, held.number, held.quote, held.before, held.after)
    holding = set(texts.filter(html__contains=f'id="{escape(held.block)}"').values_list("chapter__position", flat=True))
    for position in [one for one in positions if one in holding] or positions[:_AROUND]:
        blocks = _blocks(texts, position)
        found = nearest(anchor, blocks)
        if found is not None:
            return Spot(position, blocks[found].id)
    blocks = _blocks(texts, positions[0])
    return Spot(positions[0], blocks[min(anchor.number, len(blocks) - 1)].id if blocks else "")


def recent(viewer: Viewer, most: int) -> list[Place]:
    """Where the viewer was last, of works that they may see and have not marked as read since; the latest first."""
    if not viewer.is_registered:
        return []
    read = Mark.objects.filter(**owned_by(viewer.user_id), work=OuterRef("work"), state="read", at__gte=OuterRef("at"))
    found = history(viewer).filter(work__in=queries.works(viewer)).exclude(Exists(read))
    return list(found[:most])


def history(viewer: Viewer, text: str = "") -> QuerySet[Place]:
    """What the viewer has read, with its works, the latest first; only works whose title or creators have every word
    of a text. Works that they may not see any more are among them, but not found by words."""
    found = Place.objects.filter(**owned_by(viewer.user_id)) if viewer.is_registered else Place.objects.none()
    for word in text.split():
        credited = Creatorship.objects.filter(work=OuterRef("work"), creator__name__icontains=word)
        found = found.filter(Q(work__display_title__icontains=word) | Exists(credited), work__in=queries.works(viewer))
    return found.select_related("work").order_by("-at", "-pk")


def erase(user_id: int | None, works: Sequence[str] | None = None) -> int:
    """Forget the places in these works, by their public ids, or in all. Returns in how many."""
    found = Place.objects.filter(**owned_by(user_id))
    return (found if works is None else found.filter(work__public_id__in=works)).delete()[0]


def _blocks(texts: QuerySet[ChapterText], position: int) -> list[TextBlock]:
    text = texts.filter(chapter__position=position).first()
    return blocks_of(text.html) if text else []


def _share(work: Work, position: int, of_chapter: float) -> float:
    """How much of a work lies before a place in a chapter, of 1."""
    here = Sum("words", filter=Q(position=position), default=0)
    sums = Chapter.objects.filter(edition=work.edition_id, position__lte=position).aggregate(
        before=Sum("words", filter=Q(position__lt=position), default=0), here=here
    )
    return min(1.0, float(sums["before"] + sums["here"] * of_chapter) / max(1, work.words))
