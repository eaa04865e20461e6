"""Letters as servers carry them: every folder of tests/cases/mail is one, and what reading it must give."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from fanthology.fic.readers import read
from fanthology.fic.readers.look import Look
from fanthology.fic.readers.mail import MAIL, detect, text_of
from fanthology.fic.readers.mailads import nobodys_words
from fanthology.fic.readers.mime import decoded_header
from fanthology.fic.story import Rejection, Story
from recount import recount

CASES = sorted((Path(__file__).parents[2] / "cases" / "mail").iterdir())
HEADER = b"From: mina@whitby.example\nDate: 3 May 1893 12:00:00 +0000\nMessage-ID: <1@whitby.example>\n"


def story_of(folder: Path) -> tuple[Story, str]:
    data = (folder / "input.eml").read_bytes()
    story = read(data, name="input.eml")
    assert isinstance(story, Story), story
    assert (story.reader.name, story.source.format) == ("mail", "message")
    return story, text_of(data)


def plain(story: Story) -> str:
    blocks = [block.html for chapter in story.chapters for block in chapter.blocks]
    return " ".join(re.sub(r"<[^>]+>", "", " ".join(blocks)).replace("&quot;", '"').split())


@pytest.mark.parametrize("folder", CASES, ids=lambda folder: folder.name)
def test_case(folder: Path) -> None:
    expected = json.loads((folder / "expected.json").read_text())
    story, text = story_of(folder)
    body = plain(story)
    furniture = "".join(text[start:end] for start, end, kind in story.ledger.segments if kind == "furniture")
    seen = {
        "title": story.title, "creators": [one.name for one in story.creators], "posted_by": story.posted_by,
        "part": story.part and [story.part.number, story.part.of], "published": story.published, "rating": story.rating,
        "identity": [one.value for one in story.identity], "encoding": story.source.encoding,
        "blocks": sum(len(chapter.blocks) for chapter in story.chapters),
    }  # fmt: skip
    assert body.startswith(expected.pop("begins", ""))
    assert body.endswith(expected.pop("ends", ""))
    assert [words for words in expected.pop("body_has", []) if words not in body] == []
    assert [words for words in expected.pop("text_has", []) if words not in text] == []
    assert [words for words in expected.pop("text_lacks", []) if words in text] == []
    assert [words for words in expected.pop("furniture_has", []) if words not in furniture] == []
    html = "".join(block.html for chapter in story.chapters for block in chapter.blocks)
    assert [words for words in expected.pop("html_has", []) if words not in html] == []
    if once := expected.pop("once", ""):
        assert text.count(once) == 1
    assert {name: seen[name] for name in expected} == expected


@pytest.mark.parametrize("folder", CASES, ids=lambda folder: folder.name)
def test_all_of_it_is_accounted_for(folder: Path) -> None:
    story, text = story_of(folder)
    recount(story, text)


@pytest.mark.parametrize(
    "data",
    [
        b"From: Mina\nSubject: The Moor\nDate: 3 May\n\nMoor.",
        b"Title: The Moor\nMessage-ID: <1@x.example>\n\nMoor.",
        b"He said:\nFrom: a\nMessage-ID: <1@x.example>\nDate: x\n\nMoor.",
        b"From: Mina\nDate: x\nMessage-ID: <1@x.example>\nand here the story begins at once.\n",
        b"Message-ID: <1@x.example>\nMIME-Version: 1.0\nDate: x\n\nMoor.",
    ],
)
def test_a_pasted_header_is_plain_text(data: bytes) -> None:
    assert detect(Look(data, "a.eml")) == 0


def test_a_whole_header_is_a_letter_whatever_its_name() -> None:
    for before in (b"", b"\n\n", b"From x Tue Mar  3 12:00:00 1998\n", b"Article 12 of alt.moors:\n"):
        assert detect(Look(before + HEADER + b"\nMoor.", "a")) == 1.0
        assert detect(Look((before + HEADER + b"\nMoor.").replace(b"\n", b"\r\n"), "a.txt")) == 1.0


def test_a_letter_without_text_is_empty() -> None:
    for data in (HEADER + b"\n\n \n", HEADER, HEADER + b"Content-Transfer-Encoding: base64\n\n====\n"):
        found = read(data)
        assert isinstance(found, Rejection)
        assert found.reason == "empty"


def test_what_is_declared_wrongly_is_read_as_it_is() -> None:
    body = "It was naïve of Mina to wait on the cliff path so late.\n\nThe lamp went out, and she was alone.\n"
    for declared in ("x-none", "us-ascii", "utf-16", "idna"):
        data = HEADER + f"Content-Type: text/plain; charset={declared}\n\n{body}".encode()
        assert "naïve of Mina" in text_of(data)
        coded = HEADER + f"Content-Type: text/plain; charset={declared}\nContent-Transfer-Encoding: 8bit\n\n".encode()
        assert "naïve of Mina" in text_of(coded + body.encode("cp1252"))


def test_parts_within_parts_without_end() -> None:
    data = HEADER
    for number in range(2_000):
        data += b'Content-Type: multipart/mixed; boundary="b%d"\n\n--b%d\n' % (number, number)
    found = read(data + b"\nIt was night.")
    assert isinstance(found, Rejection)


def test_encoded_words() -> None:
    euro = "=?utf-8?b?4g==?= =?utf-8?b?gqw=?="
    assert decoded_header(euro) == "€"
    assert decoded_header("=?utf-8?q?a?= b =?utf-8?q?c_d?=") == "a b c d"
    assert decoded_header("=?utf-8?b?!?= =?none?q?a?=") == "=?utf-8?b?!?= =?none?q?a?="
    assert decoded_header("=?utf-8*en?q?moor?=") == "moor"
    assert decoded_header("=?utf-8?q?a=0D=0ABcc:_x?=") == "a Bcc: x"


def test_prose_is_nobodys_advertisement() -> None:
    prose = (
        "begin 644 times over, she said.\n\nTo unsettle him was easy.\n\n---------- \nSponsor a lamp, Mina said.\n\n"
        "Mrs. Hudson came in.\n\nMORE FOG\nMORE FOG\n\n____________________\nYou do not.\n"
    )
    assert nobodys_words(prose) == []


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(CASES), st.integers(0, 4_000), st.lists(st.tuples(st.integers(0, 4_000), st.binary(max_size=9))))
@example(CASES[0], 0, [])
def test_a_damaged_letter_is_read_or_rejected(folder: Path, cut: int, changes: list[tuple[int, bytes]]) -> None:
    data = bytearray((folder / "input.eml").read_bytes())
    for at, new in changes[:5]:
        data[at : at + len(new)] = new
    data = data[: len(data) - cut % len(data)]
    from fanthology.fic.readers.reader import Item
    from fanthology.fic.story import SourceInfo

    found = MAIL.read(Item(bytes(data), SourceInfo("a", "message", "0" * 64, len(data)), MAIL.info, True))
    if isinstance(found, Story):
        recount(found, text_of(bytes(data)))
