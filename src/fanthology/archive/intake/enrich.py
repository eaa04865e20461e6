"""Inferring anew for works that are here: after parts were joined, and when more is known of fandoms."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from fanthology.archive.catalogue import changes
from fanthology.archive.catalogue.editions import composed
from fanthology.archive.catalogue.findings import apply_rules, store_findings
from fanthology.archive.catalogue.models import Change, Work
from fanthology.archive.catalogue.names import KnownNames

from .enriching import finding_rows


def enrich_works(works: Iterable[Work]) -> int:
    """Infer anew what is shown of these works, each in a transaction of its own; the rules are applied. Returns how
    many findings there are. What somebody decided stays decided."""
    number = 0
    for work in works:
        if work.edition is None:
            continue
        rows = finding_rows(composed(work.edition).story)
        with transaction.atomic():
            store_findings(work, rows, KnownNames())
            changes.record(Change.Kind.SAVED, [work.pk])
            apply_rules([work.pk])
        number += len(rows)
    return number
