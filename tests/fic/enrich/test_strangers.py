from __future__ import annotations

import pytest
from test_fandoms import AT_THE_INN, told

from fanthology.fic.enrich import enrich
from fanthology.fic.enrich.strangers import _is_alike


@pytest.mark.parametrize(
    ("word", "known", "expected"),
    [
        ("Bev", "Beverly", True),
        ("Beverley", "Beverly", True),
        ("Skully", "Scully", True),
        ("McCOY", "McCoy", True),
        ("Dan", "Daniel", True),
        ("Dan", "Dana", False),
        ("Jackie", "Jack", False),
        ("Maria", "Marie", False),
        ("Watson", "Holmes", False),
    ],
)
def test_other_ways_to_write_a_name(word: str, known: str, expected: bool) -> None:
    assert _is_alike(word, known) is expected


def test_a_slip_of_a_name_joins_its_person() -> None:
    found = enrich(told(AT_THE_INN + "\n“I wonder,” said Lestrad. Lestrad sighed.\n" * 3))
    lestrade = next(one for one in found if one.kind == "character" and "Lestrad" in one.name)
    assert "original" not in lestrade.name
    assert {"Lestrade", "Lestrad"} <= {sign.quote for sign in lestrade.speaks_for}


def test_a_script_has_its_speakers() -> None:
    lines = ["HOLMES: Look at this, Watson.", "WATSON (rising): It is a hat.", "HOLMES: It is Moriarty's hat."]
    scene = "Baker Street. Night. A hansom waits. Lestrade is at the door with Mrs. Hudson."
    found = enrich(told("\n".join([*lines * 3, scene])))
    people = {one.name: one.role for one in found if one.kind == "character"}
    assert (people["Sherlock Holmes"], people["John Watson"]) == ("appears", "appears")
    assert people["James Moriarty"] == "mentioned"
