"""Passages over several paragraphs are found again, whatever was corrected in them and around them."""

from __future__ import annotations

import random

import pytest

from fanthology.archive.reading.anchors import TextBlock, anchor_at
from fanthology.archive.reading.refinding import Found, find_again

SYLLABLES = ("ra", "min", "gor", "teth", "lu", "ber", "and", "os", "will", "quen", "da", "frost")


def _sentence(number: int) -> str:
    """Made-up words: the same for a number each time, and like those of no other."""
    chance = random.Random(number)
    words = ["".join(chance.choices(SYLLABLES, k=3)) for _ in range(18)]
    return f"{number} " + " ".join([*words[:9], "burned", *words[9:]]) + "."


TEXTS = tuple(_sentence(number) for number in range(30))


def blocks(texts: tuple[str, ...] | list[str]) -> list[TextBlock]:
    return [TextBlock(f"b{text!r}", text, "") for text in texts]


def passage(first: int, start: int, last: int, end: int) -> str:
    if first == last:
        return TEXTS[first][start:end]
    return "\n".join([TEXTS[first][start:], *TEXTS[first + 1 : last], TEXTS[last][:end]])


def again(words: str, number: int, start: int, texts: list[str]) -> Found | None:
    return find_again(words, anchor_at(blocks(TEXTS), number), start, blocks(texts))


@pytest.mark.parametrize("seed", range(30))
def test_a_passage_goes_with_its_words(seed: int) -> None:
    chance = random.Random(seed)
    first = chance.randrange(len(TEXTS) - 4)
    last = first + chance.randrange(4)
    start, end = chance.randrange(20), chance.randrange(120, 150)
    texts = list(TEXTS)
    for number in chance.sample(range(len(texts)), 12):  # a word of each is another now, some have more
        texts[number] = texts[number].replace("burned", chance.choice(("shone", "burnt", "went on burning")))
    added = chance.randrange(4)
    texts[:0] = ["It had rained since noon, and the clerk said so."] * added
    found = again(passage(first, start, last, end), first, start, texts)
    assert found and (found.first, found.last) == (first + added, last + added)
    assert abs(found.start - start) <= 15 and abs(found.end - end) <= 25


def test_a_paragraph_that_is_two_now_and_two_that_are_one() -> None:
    start, end, cut = TEXTS[4].index("burned"), TEXTS[6].index("burned") + 6, TEXTS[5].index(" burned")
    words = passage(4, start, 6, end)
    parted = [*TEXTS[:5], TEXTS[5][:cut], TEXTS[5][cut + 1 :], *TEXTS[6:]]
    assert again(words, 4, start, parted) == Found(4, start, 7, end)
    joined = [*TEXTS[:4], f"{TEXTS[4]} {TEXTS[5]}", *TEXTS[6:]]
    assert again(words, 4, start, joined) == Found(4, start, 5, end)


def test_a_first_paragraph_that_is_gone() -> None:
    found = again(passage(4, 0, 7, 60), 4, 0, [*TEXTS[:4], *TEXTS[5:]])
    assert found and (found.first, found.last) in ((4, 6), (3, 6))


def test_what_is_gone_is_gone() -> None:
    elsewhere = ["A zeppelin passed.", "The cook was not amused by it.", "Tea was at five."] * 9
    assert again(passage(4, 0, 7, 60), 4, 0, elsewhere) is None
    assert again("wet", 1, 0, elsewhere) is None and again(" ", 1, 0, list(TEXTS)) is None
    assert find_again("rain", anchor_at(blocks(TEXTS), 0), 0, []) is None


def test_few_letters_are_not_taken_from_anywhere() -> None:
    start = TEXTS[1].index("burned")
    assert again("burned", 1, start, ["The lamp burned on.", "Tea was at five."]) is None
    found = again("burned", 1, start, ["Nothing.", *TEXTS])
    assert found == Found(2, start, 2, start + 6)


def test_a_script_without_spaces() -> None:
    texts = ("雨が降った。誰も眠らなかった。", "灯りが消えた。朝まで風が吹いた。", "犬が一度だけ吠えた。")
    words = "誰も眠らなかった。\n灯りが消えた。"
    changed = ["雨が降った。誰も眠れなかった。", "灯りが消えた。朝まで風が吹いた。", "犬が一度だけ吠えた。"]
    found = find_again(words, anchor_at(blocks(texts), 0), 6, blocks(changed))
    assert found == Found(0, 6, 1, 7)
