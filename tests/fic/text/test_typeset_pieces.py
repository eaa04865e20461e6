"""What the typesetter cuts prose into, where a whole text beside its blocks would not show it."""

from __future__ import annotations

from fanthology.fic import Story, read
from fanthology.fic.text.typesetting.pieces import lines_of
from fanthology.fic.text.typesetting.verse import SPEAKER

HEADED = """Title: The Tide Table
Author: Merripit Jones

      Captain Nemo leaned on the rail of his own drowned ship, and for once,
  a little to his surprise, he had nothing whatever to be angry about in it.

      "The tide," said Aronnax, who was cold, "is going out, and we are on a
  rock."

      The captain looked at the rock, and at the water that went away from it,
  and he allowed that this was so.
"""


def test_a_line_begins_at_its_own_column_where_the_prose_begins_after_its_blanks() -> None:
    text = "Head\n     one two\nthree\n"
    assert [line.depth for line in lines_of(text, 10, len(text))] == [5, 0]
    assert [line.depth for line in lines_of(text, 14, len(text))] == [0, 0]


def test_the_first_paragraph_below_a_header_is_one_paragraph() -> None:
    story = read(HEADED.encode())
    assert isinstance(story, Story)
    (chapter,) = story.chapters
    assert [block.kind for block in chapter.blocks] == ["paragraph"] * 3
    assert "for once, a little to his surprise" in chapter.blocks[0].html


def test_what_a_speaker_looks_like() -> None:
    named = ("HOLMES: Yes.", "Ned (bitterly): No.", "DR. WATSON 2: So.", "Nemo:Ah!", "BA :Well.", "Alice:")
    assert [line for line in named if not SPEAKER.match(line)] == []
    prose = ("He said: no.", "11:40 a.m.", "He thought it over: then he went.", "http://a.example", "a: b")
    assert [line for line in prose if SPEAKER.match(line)] == []


def test_a_heading_keeps_its_words_and_gives_up_its_rule() -> None:
    text = "The tide was in.\n\nThe *Rocks*\n===========\n\nThe tide was out, and Nemo sat on a stone.\n"
    story = read(text.encode(), admit=True)
    assert isinstance(story, Story)
    assert [block.html for block in story.chapters[0].blocks if block.kind == "heading"] == [
        "<h3>The <em>Rocks</em></h3>"
    ]
    changed = [(repair.was, repair.now, repair.rule, repair.mends) for repair in story.repairs]
    assert changed[-1] == ("\n===========", "", "typeset-rule", False)
    assert story.ledger is not None
    assert {kind for _, _, kind in story.ledger.segments} == {"body"}


def test_a_new_page_in_the_middle_of_a_line_begins_a_chapter() -> None:
    text = "Chapter One\n\nThe tide was out.\fChapter Two\n\n\nThe tide was in.\n"
    story = read(text.encode(), admit=True)
    assert isinstance(story, Story)
    assert [chapter.number for chapter in story.chapters] == [1, 2]
    assert [len(chapter.blocks) for chapter in story.chapters] == [1, 1]
