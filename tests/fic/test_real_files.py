"""The first three real files, which must come out right. Skipped where the folder of real files is not."""

from __future__ import annotations

from pathlib import Path

import pytest

from fanthology.fic import Story, read


def only(folder: Path, prefix: str) -> Story:
    (path,) = folder.glob(f"seeds/{prefix}_*.txt")
    story = read(path)
    assert isinstance(story, Story)
    return story


def links(story: Story) -> set[tuple[str, str | None, int | None]]:
    return {(link.kind, link.title, link.chapter) for link in story.links}


@pytest.fixture(scope="module")
def tbc(shared: Path) -> Story:
    return only(shared, "000")


@pytest.fixture(scope="module")
def ornaments(shared: Path) -> Story:
    return only(shared, "001")


@pytest.fixture(scope="module")
def second_chapter(shared: Path) -> Story:
    return only(shared, "002")


def test_a_header_is_read_and_nothing_invented(tbc: Story) -> None:
    assert tbc.title is None
    assert [(creator.name, creator.role) for creator in tbc.creators] == [("Kat Leaf", "author")]
    assert tbc.fandoms == ("Buffy the Vampire Slayer",)
    assert tbc.rating == "Teen And Up Audiences"
    assert [item.value for item in tbc.evidence if item.field == "rating"] == ["PG-13"]
    assert tbc.disclaimer is not None and tbc.disclaimer.startswith("I don't own")
    assert tbc.notes_before is not None and "my fic" in tbc.notes_before


def test_both_linked_stories_are_missing(tbc: Story) -> None:
    assert links(tbc) == {("follows", "Tastes", None), ("continued-in", "Exanimate", None)}
    assert {(gap.what, gap.title) for gap in tbc.missing} == {("work", "Tastes"), ("work", "Exanimate")}


def test_only_the_damaged_word_is_mended(tbc: Story) -> None:
    assert [(r.was, r.now) for r in tbc.repairs if r.mends] == [("na´ve", "naïve")]
    text = " ".join(block.html for block in tbc.chapters[0].blocks)
    assert "naïve enough" in text
    assert "ht-essh!... hehesshuh!" in text
    assert (len(tbc.chapters), tbc.chapters[0].scenes) == (1, 1)


def test_four_scenes_and_their_ornaments(ornaments: Story) -> None:
    assert ornaments.title is None and ornaments.creators == ()
    assert ornaments.fandoms == () and ornaments.rating is None and ornaments.disclaimer is None
    (chapter,) = ornaments.chapters
    assert chapter.scenes == 4
    breaks = [block for block in chapter.blocks if block.kind == "scene-break"]
    assert len(breaks) == 3 and all("¤º°°º¤" in block.html for block in breaks)


def test_everything_from_the_note_on_is_the_end_note(ornaments: Story) -> None:
    note = ornaments.notes_after or ""
    assert note.lstrip("A/N: ").startswith("Wow!") and note.rstrip().endswith("they mind.")
    assert "And wrote. And wrote some more." in note
    assert not any("they mind." in block.html for block in ornaments.chapters[0].blocks)


def test_chapter_two_without_chapter_one(second_chapter: Story) -> None:
    assert second_chapter.title == "When Dreaming Ends"
    assert [creator.name for creator in second_chapter.creators] == ["my fragile trust"]
    assert second_chapter.disclaimer == "On first chapter."
    assert ("see-chapter", None, 1) in links(second_chapter)
    assert (second_chapter.notes_before or "").lstrip("A/N: ").startswith("It's been forever")
    (chapter,) = second_chapter.chapters
    assert (chapter.number, chapter.title) == (2, "Run Away")
    assert [(gap.what, gap.number) for gap in second_chapter.missing] == [("chapter", 1)]
