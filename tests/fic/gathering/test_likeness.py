"""Copies are alike whatever their mark-up and encoding; other stories are not."""

from __future__ import annotations

import random

from fanthology.fic.gathering.compare import compare
from fanthology.fic.gathering.likeness import PERMUTATIONS, Signature, likeness, signature_of, words_of

VOCABULARY = [
    f"{a}{b}{c}" for a in ("ra", "le", "mo", "tid") for b in ("ven", "gat", "sho") for c in ("d", "ing", "", "ty", "s")
]


def text(seed: int, words: int = 3000) -> str:
    chance = random.Random(seed)
    return " ".join(chance.choice(VOCABULARY) for _ in range(words))


def sign(words: str) -> Signature:
    return signature_of(words_of([f"<p>{words}</p>"]))


def test_markup_case_punctuation_and_accents_make_no_difference() -> None:
    plain = ["<p>The naïve dog’s bone, he said, was good.</p>"]
    other = ["<p>THE <em>naive</em> dog's</p>", "<p>bone; he said was “good”!</p>"]
    assert words_of(plain) == words_of(other)


def test_the_same_text_is_the_same_and_another_is_not() -> None:
    assert likeness(sign(text(1)), sign(text(1))).shared == 1.0
    assert likeness(sign(text(1)), sign(text(2))).shared < 0.1


def test_a_copy_that_lacks_a_chapter_is_held_in_the_whole() -> None:
    chapters = [text(seed, 1500) for seed in range(10, 14)]
    whole, less = sign(" ".join(chapters)), sign(" ".join(chapters[:3]))
    found = likeness(whole, less)
    assert 0.6 < found.shared < 0.9 and found.held > 0.9
    assert set(whole.bands()) & set(less.bands())


def test_revised_texts_share_a_band_and_strangers_hardly_ever() -> None:
    words = text(3).split()
    for at in random.Random(1).sample(range(len(words)), 60):
        words[at] = "revised"
    assert set(sign(text(3)).bands()) & set(sign(" ".join(words)).bands())
    strangers = [set(sign(text(seed, 800)).bands()) for seed in range(100, 130)]
    meetings = sum(bool(one & other) for at, one in enumerate(strangers) for other in strangers[:at])
    assert meetings <= 2


def test_a_signature_is_stored_and_comes_back() -> None:
    signature = sign(text(5))
    assert Signature.unpack(signature.pack()) == signature
    assert len(signature.values) == PERMUTATIONS and len(set(signature.bands())) == 32


def test_a_text_without_words_is_like_nothing() -> None:
    assert likeness(sign(""), sign("")).shared == 0.0


def test_side_by_side_every_word_is_on_its_side() -> None:
    left = ["One.", "The cat sat on the mat today.", "Gone soon.", *["Same."] * 9, "End."]
    right = ["One.", "The dog sat on the mat today.", *["Same."] * 9, "New.", "End."]
    lines = compare(left, right)
    assert [line.kind for line in lines].count("skipped") == 1
    shown_left = [word for line in lines for run, _ in line.left for word in run.split()]
    skipped = sum(line.skipped for line in lines)
    assert len(shown_left) + skipped == sum(len(one.split()) for one in left)
    assert ("cat", True) in [run for line in lines for run in line.left]
    assert ("dog", True) in [run for line in lines for run in line.right]
    assert [line.kind for line in lines if line.left == (("Gone soon.", True),)] == ["left"]
