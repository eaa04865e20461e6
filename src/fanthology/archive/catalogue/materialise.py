"""The one place that writes what is shown of a Work: from its Edition's Reading, overlaid with its Edits."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db import transaction

from fanthology.fic.text.folding import fold_title

from . import changes
from .editions import composed
from .fields import TEXTS, Fields, fields_of, one_line, overlay
from .joining import join
from .models import (
    Change,
    Creatorship,
    Identity,
    Link,
    Missing,
    Review,
    SeriesEntry,
    Tagging,
    TagKind,
    Work,
)
from .names import KnownNames, local_part
from .rows import Rows

TAG_KINDS = {
    "fandoms": TagKind.FANDOM,
    "warnings": TagKind.WARNING,
    "categories": TagKind.CATEGORY,
    "relationships": TagKind.RELATIONSHIP,
    "characters": TagKind.CHARACTER,
    "freeforms": TagKind.FREEFORM,
}
COLUMNS = (
    "title",
    "display_title",
    "rating",
    "language",
    "status",
    "words",
    "chapter_count",
    "chapters_expected",
    "held",
)
DATES = ("published", "updated")
_LISTED = (Creatorship, Tagging, SeriesEntry, Link, Missing, Identity, Review)


@transaction.atomic
def materialise(work: Work) -> Fields:
    """Write all that is derived of a work, join its links and log the change. Returns what was written.

    What was read stays unknown where it was unknown; of several Edits of a field that are not undone, the last holds.
    """
    former = work.sort_title
    fields = shown_fields(work)
    rows = Rows()
    write(work, fields, KnownNames(), rows)
    rows.make()
    join([work.pk], [former])
    changes.record(Change.Kind.SAVED, [work.pk])
    return fields


def shown_fields(work: Work, read: Fields | None = None) -> Fields:
    """What the work's page shows: ``read``, or else what its Reading states, overlaid with its Edits."""
    return overlay(read or read_fields(work), standing_edits(work))


def read_fields(work: Work) -> Fields:
    """What the work's Edition states, all its Readings together, without the Edits. Without one it states nothing."""
    return fields_of(composed(work.edition).story) if work.edition is not None else Fields()


def standing_edits(work: Work) -> dict[str, Any]:
    """By field, the value of the last Edit that is not undone."""
    return dict(work.edits.filter(undone_at=None).order_by("at", "pk").values_list("field", "value"))


def write(work: Work, fields: Fields, names: KnownNames, rows: Rows) -> None:
    """Write the columns of a new work or an old one; what hangs on them waits in ``rows``. Neither joins nor logs."""
    new = work.pk is None
    set_columns(work, fields)
    work.save()
    if not new:
        for model in _LISTED:
            model._default_manager.filter(work=work).delete()
    rows.add(_credits(work, fields, names))
    rows.add(_taggings(work, fields, names))
    rows.add(_places(work, fields, names))
    rows.add(_links(work, fields))
    rows.add(_missing(work, fields))
    rows.add(_identities(work, fields))
    rows.add(_reviews(work, fields))
    _identify(fields, names)


def set_columns(work: Work, fields: Fields) -> None:
    """Set a work's own columns, without saving them."""
    for name in COLUMNS:
        setattr(work, name, getattr(fields, name))
    for name in TEXTS:
        setattr(work, name, getattr(fields, name) or "")
    for name in DATES:
        value = getattr(fields, name)
        setattr(work, name, date.fromisoformat(value) if value else None)
    work.sort_title = fold_title(fields.display_title)


def _credits(work: Work, fields: Fields, names: KnownNames) -> Iterator[Creatorship]:
    return (
        Creatorship(work=work, creator_id=names.creator(name, contact), role=role, position=position)
        for position, (name, role, contact) in enumerate(fields.creators)
    )


def _taggings(work: Work, fields: Fields, names: KnownNames) -> Iterator[Tagging]:
    stated = [names.tag(kind, name) for field, kind in TAG_KINDS.items() for name in getattr(fields, field)]
    return (Tagging(work=work, tag_id=tag, position=position) for position, tag in enumerate(stated))


def _places(work: Work, fields: Fields, names: KnownNames) -> Iterator[SeriesEntry]:
    return (SeriesEntry(work=work, series_id=names.series(name), position=position) for name, position in fields.series)


def _links(work: Work, fields: Fields) -> Iterator[Link]:
    return (
        Link(
            work=work,
            kind=link.kind,
            title=one_line(link.title),
            match_title=fold_title(link.title or ""),
            chapter=link.chapter,
            creator=one_line(link.creator),
            url=one_line(link.url),
        )
        for link in fields.links
    )


def _missing(work: Work, fields: Fields) -> Iterator[Missing]:
    return (Missing(work=work, what=one.what, number=one.number, title=one_line(one.title)) for one in fields.missing)


def _identities(work: Work, fields: Fields) -> Iterator[Identity]:
    return (
        Identity(work=work, scheme=one.scheme, value=one.value, local=local_part(one.value)) for one in fields.identity
    )


def _identify(fields: Fields, names: KnownNames) -> None:
    for name, identity in fields.creator_identities:
        names.identify_creator(name, identity)
    for name, identity in fields.series_identities:
        names.identify_series(name, identity)


def _reviews(work: Work, fields: Fields) -> Iterator[Review]:
    return (
        Review(
            work=work,
            position=position,
            chapter=one.chapter,
            author=one.author or "",
            date=date.fromisoformat(one.date) if one.date else None,
            rating=one.rating or "",
            text=one.text,
        )
        for position, one in enumerate(fields.reviews, start=1)
    )
