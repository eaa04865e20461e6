"""Finding copies by their words: fingerprints are stored with Readings, likely copies are looked up by their bands."""

from __future__ import annotations

from collections.abc import Iterator

from fanthology.fic.gathering.likeness import LEAST_SHINGLES, Likeness, Signature, likeness

from .models import Band, Fingerprint, Reading
from .rows import Rows

_MOST_CANDIDATES = 200


def store_fingerprint(reading: Reading, packed: bytes, rows: Rows) -> None:
    """Keep the fingerprint of a Reading; its bands wait in ``rows``.

    A text of a few words has none: it would be like too many others.
    """
    made = Fingerprint.objects.create(reading=reading, packed=packed)
    signature = Signature.unpack(packed)
    if signature.shingles >= LEAST_SHINGLES:
        rows.add(Band(fingerprint=made, value=value) for value in signature.bands())


def likely_copies(own: Fingerprint) -> Iterator[tuple[int, Likeness]]:
    """The ids of Readings of other Sources whose words may be those of this fingerprint, with how alike they are."""
    bands = [band.value for band in own.bands.all()]
    likely = Band.objects.filter(value__in=bands).exclude(fingerprint=own).values_list("fingerprint", flat=True)
    ids = list(likely.distinct()[:_MOST_CANDIDATES]) if bands else []
    if not ids:
        return
    signature = Signature.unpack(bytes(own.packed))
    others = Fingerprint.objects.filter(pk__in=ids).exclude(reading__source=own.reading.source_id)
    # of the Readings nothing more: what was read of two hundred stories is much
    for reading_id, packed in others.order_by("pk").values_list("reading_id", "packed"):
        yield reading_id, likeness(signature, Signature.unpack(bytes(packed)))


def likeness_of(one: Reading, other: Reading) -> Likeness | None:
    """How alike two Readings are; None if one of them has no fingerprint."""
    packed = dict(Fingerprint.objects.filter(reading__in=[one, other]).values_list("reading_id", "packed"))
    if one.pk not in packed or other.pk not in packed:
        return None
    return likeness(Signature.unpack(bytes(packed[one.pk])), Signature.unpack(bytes(packed[other.pk])))
