"""Parts join on strong evidence only, and the same whichever is asked first."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from parts_of_stories import chapter, part

from fanthology.fic.gathering.belong import belongs
from fanthology.fic.story import Creator, Story

TEXT = chapter("It rained.")
OTHER = chapter("The sun came out.")


@pytest.mark.parametrize(
    ("one", "other", "answer"),
    [
        (part(1, 3, TEXT), part(2, 3, OTHER), "join"),
        (part(1, None, TEXT), part(2, 3, OTHER), "join"),
        (part(0, 3), part(2, 3, OTHER), "join"),
        (part(1, 3, TEXT), part(2, 3, OTHER, title="REPOST: the lamp"), "join"),
        (part(None, None, chapter("It rained.", 1)), part(None, None, chapter("The sun.", 2)), "join"),
        (part(1, 3, TEXT), part(2, 4, OTHER), "propose"),
        (part(1, 3, TEXT), part(5, 3, OTHER), "propose"),
        (part(2, 3, TEXT), part(2, 3, OTHER), "propose"),
        (part(1, 3, TEXT, creators=()), part(2, 3, OTHER), "propose"),
        (part(2, 3, TEXT), part(2, 3, TEXT), "no"),
        (part(1, 3, TEXT, title=None), part(2, 3, OTHER, title=None), "no"),
        (part(1, 3, TEXT, title="The Owl"), part(2, 3, OTHER), "no"),
        (part(1, 3, TEXT, creators=(Creator("Dodo"),)), part(2, 3, OTHER), "no"),
        (part(None, None, TEXT), part(2, 3, OTHER), "no"),
    ],
)
def test_what_belongs_together(one: Story, other: Story, answer: str) -> None:
    verdict = belongs(one, other)
    assert verdict.answer == answer
    assert belongs(other, one) == verdict
    assert bool(verdict.reason) == (answer != "no")


PARTS = st.builds(
    part,
    st.none() | st.integers(0, 5),
    st.none() | st.integers(1, 5),
    st.sampled_from([TEXT, OTHER, chapter("Tea.", 3)]),
    title=st.sampled_from(["The Lamp", "The Owl", None]),
    creators=st.sampled_from([(), (Creator("Hester Lark"),), (Creator("Dodo"),)]),
)


@given(PARTS, PARTS)
def test_nothing_that_overlaps_joins_and_order_makes_no_difference(one: Story, other: Story) -> None:
    verdict = belongs(one, other)
    assert verdict == belongs(other, one)
    if verdict.answer == "join":
        assert one.title and one.title == other.title
        assert one.creators == other.creators != ()
        numbers = [story.part.number if story.part else story.chapters[0].number for story in (one, other)]
        assert numbers[0] != numbers[1]
