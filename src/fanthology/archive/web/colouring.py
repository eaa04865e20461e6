"""Which part of an original was taken for what: cuts a text into runs that a page can mark.

Pure: it is given the text, and the segments, repairs and evidence of a Story record; spans are code points of the text.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, TypeAlias

Record: TypeAlias = dict[str, Any]

KINDS = {
    "title": "Title",
    "byline": "Byline",
    "header": "Header",
    "note": "Note",
    "heading": "Heading",
    "scene-break": "Scene break",
    "repair": "Repair",
    "furniture": "Furniture",
    "body": "The story",
}
"""Every kind of run, and what the legend calls it. Furniture is what belongs to the file and not to the story."""

_FIELD_KINDS = {"title": "title", "creators": "byline", "creator": "byline"}
_INSIDE = ("title", "byline", "repair")
_MOST_RUNS = 20_000


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of the original. ``anchors`` are the evidence whose span starts here; ``title`` says what this is.

    ``label`` is what stands before it on the page: the name of its kind where that kind begins, else nothing.
    """

    text: str
    kind: str
    title: str
    label: str = ""
    anchors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Spans:
    """Disjoint sorted ranges with something said of each."""

    starts: list[int]
    ends: list[int]
    said: list[str]

    @classmethod
    def of(cls, rows: Iterable[tuple[int, int, str]]) -> _Spans:
        kept: list[tuple[int, int, str]] = []
        for start, end, said in sorted(rows):
            if start < end and (not kept or start >= kept[-1][1]):
                kept.append((start, end, said))
        return cls([row[0] for row in kept], [row[1] for row in kept], [row[2] for row in kept])

    def at(self, place: int) -> str:
        index = bisect_right(self.starts, place) - 1
        return self.said[index] if index >= 0 and place < self.ends[index] else ""

    def edges(self) -> list[int]:
        return [*self.starts, *self.ends]


def runs(text: str, record: Record) -> list[Run]:
    """The whole text as runs, in order; together they are the text.

    >>> record = {"ledger": {"segments": [[0, 6, "header"], [7, 13, "body"]]}, "evidence": [
    ...     {"field": "title", "value": "Dinah", "span": [0, 5], "rule": "title-first-line", "confidence": 0.8}]}
    >>> [(run.kind, run.text) for run in runs("Dinah.\\nAlice.", record)]
    [('title', 'Dinah'), ('header', '.'), ('body', '\\nAlice.')]
    """
    segments = _Spans.of((start, end, kind) for start, end, kind in record["ledger"]["segments"])
    fields = _Spans.of(
        (*item["span"], _FIELD_KINDS[item["field"]])
        for item in record.get("evidence", ())
        if item["span"] and item["field"] in _FIELD_KINDS
    )
    mends = _Spans.of((*item["span"], _mended(item)) for item in record.get("repairs", ()) if _is_mend(item))
    anchors = _anchors(record.get("evidence", ()))
    edges = {0, len(text), *segments.edges(), *fields.edges(), *mends.edges(), *anchors, *_anchor_ends(record)}
    cuts = sorted(edge for edge in edges if 0 <= edge <= len(text))[:_MOST_RUNS]
    if cuts[-1] != len(text):
        cuts.append(len(text))
    found = []
    for start, end in pairwise(cuts):
        kind, title = _taken_for(start, segments, fields, mends)
        found.append(Run(text[start:end], kind, title, anchors=tuple(anchors.get(start, ()))))
    return _labelled(_joined(found))


def _taken_for(place: int, segments: _Spans, fields: _Spans, mends: _Spans) -> tuple[str, str]:
    """The kind of the run that starts here, and its title. White space between segments belongs to no kind."""
    if mend := mends.at(place):
        return "repair", mend
    kind = segments.at(place)
    if kind in ("header", "heading", "furniture") and fields.at(place):
        kind = fields.at(place)
    return kind or "body", KINDS.get(kind or "body", kind)


def _anchors(evidence: Sequence[Record]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    for index, item in enumerate(evidence):
        if item["span"]:
            found.setdefault(item["span"][0], []).append(f"e{index}")
    return found


def _anchor_ends(record: Record) -> list[int]:
    return [item["span"][1] for item in record.get("evidence", ()) if item["span"]]


def _is_mend(repair: Record) -> bool:
    return not str(repair["rule"]).startswith("typeset-")


def _mended(repair: Record) -> str:
    return f"Repair: “{repair['was']}” became “{repair['now']}” ({repair['rule']})"


def _joined(found: Sequence[Run]) -> list[Run]:
    """Neighbours of one kind and title become one run, unless evidence starts between them."""
    out: list[Run] = []
    for run in found:
        last = out[-1] if out else None
        if last and (last.kind, last.title) == (run.kind, run.title) and not run.anchors and not last.anchors:
            out[-1] = Run(last.text + run.text, last.kind, last.title)
        else:
            out.append(run)
    return out


def _labelled(found: Sequence[Run]) -> list[Run]:
    """The name of a kind stands where the kind begins.

    A title, a byline and a repair stand inside another part, and blank lines between two runs of one part: after them
    that part goes on and is not named again.
    """
    out: list[Run] = []
    part = "body"
    for run in found:
        blank = not run.text.strip()
        named = run.kind in _INSIDE or run.kind not in ("body", part)
        shown = KINDS.get(run.kind, run.kind) if named and not blank else ""
        out.append(Run(run.text, "body" if blank else run.kind, run.title, shown, run.anchors))
        if not blank and run.kind not in _INSIDE:
            part = run.kind
    return out
