"""What a reader never wants to see, as the one value that lists apply."""

from __future__ import annotations

from collections import defaultdict

from fanthology.archive.catalogue.standing import NOTHING, Standing
from fanthology.archive.catalogue.viewer import Viewer

from .marks import numbers_marked
from .models import Mark, StandingFilter
from .owner import owned_by

_Kind = StandingFilter.Kind


def standing_for(viewer: Viewer) -> Standing:
    """What this viewer never wants to see. A guest keeps nothing; the keeper of a laptop has no account and does."""
    return standing_of(viewer.user_id) if viewer.is_registered else NOTHING


def standing_of(user_id: int | None) -> Standing:
    """What an account (None: the keeper of a laptop) never wants to see, in a query or two.

    A tag that was joined to another since it was chosen means that one now.
    """
    rows = StandingFilter.objects.filter(**owned_by(user_id))
    found: dict[str, set[int]] = defaultdict(set)
    words: dict[str, set[str]] = defaultdict(set)
    for kind, tag, canonical, creator, work, value in rows.values_list(
        "kind", "tag_id", "tag__canonical_id", "creator_id", "work_id", "value"
    ):
        words[kind].add(value)
        found[kind].add(canonical or tag or creator or work or 0)
    read = numbers_marked(user_id, Mark.State.READ) if _Kind.READ in found else frozenset()
    return Standing(
        tags=frozenset(found[_Kind.TAG]),
        creators=frozenset(found[_Kind.CREATOR]),
        works=frozenset(found[_Kind.WORK]) | read,
        languages=frozenset(words[_Kind.LANGUAGE]),
        ratings=frozenset(words[_Kind.RATING]),
    )
