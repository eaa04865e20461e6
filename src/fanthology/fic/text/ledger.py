"""The account of a source: every character that is not blank is in exactly one segment.

*Blank* means Unicode white space, as `str.isspace` has it for one character: blanks and line ends, the no-break space,
the wide blank of East Asian text. A byte order mark inside the text and a zero-width space are not blank; they are
accounted for like letters.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence

from fanthology.fic.story import Ledger, Repair, SegmentKind

KINDS: tuple[SegmentKind, ...] = ("header", "note", "heading", "body", "scene-break", "furniture")
_ASCII_BLANKS = b" \t\n\r\x0b\x0c\x1c\x1d\x1e\x1f"
_OTHER_BLANKS = (
    "\x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000"
)
_NO_CHARACTERS = _ASCII_BLANKS + bytes(range(0x80, 0xC0))  # in UTF-8, all but the first byte of a character

Tile = tuple[int, SegmentKind]
"""Where a stretch of the source begins, and what it is; it reaches to the next tile's beginning."""


def count_characters(text: str) -> int:
    """How many characters of ``text`` are not blank.

    >>> count_characters("a b\\u00a0c\\ufeff")
    4
    """
    if text.isascii():
        return len(text.encode("ascii").translate(None, _ASCII_BLANKS))
    coded = text.encode("utf-8", "surrogatepass")
    return len(coded.translate(None, _NO_CHARACTERS)) - sum(map(text.count, _OTHER_BLANKS))


def build(text: str, tiles: Sequence[Tile], repairs: Iterable[Repair] = ()) -> Ledger:
    """The ledger of ``text``, laid with tiles: sorted, the first at 0, so that nothing can lie between two of them.

    Blanks at the ends of a tile are left out of its segment, unless a repair put something in their place.

    >>> build("Hi.\\n\\nBye.\\n", [(0, "header"), (5, "body")]).segments
    ((0, 3, 'header'), (5, 9, 'body'))
    """
    segments: list[tuple[int, int, SegmentKind]] = []
    by_kind: dict[SegmentKind, int] = dict.fromkeys(KINDS, 0)
    mended = sorted(repair.span for repair in repairs if _blank_at_an_end(repair.was))
    ends = [start for start, _ in tiles[1:]] + [len(text)]
    for (start, kind), end in zip(tiles, ends, strict=True):
        first, last = _trimmed(text, start, end)
        for span in mended[bisect_left(mended, (start,)) : bisect_left(mended, (end + 1,))]:
            if span[1] <= end:
                first, last = (min(first, span[0]), max(last, span[1])) if first < last else span
        if first < last:
            segments.append((first, last, kind))
            by_kind[kind] += count_characters(text[first:last])
    return Ledger(count_characters(text), sum(by_kind.values()), by_kind, tuple(segments))


def _blank_at_an_end(was: str) -> bool:
    return was != was.strip()


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    part = text[start:end]
    return start + len(part) - len(part.lstrip()), start + len(part.rstrip())


def faults(ledger: Ledger, text: str) -> list[str]:
    """What is wrong with a ledger, in words; nothing if it is whole.

    >>> faults(Ledger(3, 3, {"body": 3}, ((0, 2, "body"),)), "one")
    ['characters 2 to 3 are in no segment']
    """
    found: list[str] = []
    at = 0
    for start, end, kind in (*ledger.segments, (len(text), len(text), "end")):
        if start < at or (start == end and kind != "end"):
            found.append(f"segment {start} to {end} overlaps or is empty")
        elif text[at:start].strip():
            found.append(f"characters {at} to {start} are in no segment")
        at = max(at, end)
    if ledger.characters != count_characters(text):
        found.append(f"{ledger.characters} characters, counted again {count_characters(text)}")
    if not ledger.characters == ledger.accounted == sum(ledger.by_kind.values()):
        found.append(f"{ledger.accounted} of {ledger.characters} characters are accounted for")
    return found
