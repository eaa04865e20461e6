"""What authors say of keeping their works elsewhere, before anything is shown to others."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import QuerySet

from fanthology.fic.text.outlining.permission import permission_term

from .models import Visibility, Work
from .queries import require_keeper
from .viewer import Viewer

MEANT = {
    "do-not-archive": "forbids it",
    "ask-first": "wants to be asked",
    "exclusive": "wants it in one place only",
    "link-only": "wants it linked, not copied",
}
"""The terms that speak against publishing without having asked, and what each says of the author."""


@dataclass(frozen=True, slots=True)
class Reluctance:
    """A work whose file speaks against showing it to others: what that means, and the file's own words."""

    work: Work
    meant: str
    words: str


def reluctant_works(viewer: Viewer, works: QuerySet[Work]) -> Iterator[Reluctance]:
    """Those of these works that only the keeper sees yet and whose file forbids publishing them or asks to be asked.

    Raises PermissionDenied for anyone but the keeper.
    """
    require_keeper(viewer)
    told = works.filter(visibility=Visibility.PRIVATE).exclude(permission="").order_by("sort_title", "pk")
    for work in told.only("public_id", "display_title", "permission"):
        term = permission_term(work.permission)
        if term in MEANT:
            yield Reluctance(work, MEANT[term], work.permission)
