"""Whatever the bytes are: a Story that accounts for all of them, or a Rejection. Never anything else."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fanthology.fic import Rejection, Story, read
from fanthology.fic.story import REASONS
from fanthology.fic.text.decoding.decode import decode
from fanthology.fic.text.ledger import faults
from recount import recount

RANDOM_FILES = MUTATED_FILES = 10_000
CASES = Path(__file__).parents[2] / "cases"

WHOLE = """From: beryl@example.org
Newsgroups: alt.fan.holmes
Subject: The Hound at Home (1/2)

Title: The Hound at Home
Author: Beryl S.
Rating: PG-13
Disclaimer: They belong to themselves by now.
A/N: For the winter exchange.

Chapter One

     It was late, and the fire had gone down to a *red eye* in the grate--
and nobody had thought to feed it.  The dog slept.
     "Holmes," I said, "you na´ve old thing."

* * *

    The hound went out by the garden gate
    and nobody saw him go

He wrote:

Dear Watson,

Do not wait up.

Yours,
H.

Chapter Two: Away

_Nobody_ came. It was Ã©trange. 1 < 2 & 3 > 2.

A	B	C
1	2	3
4	5	6

The End

A/N: Thanks for reading! (tbc in "The Hound Abroad")
"""


def check(data: bytes) -> bool:
    """Reads, recounts, and says whether it was a Story."""
    made = read(data, admit=True)
    if isinstance(made, Rejection):
        assert made.reason in REASONS
        assert made.message.endswith(".")
        return False
    if made.source.format == "text":
        recount(made, decode(data).text)
    else:
        assert made.ledger.characters == made.ledger.accounted
    return True


def random_bytes(dice: random.Random) -> bytes:
    kind = dice.randrange(4)
    size = dice.randrange(1, 400)
    if kind == 0:
        return dice.randbytes(size)
    if kind == 1:
        return bytes(dice.choices(b" \n\r\t*_-/<>&#~.,:;'\"abcxoXO0\x00\x1a\x85\xa0\xe9", k=size))
    if kind == 2:
        return "".join(
            chr(dice.choice((dice.randrange(0x20, 0x7F), dice.randrange(0x20, 0xD000)))) for _ in range(size)
        ).encode()
    pieces = (
        "Title: ",
        "\n\n",
        "***",
        "*a*",
        "--\n",
        "Chapter 1",
        "\r\n",
        "a-\nb",
        " ",
        "\x0c",
        "\u2028",
        "x",
        "1/2",
        "> ",
        "\x01",
    )
    return "".join(dice.choices(pieces, k=size // 4 + 1)).encode()


def mutated(dice: random.Random, text: bytes) -> bytes:
    made = bytearray(text)
    for _ in range(dice.randrange(1, 6)):
        at, other = dice.randrange(len(made) + 1), dice.randrange(len(made) + 1)
        start, end = min(at, other), min(max(at, other), min(at, other) + 120)
        match dice.randrange(5):
            case 0:
                del made[start:end]
            case 1:
                made[at:at] = made[start:end]
            case 2:
                made[start:end] = bytes(byte ^ 1 << dice.randrange(8) for byte in made[start:end][:8])
            case 3:
                made[start:end] = dice.choice(
                    (b"\n", b"\r\n", b"*", b"--", b" ", b"\n\n\n", b"\xc3\xa9", b"\x93", b"\0")
                )
            case _:
                made[start:end] = made[start:end][::-1]
    return bytes(made)


def samples() -> Iterator[bytes]:
    for path in sorted(CASES.glob("typeset/*/input.txt")):
        yield path.read_bytes()
    for size in range(0, len(WHOLE), 400):
        yield WHOLE[size : size + 800].encode()


def test_random_bytes_are_read_or_rejected() -> None:
    dice = random.Random(1887)
    stories = sum(check(random_bytes(dice)) for _ in range(RANDOM_FILES))
    assert stories > RANDOM_FILES // 4


def test_mutated_files_are_read_or_rejected() -> None:
    dice = random.Random(1895)
    texts = list(samples())
    stories = sum(check(mutated(dice, dice.choice(texts))) for _ in range(MUTATED_FILES))
    assert stories > MUTATED_FILES // 2


WORDS = st.sampled_from(
    [
        "the",
        "hound",
        "*red*",
        "_so_",
        "well-",
        "he--",
        "—",
        "naïve",
        "1/2",
        "a&b",
        "<so>",
        "**now**",
        '"No,"',
        "end.",
        "\xa0",
        "//he//",
        "x" * 40,
    ]
)
SENTENCES = st.lists(WORDS, min_size=1, max_size=40).map(" ".join)
ORNAMENTS = st.sampled_from(["* * *", "***", "---", "~*~", "ooOoo", "<><><>", "%%%%", "—", "#"])
HEADERS = st.sampled_from(
    ["Title: The Moor", "By Beryl", "Chapter 3", "A/N: hello", "The End", "Dear John,", "WATSON: Oh."]
)


@st.composite
def laid_out(draw: st.DrawFn) -> str:
    """A text of paragraphs, verse, ornaments and headers, laid out in one of the usual ways."""
    parts = draw(st.lists(st.one_of(SENTENCES, SENTENCES, ORNAMENTS, HEADERS), min_size=1, max_size=12))
    width = draw(st.sampled_from([0, 20, 50, 65, 72, 80]))
    indent = draw(st.sampled_from(["", "", "  ", "     ", "\t"]))
    gap = draw(st.sampled_from(["\n", "\n\n", "\n\n\n", "\n \n"]))
    newline = draw(st.sampled_from(["\n", "\r\n", "\r"]))
    return gap.join(indent + wrap(part, width) for part in parts).replace("\n", newline)


def wrap(part: str, width: int) -> str:
    lines = [""]
    for word in part.split(" "):
        if width and len(lines[-1]) + len(word) >= width:
            lines.append(word)
        else:
            lines[-1] = f"{lines[-1]} {word}".strip(" ")
    return "\n".join(lines)


@settings(max_examples=500, deadline=None)
@given(laid_out())
def test_any_layout_keeps_every_word(text: str) -> None:
    check(text.encode())


@settings(max_examples=500, deadline=None)
@given(st.text(min_size=1))
def test_any_text_keeps_every_word(text: str) -> None:
    check(text.encode("utf-8", "replace"))


@pytest.mark.parametrize(
    "text",
    [
        "a" * 10,
        "\n",
        "* ",
        "_a",
        "*a ",
        "/a ",
        "-\n",
        "*\n",
        " \n",
        "a\n",
        "a \n\n",
        "<",
        "Dear A,\n\n",
        "\t",
        "x-\n ",
        "a  \n",
        "''",
    ],
    ids=repr,
)
def test_long_monotony_is_read_too(text: str) -> None:
    data = (text * (200_000 // len(text)) + "z").encode()
    made = read(data, admit=True)
    assert isinstance(made, Story)
    assert faults(made.ledger, data.decode()) == []


def test_real_files_are_whole(shared: Path) -> None:
    paths = sorted((shared / "corpus" / "usenet").glob("*.txt")) + sorted((shared / "seeds").iterdir())
    assert sum(check(path.read_bytes()) for path in paths) >= len(paths) - 1
