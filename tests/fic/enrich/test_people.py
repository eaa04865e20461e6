from __future__ import annotations

import pytest
from test_fandoms import AT_THE_INN, told

from fanthology.fic.canon import Relationship
from fanthology.fic.enrich import enrich
from fanthology.fic.enrich.doing import Doing, doing
from fanthology.fic.enrich.relationships import relationship_name

AFTER_THE_BALL = """Elizabeth Bennet walked to Netherfield through the mud. “Mr. Bingley is kind,” said Jane.
“He is,” said Elizabeth. Mr. Darcy stood at the window. He had heard that Wickham was in Meryton.
“Lizzy,” said Darcy, and took her hand. She kissed him. “I have loved you,” Darcy whispered, “since Hunsford.”
Elizabeth laughed. Darcy kissed her again, and Elizabeth held him. Lady Catherine would never have forgiven it."""


def cast(text: str) -> dict[str, str | None]:
    return {one.name: one.role for one in enrich(told(text)) if one.kind == "character"}


def test_who_acts_appears_and_who_is_talked_of_is_mentioned() -> None:
    people = cast(AT_THE_INN)
    assert {people[name] for name in ("Sherlock Holmes", "John Watson")} == {"appears"}
    assert people["James Moriarty"] == "mentioned"


def test_forms_of_a_name_join_their_person() -> None:
    found = next(one for one in enrich(told(AFTER_THE_BALL)) if one.name == "Elizabeth Bennet")
    assert {"Elizabeth", "Elizabeth Bennet", "Lizzy"} <= {sign.quote for sign in found.speaks_for}


def test_the_two_who_kiss_belong_together() -> None:
    found = [one for one in enrich(told(AFTER_THE_BALL)) if one.kind == "relationship"]
    assert (found[0].name, found[0].role) == ("Elizabeth Bennet/Fitzwilliam Darcy", "primary")
    assert "kissed" in {sign.quote for sign in found[0].speaks_for}


def test_the_storys_own_people_are_named_as_such() -> None:
    text = AT_THE_INN + "\n" + "“I saw it,” said Pellinor. Pellinor shrugged, and Holmes looked at Pellinor.\n" * 3
    assert cast(text)["Pellinor (original character)"] == "appears"


def test_a_place_is_no_person_of_the_story() -> None:
    text = AT_THE_INN + "\nThey drove to Wexcombe. It rained in Wexcombe, and Watson hated Wexcombe.\n" * 3
    assert not any("Wexcombe" in name for name in cast(text))


@pytest.mark.parametrize(
    ("text", "name", "expected"),
    [
        ("Alice laughed.", "Alice", "acts"),
        ("“Oh,” said Alice.", "Alice", "acts"),
        ("Alice's hand shook.", "Alice", "acts"),
        ("Alice suddenly turned.", "Alice", "acts"),
        ("It was Alice he meant.", "Alice", "named"),
        ("Alice had been there.", "Alice", "named"),
        ("Alice's cat", "Alice", "named"),
    ],
)
def test_what_the_words_beside_a_name_say(text: str, name: str, expected: Doing) -> None:
    start = text.index(name)
    assert doing(text, start, start + len(name), spoken=False) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“Alice!”", "addressed"),
        ("“Come here, Alice.”", "addressed"),
        ("“I saw Alice.”", "talked-of"),
        ("“Alice went home.”", "talked-of"),
        ("“Alice's cat.”", "talked-of"),
    ],
)
def test_who_is_spoken_to(text: str, expected: Doing) -> None:
    start = text.index("Alice")
    assert doing(text, start, start + 5, spoken=True) == expected


def test_canon_orders_its_own_relationships() -> None:
    usual = Relationship(("Zed (Tale)", "Anna Moor"))
    assert relationship_name(["Anna Moor", "Zed (Tale)"], "/", usual) == "Zed/Anna Moor"
    assert relationship_name(["Zed (Tale)", "Anna Moor"], "&") == "Anna Moor & Zed"
