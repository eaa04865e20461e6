from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fanthology.archive.keeping.sealing import Seal, WrongKeyError

KEYS = st.none() | st.binary(min_size=32, max_size=32)


@given(st.binary(max_size=2_000), KEYS, st.text(max_size=30))
def test_what_is_sealed_is_opened_again(data: bytes, key: bytes | None, name: str) -> None:
    assert Seal(key).open(Seal(key).seal(data, name), name) == data


@given(st.binary(min_size=1, max_size=500), st.integers(0, 10_000), st.integers(0, 7))
def test_no_bit_is_flipped_unnoticed_under_a_key(data: bytes, place: int, bit: int) -> None:
    seal = Seal(b"k" * 32)
    kept = bytearray(seal.seal(data, "a"))
    kept[place % len(kept)] ^= 1 << bit
    with pytest.raises((ValueError, WrongKeyError)):
        seal.open(bytes(kept), "a")


def test_a_piece_cannot_stand_in_for_another() -> None:
    seal = Seal(b"k" * 32)
    with pytest.raises(ValueError, match="damaged"):
        seal.open(seal.seal(b"It rained.", "a"), "b")
