"""Finding or making the rows for names: creators, tags, series. Remembers what it found for the length of a run."""

from __future__ import annotations

from .joining import fold_title
from .models import Creator, Series, Tag, TagKind


class KnownNames:
    """Ids by name. After a rollback its memory may be wrong: call `forget`."""

    def __init__(self) -> None:
        self._creators: dict[str, int] = {}
        self._tags: dict[tuple[str, str], int] = {}
        self._series: dict[str, int] = {}

    def forget(self) -> None:
        """Forget everything, so that the next look-ups ask the database."""
        self._creators.clear()
        self._tags.clear()
        self._series.clear()

    def creator(self, name: str, contact: str = "") -> int:
        """The id of the creator of that name, made if need be. A first contact is kept, for the keeper."""
        if name not in self._creators or contact:
            row, _ = Creator.objects.get_or_create(name=name, defaults={"sort_name": fold_title(name)})
            if contact and not row.contact:
                Creator.objects.filter(pk=row.pk).update(contact=contact)
            self._creators[name] = row.pk
        return self._creators[name]

    def tag(self, kind: TagKind, name: str) -> int:
        """The id of the tag of that kind and name, made if need be."""
        key = (kind.value, name)
        if key not in self._tags:
            self._tags[key] = Tag.objects.get_or_create(kind=kind, name=name)[0].pk
        return self._tags[key]

    def series(self, name: str) -> int:
        """The id of the series of that name, made if need be."""
        if name not in self._series:
            self._series[name] = Series.objects.get_or_create(name=name)[0].pk
        return self._series[name]
