"""Who may see works: the keeper decides, for one, many or all."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.db.models import QuerySet

from fanthology.archive.audit import note_after
from fanthology.fic.errors import FanthologyError

from . import changes
from .models import Change, SitePage, Visibility, Work
from .queries import require_keeper
from .viewer import Viewer

_AT_ONCE = 400
_WITHIN: dict[str, tuple[str, ...]] = {
    Visibility.PUBLIC: ("",),
    Visibility.REGISTERED: ("", Visibility.REGISTERED),
    Visibility.PRIVATE: ("", Visibility.REGISTERED, Visibility.PRIVATE),
}
"""The limits that authors set, by the visibility that keeps within them."""


@transaction.atomic
def publish(viewer: Viewer, works: QuerySet[Work] | Iterable[int], visibility: str) -> int:
    """Give these works (a query, or their ids) a visibility. Returns how many had another one before. One whose
    author wants it seen by fewer is left as it is.

    Raises PermissionDenied for anyone but the keeper, FanthologyError for a visibility that there is not.
    """
    require_keeper(viewer)
    if visibility not in Visibility.values:
        raise FanthologyError(f"A work can be {', '.join(Visibility.values)}; not {visibility}.")
    ids = list(works.values_list("pk", flat=True)) if isinstance(works, QuerySet) else list(works)
    changed: list[int] = []
    for start in range(0, len(ids), _AT_ONCE):
        others = Work.objects.filter(pk__in=ids[start : start + _AT_ONCE]).exclude(visibility=visibility)
        others = others.filter(author_limit__in=_WITHIN[visibility])
        changed += others.values_list("pk", flat=True)
        others.update(visibility=visibility)
    changes.record(Change.Kind.SAVED, changed)
    if changed:
        note_after("published", viewer.name, (visibility, f"{len(changed)} works"))
    return len(changed)


@transaction.atomic
def publish_pages(viewer: Viewer, pages: QuerySet[SitePage], visibility: str) -> int:
    """Give these pages of an archive a visibility. Returns how many had another one before. Raises as `publish`."""
    require_keeper(viewer)
    if visibility not in Visibility.values:
        raise FanthologyError(f"A page can be {', '.join(Visibility.values)}; not {visibility}.")
    return pages.exclude(visibility=visibility).update(visibility=visibility)
