"""Web pages of several ages: what is story is read whole, what belongs to the site is furniture, nothing is lost."""

from __future__ import annotations

import json
import random
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fanthology.fic.readers.html import HTML, detect
from fanthology.fic.readers.look import Look
from fanthology.fic.readers.reader import Item
from fanthology.fic.story import Rejection, SourceInfo, Story
from fanthology.fic.text.decoding.decode import declared_charset, decode
from fanthology.fic.text.markup.flatten import character_data
from fanthology.fic.text.markup.html import sanitise
from recount import recount

CASES = sorted((Path(__file__).parents[2] / "cases" / "html").iterdir())
SOURCE = SourceInfo(path="page.html", format="html", sha256="0" * 64, bytes=0)
LOGIN = b"<title>Log in</title><form>User name: <input> Password: <input></form><p>You must be logged in to read this."


def read(data: bytes, *, admit: bool = False) -> Story | Rejection:
    return HTML.read(Item(data, SOURCE, HTML.info, admit))


def text_of(data: bytes) -> str:
    return character_data(decode(data, declared_charset(data)).text)


def recounted(story: Story, text: str) -> list[str]:
    """The words of the body segments after the repairs, counted without the parser."""
    pieces = []
    for start, end, kind in story.ledger.segments:
        if kind != "body":
            continue
        piece, shift = text[start:end], start
        for one in reversed([one for one in story.repairs if start <= one.span[0] and one.span[1] <= end]):
            piece = piece[: one.span[0] - shift] + one.now + piece[one.span[1] - shift :]
        pieces.append(piece)
    return " ".join(pieces).split()


def words_of_blocks(story: Story) -> list[str]:
    blocks = [block for chapter in story.chapters for block in chapter.blocks if block.kind != "scene-break"]
    return " ".join(character_data(block.html) for block in blocks).split()


def assert_whole(story: Story, text: str) -> None:
    covered = [index for start, end, _ in story.ledger.segments for index in range(start, end)]
    assert covered == sorted(set(covered))
    assert {index for index, sign in enumerate(text) if not sign.isspace()} <= set(covered)
    assert recounted(story, text) == words_of_blocks(story)


SAME = (
    "title", "rating", "summary", "language", "published", "updated", "status", "chapters_expected", "disclaimer",
    "notes_before",
)  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_case(case: Path) -> None:
    data = (case / "input.html").read_bytes()
    expected = json.loads((case / "expected.json").read_text("utf-8"))
    story = read(data)
    if "rejected" in expected:
        assert isinstance(story, Rejection)
        assert story.reason == expected["rejected"]
        return
    assert isinstance(story, Story), story
    assert {key: getattr(story, key) for key in SAME if key in expected} == {
        key: expected[key] for key in SAME if key in expected
    }
    assert [creator.name for creator in story.creators] == expected["creators"]
    assert "contact" not in expected or story.creators[0].contact == expected["contact"]
    for field in ("fandoms", "characters"):
        assert field not in expected or list(getattr(story, field)) == expected[field]
    assert "encoding" not in expected or story.source.encoding == expected["encoding"]
    assert [[one.scheme, one.value] for one in story.identity] == expected.get("identity", [])
    assert_chapters(story, expected)
    html = "\n".join(block.html for chapter in story.chapters for block in chapter.blocks)
    assert [part for part in expected["has"] if part not in html] == []
    assert [part for part in expected["has_not"] if part in html] == []
    assert_whole(story, text_of(data))
    recount(story, text_of(data))


HOSTILE = re.compile(r"alert\(|script:|data:|<(?:script|style|svg|iframe|form|object|base|meta)\b", re.IGNORECASE)


def test_nothing_hostile_is_left_in_any_field() -> None:
    """Not in the record either; what a page wrote as text stays text, and is escaped wherever it is shown."""
    story = read((CASES[0].parent / "hostile" / "input.html").read_bytes())
    assert isinstance(story, Story)
    for block in [block for chapter in story.chapters for block in chapter.blocks]:
        assert HOSTILE.search(block.html) is None
        assert sanitise(block.html) == block.html
    fields = (story.title, story.summary, story.notes_before, story.notes_after, *(one.name for one in story.creators))
    assert [field for field in fields if field and HOSTILE.search(field)] == []


def assert_chapters(story: Story, expected: dict[str, Any]) -> None:
    chapters = story.chapters
    assert len(chapters) == expected["chapters"]
    assert "scenes" not in expected or chapters[0].scenes == expected["scenes"]
    assert "first" not in expected or character_data(chapters[0].blocks[0].html).startswith(expected["first"])
    titles = [[chapter.number, chapter.title] for chapter in chapters]
    assert "chapter_titles" not in expected or titles == expected["chapter_titles"]
    notes = [[chapter.notes_before, chapter.notes_after] for chapter in chapters]
    assert "chapter_notes" not in expected or notes == expected["chapter_notes"]
    assert "missing" not in expected or [[one.what, one.number] for one in story.missing] == expected["missing"]


