"""The real stories that the project began with come out as their readers know them."""

from __future__ import annotations

from pathlib import Path

import pytest

from fanthology.fic import Story, read
from fanthology.fic.enrich import Finding, enrich


def found_in(shared: Path, number: str) -> tuple[Finding, ...]:
    path = next((shared / "seeds").glob(f"{number}_*.txt"))
    story = read(path.read_bytes(), admit=True)
    assert isinstance(story, Story)
    return enrich(story)


def named(findings: tuple[Finding, ...], kind: str, role: str | None = None) -> set[str]:
    return {one.name for one in findings if one.kind == kind and (role is None or one.role == role)}


def test_which_spike_is_told_by_his_company(shared: Path) -> None:
    assert named(found_in(shared, "000"), "fandom") == {"Buffy the Vampire Slayer"}
    assert named(found_in(shared, "001"), "fandom") == {"Cowboy Bebop (Anime)"}
    assert named(found_in(shared, "002"), "fandom") == {"Cowboy Bebop (Anime)"}


def test_who_appears_and_who_is_only_mentioned(shared: Path) -> None:
    found = found_in(shared, "000")
    assert named(found, "character", "appears") == {"Willow Rosenberg", "Spike (BtVS)"}
    assert named(found, "character", "mentioned") == {
        "Buffy Summers",
        "Xander Harris",
        "Tara Maclay",
        "Dawn Summers",
        "Rupert Giles",
        'Daniel "Oz" Osbourne',
        "Kennedy (BtVS)",
        "Warren Mears",
    }


@pytest.mark.parametrize(
    ("number", "people"),
    [
        ("001", {"Spike Spiegel", "Faye Valentine", "Jet Black", "Edward Wong Hau Pepelu Tivrusky IV"}),
        ("002", {"Spike Spiegel", "Julia (Cowboy Bebop)"}),
    ],
)
def test_nobody_else_is_made_up(shared: Path, number: str, people: set[str]) -> None:
    assert named(found_in(shared, number), "character") == people


def test_a_form_of_address_joins_its_person(shared: Path) -> None:
    willow = next(one for one in found_in(shared, "000") if one.name == "Willow Rosenberg")
    assert {"Willow", "Red"} <= {sign.quote for sign in willow.speaks_for}


@pytest.mark.parametrize(
    ("number", "pair"),
    [
        ("000", {"Spike", "Willow Rosenberg"}),
        ("001", {"Spike Spiegel", "Faye Valentine"}),
        ("002", {"Spike Spiegel", "Julia"}),
    ],
)
def test_who_belongs_together(shared: Path, number: str, pair: set[str]) -> None:
    primary = named(found_in(shared, number), "relationship", "primary")
    assert [set(name.split("/")) for name in primary] == [pair]
