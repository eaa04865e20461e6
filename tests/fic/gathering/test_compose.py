"""The whole has every word of its parts once, in their order."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st
from parts_of_stories import chapter, part

from fanthology.fic.gathering.compose import compose, in_order
from fanthology.fic.story import Link, Missing, Story


def test_parts_without_headings_are_chapters() -> None:
    whole = compose([part(1, 3, chapter("One.")), part(3, 3, chapter("Three."))])
    assert [(one.number, one.blocks[0].html) for one in whole.story.chapters] == [
        (1, "<p>One.</p>"),
        (3, "<p>Three.</p>"),
    ]
    assert whole.origins == (0, 1)
    assert whole.story.chapters_expected == 3
    assert whole.story.missing == (Missing("part", 2),)
    assert whole.story.part is None


def test_articles_need_not_end_where_chapters_do() -> None:
    parts = [
        part(1, 3, chapter("Once.", 1, "Tea")),
        part(2, 3, chapter("More tea.", 2), chapter("Rain.", 2, "Rain")),
        part(3, 3, chapter("More rain.", 3)),
    ]
    whole = compose(parts)
    assert [(one.number, one.title, [b.html for b in one.blocks]) for one in whole.story.chapters] == [
        (1, "Tea", ["<p>Once.</p>", "<p>More tea.</p>"]),
        (2, "Rain", ["<p>Rain.</p>", "<p>More rain.</p>"]),
    ]
    assert whole.origins == (0, 1)
    assert whole.story.missing == () and whole.story.status == "complete"


def test_a_header_post_gives_the_fields_and_notes_stay_with_their_post() -> None:
    parts = [
        part(0, 2, rating="Mature", summary="Rain."),
        part(1, 2, chapter("One."), notes_before="First note."),
        part(2, 2, chapter("Two."), notes_before="Second note.", notes_after="Thanks!"),
    ]
    story = compose(parts).story
    assert (story.rating, story.summary, story.notes_after) == ("Mature", "Rain.", "Thanks!")
    assert [one.notes_before for one in story.chapters] == ["First note.", "Second note."]
    assert story.missing == ()


def test_links_to_its_own_parts_are_gone_and_other_works_still_missing() -> None:
    links = (Link("continued-in", "The Lamp"), Link("follows", "The Owl"))
    missing = (Missing("part", 2), Missing("work", None, "The Owl"))
    story = compose([part(1, 2, chapter("One."), links=links, missing=missing), part(2, 2, chapter("Two."))]).story
    assert story.links == (Link("follows", "The Owl"),)
    assert story.missing == (Missing("work", None, "The Owl"),)


def test_ids_stay_unique_when_posts_say_the_same() -> None:
    story = compose([part(1, 2, chapter("Same.\nSame.")), part(2, 2, chapter("Same."))]).story
    ids = [block.id for one in story.chapters for block in one.blocks]
    assert len(set(ids)) == len(ids) == 3


TEXTS = st.lists(st.sampled_from(["Tea.", "It rained all day.", "The lamp\nwent out."]), min_size=1, max_size=3)
CHAPTERS = st.builds(
    chapter, st.sampled_from(["Tea.", "Rain fell.\nTwice."]), st.none() | st.integers(1, 4), st.none() | st.just("A")
)


@given(st.lists(st.lists(CHAPTERS, max_size=3), min_size=1, max_size=5), st.randoms(use_true_random=False))
def test_every_word_of_every_part_once_in_order(parts: list[list], chance: object) -> None:  # type: ignore[type-arg]
    stories = [part(number, len(parts), *chapters) for number, chapters in enumerate(parts, start=1)]
    chance.shuffle(stories)  # type: ignore[attr-defined]
    ordered = [stories[at] for at in in_order(stories)]
    assert all((a.part.number or 0) < (b.part.number or 0) for a, b in pairwise(ordered) if a.part and b.part)
    whole = compose(ordered)
    assert _words(whole.story) == [html for one in ordered for html in _words(one)]
    assert whole.story.words == sum(one.words for one in ordered)
    assert len(whole.origins) == len(whole.story.chapters)


def _words(story: Story) -> list[str]:
    return [block.html for one in story.chapters for block in one.blocks]