@pytest.mark.parametrize(
    "page",
    [
        b"<html><title>404 Not Found</title><h1>Not Found</h1><p>The requested URL /oz.html was not found.",
        b"<html><title>Error</title><p>Database error: could not connect to the database.",
        LOGIN,
        b"<html><title>Access denied</title><h1>Access denied</h1><p>You cannot see this page.",
        b"<html><title>example.org</title><p>This domain is for sale. Buy this domain today!",
        b"<html><title>Index of /stories</title><h1>Index of /stories</h1><pre><a href='a.html'>a.html</a> 1998",
        b"<html><title>Search results</title><h1>Search results</h1><p>0 stories found.",
    ],
)
def test_pages_that_are_no_story_are_rejected(page: bytes) -> None:
    rejection = read(page)
    assert isinstance(rejection, Rejection)
    assert rejection.reason == "not-a-story"


def test_a_person_may_admit_it_all_the_same() -> None:
    assert isinstance(read(LOGIN, admit=True), Story)


def test_a_page_without_text_is_empty() -> None:
    rejection = read(b"<html><head><script>x()</script></head><body><img src=x></body></html>")
    assert isinstance(rejection, Rejection)
    assert rejection.reason == "empty"


def test_the_title_of_the_page_is_weaker_evidence() -> None:
    story = read(b"<html><title>The Lamp</title><p>" + b"Alice sat by the lamp and said that it was late. " * 9)
    assert isinstance(story, Story)
    assert story.title == "The Lamp"
    (why,) = [one for one in story.evidence if one.field == "title"]
    assert (why.rule, why.span) == ("html-title", (0, 8))
    assert why.confidence < 1


def test_damage_on_a_page_is_mended_and_marks_move_along() -> None:
    page = (
        "<p>The caf\u00c3\u00a9 was <i>na\u00b4ve</i>, <b>Mina</b> said, and it closed at nine every night but one.</p>"
        * 3
    )
    story = read(f"<html><body>{page}".encode())
    assert isinstance(story, Story)
    assert "The café was <em>naïve</em>, <strong>Mina</strong> said" in story.chapters[0].blocks[0].html
    assert {one.rule for one in story.repairs} == {"mojibake", "spacing-accent"}


@pytest.mark.parametrize(
    ("data", "name", "sure"),
    [
        (b"<!DOCTYPE html><p>x", "a", True),
        (b"\n<HTML><HEAD>", "a.txt", True),
        (b"<p>x</p><p>y<br>z</p>", "a.htm", True),
        (b"It was <late>, and he said <b> twice.", "a.txt", False),
        (b"It was late.", "a.html", False),
    ],
)
def test_detect(data: bytes, name: str, sure: bool) -> None:
    assert (detect(Look(data, name)) > 0.5) is sure


@given(st.binary(max_size=300))
def test_any_bytes_give_a_story_or_a_rejection(data: bytes) -> None:
    assert isinstance(read(data), Story | Rejection)


@given(st.integers(0, 2**32), st.sampled_from(CASES))
def test_mutated_pages_are_read_whole(seed: int, case: Path) -> None:
    dice = random.Random(seed)
    data = bytearray((case / "input.html").read_bytes())
    for _ in range(dice.randint(1, 12)):
        at = dice.randrange(len(data))
        cut = dice.choice(
            (b"", b"<", b">", b"<b>", b"</p>", b"<!--", b"\x93", b"\xc3", b"<pre>", b"<table><td>", b"\n", b"\r")
        )
        data[at : at + dice.choice((0, 1, 40))] = cut
    result = read(bytes(data), admit=True)
    if isinstance(result, Story):
        assert_whole(result, text_of(bytes(data)))
    else:
        assert result.reason == "empty"


SLOW = {
    "hard blanks": "&nbsp;",
    "notes": "<sup>1</sup>",
    "ruby": "It rained. <ruby>x<rt>y</rt></ruby>",
    "rules": "x\n===\n<blockquote>",
    "chapters": "<h2>Chapter 1</h2><h1>x",
}


@pytest.mark.parametrize("name", SLOW)
def test_pages_made_to_be_slow_end(name: str) -> None:
    """Half a megabyte each; were the time to grow with the square of the length, they would not."""
    data = ("<html><head><title>Rain</title></head><body>" + SLOW[name] * (500_000 // len(SLOW[name]))).encode()
    story = read(data, admit=True)
    assert isinstance(story, Story)
    assert_whole(story, text_of(data))
