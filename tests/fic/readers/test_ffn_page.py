"""Saved pages of FanFiction.net and FictionPress, and what FicHub makes of them; pages without a story on them."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework import CASES, assert_sound, cases, check
from fanthology.fic.gathering.belong import belongs
from fanthology.fic.readers import read
from fanthology.fic.readers.ffn.page import detect
from fanthology.fic.readers.look import Look
from fanthology.fic.story import Story

PAGE = (CASES / "ffn-page" / "new-chapter-two" / "input.html").read_text("utf-8")


@pytest.mark.parametrize("case", [*cases("ffn-page"), *cases("fichub-html")], ids=lambda case: case.name)
def test_cases(case: Path) -> None:
    check(case)


@pytest.mark.parametrize(
    "markup",
    [
        '<p>My stories are on <a href="https://www.fanfiction.net/u/1/">FanFiction.net</a>.</p>',
        '<html><div id="storytext"><p>It was night.</p></div></html>',
        "Posted to fanfiction.net\n\nIt was night.\n",
    ],
)
def test_what_only_names_the_site_is_another_format(markup: str) -> None:
    assert detect(Look(markup.encode(), "a.html")) == 0.0


def test_two_chapters_belong_together() -> None:
    other = PAGE.replace("/2/", "/3/").replace("value=2 selected", "value=2").replace("value=3", "value=3 selected")
    one, two = read(PAGE.encode(), name="a.html"), read(other.encode(), name="b.html")
    assert isinstance(one, Story) and isinstance(two, Story)
    assert [chapter.number for story in (one, two) for chapter in story.chapters] == [2, 3]
    assert belongs(one, two).answer == "join"


@given(st.data())
def test_damaged_pages_lose_nothing(data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(PAGE) - 1))
    end = data.draw(st.integers(start, min(len(PAGE), start + 200)))
    damaged = (PAGE[:start] + data.draw(st.text(max_size=5)) + PAGE[end:]).encode("utf-8", "replace")
    outcome = read(damaged, name="saved.html")
    if isinstance(outcome, Story) and outcome.reader.name == "ffn-page":
        assert_sound(outcome, damaged)
