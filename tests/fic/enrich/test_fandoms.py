from __future__ import annotations

from dataclasses import replace

import pytest

from fanthology.fic.canon import Character, Fandom, built_in
from fanthology.fic.enrich import Finding, enrich
from fanthology.fic.enrich.calibration import LEAST_SURE
from fanthology.fic.enrich.lexicon import lexicon_of
from fanthology.fic.story import Block, Chapter, SourceInfo, Story

HOLMES = "Sherlock Holmes - Arthur Conan Doyle"
DRACULA = "Dracula - Bram Stoker"

AT_THE_INN = """“You have not slept, Watson,” said Holmes, and threw the letter upon the fire.
Lestrade had waited in Baker Street for an hour. Mrs. Hudson brought him tea, and Lestrade drank it.
“The hansom is at the door,” Watson answered. “Moriarty was seen at the station.”
Holmes laughed. Watson took his revolver, and they went down together."""

IN_THE_CASTLE = """Jonathan wrote in his journal, and Mina watched the window. “Van Helsing has come,” said Mina.
The Count stood in the courtyard in Transylvania. Lucy Westenra was dead, and Dr. Seward did not say it.
“Renfield knew,” Van Helsing said. Jonathan Harker closed the book. Mina Harker prayed."""

NOBODYS = """Jack had the boat out before it was light. “You are late,” said Jack. Sam came down the slip.
“I know,” said Sam, and threw the rope. Rose was at the window, and Jack did not look up.
Daniel at the harbour gave them eight dollars a pound, and asked Sam about Rose."""


def told(text: str) -> Story:
    blocks = tuple(
        Block(f"b{number}", "paragraph", 1, None, f"<p>{line}</p>")
        for number, line in enumerate(text.splitlines(), start=1)
    )
    return Story(SourceInfo("a", "text", "0" * 64, 1), chapters=(Chapter(blocks),))


def fandoms(found: tuple[Finding, ...]) -> list[str]:
    return [one.name for one in found if one.kind == "fandom"]


def named(found: tuple[Finding, ...]) -> list[str]:
    """What is told of worlds and people."""
    return [one.name for one in found if one.kind in ("fandom", "character", "relationship")]


def test_a_fandom_is_known_by_its_people_and_places() -> None:
    found = enrich(told(AT_THE_INN))
    assert fandoms(found) == [HOLMES]
    assert found[0].role == "primary"
    watson = next(sign for sign in found[0].speaks_for if sign.quote == "Watson")
    assert (watson.block, watson.count) == ("b1", 3)


def test_a_crossover_has_both() -> None:
    assert set(fandoms(enrich(told(AT_THE_INN + "\n" + IN_THE_CASTLE)))) == {HOLMES, DRACULA}


def test_names_that_anybody_bears_are_of_no_fandom() -> None:
    assert named(enrich(told(NOBODYS))) == []


def test_a_fandom_that_canon_lacks_is_none_of_the_others() -> None:
    without = lexicon_of(one for one in built_in() if "Holmes" not in one.name and one.name != "Sherlock (TV)")
    assert named(enrich(told(AT_THE_INN), without)) == []


def test_what_the_story_states_is_not_asked() -> None:
    stated = replace(told(NOBODYS), fandoms=(HOLMES,), characters=("Sherlock Holmes",), title="Baker Street")
    assert named(enrich(stated)) == []


@pytest.mark.parametrize("text", ["", "No.", "“!” " * 50, "&amp;&lt;" * 20])
def test_a_story_without_names_has_no_findings(text: str) -> None:
    assert named(enrich(told(text))) == []


def test_nothing_is_told_below_the_stated_confidence() -> None:
    found = enrich(told(AT_THE_INN + "\n" + IN_THE_CASTLE))
    assert all(one.confidence >= LEAST_SURE for one in found if one.kind == "fandom")


def test_a_surname_that_nobody_known_bears_speaks_against_a_first_name() -> None:
    friends = Fandom(
        "Ferry", "book", characters=tuple(Character(f"{one} Ferryman", (one,)) for one in ("Zella", "Orm"))
    )
    lexicon = lexicon_of([friends])
    theirs = told("“Go,” said Zella. Orm went, and Zella stayed by the water. Orm Ferryman did not look back.\n" * 3)
    others = told("“Go,” said Zella Vance. Orm Vance went. Then Zella Vance slept, and Orm Vance slept too.\n" * 3)
    assert fandoms(enrich(theirs, lexicon)) == ["Ferry"]
    assert fandoms(enrich(others, lexicon)) == []
