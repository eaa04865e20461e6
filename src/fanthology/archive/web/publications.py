"""Works as a catalogue for e-readers has them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, time

from fanthology.archive.catalogue import gating
from fanthology.archive.catalogue.listed import Listed, listed
from fanthology.archive.catalogue.models import Work
from fanthology.archive.catalogue.viewer import Viewer
from fanthology.archive.downloads.file import FORMATS
from fanthology.archive.feeds.opds import BookFile, Named, Publication
from fanthology.archive.feeds.urns import urn_of
from fanthology.archive.telling.words import count

from .addresses import work_address


def publications(viewer: Viewer, works: Sequence[Work], root: str, base: str) -> tuple[Publication, ...]:
    """Publications for works that a viewer may see. ``root`` is where the site is, ``base`` the catalogue.

    What lists show of them, and whether a viewer has to ask for one first, takes four queries for all of them.
    """
    numbers = [work.pk for work in works]
    shown = set(gating.open_works(viewer).filter(pk__in=numbers).values_list("pk", flat=True))
    told = listed(works)
    return tuple(_publication(work, told[work.pk], work.pk not in shown, root, base) for work in works)


def _publication(work: Work, told: Listed, asked: bool, root: str, base: str) -> Publication:
    subjects = [(kind, tag.name) for kind, found in told.tags.items() for tag in found]
    return Publication(
        id=urn_of(f"work:{work.public_id}"),
        title=work.display_title,
        page=f"{root}{work_address(work)}",
        entry=f"{base}/works/{work.public_id}",
        updated=_changed(work),
        creators=tuple(
            Named(one.creator.name, f"{base}/works?creator={one.creator.public_id}", role=one.role)
            for one in told.credits
        ),
        series=tuple(
            Named(one.series.name, f"{base}/series/{one.series.public_id}", one.position) for one in told.series
        ),
        files=tuple(
            BookFile(one.label, one.media_type, f"{base}/download/{work.public_id}.{ending}", asked)
            for ending, one in FORMATS.items()
            if work.words <= one.soon  # an e-reader cannot be asked to wait and come again
        ),
        subjects=(*subjects, *([("rating", work.rating)] if work.rating else [])),
        language=work.language or "",
        published=work.published.isoformat() if work.published else "",
        summary=work.summary,
        extent=f"{count(work.words)} words",
    )


def _changed(work: Work) -> datetime:
    """When the work came, or was updated since."""
    if work.updated is None:
        return work.added_at
    return max(work.added_at, datetime.combine(work.updated, time.min, UTC))
