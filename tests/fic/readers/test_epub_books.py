"""EPUBs of no known program, and of FicHub: the package file, the table of contents, pictures, and what is damaged."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from casework import assert_sound, cases, check, input_of, packed, told
from fanthology.fic.readers import READERS, read
from fanthology.fic.readers.epub.program import OWN_RECORD
from fanthology.fic.readers.look import Look
from fanthology.fic.readers.reader import SURE
from fanthology.fic.story import Rejection, Story
from fanthology.fic.writers import write_epub

CASES = cases("epub")


def case_of(name: str) -> Path:
    return next(case for case in CASES if case.name == name)


def changed(tmp_path: Path, name: str, **files: str | None) -> bytes:
    """A case's book with files put in, in place of others, or left out."""
    book = case_of(name) / "book"
    for path in (path for path in book.rglob("*") if path.is_file()):
        copy = tmp_path / path.relative_to(book)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes(path.read_bytes())
    for path, content in files.items():
        if content is None:
            (tmp_path / path).unlink()
        else:
            (tmp_path / path).write_text(content, "utf-8")
    return packed(tmp_path)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_case(case: Path) -> None:
    check(case)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_exactly_one_reader_is_sure(case: Path) -> None:
    sure = [reader.name for reader in READERS if reader.detect(Look(input_of(case), "a.txt")) >= SURE]
    assert sure == ["fichub-epub" if case.name == "fichub" else "epub"]


@pytest.mark.parametrize(
    ("files", "reason", "words"),
    [
        ({"META-INF/encryption.xml": "<encryption><EncryptedKey/></encryption>"}, "unreadable", "DRM"),
        ({"content.opf": "<package><manifest>"}, "unreadable", "damaged"),
        ({"a.html": "<p></p>", "b.html": "<div/>"}, "empty", "no text"),
    ],
)
def test_what_cannot_be_read_is_rejected_with_its_reason(
    tmp_path: Path, files: dict[str, str], reason: str, words: str
) -> None:
    outcome = read(changed(tmp_path, "no-table-of-contents", **files))
    assert isinstance(outcome, Rejection)
    assert outcome.reason == reason and words in outcome.message


def test_a_picture_that_is_not_there_is_no_asset(tmp_path: Path) -> None:
    story = read(changed(tmp_path, "epub-2-parts-of-pages", **{"OEBPS/images/door.png": None}))
    assert isinstance(story, Story)
    assert story.assets == () and "door.png" in story.chapters[0].blocks[1].html


def test_a_cut_book_is_rejected() -> None:
    data = input_of(case_of("epub-2-parts-of-pages"))
    for end in (70, 300, len(data) // 2, len(data) - 30):
        outcome = read(data[:end], name="saved")
        assert isinstance(outcome, Rejection)
        assert outcome.reason == "unreadable" and "damaged" in outcome.message


def test_chapters_are_found_by_headings_where_no_table_names_them(tmp_path: Path) -> None:
    pages = {
        "a.html": "<body><h2>I. Fog</h2><p>It fell.</p></body>",
        "b.html": "<body><h2>II. Rain</h2><p>It too.</p></body>",
    }
    data = changed(tmp_path, "no-table-of-contents", **pages)
    story = read(data)
    assert isinstance(story, Story)
    assert [(one.number, one.title) for one in story.chapters] == [(1, "Fog"), (2, "Rain")]
    assert_sound(story, data)


def test_our_own_book_is_readable_even_without_its_record() -> None:
    header = b"Title: The Lamp\nAuthor: Elizabeth B.\nRating: PG\n\n"
    made = read(header + b"Chapter 1\n\nIt went out.\n\nChapter 2: Rain\n\nIt fell.\n")
    assert isinstance(made, Story)
    held = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(write_epub(made))) as book, zipfile.ZipFile(held, "w") as bare:
        for name in (name for name in book.namelist() if name != OWN_RECORD):
            bare.writestr(name, book.read(name))
    story = read(held.getvalue())
    assert isinstance(story, Story)
    found = told(story)
    assert (found["title"], found["rating"]) == ("The Lamp", "General Audiences")
    assert [one.name for one in story.creators] == ["Elizabeth B."]
    assert [block.html for one in story.chapters for block in one.blocks][-1] == "<p>It fell.</p>"
