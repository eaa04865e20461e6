"""Three real files, when they are here: what must come out of them is written down word for word."""

from pathlib import Path

import pytest

from fanthology.fic.story import Link, Missing
from fanthology.fic.text.document import Document, Outline
from fanthology.fic.text.outlining.outline import outline

SEEDS = Path(__file__).resolve().parents[4] / "shared" / "seeds"


def seed(number: str) -> Outline:
    path = next(iter(SEEDS.glob(f"{number}_*.txt")), None)
    if path is None:
        pytest.skip("the files are not here")
    return outline(Document(path.read_text("utf-8")))


def test_a_header_without_a_title() -> None:
    found = seed("000")
    stated = found.stated
    assert (stated.title, [creator.name for creator in stated.creators]) == (None, ["Kat Leaf"])
    assert stated.fandoms == ("Buffy the Vampire Slayer",)
    assert stated.rating == "Teen And Up Audiences"
    assert "PG-13" in {evidence.value for evidence in stated.evidence if evidence.field == "rating"}
    assert stated.disclaimer and stated.notes_before
    assert set(stated.links) == {Link("follows", "Tastes"), Link("continued-in", "Exanimate")}
    assert set(stated.missing) == {Missing("work", None, "Tastes"), Missing("work", None, "Exanimate")}
    assert stated.status == "unknown"
    assert len(found.chapters) == 1


def test_no_header_and_a_long_note_at_the_end() -> None:
    found = seed("001")
    stated = found.stated
    assert (stated.title, stated.creators, stated.rating, stated.disclaimer) == (None, (), None, None)
    assert stated.notes_before is None
    assert stated.notes_after and stated.notes_after.startswith("Wow!")
    assert stated.notes_after.count("\n\n") == 5
    assert len(found.chapters) == 1


def test_chapter_two_without_chapter_one() -> None:
    found = seed("002")
    stated = found.stated
    assert (stated.title, [creator.name for creator in stated.creators]) == ("When Dreaming Ends", ["my fragile trust"])
    assert stated.disclaimer == "On first chapter."
    assert stated.links == (Link("see-chapter", None, 1),)
    assert stated.notes_before
    assert [(chapter.number, chapter.title) for chapter in found.chapters] == [(2, "Run Away")]
    assert stated.missing == (Missing("chapter", 1),)


def test_all_three_are_stories() -> None:
    assert [seed(number).not_a_story for number in ("000", "001", "002")] == [None, None, None]
