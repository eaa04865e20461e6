from __future__ import annotations

import pytest
from made_stories import SOURCE

from fanthology.fic.story import Block, BlockKind, Chapter, Story
from fanthology.fic.writers.naming import block_text, chapter_heading, display_title


def block(html: str, kind: BlockKind = "paragraph") -> Block:
    return Block("b1", kind, 1, None, html)


def story(*blocks: Block, title: str | None = None) -> Story:
    return Story(SOURCE, title=title, chapters=(Chapter(blocks),))


def test_a_stated_title_is_kept() -> None:
    assert display_title(story(block("<p>It rained.</p>"), title=" When  Fog\nLifts ")) == "When Fog Lifts"


@pytest.mark.parametrize("title", [None, "", "  "])
def test_without_one_the_first_words_stand_in(title: str | None) -> None:
    blocks = (block('<p class="scene-break">* * *</p>', "scene-break"), block("<p></p>"), block("<p>It rained.</p>"))
    assert display_title(story(*blocks, title=title)) == "Untitled (It rained…)"


def test_no_word_no_name() -> None:
    assert display_title(story()) == "Untitled"


def test_a_script_without_spaces_is_cut_short() -> None:
    assert len(display_title(story(block(f"<p>{'薔薇' * 100}</p>")))) < 60


def test_the_text_of_a_block() -> None:
    assert block_text("<p><strong>L</strong>ondon<br/>fog<sup>2</sup></p><p>x &lt; y</p>") == "London fog2 x < y"


@pytest.mark.parametrize(
    ("chapters", "headings"),
    [
        ([Chapter(())], ["Flight"]),
        ([Chapter((), title="Dusk")], ["Dusk"]),
        ([Chapter((), number=2)], ["Chapter 2"]),
        ([Chapter((), number=2, title="Chapter Two")], ["Chapter Two"]),
        ([Chapter(()), Chapter((), title=" "), Chapter((), title="End")], ["Chapter 1", "Chapter 2", "End"]),
        ([Chapter((), number=2), Chapter(())], ["Chapter 2", "Untitled chapter"]),
    ],
)
def test_chapter_headings(chapters: list[Chapter], headings: list[str]) -> None:
    every = tuple(chapters)
    assert [chapter_heading(one, place, every, "Flight") for place, one in enumerate(every, 1)] == headings
