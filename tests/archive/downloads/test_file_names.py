"""What downloaded files are called."""

from __future__ import annotations

from pathlib import PurePosixPath, PureWindowsPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fanthology.archive.downloads.names import LONGEST, file_name


@pytest.mark.parametrize(
    ("title", "creators", "expected"),
    [
        ("Tea", [], "Tea.epub"),
        ("Tea", ["Dodo", "Alice"], "Tea - Dodo, Alice.epub"),
        ("Tea", ["A", "B", "C", "D"], "Tea - A, B, C and others.epub"),
        ("...hidden", [], "hidden.epub"),
        ("a/b\\c:d", [], "a b c d.epub"),
        ("CON", [], "CON - 9ng9427rt.epub"),
        ("con.txt", [], "con txt.epub"),
        ("Ünïcode", ["Żółw"], "Unicode - Zow.epub"),
        ("", [], "9ng9427rt.epub"),
        ("x" * 300, ["Dodo"], "x" * 115 + ".epub"),
        ("Tea", ["y" * 300], "Tea.epub"),
    ],
)
def test_names(title: str, creators: list[str], expected: str) -> None:
    assert file_name(title, creators, "9ng9427rt", "epub") == expected


@given(st.text(), st.lists(st.text(), max_size=5))
def test_any_name_is_safe(title: str, creators: list[str]) -> None:
    name = file_name(title, creators, "9ng9427rt", "epub")
    assert len(name) <= LONGEST
    assert name.isascii() and name.isprintable()
    assert not name.startswith((".", "-", " "))
    assert PurePosixPath(name).name == PureWindowsPath(name).name == name
    assert len(name.removesuffix(".epub")) > 0
