"""What a reader chose once for all they read: the look of pages, and whether what they read is kept."""

from __future__ import annotations

from typing import NamedTuple

from fanthology.archive.catalogue.viewer import Viewer

from .look import Look, read
from .models import Preferences
from .owner import owned_by


class Chosen(NamedTuple):
    """``look`` is None for who has chosen none; ``history`` says whether places are kept here."""

    look: Look | None = None
    history: bool = True


def chosen_by(viewer: Viewer) -> Chosen:
    """What this viewer chose: one query. Of a guest nothing is kept."""
    if not viewer.is_registered:
        return Chosen(history=False)
    found = Preferences.objects.filter(**owned_by(viewer.user_id)).first()
    return Chosen(read(found.look), found.history) if found else Chosen()


def choose_look(user_id: int | None, look: Look) -> None:
    """Keep a look."""
    Preferences.objects.update_or_create(**owned_by(user_id), defaults={"look": look.written})


def keep_history(user_id: int | None, kept: bool) -> None:
    """Have places kept from now on, or not; what is there already stays."""
    Preferences.objects.update_or_create(**owned_by(user_id), defaults={"history": kept})
