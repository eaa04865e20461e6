"""Whatever the text, the ranges of an outline are sorted, disjoint and cover everything that is not blank."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fanthology.fic.text.document import Document, Outline
from fanthology.fic.text.outlining.outline import outline

CASES = Path(__file__).resolve().parents[2] / "cases" / "text"
CORPUS = Path(__file__).resolve().parents[4] / "shared" / "corpus" / "usenet"
LINES = st.sampled_from(
    [
        *("Title: The Moor", "Author: Irene Adler", "by Irene Adler", "by", "BY: x", "From: a@b.example (A)"),
        *(
            "Subject: Low Tide (1/3)",
            "Path: a!b!c",
            "Message-ID: <1@b>",
            "----",
            "* * *",
            "xxx",
            '"Come in," said Holmes.',
        ),
        *("It rained on the moor.", "Chapter 2", "Chapter Three: The Stick", "Part 1/5", "PROLOGUE", "LOW TIDE"),
        *("A/N: I wrote this story at night.", "Disclaimer: see chapter 1", "Disclaimer:", "THE END", "tbc"),
        *("(tbc in Exile)", "cont.", "--", "-- ", "Irene", 'Here follows "Tide," by I. Adler', "1.", "2. The Bridge"),
        *("II", "Enjoy!", "Hi all,", "---8<--- cut here", "Copyright 1994 by Irene Adler.", "Rating: PG-13", "PG"),
        *('sequel to "Moor" by X', "> quoted", "\u3000", "\f", "\x00", "\t", "note:", "Rated R", "Back to the Index"),
        *("", "  ", "", "   "),
    ]
)
TEXTS = st.one_of(st.text(max_size=300), st.lists(st.one_of(LINES, st.text(max_size=60)), max_size=60).map("\n".join))


def check(text: str) -> Outline:
    """The invariant, counted without the parser."""
    found = outline(Document(text))
    spans = [(segment.start, segment.end) for segment in found.segments]
    spans += [span for chapter in found.chapters for span in chapter.body]
    covered = set()
    for start, end in sorted(spans):
        assert 0 <= start < end <= len(text)
        assert covered.isdisjoint(range(start, end))
        covered.update(range(start, end))
    assert {at for at, char in enumerate(text) if not char.isspace()} <= covered
    assert [s.start for s in found.segments] == sorted(s.start for s in found.segments)
    bodies = [span for chapter in found.chapters for span in chapter.body]
    assert bodies == sorted(bodies)
    return found


@given(TEXTS)
@settings(max_examples=400, deadline=None)
def test_ranges_of_any_text(text: str) -> None:
    check(text)


@pytest.mark.parametrize("folder", sorted(CASES.iterdir()), ids=lambda folder: folder.name)
def test_ranges_of_the_cases(folder: Path) -> None:
    path = folder / "input.txt"
    if path.exists():
        check(path.read_text("utf-8"))


@pytest.mark.parametrize("path", sorted(CORPUS.glob("*.txt")) or [None], ids=lambda path: path.name if path else "none")
def test_ranges_of_real_files(path: Path | None) -> None:
    if path is None:
        pytest.skip("no corpus here")
    check(path.read_bytes().decode("cp1252", "replace").replace("\r\n", " \n").replace("\r", "\n"))


HOSTILE = {
    "blanks": " " * 1_000_000,
    "newlines": "\n" * 1_000_000,
    "brackets": "(" * 1_000_000,
    "ornament": "-=" * 500_000,
    "by": "by " * 333_000,
    "by-lines": "by by by\n" * 50_000,
    "labels": "Title: a\n" * 50_000,
    "one-label": "Title: " + "Author: x " * 50_000,
    "quotes": '"a ' * 300_000,
    "headings": "\nChapter 1\n\n" * 30_000,
    "mail": "\nFrom: a@b.c\nSubject: x\nPath: a!b\n\nwords\n" * 10_000,
    "capitals": "A " * 500_000,
    "addresses": "a@b." * 250_000,
    "dots": "." * 1_000_000,
    "copyright": "copyright (c) 1994 by " * 40_000,
    "ends": "\nTHE END\n\n" * 30_000,
    "notes": "\n\nA/N: x\n\nhe went.\n" * 20_000,
    "numbers": "\n\n1\n\nx\n" * 30_000,
    "short-lines": "a\n\n" * 200_000,
}


@pytest.mark.parametrize("name", sorted(HOSTILE))
def test_hostile_texts_end(name: str) -> None:
    """A megabyte made to be slow comes to an end; were the time to grow with the square of the length, it would not."""
    found = outline(Document(HOSTILE[name]))
    assert found.segments or found.chapters or not HOSTILE[name].strip()
