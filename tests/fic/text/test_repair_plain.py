"""What only a text without mark-up suffers is mended, every change is recorded, and what only looks like it stays."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fanthology.fic.readers.plaintext import PLAINTEXT
from fanthology.fic.readers.reader import Item
from fanthology.fic.story import Repair, SourceInfo, Story
from fanthology.fic.text.decoding.composing import compose
from fanthology.fic.text.decoding.decode import decode
from fanthology.fic.text.decoding.plain import repair_plain
from fanthology.fic.text.decoding.repair import apply, undo
from fanthology.fic.text.decoding.tags import lays_out_by_hand
from recount import recount

CASES = sorted((Path(__file__).parents[2] / "cases" / "repair").glob("*/"))
PIECES = st.sampled_from(
    [
        *(
            "<i>",
            "</i>",
            "<b>",
            "</b >",
            "<br>",
            "<br/>\n",
            "<hr>",
            "<p>",
            "</p>\n",
            "<center>",
            "</center>",
            "<g>",
            "<",
        ),
        *(
            "&nbsp;",
            "&amp;",
            "&amp;lt;",
            "&#8217;",
            "&#0;",
            "&",
            "=20\n",
            "=E9",
            "=\n",
            "=E2=80=\n=99",
            "=3D",
            "x" * 60 + "=\n",
        ),
        *(
            "*",
            "_",
            "**",
            "/",
            "-\n",
            "--\n",
            "—\n",
            "\n",
            "\n\n",
            "\r\n",
            "\r\r\n",
            " ",
            "   ",
            "\t",
            "\x0c",
            "\x1a",
            "\xa0",
        ),
        *(
            "Gur ",
            "naq gur ",
            "jvgu uvf ",
            "¶",
            "\\n",
            "Title: The Moor\n",
            "by Alice\n",
            "***\n",
            "~~ Later ~~\n",
            "1.\n",
            ".\n",
        ),
        *(
            "Holmes ",
            "na´ve ",
            "cafÃ©",
            "\x9d",
            "word ",
            "He was late. ",
            "“",
            "”",
            "'",
            '"',
            "=?utf-8?Q?=C3=A9?= ",
            "x" * 1600,
        ),
    ]
)
TEXTS = st.lists(PIECES, max_size=40).map("".join)


def read(text: str) -> Story:
    data = text.encode()
    source = SourceInfo("a.txt", "text", "0" * 64, len(data))
    made = PLAINTEXT.read(Item(data, source, PLAINTEXT.info, True))
    assert isinstance(made, Story)
    return made


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_case(case: Path) -> None:
    text = (case / "input.txt").read_text("utf-8")
    mended = repair_plain(text)
    assert mended.text == (case / "expected.txt").read_text("utf-8")
    assert undo(mended.text, mended.repairs) == text
    rules = {repair.rule for repair in mended.repairs}
    assert rules == ({case.name.partition(".")[0]} if "stays" not in case.name else set())


def test_there_are_cases() -> None:
    assert len(CASES) >= 10


@given(TEXTS)
@settings(max_examples=300)
def test_repairs_give_the_mended_text_and_back(text: str) -> None:
    mended = repair_plain(text)
    assert apply(text, mended.repairs).text == mended.text
    assert undo(mended.text, mended.repairs) == text
    assert all(0 <= mark.start < mark.end <= len(mended.text) for mark in mended.marks)


@given(TEXTS)
@settings(max_examples=300, deadline=None)
def test_no_text_fails_and_every_word_is_kept(text: str) -> None:
    if text.strip():
        try:
            story = read(text)
        except AssertionError:
            assert not repair_plain(text).text.strip()
            return
        recount(story, decode(text.encode()).text)


@given(st.text("ab<>", max_size=12), st.data())
def test_two_rounds_are_one(source: str, data: st.DataObject) -> None:
    def some(text: str) -> tuple[Repair, ...]:
        edges = sorted(data.draw(st.sets(st.integers(0, len(text)), max_size=6)))
        spans = zip(edges[::2], edges[1::2], strict=False)
        return tuple(Repair(span, text[slice(*span)], data.draw(st.text("xyz", max_size=3)), "r") for span in spans)

    first = some(source)
    between = apply(source, first).text
    second = some(between)
    both = compose(source, first, between, second)
    assert apply(source, both).text == apply(between, second).text
    assert all(repair.was == source[slice(*repair.span)] != repair.now for repair in both)


def test_emphasis_that_a_tag_set_is_emphasis() -> None:
    story = read(
        "It was <i>never</i> so, and <b>Watson *knew* it</b> all.\n\n<i>Two\n\nparagraphs</i> of *thoughts*.\n"
    )
    assert [block.html for block in story.chapters[0].blocks] == [
        "<p>It was <em>never</em> so, and <strong>Watson <em>knew</em> it</strong> all.</p>",
        "<p><em>Two</em></p>",
        "<p><em>paragraphs</em> of <em>thoughts</em>.</p>",
    ]


def test_a_rule_parts_scenes_even_without_a_blank() -> None:
    story = read("Holmes slept.<hr>Holmes woke.<hr width=50%>\n<hr>\nHolmes ran.\n")
    assert story.chapters[0].scenes == 3
    assert "<hr" in story.repairs[0].was and story.ledger.by_kind["scene-break"] > 0


def test_an_address_in_a_tag_is_a_link_only_if_it_is_safe() -> None:
    story = read(
        'Here <a href="https://example.org/?a=1&amp;b=2">it</a> is, <a href="javascript:x()">not</a> there.\n\nEnd.'
    )
    html = story.chapters[0].blocks[0].html
    assert '<a href="https://example.org/?a=1&amp;b=2">it</a>' in html
    assert "javascript" not in html


def test_tags_in_a_text_with_blank_lines_make_it_no_page() -> None:
    page = b"<p>He <i>did</i>.<p>She <i>did</i>.<p>It <b>did</b>."
    assert not lays_out_by_hand(page)
    assert lays_out_by_hand(b"He <i>did</i>.\r\n\r\nShe <i>did</i>.\r\n\r\nIt <b>did</b>.\r\n\r\nSo.\r\n")
