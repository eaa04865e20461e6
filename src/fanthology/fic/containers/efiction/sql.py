"""Rows out of a MySQL dump, read as a stream: a dump of any size takes the memory of its longest row.

Only what a dump of rows needs is understood: CREATE TABLE for the order of columns, INSERT and REPLACE for the rows.
Everything else is passed over, strings and remarks in it included. Source of the grammar: the MySQL Reference Manual's
chapters on string literals and INSERT, and what mysqldump, phpMyAdmin and Adminer write.
"""

from __future__ import annotations

import re
from collections.abc import Generator, Iterator
from dataclasses import dataclass
from typing import BinaryIO, Final, TypeAlias

Value: TypeAlias = bytes | None
"""A value as the dump has it, unescaped; None is NULL. Numbers are their digits."""

LONGEST_ROW: Final = 64 * 1024 * 1024
_CHUNK: Final = 1 << 20

_STRING = rb"'(?:[^'\\]++|\\.|'')*+'|\"(?:[^\"\\]++|\\.|\"\")*+\""
_REMARK = rb"--(?=[\s])[^\n]*+\n|\#[^\n]*+\n|/\*(?:[^*]++|\*(?!/))*+\*/"
_BLANKS = re.compile(rb"(?:\s++|" + _REMARK + rb")*+", re.DOTALL)
_NAME = rb"(?:`[^`]{1,128}+`|\"[^\"]{1,128}+\"|[\w$]{1,128}+)"
_INTO = re.compile(
    rb"(?:INSERT|REPLACE)\s+(?:(?:LOW_PRIORITY|DELAYED|HIGH_PRIORITY|IGNORE)\s+)*(?:INTO\s+)?"
    rb"((?:" + _NAME + rb"\s*\.\s*)?" + _NAME + rb")\s*(\((?:[^()'\"]|\"[^\"]*\")*+\))?\s*VALUES?\s*",
    re.IGNORECASE,
)
_CREATE = re.compile(
    rb"CREATE\s+TABLE\s+(?:IF\s+NOT\s+EXISTS\s+)?((?:" + _NAME + rb"\s*\.\s*)?" + _NAME + rb")\s*\(", re.IGNORECASE
)
_VALUE = re.compile(
    rb"\s*+(?:(?P<null>NULL)|(?:_\w+\s*+)?(?P<string>" + _STRING + rb")|(?P<hex>0x[0-9A-Fa-f]++|[xX]'[0-9A-Fa-f]*+')"
    rb"|(?P<number>[-+]?[\d.]++(?:[eE][-+]?\d++)?)|(?P<word>[A-Za-z_]\w*+(?:\(\s*\))?))\s*+(?P<end>[,)])",
    re.DOTALL | re.IGNORECASE,
)
_ROW_BEGINS = re.compile(rb"\s*+\(")
_ROW_FOLLOWS = re.compile(rb"\s*+([,;])")
_SKIPPED = re.compile(rb"(?:[^;'\"`#/-]++|" + _STRING + rb"|`[^`]*+`|" + _REMARK + rb"|[#/-])*+;", re.DOTALL)
_COLUMN = re.compile(rb"(?:^|,)\s*(`[^`]+`|\"[^\"]+\"|\w+)\s+(?!KEY\b|INDEX\b)[a-z]", re.IGNORECASE)
_NO_COLUMNS = frozenset((b"primary", b"key", b"unique", b"index", b"fulltext", b"constraint", b"spatial", b"foreign"))
_ESCAPES: Final = {b"0": b"\0", b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"Z": b"\x1a"}
_ESCAPED = re.compile(rb"\\(.)", re.DOTALL)
_HEAD: Final = 4096  # an INSERT's beginning fits in here, a CREATE TABLE may be longer


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its table as written, without quotes and database; its columns in order if the dump says them."""

    table: str
    columns: tuple[str, ...] | None
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Cut:
    """The dump ends in the middle of something, or a row is not to be understood; what was whole was given before."""

    table: str
    message: str


def rows(file: BinaryIO) -> Iterator[Row | Cut]:
    """The rows of a dump in order.

    >>> from io import BytesIO
    >>> list(rows(BytesIO(b"INSERT INTO `a` (`id`, `t`) VALUES (1, 'It\\\\'s'), (2, NULL);")))[1].values
    (b'2', None)
    """
    return _Scanner(file).rows()


class _Scanner:
    """A window on the file, moved along as it is read."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._window = b""
        self._at = 0
        self._ended = False
        self._columns: dict[str, tuple[str, ...]] = {}

    def rows(self) -> Iterator[Row | Cut]:
        while True:
            self._match(_BLANKS)
            self._hold(_HEAD)
            if self._at >= len(self._window):
                return
            if begun := _INTO.match(self._window, self._at):
                self._at = begun.end()
                cut = yield from self._values(_table(begun[1]), begun[2])
            elif _CREATE.match(self._window, self._at):
                cut = self._create()
            else:
                cut = self._skip("")
            if cut is not None:
                yield cut
                if self._ended and self._at >= len(self._window):
                    return

    def _values(self, table: str, listed: bytes | None) -> Generator[Row | Cut, None, Cut | None]:
        """The rows of one INSERT; returns what ended it too early."""
        columns = _listed(listed) if listed else self._columns.get(table)
        while True:
            if not self._match(_ROW_BEGINS):
                return self._skip(table) or Cut(table, "a row does not begin where it should")
            values = self._row()
            if values is None:
                at_end = self._ended and len(self._window) - self._at < LONGEST_ROW
                self._skip(table)
                words = "the dump ends in the middle of a row" if at_end else "a row cannot be read"
                return Cut(table, words)
            yield Row(table, columns, values)
            follows = self._match(_ROW_FOLLOWS)
            if follows is None:
                rest = self._window[self._at :].strip()
                return Cut(table, "the dump ends in the middle of a statement") if rest else None
            if follows[1] == b";":
                return None

    def _row(self) -> tuple[Value, ...] | None:
        values: list[Value] = []
        while True:
            found = self._match(_VALUE)
            if found is None:
                return None
            values.append(_unescaped(found))
            if found["end"] == b")":
                return tuple(values)

    def _create(self) -> Cut | None:
        start = self._at
        cut = self._skip("")
        if cut is None and (begun := _CREATE.match(self._window, start)):
            body = self._window[begun.end() : self._at]
            names = [_bare(name) for name in _COLUMN.findall(body)]
            self._columns[_table(begun[1])] = tuple(name for name in names if name.encode() not in _NO_COLUMNS)
        return cut

    def _skip(self, table: str) -> Cut | None:
        """Past the end of the statement."""
        if self._match(_SKIPPED):
            return None
        rest = self._window[self._at :].strip()
        self._at = len(self._window)
        return Cut(table, "the dump ends in the middle of a statement") if rest else None

    def _match(self, pattern: re.Pattern[bytes]) -> re.Match[bytes] | None:
        """What matches here, moved past. More of the file is taken in as long as that may change the answer."""
        while True:
            found = pattern.match(self._window, self._at)
            if self._ended or len(self._window) - self._at > LONGEST_ROW:
                break
            if found and found.end() < len(self._window) - 1:
                break
            self._fill()
        if found:
            self._at = found.end()
        return found

    def _hold(self, size: int) -> None:
        while not self._ended and len(self._window) - self._at < size:
            self._fill()

    def _fill(self) -> None:
        wanted = max(_CHUNK, len(self._window) - self._at)  # doubling: a long value is looked at a few times only
        piece = self._file.read(wanted)
        if not piece:
            self._ended = True
        self._window = self._window[self._at :] + piece
        self._at = 0


