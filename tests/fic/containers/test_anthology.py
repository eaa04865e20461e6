"""An anthology that Fanthology wrote gives back the works that were put into it."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace

import pytest

from fanthology.fic import Story, read
from fanthology.fic.containers.container import Limits, Member, Refused, Whole
from fanthology.fic.containers.opening import Taken, open_all
from fanthology.fic.story import Block, Chapter, Creator, SeriesPlace, SourceInfo
from fanthology.fic.text.exchange.facts import facts_of
from fanthology.fic.writers import write_epub
from fanthology.fic.writers.anthology import anthology_of
from fanthology.fic.writers.book import Book, book_from_story, book_to_write
from fanthology.fic.writers.epub import write_anthology


def story(number: int) -> Story:
    """A story with a summary, notes, a series and two chapters, one of which is titled."""
    words = f"<p>The train number {number} was <em>late</em> &amp; cold.</p>"
    blocks = (
        Block(f"b{number}1", "paragraph", 1, None, words),
        Block(f"b{number}2", "scene-break", 1, None, '<p class="scene-break">~ ❦ ~</p>'),
        Block(f"b{number}3", "paragraph", 2, None, "<p>Nobody spoke.</p>"),
    )
    return Story(
        SourceInfo("a", "text", f"{number:064}", 5), title=f"Train {number}", summary="Snow.\n\nMore snow.",
        creators=(Creator("Mina"), Creator("Lev", "translator")), fandoms=("Dracula",), rating="Mature",
        notes_before="Before.", notes_after="After.", series=(SeriesPlace("Trains", number),), language="en",
        chapters=(Chapter(blocks, 1, "The Platform", notes_after="A word."), Chapter(blocks[2:], 3)),
    )  # fmt: skip


def bound(*books: Book) -> bytes:
    return write_anthology(anthology_of("Trains", books), books)


def taken(data: bytes, limits: Limits | None = None) -> list[Taken]:
    return list(open_all("trains.epub", io.BytesIO(data), limits=limits))


@pytest.fixture
def three() -> list[Book]:
    return [book_to_write(story(number)) for number in (1, 2, 3)]


def test_each_work_is_the_work_that_was_put_in(three: list[Book]) -> None:
    three[1] = replace(three[1], warnings_first=True)
    found = taken(bound(*three))
    assert found == taken(bound(*three)), "the same works are the same items"
    assert [one.name for one in found if isinstance(one, Member)] == ["0001.epub", "0002.epub", "0003.epub"]
    for number, one in enumerate(found, 1):
        assert isinstance(one, Member)
        back, wanted = read(one.data, name=one.name), book_from_story(story(number))
        assert isinstance(back, Story) and back.reader.name == "fanthology-epub"
        assert facts_of(book_from_story(back)) == facts_of(wanted)
        for told, chapter in zip(back.chapters, wanted.chapters, strict=True):
            assert [(block.kind, block.html) for block in told.blocks] == [
                (block.kind, block.html) for block in chapter.blocks
            ]
            assert (told.number, told.title, told.notes_after) == (chapter.number, chapter.title, chapter.notes_after)


def test_one_work_is_an_item_and_so_is_any_other_book(three: list[Book]) -> None:
    assert taken(write_epub(three[0])) == [Whole()]
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(bound(*three))) as whole, zipfile.ZipFile(made, "w") as bare:
        for info in whole.infolist():
            if not info.filename.startswith("META-INF/fanthology/0") or info.filename.endswith("1.json"):
                bare.writestr(info, whole.read(info) if "part-" not in info.filename else b"")
    assert len(taken(made.getvalue())) == 1, "without what is said about them, two works are not made up"


def test_it_is_found_in_another_archive(three: list[Book]) -> None:
    outer = io.BytesIO()
    with zipfile.ZipFile(outer, "w") as archive:
        archive.writestr("books/trains.epub", bound(*three))
    names = [getattr(one, "name", "") for one in open_all("books.zip", io.BytesIO(outer.getvalue()))]
    assert names == [f"books/trains.epub/000{number}.epub" for number in (1, 2, 3)]


def test_what_is_too_large_or_damaged_is_refused_and_the_others_are_taken(three: list[Book]) -> None:
    long = replace(three[1], notes_after="snow " * 1_000_000)
    found = taken(bound(three[0], long, three[2]))
    assert [type(one) for one in found] == [Member, Refused, Member]
    assert isinstance(found[1], Refused) and "as traps do" in found[1].message
    small = taken(bound(three[0], long), Limits(member=100_000))
    assert isinstance(small[1], Refused) and small[1].reason == "too-large"
    whole = bytearray(bound(*three))
    with zipfile.ZipFile(io.BytesIO(whole)) as archive:
        at = archive.getinfo("OEBPS/part-0002-title.xhtml").header_offset
    whole[at + 60 : at + 90] = bytes(30)
    assert [type(one) for one in taken(bytes(whole))] == [Member, Refused, Member]
    for end in range(0, len(whole), len(whole) // 40):
        taken(bytes(whole[:end]))  # says so or takes it for a book, which its reader refuses


def test_only_pages_that_are_called_so_are_taken(three: list[Book]) -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(bound(*three))) as whole, zipfile.ZipFile(made, "w") as hostile:
        for info in whole.infolist():
            hostile.writestr(info, whole.read(info))
        hostile.writestr("OEBPS/part-0004-../../x.xhtml", b"x")
        hostile.writestr("META-INF/fanthology/0004.json", b"{}")
    assert len(taken(made.getvalue())) == 3
