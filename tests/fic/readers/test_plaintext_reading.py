"""Reading from paths and bytes: what is read, what is turned away, and what is said about it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from fanthology.fic import Rejection, Story, UnreadableItemError, read
from fanthology.fic.readers import loading

STORY = (
    "Title: The Second Lamp\nAuthor: Mina H.\nRating: PG\n\n"
    "Jonathan had put the lamp in the window because he had been asked to, and for no other reason.\n\n"
    '"It is still burning," said Lucy, and she did not come in.\n\nHe did *not* ask her why.\n'
)


def test_a_path_a_name_and_bytes_read_alike(tmp_path: Path) -> None:
    path = tmp_path / "lamp.txt"
    path.write_text(STORY)
    stories = [read(path), read(str(path)), read(STORY.encode(), name=str(path))]
    assert stories[0] == stories[1] == stories[2]
    assert isinstance(stories[0], Story)
    assert stories[0].title == "The Second Lamp"
    assert stories[0].source.format == "text"
    assert stories[0].reader.name == "plaintext"


@pytest.mark.parametrize(
    ("data", "reason", "words"),
    [
        (b"", "empty", "nothing"),
        (b" \n\r\n\t ", "empty", "nothing"),
        ("\u3000\u00a0\n".encode(), "empty", "blanks"),
        (b"\xef\xbb\xbf\n", "empty", "blanks"),
        (bytes(range(256)) * 20, "binary", "not text"),
        (b"PK\x03\x04" + bytes(26) + b"mimetypeapplication/epub+zip", "unreadable", "This EPUB is damaged"),
        (b"PK\x03\x04" + bytes(40), "unsupported", "a zip archive"),
        (b"%PDF-1.4\n%\xe2\xe3", "unsupported", "a PDF"),
        (b"{\\rtf1\\ansi It was night.}", "unsupported", "Rich Text"),
        (b"-- MySQL dump 10.13\n--\n-- Host: localhost\n", "unsupported", "SQL dump"),
        (bytes(60) + b"BOOKMOBI" + bytes(20), "unsupported", "Kindle"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(40), "unsupported", "Office"),
    ],
)
def test_what_is_no_text_is_turned_away_in_words(data: bytes, reason: str, words: str) -> None:
    made = read(data)
    assert isinstance(made, Rejection)
    assert made.reason == reason
    assert words in made.message
    assert made.source.bytes == len(data)


def test_a_missing_file_is_said_to_be_missing(tmp_path: Path) -> None:
    with pytest.raises(UnreadableItemError, match="does not exist"):
        read(tmp_path / "none.txt")


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(UnreadableItemError, match="is not a file"):
        read(tmp_path)


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with pytest.raises(UnreadableItemError, match="is not a file"):
        read(pipe)


def test_no_permission_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "mine.txt"
    path.write_text(STORY)

    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(loading, "FileIO", refuse)
    with pytest.raises(UnreadableItemError, match="no permission"):
        read(path)


def test_a_broken_disk_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "mine.txt"
    path.write_text(STORY)

    def fail(*_: object) -> None:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(loading, "FileIO", fail)
    with pytest.raises(UnreadableItemError, match="Input/output error"):
        read(path)


def test_an_impossible_name_is_said() -> None:
    with pytest.raises(UnreadableItemError, match="no name"):
        read("a\0b.txt")


def test_a_name_that_is_not_utf8_is_shown_with_escapes(tmp_path: Path) -> None:
    path = os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.txt")
    Path(path).write_text(STORY)
    story = read(path)
    assert story.source.path.endswith("caf\\xe9.txt")
    story.source.path.encode()


def test_what_is_too_large_is_not_loaded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "large.txt"
    with path.open("wb") as file:
        file.truncate(3 * 2**20)
    monkeypatch.setattr(loading, "LARGEST", 2 * 2**20)
    made = read(path)
    assert isinstance(made, Rejection)
    assert (made.reason, made.source.bytes) == ("too-large", 3 * 2**20)
    assert "3 MB" in made.message
    assert len(made.source.sha256) == 64


class Growing(loading.FileIO):
    """A file that somebody writes to while it is read, so often."""

    times = 0
    path: Path

    def readall(self) -> bytes:
        data = super().readall()
        if Growing.times:
            Growing.times -= 1
            with Growing.path.open("a") as file:
                file.write("And another line.\n")
        return data


@pytest.mark.parametrize(("times", "changed"), [(0, False), (1, False), (2, True)])
def test_a_file_that_changes_is_read_once_more(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, times: int, changed: bool
) -> None:
    Growing.path = tmp_path / "log.txt"
    Growing.path.write_text(STORY)
    Growing.times = times
    monkeypatch.setattr(loading, "FileIO", Growing)
    if changed:
        with pytest.raises(UnreadableItemError, match="changed while it was read"):
            read(Growing.path)
    else:
        story = read(Growing.path)
        assert isinstance(story, Story)
        assert story.source.bytes == Growing.path.stat().st_size


def test_no_story_can_be_admitted() -> None:
    faq = b"Subject: FAQ\n\nFrequently Asked Questions\n\n1. What is this?\n2. Who are you?\n\nLast updated: 1995\n"
    assert isinstance(read(faq, admit=True), Story)


def test_the_real_examples_come_out_right(shared: Path) -> None:
    seeds = sorted((shared / "seeds").iterdir())
    first, second, third = (read(path) for path in seeds)
    assert isinstance(first, Story)
    assert isinstance(second, Story)
    assert isinstance(third, Story)
    assert [(repair.was, repair.now) for repair in first.repairs] == [("na´ve", "naïve")]
    assert "ht-essh!... hehesshuh!" in first.chapters[0].blocks[-2].html
    assert [(len(story.chapters), story.chapters[0].scenes) for story in (first, second, third)] == [
        (1, 1),
        (1, 4),
        (1, 1),
    ]
    ornaments = [block.html for block in second.chapters[0].blocks if block.kind == "scene-break"]
    assert len(ornaments) == 3
    assert all("¤º°°º¤ø" in ornament for ornament in ornaments)
    assert third.chapters[0].number == 2
    assert third.chapters[0].title == "Run Away"
