"""Finding or making the rows for names: creators, tags, series. Remembers what it found for the length of a run."""

from __future__ import annotations

from fanthology.fic.story import Identity as Elsewhere
from fanthology.fic.text.folding import fold_title

from .models import Creator, Identity, Series, Tag, TagKind


class KnownNames:
    """Ids by name. After a rollback its memory may be wrong: call `forget`."""

    def __init__(self) -> None:
        self._creators: dict[str, int] = {}
        self._tags: dict[tuple[str, str], int] = {}
        self._series: dict[str, int] = {}
        self._identified: set[tuple[str, int, Elsewhere]] = set()

    def forget(self) -> None:
        """Forget everything, so that the next look-ups ask the database."""
        self._creators.clear()
        self._tags.clear()
        self._series.clear()
        self._identified.clear()

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

    def identify_creator(self, name: str, identity: Elsewhere) -> None:
        """Note a name that a creator has elsewhere."""
        self._identify("creator_id", self.creator(name), identity)

    def identify_series(self, name: str, identity: Elsewhere) -> None:
        """Note a name that a series has elsewhere."""
        self._identify("series_id", self.series(name), identity)

    def _identify(self, column: str, pk: int, identity: Elsewhere) -> None:
        if (column, pk, identity) not in self._identified:
            self._identified.add((column, pk, identity))
            found = {column: pk, "scheme": identity.scheme, "value": identity.value}
            Identity.objects.get_or_create(**found, defaults={"local": local_part(identity.value)})


def local_part(value: str) -> str:
    """An identity's value without the site before it.

    >>> local_part("moors.example:12"), local_part("218676")
    ('12', '218676')
    """
    return value.rpartition(":")[2]
