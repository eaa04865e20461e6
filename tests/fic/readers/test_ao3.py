"""Works of AO3 and other otwarchive sites: downloads of every era, saved pages, and pages without a work."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from casework import assert_sound, cases, check, input_of, told
from fanthology.fic.readers import READERS, read
from fanthology.fic.readers.ao3.html import detect
from fanthology.fic.readers.ao3.languages import language_of
from fanthology.fic.readers.ao3.sites import host_of, work_identity
from fanthology.fic.readers.look import Look
from fanthology.fic.readers.reader import SURE
from fanthology.fic.story import Story

KINDS = ("ao3", "ao3-page", "ao3-epub")
ALL = [case for kind in KINDS for case in cases(kind)]


@pytest.mark.parametrize("case", ALL, ids=lambda case: f"{case.parent.name}-{case.name}")
def test_case(case: Path) -> None:
    check(case)


@pytest.mark.parametrize("case", ALL, ids=lambda case: f"{case.parent.name}-{case.name}")
def test_exactly_one_reader_is_sure_and_the_name_counts_for_nothing(case: Path) -> None:
    data = input_of(case)
    for name in ("saved.html", "story.txt", "book.epub", "x"):
        sure = [reader.name for reader in READERS if reader.detect(Look(data, name)) >= SURE]
        assert sure == [case.parent.name if case.parent.name != "ao3" else "ao3-html"]


def same(story: Story) -> dict[str, object]:
    """What two copies of a work have in common: all but the reader, and AO3's count of words as written."""
    return {name: value for name, value in told(story).items() if name != "reader"}


def test_the_epub_and_the_html_of_one_work_are_the_same_story() -> None:
    case = next(case for case in cases("ao3-epub") if case.name == "calibre-today")
    book, page = read(input_of(case)), read((case / "twin.html").read_bytes())
    assert isinstance(book, Story) and isinstance(page, Story)
    assert same(book) == same(page)
    assert [[block.id for block in one.blocks] for one in book.chapters] == [
        [block.id for block in one.blocks] for one in page.chapters
    ]


def test_the_real_pair_is_the_same_story(shared: Path) -> None:
    folder = shared / "corpus" / "ao3"
    stories = [read(folder / f"ao3dl_218676.{ending}") for ending in ("epub", "html")]
    book, page = (story for story in stories if isinstance(story, Story))
    assert same(book) == same(page)
    assert len(page.chapters) == 3 and page.status == "in-progress" and page.language == "en"
    assert page.title and page.creators[0].identity and page.summary and page.notes_before and page.notes_after
    assert not any(
        "notes" in block.html and "See the end" in block.html for one in page.chapters for block in one.blocks
    )


def test_real_files_are_read_whole(shared: Path) -> None:
    for path in sorted((shared / "corpus" / "ao3").iterdir()):
        story = read(path)
        assert isinstance(story, Story), path
        assert story.identity and story.title and story.creators and story.fandoms and story.rating and story.published
        assert_sound(story, path.read_bytes())


def test_a_page_without_a_work_may_be_admitted_all_the_same() -> None:
    case = next(case for case in cases("ao3-page") if case.name == "list-of-works")
    assert isinstance(read(input_of(case), admit=True), Story)


def test_pages_cut_anywhere_are_a_story_or_a_rejection_never_an_error() -> None:
    for kind, name in (("ao3", "numbered-headings-2025-10"), ("ao3-page", "entire-work")):
        data = input_of(next(case for case in cases(kind) if case.name == name))
        for end in range(0, len(data), 197):
            outcome = read(data[:end])
            if isinstance(outcome, Story):
                assert_sound(outcome, data[:end])


def test_damaged_words_are_mended_and_everything_stays_in_its_place() -> None:
    case = next(case for case in cases("ao3") if case.name == "before-2019")
    data = input_of(case).replace(b"A letter.", "A na´ve letter, déjà".encode() + " vÃ©cu.".encode())
    story = read(data)
    assert isinstance(story, Story)
    assert story.chapters[2].summary == "A naïve letter, déjà vécu."
    assert_sound(story, data)
    whole = read(input_of(case))
    assert isinstance(whole, Story)
    assert [replace(one, summary=None).title for one in story.chapters] == [one.title for one in whole.chapters]


@pytest.mark.parametrize(
    ("markup", "sure"),
    [
        (b'<p>Posted originally on the A at /works/1</p><dl class="tags">', True),
        (b'<p>Posted originally on the A at /works/1</p><dl class="tag">', False),
        (b'<dl class="tags"><p>/works/1', False),
        (b'It was Posted originally on the A at /works/1 <dl class="tags">', False),
    ],
)
def test_a_download_is_known_by_its_marks(markup: bytes, sure: bool) -> None:
    assert (detect(Look(markup, "x")) == SURE) is sure


def test_languages_are_known_by_name_in_every_spelling_of_it() -> None:
    names = {
        "Deutsch": "de",
        "中文-普通话 國語": "zh",
        "Português brasileiro": "pt-BR",
        "  english ": "en",
        "Türkçe": "tr",
    }
    assert {name: language_of(name) for name in names} == names
    assert language_of("A New Language", "ptBR") == "pt-BR" and language_of("A New Language") is None
    assert language_of("x", "not a code!") is None


def test_hosts() -> None:
    assert host_of("https://ARCHIVEOFOUROWN.org/works/1") == "archiveofourown.org"
    assert host_of("javascript:alert(1)") is None
    assert work_identity("/works/12") is None
    assert work_identity("/works/12abc", "archiveofourown.org") is None
