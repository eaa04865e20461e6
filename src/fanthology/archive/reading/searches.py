"""Searches that a reader keeps, to see what has come since and to follow with a feed reader."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, urlencode

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from fanthology.fic.errors import FanthologyError

from .models import LONGEST_QUERY, SavedSearch, new_token
from .owner import owned_by

MOST = 50
"""So many searches a reader may keep."""
LONGEST_NAME = 100
_PLACES = frozenset(("page", "after", "before"))
"""Names that say where in a list one is, and nothing of the search."""
_NAME = re.compile("[a-z-]{1,40}")
_NO_QUERY = "That is no search. Save one from the list of works, or write what stands after the ? in its address."


def searches_of(user_id: int | None) -> QuerySet[SavedSearch]:
    """The searches of an account (None: the keeper of a laptop) in its own order."""
    return SavedSearch.objects.filter(**owned_by(user_id))


def query_of(written: str) -> str:
    """The query of a list's address, out of that or of the whole address, without the place in the list.

    >>> query_of("?q=rain&page=3"), query_of("/works/?sort=updated&fandom=abc"), query_of("")
    ('q=rain', 'sort=updated&fandom=abc', '')

    Raises FanthologyError for what is none, or too long.
    """
    written = written.strip()
    is_address = written.startswith(("/", "http:", "https:"))
    query = written.partition("?")[2] if is_address else written.removeprefix("?")
    pairs = parse_qsl(query)
    if query and not (pairs and all(_NAME.fullmatch(name) for name, _ in pairs)):
        raise FanthologyError(_NO_QUERY)
    query = urlencode([(name, value) for name, value in pairs if name not in _PLACES])
    if len(query) > LONGEST_QUERY:
        raise FanthologyError(f"A search that is kept has up to {LONGEST_QUERY:,} characters in its address.")
    return query


@transaction.atomic
def save(user_id: int | None, name: str, written: str) -> SavedSearch:
    """Keep a search, after those that are kept already. Raises FanthologyError for a name or a query that cannot be, or
    where they become too many."""
    query, name = query_of(written), _as_name(name)
    last = searches_of(user_id).last()
    if searches_of(user_id).count() >= MOST:
        raise FanthologyError(f"{MOST} searches are as many as one reader may keep. Delete one first.")
    return SavedSearch.objects.create(
        **owned_by(user_id),
        name=name,
        query=query,
        position=last.position + 1 if last else 0,
        looked_at=timezone.now(),
    )


def rename(search: SavedSearch, name: str) -> None:
    """Call it otherwise. Raises FanthologyError for a name that cannot be."""
    search.name = _as_name(name)
    search.save(update_fields=["name"])


def look_at(search: SavedSearch) -> None:
    """Note that what it finds was looked at: only what comes from now on is new."""
    search.looked_at = timezone.now()
    search.save(update_fields=["looked_at"])


def renew(search: SavedSearch) -> None:
    """Give its feed another address; whoever knows the old one gets nothing more."""
    search.token = new_token()
    search.save(update_fields=["token"])


@transaction.atomic
def move_up(search: SavedSearch) -> None:
    """Put it before the one that it comes after; the first stays."""
    kept = list(searches_of(search.user_id))
    at = kept.index(search)
    if at:
        kept[at - 1 : at + 1] = [kept[at], kept[at - 1]]
    for position, one in enumerate(kept):
        one.position = position
    SavedSearch.objects.bulk_update(kept, ["position"])


def _as_name(name: str) -> str:
    name = " ".join(name.split())
    if not name or len(name) > LONGEST_NAME or not name.isprintable():
        raise FanthologyError(f"A search is kept under a name of up to {LONGEST_NAME} letters.")
    return name
