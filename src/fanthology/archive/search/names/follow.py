"""Keeping the index of names level with the change log: the only module that writes to it.

The log names works; the names of a work that changed are put in anew. What bore a name and no longer does is not in the
log, so a number may be a little too high until the index is built anew; but names that nothing bears any more are taken
out when works have gone, or when many were changed. What is shown is asked of the catalogue.

A name that many works bear is not counted with each of them: only when one in ten of what it had was changed.
"""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

import tantivy
from tantivy import Document, Query

from fanthology.archive.catalogue.models import STANDING, Creator, Series, Tag, Work

from ..generations import DamagedIndexError, Position, damage_told_apart, write_position
from ..level import CHANGES_PER_COMMIT, ChangeRow, bring_level, follow_log, held, last_change
from ..lock import writer_lock
from ..writing import Changes, failure_told, lasting
from .counting import BEARING, NAMED, Borne
from .documents import IndexedName, Kept, documents
from .schema import COUNTS, SHELF, TABLES, Table, schema
from .surveying import survey

_NAMES_AT_ONCE = 500
_WORKS_AT_ONCE = 500
_MANY = 1_000
"""A name of so many works is not counted each time."""
_DUE = 0.1
_MUCH = 1_000
"""After so many changes at once it is looked for names that nothing bears any more."""
_READ_AT_ONCE = 10_000


def catch_up(*, wait: bool = False, budget: int | None = None) -> int:
    """Bring the index of names level with the change log, and give the number of the last change it then holds.

    See `search.follow.catch_up`, which calls this.
    """
    with writer_lock(SHELF.folder(), wait=wait) as taken:
        if taken:
            _bring_level(budget)
    return held(SHELF)


def follow(stop: threading.Event) -> None:
    """Keep the index of names level until told to stop: what ``fanthology serve`` runs beside the pages."""
    follow_log(stop, lambda: catch_up(budget=CHANGES_PER_COMMIT), SHELF.wanted_anew)


def rebuild() -> None:
    """Build the index of names anew from the catalogue. Raises OSError if the folder cannot be written to."""
    with writer_lock(SHELF.folder(), wait=True):
        _build()
        _bring_level(None)


def _bring_level(budget: int | None) -> None:
    try:
        bring_level(SHELF, _apply, _build, budget)
    except DamagedIndexError:  # it could be opened, but not read
        _build()


class _Names(Changes):
    """Changes to the index of names."""

    def remove(self, table: Table, ids: Iterable[int]) -> None:
        with failure_told():
            self._writer.delete_documents_by_query(Query.term_set_query(schema(), table, list(ids)))

    def add(self, entries: Iterable[IndexedName]) -> None:
        for entry in entries:
            document = Document.from_dict(entry, schema())
            with failure_told():
                self._writer.add_document(document)


def _build() -> None:
    """Under the lock: a new generation with every name, put into use. Later changes are left to the log."""
    position = last_change()
    with SHELF.in_the_making() as generation:
        with failure_told():
            index = SHELF.open(generation)
        with lasting(_Names(index)) as into:
            for table, every in _all_names().items():
                for some, counted in survey(table, every):
                    into.add(documents(table, some, counted))
        write_position(generation, position)
        SHELF.switch(generation)


def _all_names() -> dict[Table, list[int]]:
    return {
        "tag": list(Tag.objects.filter(canonical=None).order_by("pk").values_list("pk", flat=True)),
        "creator": list(Creator.objects.order_by("pk").values_list("pk", flat=True)),
        "series": list(Series.objects.order_by("pk").values_list("pk", flat=True)),
    }


def _apply(index: tantivy.Index, generation: Path, changes: list[ChangeRow]) -> None:
    """Put the names of the changed works in as they are now."""
    works = sorted({work for _, work, _ in changes})
    with damage_told_apart():
        index.reload()
        searcher = index.searcher()
    gone = len(works) > Work.objects.filter(pk__in=works).count()
    with lasting(_Names(index)) as into:
        for table in sorted(set(TABLES.values())):
            if gone or len(works) >= _MUCH:
                for some in _some(_unborne(searcher, table)):
                    into.remove(table, some)
            touched = _touched(table, works)
            for some in _some(sorted(touched)):
                kept = _kept(searcher, table, {one: touched[one] for one in some})
                entries = list(documents(table, some, kept))
                into.remove(table, [*some, *_synonyms(table, some)])
                into.add(entries)
    write_position(generation, Position(changes[-1][0], changes[-1][2]))


def _touched(table: Table, works: Sequence[int]) -> dict[int, Borne]:
    """The names that these works bear, and how many of the works, with who may see those that are in a list."""
    levels: dict[int, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for start in range(0, len(works), _WORKS_AT_ONCE):
        some = works[start : start + _WORKS_AT_ONCE]
        seen = dict(Work.objects.filter(pk__in=some, **STANDING).values_list("pk", "visibility"))
        rows = BEARING[table]._default_manager.filter(work__in=some).order_by()
        for name, work in rows.annotate(name=NAMED[table]).values_list("name", "work").distinct():
            levels[name][seen.get(work, "")] += 1
    return {name: replace(Borne.of(those), touched=sum(those.values())) for name, those in levels.items()}


def _kept(searcher: tantivy.Searcher, table: Table, touched: dict[int, Borne]) -> Kept:
    """Those names of many works that need not be counted again, with what the index has of them."""
    asked = Query.term_set_query(schema(), table, list(touched))
    with damage_told_apart():
        hits = searcher.search(asked, limit=len(touched), count=False, order_by_field="works_private").hits
        many = [address for works, address in hits if works >= _MANY]
        numbers = searcher.fast_field_values(table, many)
        stored = [searcher.doc(address).to_dict() for address in many]
    found = {}
    for number, had in zip(map(int, filter(None, numbers)), stored, strict=True):
        borne = Borne(*(int(had[field][0]) for field in COUNTS)).or_more(touched[number])
        if borne.touched < _DUE * borne.private:
            found[number] = (borne, tuple(had.get("fandom", ())))
    return found


def _unborne(searcher: tantivy.Searcher, table: Table) -> list[int]:
    """The names in the index that no work bears any more."""
    borne = set(BEARING[table]._default_manager.order_by().values_list(table, flat=True).distinct())
    if table == "tag":
        synonyms = Tag.objects.filter(canonical__isnull=False).values_list("pk", "canonical")
        borne.update(canonical for one, canonical in synonyms.iterator() if one in borne)
    found: set[int] = set()
    with damage_told_apart():
        every = Query.exists_query(table)
        hits = searcher.search(every, limit=max(1, searcher.num_docs), count=False).hits
        for start in range(0, len(hits), _READ_AT_ONCE):
            addresses = [address for _, address in hits[start : start + _READ_AT_ONCE]]
            found.update(int(number or 0) for number in searcher.fast_field_values(table, addresses))
    return sorted(found - borne)


def _synonyms(table: Table, ids: Sequence[int]) -> list[int]:
    """What may have been in the index as a name of its own before it was joined to another."""
    return list(Tag.objects.filter(canonical__in=ids).values_list("pk", flat=True)) if table == "tag" else []


def _some(ids: Sequence[int]) -> Iterable[Sequence[int]]:
    return (ids[start : start + _NAMES_AT_ONCE] for start in range(0, len(ids), _NAMES_AT_ONCE))