def _bare(name: bytes) -> str:
    return name.strip(b"`\"' \t\r\n").decode("utf-8", "replace").lower()


def _table(name: bytes) -> str:
    """``database`.`table`` without the database and the quotes."""
    parts = re.findall(_NAME, name)
    return _bare(parts[-1]) if parts else ""


def _listed(columns: bytes) -> tuple[str, ...]:
    return tuple(_bare(name) for name in columns.strip(b"()").split(b","))


def _unescaped(found: re.Match[bytes]) -> Value:
    if found["null"] is not None:
        return None
    if found["string"] is not None:
        quote, inside = found["string"][:1], found["string"][1:-1]
        inside = inside.replace(quote * 2, quote) if quote * 2 in inside and b"\\" not in inside else inside
        if b"\\" not in inside:
            return inside
        doubled = re.compile(rb"\\(.)|" + quote * 2, re.DOTALL)
        return doubled.sub(lambda one: _ESCAPES.get(one[1], one[1]) if one[1] is not None else quote, inside)
    if found["hex"] is not None:
        digits = found["hex"].strip(b"xX'").removeprefix(b"0x")
        return bytes.fromhex((b"0" * (len(digits) % 2) + digits).decode("ascii"))
    return found["number"] if found["number"] is not None else found["word"]
