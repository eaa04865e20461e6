"""Which works a reader is asked about before their text is shown: those for adults, and those that may be.

The works themselves are in every list; who may see them is decided in `queries`.
"""

from __future__ import annotations

from enum import StrEnum

from django.conf import settings
from django.db.models import Q, QuerySet

from .models import Finding, Work
from .queries import works
from .viewer import Viewer

ADULT_RATINGS = ("Mature", "Explicit")
NO_RATINGS = ("", "Not Rated")
"""What stands for no rating, besides none at all."""
SURE_OF_ADULT = 0.6
"""From this confidence on, what an unrated work seems to be counts as a rating for adults would."""


class Gate(StrEnum):
    """Why a work's text is shown only to who asked for it."""

    RATED = "rated"
    SEEMS_EXPLICIT = "explicit"
    SEEMS_MATURE = "mature"
    UNRATED = "unrated"


class BehindGateError(Exception):
    """Raised for the text of a work that this viewer has to ask for first. The answer to it is a question."""

    def __init__(self, work: Work, reason: Gate) -> None:
        super().__init__(f"{work.public_id} is behind the gate: {reason}")
        self.work = work
        self.reason = reason


def behind_gate(viewer: Viewer, work: Work) -> Gate | None:
    """Why this viewer is asked before the work's text is shown; None if it may be shown at once.

    The keeper is never asked, nor is who has said yes before. It takes a query for an unrated work only.
    """
    if not _is_asked(viewer):
        return None
    if work.rating in ADULT_RATINGS:
        return Gate.RATED
    if work.rating and work.rating not in NO_RATINGS:
        return None
    seems = work.findings.filter(_sure_of_adult()).values_list("name", flat=True).first()
    if seems:
        return Gate(seems)
    return Gate.UNRATED if settings.GATE == "unrated" else None


def require_open(viewer: Viewer, work: Work) -> None:
    """Every page, file and feed that holds a work's text calls this first. Raises BehindGateError."""
    reason = behind_gate(viewer, work)
    if reason:
        raise BehindGateError(work, reason)


def open_works(viewer: Viewer) -> QuerySet[Work]:
    """The works whose text this viewer may be shown without a question: what a snippet may be taken of."""
    return works(viewer).exclude(_gated()) if _is_asked(viewer) else works(viewer)


def _is_asked(viewer: Viewer) -> bool:
    return settings.GATE != "none" and not viewer.is_keeper and viewer.adult is not True


def _gated() -> Q:
    unrated = Q(rating__isnull=True) | Q(rating__in=NO_RATINGS)
    if settings.GATE != "unrated":
        unrated &= Q(pk__in=Finding.objects.filter(_sure_of_adult()).values("work"))
    return Q(rating__in=ADULT_RATINGS) | unrated


def _sure_of_adult() -> Q:
    return Q(kind="adult", state=Finding.State.OPEN, confidence__gte=SURE_OF_ADULT)
