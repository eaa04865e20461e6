"""Runs cover the text exactly, whatever a record says."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from fanthology.archive.web.colouring import KINDS, runs

_SPAN = st.tuples(st.integers(0, 60), st.integers(0, 60))
_KIND = st.sampled_from(["header", "note", "heading", "body", "scene-break", "furniture"])
_FIELD = st.sampled_from(["title", "creators", "rating", "links"])
_RULE = st.sampled_from(["typeset-emphasis", "accent-apart"])


def _record(segments: list[Any], evidence: list[Any], repairs: list[Any]) -> dict[str, Any]:
    return {
        "ledger": {"segments": [[*span, kind] for span, kind in segments]},
        "evidence": [{"field": field, "span": span and list(span)} for span, field in evidence],
        "repairs": [{"span": list(span), "rule": rule, "was": "a", "now": "b"} for span, rule in repairs],
    }


@given(
    st.text(max_size=50),
    st.lists(st.tuples(_SPAN, _KIND), max_size=6),
    st.lists(st.tuples(st.none() | _SPAN, _FIELD), max_size=6),
    st.lists(st.tuples(_SPAN, _RULE), max_size=6),
)
def test_runs_are_the_text(text: str, segments: list[Any], evidence: list[Any], repairs: list[Any]) -> None:
    found = runs(text, _record(segments, evidence, repairs))
    assert "".join(run.text for run in found) == text
    assert {run.kind for run in found} <= set(KINDS)


def test_an_anchor_is_where_its_evidence_starts() -> None:
    text = "Rain, by Mina. It rained."
    record = _record([((0, 14), "header"), ((15, 25), "body")], [((0, 4), "title"), ((9, 13), "creators")], [])
    found = {run.text: (run.kind, run.anchors) for run in runs(text, record)}
    assert found["Rain"] == ("title", ("e0",))
    assert found["Mina"] == ("byline", ("e1",))
    assert found[", by "][0] == "header"


def test_typesetting_is_no_repair() -> None:
    record = _record([((0, 9), "body")], [], [((0, 1), "typeset-emphasis"), ((7, 8), "accent-apart")])
    assert [(run.kind, run.text) for run in runs("*so* na´i", record)] == [
        ("body", "*so* na"),
        ("repair", "´"),
        ("body", "i"),
    ]


def test_a_part_is_named_once() -> None:
    text = "Rain\nby Mina\n\nrated G"
    record = _record([((0, 12), "header"), ((14, 21), "header")], [((0, 4), "title"), ((8, 12), "creators")], [])
    assert [run.label for run in runs(text, record) if run.label] == ["Title", "Header", "Byline"]
