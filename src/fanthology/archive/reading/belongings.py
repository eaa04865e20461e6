"""What of an account's own data is here. All of it goes with the account, by the rules of the rows themselves."""

from __future__ import annotations

from typing import Any

from fanthology.archive.accounts.keeping import OWN_DATA
from fanthology.archive.accounts.models import User
from fanthology.archive.catalogue import queries

from .filters import filters_of
from .highlights import highlights_of
from .models import Mark, Preferences, SavedSearch, Shelf
from .owner import viewer_as
from .places import history


def marks_of(user: User) -> list[dict[str, Any]]:
    """The works that an account has marked, by title as far as it may still see them."""
    found = Mark.objects.filter(user=user).select_related("work").order_by("pk")
    seen = set(queries.works(viewer_as(user)).filter(marks__user=user).values_list("pk", flat=True))
    return [
        {
            "work": one.work.public_id,
            "title": one.work.display_title if one.work_id in seen else None,
            "mark": one.state,
            "times_read": one.times,
            "at": one.at.isoformat(),
        }
        for one in found
    ]


def chosen_by(user: User) -> list[dict[str, Any]]:
    """What an account never wants to see, and the languages that it wants."""
    return [
        {
            "kind": one.tag.kind if one.tag else one.kind,
            "name": one.tag.name if one.tag else one.creator.name if one.creator else one.value or None,
            "work": one.work.public_id if one.work else None,
        }
        for one in filters_of(user.pk)
    ]


def searches_of(user: User) -> list[dict[str, Any]]:
    """The searches that an account has saved, with the secret part of the address of each one's feed."""
    return [
        {"name": one.name, "query": one.query, "token": one.token, "looked_at": one.looked_at.isoformat()}
        for one in SavedSearch.objects.filter(user=user)
    ]


def look_of(user: User) -> dict[str, Any]:
    """How an account likes pages to look, and whether what it reads is kept."""
    found = Preferences.objects.filter(user=user).first()
    return {"look": found.look, "history": found.history} if found else {}


def history_of(user: User) -> list[dict[str, Any]]:
    """What an account has read and where it is, by title as far as it may still see the works."""
    seen = set(queries.works(viewer_as(user)).filter(places__user=user).values_list("pk", flat=True))
    return [
        {
            "work": one.work.public_id,
            "title": one.work.display_title if one.work_id in seen else None,
            "chapter": one.chapter,
            "block": one.block,
            "share": one.share,
            "began_at": one.began_at.isoformat(),
            "at": one.at.isoformat(),
        }
        for one in history(viewer_as(user))
    ]


def notes_of(user: User) -> list[dict[str, Any]]:
    """An account's highlights and notes. Of works that it may not see any more it has its notes alone."""
    seen = set(queries.works(viewer_as(user)).filter(highlights__user=user).values_list("pk", flat=True))
    return [
        {
            "work": one.work.public_id,
            "title": one.work.display_title if one.work_id in seen else None,
            "chapter": one.chapter,
            "passage": one.words if one.work_id in seen else None,
            "note": one.note,
            "made_at": one.made_at.isoformat(),
        }
        for one in highlights_of(viewer_as(user))
    ]


def shelves_of(user: User) -> list[dict[str, Any]]:
    """An account's shelves with the public ids of their works, in their order."""
    found = Shelf.objects.filter(user=user).prefetch_related("entries__work")
    return [{"name": one.name, "works": [entry.work.public_id for entry in one.entries.all()]} for one in found]


def register() -> None:
    """Have accounts know of this; done twice it changes nothing."""
    OWN_DATA.update(
        {
            "marks": marks_of,
            "filters": chosen_by,
            "searches": searches_of,
            "look": look_of,
            "history": history_of,
            "notes": notes_of,
            "shelves": shelves_of,
        }
    )
