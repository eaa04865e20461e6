"""Findings as records of plain values, and back: what Story JSON has under ``findings``."""

from __future__ import annotations

from typing import Any, TypeAlias

from fanthology.fic.enrich.finding import Finding, Sign

Record: TypeAlias = dict[str, Any]


def finding_record(finding: Finding) -> Record:
    """The record of a Finding.

    >>> record = finding_record(Finding("fandom", "Oz", 0.9, "primary", (Sign("Toto", "b1", 3),)))
    >>> record["for"], record["against"]
    ([{'quote': 'Toto', 'block': 'b1', 'count': 3}], [])
    >>> finding_from_record(record).speaks_for
    (Sign(quote='Toto', block='b1', count=3),)
    """
    return {
        "kind": finding.kind,
        "name": finding.name,
        "role": finding.role,
        "confidence": finding.confidence,
        "for": [_sign_record(one) for one in finding.speaks_for],
        "against": [_sign_record(one) for one in finding.speaks_against],
    }


def finding_from_record(record: Record) -> Finding:
    """The Finding of a record that `finding_record` made; a key that is not there raises KeyError."""
    return Finding(
        record["kind"],
        record["name"],
        record["confidence"],
        record["role"],
        tuple(Sign(one["quote"], one["block"], one["count"]) for one in record["for"]),
        tuple(Sign(one["quote"], one["block"], one["count"]) for one in record["against"]),
    )


def _sign_record(sign: Sign) -> Record:
    return {"quote": sign.quote, "block": sign.block, "count": sign.count}
