"""Files of canon: the built-in ones are sound, and what is wrong with one is said in words."""

from __future__ import annotations

from pathlib import Path

import pytest

from fanthology.fic.canon import CanonError, built_in, parse_fandom, with_folder

OZ = b"""name = "Oz"
medium = "book"
years = [1900, 1920]
synonyms = ["Land of Oz"]
places = ["Emerald City"]
[[character]]
name = "Dorothy Gale"
aliases = ["Dorothy"]
gender = "female"
place = "main"
[[character]]
name = "Tik-Tok"
gender = "other"
[[relationship]]
between = ["Dorothy Gale", "Tik-Tok"]
kind = "&"
"""


def test_a_file_says_all_there_is() -> None:
    fandom = parse_fandom(OZ, "oz.toml")
    assert (fandom.name, fandom.medium, fandom.years, fandom.signs) == ("Oz", "book", (1900, 1920), ("Emerald City",))
    assert [(one.name, one.aliases, one.gender, one.place) for one in fandom.characters] == [
        ("Dorothy Gale", ("Dorothy",), "female", "main"),
        ("Tik-Tok", (), "other", "regular"),
    ]
    assert fandom.relationships[0].kind == "&"


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ((b'"book"', b'"opera"'), "medium is “opera”"),
        ((b'"Dorothy"', b'"Dorothy", "Dorothy"'), "twice"),
        ((b'"Dorothy"]', b'"Dorothy"]\nweak = ["Dorothy"]'), "twice among the names"),
        ((b'name = "Tik-Tok"', b'name = "Dorothy Gale"'), "there twice"),
        ((b'"Dorothy Gale", "Tik-Tok"]', b'"Dorothy Gale", "Billina"]'), "“Billina”, who is no character"),
        ((b'"Dorothy Gale", "Tik-Tok"]', b'"Dorothy Gale"]'), "between two people"),
        ((b"[1900, 1920]", b"[1920, 1900]"), "years should be"),
        ((b"synonyms", b"nicknames"), "has “nicknames”"),
        ((b'name = "Oz"', b""), "name should be a text"),
        ((b'["Emerald City"]', b'"Emerald City"'), "places should be a list"),
        ((b'name = "Oz"', b'name = "Oz'), "is not TOML"),
        ((b"Emerald", b"\xe9merald"), "is not TOML in UTF-8"),
    ],
)
def test_what_is_wrong_is_said_in_words(change: tuple[bytes, bytes], words: str) -> None:
    with pytest.raises(CanonError, match=words) as caught:
        parse_fandom(OZ.replace(*change), "oz.toml")
    assert str(caught.value).startswith("oz.toml")


def test_an_archives_own_file_takes_the_place_of_a_built_in_one(tmp_path: Path) -> None:
    ours = OZ.replace(b'name = "Oz"', f'name = "{built_in()[0].name}"'.encode()).replace(b"Land of Oz", b"Our Oz")
    (tmp_path / "ours.toml").write_bytes(ours)
    together = with_folder(tmp_path)
    assert len(together) == len(built_in())
    assert "Our Oz" in together[0].synonyms


def test_two_fandoms_cannot_have_one_name(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_bytes(OZ.replace(b'"Oz"', b'"Oz One"'))
    (tmp_path / "b.toml").write_bytes(OZ.replace(b'"Oz"', b'"Oz Two"'))
    with pytest.raises(CanonError, match="Two fandoms are called “Land of Oz”"):
        with_folder(tmp_path)


def test_the_built_in_files_are_sound() -> None:
    assert built_in() == tuple(sorted(built_in(), key=lambda fandom: fandom.name))
    for fandom in built_in():
        assert fandom.years and fandom.characters and fandom.signs, fandom.name
