"""Who tells a story, in which tense, within which other; its language; whether someone should look at it first."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fanthology.fic import Story, read
from fanthology.fic.enrich import Finding, enrich
from fanthology.fic.enrich.adult import adult_findings
from fanthology.fic.enrich.narration import paragraphs
from fanthology.fic.enrich.telling import telling_of
from fanthology.fic.enrich.tongue import language_findings

THIRD = """The lamp went out on the landing, and Jane stood still. She had heard the step before, and it was not his.
She put out her hand to the wall and found it wet. Nobody had lit a fire in that room since March, and the whole house
knew why. She went down again slowly, counting the stairs under her breath as she had when she was nine.
"""
FIRST = """The lamp went out on the landing, and I stood still. I had heard the step before, and it was not his. I put
out my hand to the wall and found it wet. Nobody had told me why. I went down again slowly, counting the stairs under my
breath as I had when I was nine, and my candle shook.
"""
SECOND = """You stand still on the landing. You have heard the step before, and your hand finds the wall, which is wet.
You go down again slowly, counting the stairs as you did when you were nine, and nobody tells you why you should.
"""
PRESENT = """The lamp goes out on the landing, and Jane stands still. She hears the step, and it is not his. She puts
out her hand to the wall and finds it wet. She goes down again slowly, and turns, and looks, and there is nobody there.
"""
TALK = """“I know what I saw,” she said. “I know it, and I shall say it to my dying day, I promise you that I shall.”
"""
SINGLE = """‘I know what I saw,’ she said. ‘I shall say it.’ She sat down by the fire. ‘I am tired of it all,’ she said,
and he looked at her. ‘I think I will go home,’ he said. ‘I would if I were you.’ She laughed at him, and so did he.
"""
SCRIPT = "\n\n".join(f"{who}: I think I know what I saw, and I told my mother so." for who in ("JANE", "GRACE") * 5)
ASIDE = "\n\nJane crossed the room while the others watched her, and shut the door behind her with a small cold click."
FRAMED = """It was raining when she came to the house, and nobody had lit the lamp. She knocked, and waited, and
knocked.

“Why did she wait?” asks the younger woman. The elder looks up and shakes her head.

“Let me tell the story,” she says, and turns the page, and holds it nearer to the light.

The door opened at last. There was nobody behind it, and she had expected that. She walked in and closed it after her.

“And then what?” The younger woman leans forward. The elder smiles, and closes the book, and looks at the fire.
"""


def found(text: str, kind: str) -> list[Finding]:
    story = read(text.replace("\n\n", "\0").replace("\n", " ").replace("\0", "\n\n").encode(), admit=True)
    assert isinstance(story, Story)
    return [one for one in enrich(story) if one.kind == kind]


@pytest.mark.parametrize(
    ("text", "person"),
    [
        (THIRD, "third person"),
        (FIRST, "first person"),
        (SECOND, "second person"),
        (THIRD + "\n" + TALK * 4, "third person"),
        (SINGLE * 3, "third person"),
        (SCRIPT + ASIDE, "third person"),
        (f"{THIRD * 2}\n\n* * *\n\n{FIRST * 2}", "several"),
    ],
    ids=["third", "first", "second", "talk", "single quotes", "script", "several"],
)
def test_the_person_is_that_of_the_narration(text: str, person: str) -> None:
    (pov,) = found(text, "pov")
    assert pov.name == person
    assert pov.speaks_for and pov.confidence > 0.5


@pytest.mark.parametrize(("text", "tense"), [(THIRD, "past"), (FIRST, "past"), (PRESENT, "present")])
def test_tense(text: str, tense: str) -> None:
    assert [one.name for one in found(text, "tense")] == [tense]


def test_a_story_within_a_story() -> None:
    (pov,) = found(FRAMED, "pov")
    assert pov.name == "frame narrative"
    assert any(sign.quote.startswith("the frame, in the present") for sign in pov.speaks_for)
    assert [one.name for one in found(FRAMED, "tense")] == ["mixed"]


def test_a_story_that_only_changes_its_tense_is_no_frame() -> None:
    assert "frame narrative" not in [one.name for one in found(f"{THIRD}\n\n{PRESENT}", "pov")]


@pytest.mark.parametrize(
    ("text", "tag"),
    [
        (THIRD, "en"),
        ("Das Licht ging aus, und niemand im Haus wollte wissen, warum. Sie blieb stehen und hörte zu. " * 3, "de"),
        (
            "La lampe s'éteignit, et personne dans la maison ne voulut savoir pourquoi. Elle écouta. " * 3,
            "fr",
        ),
        ("La lámpara se apagó y nadie en la casa quiso saber por qué. Ella se quedó quieta y escuchó. " * 3, "es"),
    ],
)
def test_language(text: str, tag: str) -> None:
    assert [one.name for one in found(text, "language")] == [tag]


def test_a_thriller_and_a_curse_are_no_reason_to_look() -> None:
    assert found(THIRD * 5 + "“Fuck,” said Jane, and hit the wall. There was blood on it.", "adult") == []


@given(st.text(max_size=400))
def test_any_text_will_do(text: str) -> None:
    story = read(text.encode("utf-8", "replace") or b"x", admit=True)
    if isinstance(story, Story):
        telling = telling_of(story)
        assert sum(one.words for one in paragraphs(telling)) <= len(telling.text)
        findings = (*adult_findings(telling), *language_findings(telling))
        assert all(0 < one.confidence <= 1 for one in findings)
