"""The ledger, and that its check finds what is wrong."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fanthology.fic.story import Ledger
from fanthology.fic.text.ledger import build, count_characters, faults


@given(st.text())
def test_characters_are_counted_as_one_by_one(text: str) -> None:
    assert count_characters(text) == sum(not character.isspace() for character in text)


@given(st.text(alphabet=" \n\xa0\u3000ab\ufeff"), st.lists(st.integers(0, 30), unique=True))
def test_tiles_cover_whatever_they_lie_on(text: str, cuts: list[int]) -> None:
    starts = sorted({0, *(cut for cut in cuts if cut < len(text))})
    ledger = build(text, [(start, "body" if start % 2 else "note") for start in starts])
    assert faults(ledger, text) == []


@pytest.mark.parametrize(
    ("ledger", "fault"),
    [
        (Ledger(6, 3, {"body": 3}, ((0, 3, "body"),)), "in no segment"),
        (Ledger(6, 7, {"body": 7}, ((0, 4, "body"), (3, 7, "note"))), "overlaps"),
        (Ledger(5, 5, {"body": 5}, ((0, 7, "body"),)), "counted again 6"),
        (Ledger(6, 6, {"body": 5}, ((0, 7, "body"),)), "accounted for"),
    ],
)
def test_faults_are_found(ledger: Ledger, fault: str) -> None:
    assert any(fault in found for found in faults(ledger, "one two"))
