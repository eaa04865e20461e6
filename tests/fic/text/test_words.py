"""Words are counted as AO3 counts them."""

from __future__ import annotations

import pytest

from fanthology.fic.text.words import count_words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", 0),
        ("...", 0),
        ("* * *", 0),
        ("It was late.", 3),
        ("one-word", 1),
        ("isn't it", 2),
        ("isn’t it", 2),
        ("rock 'n' roll", 3),
        ("wait--no", 2),
        ("wait—no", 2),
        ("wait -- no", 2),
        ("“Oh…no,” she said", 4),
        ("and/or", 2),
        ("1,000 leagues", 3),
        ("snake_case", 1),
        ("naïve café", 2),
        ("nai\u0308ve", 1),
        ("吾輩は猫である", 7),
        ("Holmes は猫", 3),
        ("แมว", 3),
        ("고양이 한 마리", 3),
        ("кот и пёс", 3),
        ("a\nb\tc", 3),
    ],
)
def test_counts(text: str, words: int) -> None:
    assert count_words(text) == words
