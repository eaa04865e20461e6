"""One story as FanFicFare writes it three times, made here by FanFicFare itself: every reading of it is the same."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from fanthology.fic.readers import read, reader_of
from fanthology.fic.story import Identity, Rejection, Story
from recount import recount

FORMATS = ("epub", "html", "txt")
OPTIONS: dict[str, list[str]] = {
    "plain": [],
    "epub 3": ["-o", "epub_version=3.0"],
    "a table": ["-o", "titlepage_use_table=true"],
    "numbers": ["-o", "add_chapter_numbers=true"],
}


def made(folder: Path, sid: int, options: list[str]) -> dict[str, Path]:
    """FanFicFare's own made-up story of that number, in each format. Its test site needs no network."""
    found = {}
    for form in FORMATS:
        name = f"story.{form}"
        command = [sys.executable, "-m", "fanficfare.cli", "--non-interactive", "-f", form, *options]
        command += ["-o", f"output_filename={name}", "-o", "zip_output=false", f"http://test1.com?sid={sid}"]
        subprocess.run(command, cwd=folder, check=True, capture_output=True, timeout=120)
        found[form] = folder / name
    return found


@pytest.fixture(scope="module")
def readings(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, int], dict[str, Story]]:
    every = {}
    for name, sid in (("plain", 5), ("epub 3", 2), ("a table", 10), ("numbers", 1), ("plain", 673)):
        files = made(tmp_path_factory.mktemp("fanficfare"), sid, OPTIONS[name])
        stories = {}
        for form, path in files.items():
            story = read(path)
            assert isinstance(story, Story), (name, sid, form, story)
            assert story.reader.name == f"fanficfare-{form}"
            reader = reader_of(story.reader.name)
            assert reader is not None
            recount(story, reader.text_of(path.read_bytes()))
            stories[form] = story
        every[name, sid] = stories
    return every


FIELDS = ("title", "fandoms", "relationships", "characters", "freeforms", "rating", "warnings", "categories", "summary",
          "published", "updated", "status", "chapters_expected", "language", "identity", "series", "links")  # fmt: skip


def fields_of(story: Story) -> dict[str, Any]:
    told: dict[str, Any] = {name: getattr(story, name) for name in FIELDS}
    told["series"] = [(one.name, one.position) for one in story.series]
    told["creators"] = [one.name for one in story.creators]
    told["chapters"] = [
        (one.number, one.title, one.notes_before, one.notes_after, one.scenes) for one in story.chapters
    ]
    return told


def words_of(story: Story) -> list[list[str]]:
    """The words of each chapter; the test site writes the time into its text."""
    texts = (" ".join(re.sub("<[^>]+>", " ", block.html) for block in one.blocks) for one in story.chapters)
    return [re.sub(r"Timestamp:\d{4}-[\d: -]+", "Timestamp ", text).split() for text in texts]


def test_every_field_is_the_same_three_times(readings: dict[tuple[str, int], dict[str, Story]]) -> None:
    for stories in readings.values():
        first, *others = (fields_of(one) for one in stories.values())
        assert all(other == first for other in others)
        assert len(first["chapters"][0]) >= 4 and first["title"] and first["creators"]


def test_every_word_is_the_same_three_times(readings: dict[tuple[str, int], dict[str, Story]]) -> None:
    for stories in readings.values():
        first, *others = (words_of(one) for one in stories.values())
        assert all(other == first for other in others)
        assert min(map(len, first)) > 50


def test_what_the_labels_say(readings: dict[tuple[str, int], dict[str, Story]]) -> None:
    story = readings["plain", 5]["txt"]
    assert story.title == "Test Story Title 5"
    assert story.series[0].name == "The Great Test" and story.series[0].position == 5
    assert "Puella Magi Madoka Magica/魔法少女まどか★マギカ" in story.fandoms
    assert "Once Upon a Time (TV)" in story.fandoms
    assert (story.published, story.updated, story.status) == ("1975-03-15", "1975-04-15", "in-progress")
    assert story.identity == (Identity("url", "http://test1.com?sid=5"),)
    assert [one.name for one in readings["plain", 673]["epub"].creators] == [
        one.name for one in readings["plain", 673]["html"].creators
    ]
    assert len(readings["plain", 673]["epub"].creators) > 1
    assert any("<em>italics</em>" in block.html for block in story.chapters[1].blocks)


def test_the_description_beside_fills_gaps_and_alone_is_no_story(tmp_path: Path) -> None:
    page = (
        b"<html><body><h1><a href=''>The Lamp</a> by <a class='authorlink' href=''>Hester Lark</a></h1>"
        b"<div><b>Packaged:</b> 2020-01-01</div><a name='section0001'><h2>1. Rain</h2></a><div><p>It rained.</p></div>"
    )
    record = {"title": "Another", "author": "X", "formatname": "html", "category": "Sherlock Holmes, Oz",
              "rating": "T", "storyUrl": "https://www.fanfiction.net/s/555/1/", "datePublished": "2001-02-03",
              "language": "English"}  # fmt: skip
    described = json.dumps(record).encode()
    story = read(page, name="lamp.html", beside={".json": described})
    assert isinstance(story, Story)
    assert (story.title, [one.name for one in story.creators]) == ("The Lamp", ["Hester Lark"])
    assert (story.fandoms, story.rating, story.published) == (
        ("Sherlock Holmes", "Oz"),
        "Teen And Up Audiences",
        "2001-02-03",
    )
    assert story.identity == (Identity("ffn", "555"),) and story.language == "en"
    assert (story.chapters[0].number, story.chapters[0].title) == (1, "Rain")
    alone = read(described, name="lamp.json")
    assert isinstance(alone, Rejection) and "description of “Another”" in alone.message
    for broken in (b"{", b"[1]", b'{"title": 3}', b"\xff"):
        assert isinstance(read(page, name="lamp.html", beside={".json": broken}), Story)


def test_notes_before_and_behind_a_chapter() -> None:
    page = (
        "<html><body><h1><a href='https://archiveofourown.org/works/12'>The Lamp</a> by "
        "<a class='authorlink' href='https://archiveofourown.org/users/hester'>Hester Lark</a></h1>"
        "<div><b>Publisher:</b> archiveofourown.org</div><a name='section0001'><h2>Rain</h2></a>"
        "<div class='fff_chapter_notes fff_head_notes'><b>Notes:</b><blockquote>A cat.</blockquote></div>"
        "<p>It rained.</p><hr><p>Then not.</p>"
        "<div class='fff_chapter_notes fff_foot_notes'><blockquote>Thanks!</blockquote></div>"
    )
    story = read(page.encode(), name="lamp.html")
    assert isinstance(story, Story)
    assert story.identity == (Identity("ao3", "12"),)
    assert story.creators[0].identity == (Identity("ao3-user", "hester"),)
    (chapter,) = story.chapters
    assert (chapter.notes_before, chapter.notes_after, chapter.scenes) == ("Notes:\n\nA cat.", "Thanks!", 2)


def test_real_files_are_the_same_three_times(shared: Path) -> None:
    stories = [read(path) for path in sorted((shared / "corpus/fanficfare").iterdir())]
    read_ones = [one for one in stories if isinstance(one, Story)]
    assert len(read_ones) == 3
    first, *others = (fields_of(one) for one in read_ones)
    assert all(other == first for other in others)
    assert words_of(read_ones[0]) == words_of(read_ones[1]) == words_of(read_ones[2])
