"""How alike two texts are, by their words alone: mark-up, encoding, punctuation and case make no difference.

A text is known by a few of its shingles (runs of words): those that begin at a word which ends in one of some letters,
which picks the same places in any copy. MinHash (Broder, 1997) turns them into a signature of fixed size, whose bands
find likely copies among any number of texts (locality-sensitive hashing); two signatures say how much is shared.
"""

from __future__ import annotations

import re
import struct
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from zlib import crc32

from rensa import RMinHash

ROWS, BANDS = 4, 32
PERMUTATIONS = ROWS * BANDS
LEAST_SHINGLES = 20
"""A text with fewer says too little to be told from another by its words."""

_SEED = 20_260
_SHINGLE = 4
_BEGINS = frozenset("dtyg")
_WORD = re.compile(r"[^\W_]+")
_CHANGED = str.maketrans({"’": "'", "ʼ": "'"})
_TAG = re.compile(r"<[^>]*>")
_ASCII_WORDS = "".join(chr(code) if chr(code).isalnum() else " " for code in range(128))


@dataclass(frozen=True, slots=True)
class Signature:
    """A text as it is compared: how many shingles it has, and the MinHash of them."""

    shingles: int
    values: tuple[int, ...]

    def pack(self) -> bytes:
        """As bytes, to be stored."""
        return struct.pack(f"<I{PERMUTATIONS}I", self.shingles, *self.values)

    @classmethod
    def unpack(cls, data: bytes) -> Signature:
        """The Signature that was packed."""
        shingles, *values = struct.unpack(f"<I{PERMUTATIONS}I", data)
        return cls(shingles, tuple(values))

    def bands(self) -> list[int]:
        """A number for each band: two texts that share one are worth comparing."""
        packed = struct.pack(f"<{PERMUTATIONS}I", *self.values)
        size = 4 * ROWS
        return [band << 32 | crc32(packed[band * size : (band + 1) * size]) for band in range(BANDS)]


def words_of(markup: Iterable[str]) -> list[str]:
    """The words of some blocks, folded.

    >>> words_of(["<p>The <em>Naïve</em> Dog’s bone.</p>"])
    ['the', 'naive', 'dogs', 'bone']
    """
    text = " ".join(_TAG.sub("", block) for block in markup).casefold().translate(_CHANGED).replace("'", "")
    if text.isascii():
        return text.translate(_ASCII_WORDS).split()
    parted = unicodedata.normalize("NFKD", text)
    return _WORD.findall("".join(sign for sign in parted if not unicodedata.combining(sign)))


def signature_of(words: list[str]) -> Signature:
    """The Signature of a text."""
    last = len(words) - _SHINGLE
    begins = [at for at, word in enumerate(words) if word[-1] in _BEGINS and at <= last]
    joined = {" ".join(words[at : at + _SHINGLE]) for at in begins}
    minhash = RMinHash(PERMUTATIONS, _SEED)
    minhash.update(list(joined))
    return Signature(len(joined), tuple(minhash.digest()))


@dataclass(frozen=True, slots=True)
class Likeness:
    """How alike two texts are (0 to 1): ``shared`` of all their shingles, ``held`` of the shorter's in the longer."""

    shared: float
    held: float


def likeness(one: Signature, other: Signature) -> Likeness:
    """How alike two texts are, as their signatures tell: give or take some hundredths.

    >>> text = signature_of(words_of(["<p>" + "a dog sat by the gate and nobody let it in today " * 9 + "</p>"]))
    >>> likeness(text, text)
    Likeness(shared=1.0, held=1.0)
    """
    if not one.shingles or not other.shingles:
        return Likeness(0.0, 0.0)
    same = sum(mine == yours for mine, yours in zip(one.values, other.values, strict=True))
    shared = same / PERMUTATIONS
    both = shared * (one.shingles + other.shingles) / (1 + shared)
    return Likeness(shared, min(1.0, both / min(one.shingles, other.shingles)))
