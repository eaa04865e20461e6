"""The way back from Story JSON: a record that `story_record` made with ``private=True`` gives the same Story again.

A record that lacks a key of the format is a fault and raises KeyError: records are checked where they enter, not here.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from fanthology.fic.story import (
    Asset,
    Block,
    Chapter,
    Creator,
    Evidence,
    Identity,
    Ledger,
    Link,
    Missing,
    Part,
    ReaderInfo,
    Repair,
    Review,
    SeriesPlace,
    SitePage,
    SourceInfo,
    Story,
)


def story_from_record(record: dict[str, Any]) -> Story:
    """The Story of a record. Keys that the format does not name (additions within ``/1``) are passed over."""
    return Story(
        source=_source(record["source"]),
        reader=ReaderInfo(record["reader"]["name"], record["reader"]["version"]),
        identity=_identities(record["identity"]),
        title=record["title"],
        creators=tuple(
            Creator(one["name"], one["role"], one["contact"], _identities(one.get("identity", ())))
            for one in record["creators"]
        ),
        posted_by=record["posted_by"],
        gift_to=tuple(record["gift_to"]),
        fandoms=tuple(record["fandoms"]),
        relationships=tuple(record["relationships"]),
        characters=tuple(record["characters"]),
        freeforms=tuple(record["freeforms"]),
        rating=record["rating"],
        warnings=tuple(record["warnings"]),
        categories=tuple(record["categories"]),
        summary=record["summary"],
        disclaimer=record["disclaimer"],
        permission=record["permission"],
        notes_before=record["notes_before"],
        notes_after=record["notes_after"],
        language=record["language"],
        published=record["published"],
        updated=record["updated"],
        status=record["status"],
        chapters_expected=record["chapters_expected"],
        series=tuple(
            SeriesPlace(one["name"], one["position"], _identities(one.get("identity", ()))) for one in record["series"]
        ),
        links=tuple(_link(one) for one in record["links"]),
        chapters=tuple(_chapter(one) for one in record["chapters"]),
        assets=tuple(_asset(one) for one in record["assets"]),
        reviews=tuple(_review(one) for one in record["reviews"]),
        missing=tuple(Missing(one["what"], one["number"], one["title"]) for one in record["missing"]),
        repairs=tuple(_repair(one) for one in record["repairs"]),
        evidence=tuple(_evidence(one) for one in record["evidence"]),
        ledger=_ledger(record["ledger"]),
        part=_part(record.get("part")),
        held=record.get("held"),
    )


def page_from_record(record: dict[str, Any]) -> SitePage:
    """The page of a record that `fic.writers.json.page_record` made."""
    page = record["page"]
    return SitePage(
        source=_source(page["source"]),
        reader=ReaderInfo(page["reader"]["name"], page["reader"]["version"]),
        title=page["title"],
        html=page["html"],
        kind=page["kind"],
        published=page["published"],
        author=page["author"],
    )


def _identities(those: Iterable[dict[str, str]]) -> tuple[Identity, ...]:
    return tuple(Identity(one["scheme"], one["value"]) for one in those)


def _part(one: dict[str, Any] | None) -> Part | None:
    return Part(one["number"], one["of"]) if one else None


def _source(one: dict[str, Any]) -> SourceInfo:
    return SourceInfo(
        path=one["path"],
        format=one["format"],
        sha256=one["sha256"],
        bytes=one["bytes"],
        encoding=one["encoding"],
        member=one["member"],
    )


def _span(pair: list[int] | None) -> tuple[int, int] | None:
    return None if pair is None else (pair[0], pair[1])


def _link(one: dict[str, Any]) -> Link:
    return Link(one["kind"], one["title"], one["chapter"], one["creator"], one["url"])


def _chapter(one: dict[str, Any]) -> Chapter:
    return Chapter(
        blocks=tuple(
            Block(block["id"], block["kind"], block["scene"], _span(block["span"]), block["html"])
            for block in one["blocks"]
        ),
        number=one["number"],
        title=one["title"],
        summary=one["summary"],
        published=one["published"],
        source_url=one["source_url"],
        words=one["words"],
        scenes=one["scenes"],
        notes_before=one["notes_before"],
        notes_after=one["notes_after"],
    )


def _asset(one: dict[str, Any]) -> Asset:
    return Asset(one["name"], one["media_type"], one["sha256"], one["alt"])


def _review(one: dict[str, Any]) -> Review:
    return Review(one["text"], one["author"], one["date"], one["chapter"], one["rating"])


def _repair(one: dict[str, Any]) -> Repair:
    start, end = one["span"]
    return Repair((start, end), one["was"], one["now"], one["rule"])


def _evidence(one: dict[str, Any]) -> Evidence:
    return Evidence(one["field"], one["value"], _span(one["span"]), one["rule"], one["confidence"])


def _ledger(one: dict[str, Any]) -> Ledger:
    return Ledger(
        characters=one["characters"],
        accounted=one["accounted"],
        # a record names every kind, and so does a Ledger, but for the empty one
        by_kind=dict(one["by_kind"]) if any(one["by_kind"].values()) else {},
        segments=tuple((start, end, kind) for start, end, kind in one["segments"]),
    )
