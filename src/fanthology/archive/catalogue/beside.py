"""What a Source needs beside its own bytes to be read: where it came from, and what described it there."""

from __future__ import annotations

from collections.abc import Mapping

from fanthology.archive.catalogue import originals
from fanthology.archive.catalogue.models import Description, Source


def beside_of(source: Source) -> dict[str, bytes]:
    """The files that describe a Source, by their endings. Raises FanthologyError if one is not in the folder."""
    there = source.descriptions.select_related("file")
    return {one.ending: originals.get(one.file.sha256) for one in there}


def path_of(source: Source) -> str:
    """The path that a Source came under: its own, or that of the container it lay in.

    >>> path_of(Source(name="old.zip/disk1/a.txt", member="disk1/a.txt"))
    'old.zip'
    """
    return source.name.removesuffix(f"/{source.member}") if source.member else source.name


def keep_beside(source: Source, name: str, beside: Mapping[str, bytes], container_id: int | None) -> None:
    """Note the files that describe a Source; their bytes must be kept already. Noted again, it changes nothing."""
    for ending, data in beside.items():
        known = {"size": len(data), "name": f"{name}{ending}", "container_id": container_id}
        file, _ = Source.objects.get_or_create(sha256=originals.digest(data), defaults=known)
        Description.objects.get_or_create(source=source, ending=ending, defaults={"file": file})
