"""Rows come out of any dump as they went in, whatever the way it was written and wherever it was cut."""

from __future__ import annotations

import io
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fanthology.fic.containers.efiction.sql import Cut, Row, rows

VALUES = st.one_of(
    st.none(), st.binary(max_size=40), st.integers(-9999, 9999), st.sampled_from([b"'", b'"', b"\\", b"');"])
)
ROWS = st.lists(st.lists(VALUES, min_size=3, max_size=3), min_size=1, max_size=12)


def quoted(value: object, quote: bytes, doubling: bool) -> bytes:
    """A value as a dump program writes it. This writer is the test's own."""
    if value is None:
        return b"NULL"
    if isinstance(value, int):
        return str(value).encode()
    assert isinstance(value, bytes)
    text = value.replace(b"\\", b"\\\\").replace(b"\0", b"\\0").replace(b"\n", b"\\n").replace(b"\x1a", b"\\Z")
    return quote + text.replace(quote, quote * 2 if doubling else b"\\" + quote) + quote


def dumped(table: list[list[object]], seed: int) -> bytes:
    chance = random.Random(seed)
    pieces = [b"-- a remark; with 'quotes\n/* another; */\nSET NAMES utf8;\n"]
    while table:
        many = chance.randint(1, len(table))
        now, table = table[:many], table[many:]
        written = [
            b"(" + b", ".join(quoted(one, chance.choice([b"'", b'"']), chance.random() < 0.5) for one in row) + b")"
            for row in now
        ]
        pieces.append(b"INSERT INTO `x_fanfiction_a` VALUES " + chance.choice([b",", b",\n "]).join(written) + b";\n")
        pieces.append(chance.choice([b"", b"# remark\n", b"UNLOCK TABLES;\n"]))
    return b"".join(pieces)


def expected(table: list[list[object]]) -> list[tuple[bytes | None, ...]]:
    return [tuple(str(one).encode() if isinstance(one, int) else one for one in row) for row in table]


@given(ROWS, st.integers(0, 1000))
@settings(max_examples=150, deadline=None)
def test_rows_come_out_as_they_went_in(table: list[list[object]], seed: int) -> None:
    found = list(rows(io.BytesIO(dumped(table, seed))))
    assert [one.values for one in found if isinstance(one, Row)] == expected(table)
    assert not [one for one in found if isinstance(one, Cut)]


@given(ROWS, st.integers(0, 1000), st.floats(0, 1))
@settings(max_examples=100, deadline=None)
def test_a_cut_dump_gives_every_whole_row(table: list[list[object]], seed: int, where: float) -> None:
    data = dumped(table, seed)
    cut = data[: int(len(data) * where)]
    found = list(rows(io.BytesIO(cut)))
    whole = [one.values for one in found if isinstance(one, Row)]
    assert whole == expected(table)[: len(whole)]
    assert len(whole) >= cut.count(b"),\n (") or any(isinstance(one, Cut) for one in found)


class Trickle(io.BytesIO):
    """A file that is read in small pieces."""

    def read(self, size: int | None = -1) -> bytes:
        return super().read(min(size or 7, 7) if size and size > 0 else 7)


@given(ROWS, st.integers(0, 1000))
@settings(max_examples=50, deadline=None)
def test_pieces_of_the_file_make_no_difference(table: list[list[object]], seed: int) -> None:
    data = dumped(table, seed)
    assert list(rows(Trickle(data))) == list(rows(io.BytesIO(data)))


@pytest.mark.parametrize(
    ("statement", "columns", "values"),
    [
        (b"INSERT INTO db.t (a, `b`) VALUES (1, 0x4a616e65);", ("a", "b"), (b"1", b"Jane")),
        (b"insert ignore into t values(_binary 'x',-1.5e3);", None, (b"x", b"-1.5e3")),
        (b"REPLACE INTO `t` VALUES (X'41', TRUE);", None, (b"A", b"TRUE")),
        (b"CREATE TABLE t (\n a int(1), `b c` text,\n PRIMARY KEY (a), KEY k (a)\n);INSERT INTO t VALUES (1,'a;b');",
         ("a", "b c"), (b"1", b"a;b")),
        (b"INSERT INTO t VALUES (1,'it''s \\\\ \\'so\\'');", None, (b"1", b"it's \\ 'so'")),
    ],
)  # fmt: skip
def test_what_dump_programs_write(statement: bytes, columns: object, values: object) -> None:
    (row,) = rows(io.BytesIO(statement))
    assert isinstance(row, Row)
    assert (row.table, row.columns, row.values) == ("t", columns, values)


@pytest.mark.parametrize(
    "data", [b"INSERT INTO t VALUES (1, (2);", b"INSERT INTO t VALUES ;", b"'" * 1001, b"(" * 500, b"/*", b"-- x", b""]
)
def test_nonsense_ends(data: bytes) -> None:
    assert not [one for one in rows(io.BytesIO(data + b"\nINSERT")) if isinstance(one, Row)]


def test_a_long_string_without_an_end_takes_no_time() -> None:
    data = b"INSERT INTO t VALUES (1, '" + b"a" * 3_000_000
    (cut,) = rows(io.BytesIO(data))
    assert isinstance(cut, Cut) and "middle of a row" in cut.message
