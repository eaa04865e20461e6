"""What is written reads back: every public field, every block. Left out by name: where the Story came from, how it was
read (reader, evidence, repairs, ledger, spans), contacts, and mail addresses, which no file of ours holds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, note, settings
from made_stories import KINDS, NESTED, SOURCE
from readable_stories import PLAIN_STORIES, RICH_STORIES, settled

from fanthology.fic import Rejection, Story, read
from fanthology.fic.readers import reader_of
from fanthology.fic.story import Block, Chapter, Creator, Identity, Review
from fanthology.fic.text.exchange.facts import CHAPTER_FACTS, STORY_FACTS
from fanthology.fic.text.ledger import faults
from fanthology.fic.writers import WRITERS
from fanthology.fic.writers.book import book_to_write
from fanthology.fic.writers.plain import as_plain
from recount import recount

FORMATS = ("epub", "html", "txt", "md", "json")
WHOLE = ("epub", "html", "md", "json")  # in these nothing is lost
SAMPLES = Path(__file__).parents[3] / "samples"


def said(story: Story) -> dict[str, Any]:
    """What a story says in public, as plain as it takes to compare two."""
    book = book_to_write(story)
    facts: dict[str, Any] = {name: getattr(book, name) for name in STORY_FACTS if name != "title"}
    facts["title"] = book.title if book.titled else None
    facts["chapters"] = [
        {
            **{name: getattr(chapter, name) for name in (*CHAPTER_FACTS, "words", "scenes")},
            "blocks": [(block.kind, block.scene, block.html, block.id) for block in chapter.blocks],
        }
        for chapter in book.chapters
    ]
    return facts


def back(story: Story, name: str, whole: bool = True) -> Story:
    """The story after its way through a file; the account of the file is checked on the way."""
    data = WRITERS[name](story)
    assert data == WRITERS[name](story), "the same story gives the same bytes"
    found = read(data, name="story", admit=True)
    assert isinstance(found, Story), found
    assert found.reader.name == f"fanthology-{name}"
    reader = reader_of(found.reader.name)
    assert reader is not None
    text = reader.text_of(data)
    assert faults(found.ledger, text) == []
    for one in found.evidence:
        assert one.span is None or text[slice(*one.span)].strip()
    if whole:
        recount(found, text)
    return found


def assert_same(found: Story, wanted: Story) -> None:
    told, expected = said(found), said(wanted)
    for name, value in expected.items():
        assert told[name] == value, name


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("path", sorted(SAMPLES.rglob("*.*")), ids=lambda path: path.name)
def test_samples(path: Path, name: str) -> None:
    story = read(path)
    if isinstance(story, Story):
        assert_same(back(story, name), settled(as_plain(story)) if name == "txt" else story)


@pytest.mark.parametrize("name", FORMATS)
def test_real_files(shared: Path, name: str) -> None:
    for path in _some(shared):
        story = read(path, admit=True)
        if isinstance(story, Story):
            wanted = settled(as_plain(story)) if name == "txt" else _without_mail(story)
            found = back(_without_mail(story) if name != "txt" else story, name)
            assert_same(found, wanted)


def _some(shared: Path) -> Iterator[Path]:
    paths = [path for path in sorted(shared.rglob("*")) if path.is_file() and path.stat().st_size < 1_000_000]
    yield from paths[::7]


def _without_mail(story: Story) -> Story:
    """Where a letter goes is no part of a book."""
    chapters = [
        replace(one, blocks=tuple(block for block in one.blocks if "mailto:" not in block.html))
        for one in story.chapters
    ]
    return settled(replace(story, chapters=tuple(chapters)))


@pytest.mark.parametrize("name", FORMATS)
def test_every_kind_of_block(name: str) -> None:
    blocks = tuple(block for block in KINDS if "mailto:" not in block.html and "alt=" not in block.html)
    story = settled(Story(SOURCE, title="Tea", chapters=(Chapter(blocks),)))
    found = back(story, name, whole=False)
    assert_same(found, settled(as_plain(story)) if name == "txt" else story)


@pytest.mark.parametrize("name", WHOLE)
@pytest.mark.parametrize("line", ["## #", "# Tea", "---", "#&amp;#35;", "    ## x"])
def test_lines_that_look_like_marks(name: str, line: str) -> None:
    blocks = (
        Block("b0000000001", "list", 1, None, f'<ol start="2"><li>Tea<br/>\n{line}</li></ol>'),
        Block("b0000000002", "verse", 1, None, f'<p class="verse">Tea<br/>\n{line}</p>'),
        Block("b0000000003", "paragraph", 1, None, f"<p>Tea<br/>\n{line.strip()}</p>"),
    )
    story = settled(Story(SOURCE, title="Tea", chapters=(Chapter(blocks),)))
    assert_same(back(story, name, whole=False), story)


SLOW = settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))


@settings(SLOW, max_examples=200)
@given(story=RICH_STORIES)
def test_any_story_is_kept_whole(story: Story) -> None:
    # to make up a story takes ten times as long as any of its ways, so each goes all of them
    for name in WHOLE:
        note(name)
        assert_same(back(story, name, whole=False), story)
    note("txt")
    assert_same(back(story, "txt", whole=False), settled(as_plain(story)))


@SLOW
@given(story=PLAIN_STORIES)
def test_text_is_stable_after_its_first_way(story: Story) -> None:
    once = back(story, "txt", whole=False)
    assert WRITERS["txt"](back(once, "txt", whole=False)) == WRITERS["txt"](once)


@pytest.mark.parametrize("name", FORMATS)
def test_no_mail_address_outside_the_text(name: str) -> None:
    mina = "mina@whitby.example"
    story = Story(
        SOURCE,
        title=f"Tea with {mina}",
        creators=(Creator(f"Mina <{mina}>", contact=mina, identity=(Identity("ao3-user", "mina"),)),),
        notes_after=f"Write to {mina}",
        reviews=(Review(f"Write to {mina}", author=mina),),
        held=f"Ask {mina}",
        chapters=(Chapter((Block("b0000000001", "paragraph", 1, None, "<p>Tea</p>"),), title=f"By {mina}"),),
    )
    if name != "json":  # a record keeps what its story says, but for names and contacts
        assert mina.encode() not in WRITERS[name](story)
    assert back(story, name).creators[0] == Creator("Mina <m***@***>", identity=(Identity("ao3-user", "mina"),))


HOSTILE = "<p>Tea<script>x()</script> <a href='javascript:x()' onclick='x()'>jam</a></p>"


@pytest.mark.parametrize("name", ["html", "md", "json"])
def test_a_changed_file_is_not_trusted(name: str) -> None:
    story = Story(SOURCE, chapters=(Chapter((Block("b", "verse", 1, None, '<p class="verse">TEA</p>'),)),))
    data = WRITERS[name](story).replace(b"TEA", (f"TEA</p>{HOSTILE}" if name != "json" else HOSTILE).encode())
    found = read(data, admit=True)
    assert isinstance(found, Story)
    html = "".join(block.html for chapter in found.chapters for block in chapter.blocks)
    assert "jam" in html
    assert not any(bad in html for bad in ("script", "onclick"))


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b'{"schema": "fanthology.story/1", "title": "Tea"', "it is no JSON"),
        (b'{"schema": "fanthology.story/1", "title": "Tea"}', "it has no list of chapters"),
        (b'{"schema": "fanthology.story/1", "chapters": [{"blocks": [{"kind": "x"}]}]}', "no list of blocks"),
        (b'{"schema": "fanthology.story/1", "title": 7, "chapters": []}', "\u201ctitle\u201d is not what it should be"),
        (b'{"schema": "fanthology.story/1", "chapters": [], "creators": [{"role": "author"}]}', "not whole"),
        (b'{"schema": "fanthology.story/1"}\n{"schema": "fanthology.story/1"}\n', "2 stories, one a line"),
        (b'---\nfanthology: "book/1"\ntitle: "Tea"\n', "its front matter has no end"),
        (b'---\nfanthology: "book/1"\n&a [*a]\n---\n', "not as Fanthology writes it"),
        (b'---\nfanthology: "book/1"\ntitle: {{{\n---\n', "cannot be read"),
        (b'[Fanthology text 1]\nTitle: "Tea\n', "cannot be read"),
        (b'{"schema": "fanthology.story/1", "chapters": ' + b"[" * 100_000, "it is no JSON"),
    ],
)
def test_garbage_is_refused_in_plain_words(data: bytes, message: str) -> None:
    found = read(data)
    assert isinstance(found, Rejection)
    assert message in found.message
    assert found.message.endswith(".")


@pytest.mark.parametrize("name", FORMATS)
def test_what_is_nested_two_hundred_deep_keeps_its_words(name: str) -> None:
    blocks = [Block(f"b{number}", "paragraph", 1, None, html) for number, html in enumerate(NESTED.values())]
    found = back(Story(SOURCE, title="Deep", chapters=tuple(Chapter((one,)) for one in blocks)), name, whole=False)
    for chapter in found.chapters:
        assert "core words" in " ".join(block.html for block in chapter.blocks)
    assert len(found.chapters) == len(blocks)


def test_half_of_a_pair_of_surrogates_in_json_is_a_sign_that_stands_for_it() -> None:
    data = WRITERS["json"](Story(SOURCE, title="T", chapters=(Chapter(KINDS[:1]),))).replace(
        b"Quite so", rb"Quite \ud83d"
    )
    found = read(data, name="story.json", admit=True)
    assert isinstance(found, Story) and "Quite \ufffd" in found.chapters[0].blocks[0].html
