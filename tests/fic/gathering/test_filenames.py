"""What the names of files say of their place among others."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fanthology.fic.gathering.filenames import numbered


@pytest.mark.parametrize(
    ("name", "group", "number"),
    [
        ("s/chapter02.html", "s/", 2),
        ("s/Chapter 2.htm", "s/", 2),
        ("s/The Lamp - Chapter 12 - Fog.txt", "s/the lamp", 12),
        ("s/lamp_pt3.txt", "s/lamp", 3),
        ("s/whendreamsend02.txt", "s/whendreamsend", 2),
        ("s/lamp-1.txt", "s/lamp", 1),
        ("s/lamp 2 of 5.txt", "s/lamp", 2),
        ("s/lamp(3).txt", "s/lamp", 3),
        ("old.zip/disk1/3.txt", "old.zip/disk1/", 3),
    ],
)
def test_numbered(name: str, group: str, number: int) -> None:
    found = numbered(name)
    assert found is not None and (found.group, found.number) == (group, number)


@pytest.mark.parametrize("name", ["s/The Lamp.txt", "s/1998.txt", "s/2 Fast.txt", "s/.txt", "", "s/lamp.v2.final.txt"])
def test_not_numbered(name: str) -> None:
    assert numbered(name) is None


@given(st.text(max_size=60))
def test_any_name_will_do(name: str) -> None:
    found = numbered(name)
    assert found is None or 0 <= found.number < 1000
