"""Damage is mended where it can be known, recorded word by word, and everything else stays as it is."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fanthology.fic.story import Repair
from fanthology.fic.text.decoding.accents import lexicon
from fanthology.fic.text.decoding.repair import apply, repair, undo

CASES = Path(__file__).parents[2] / "cases" / "repair"
MEND = [tuple(line.split("\t")) for line in (CASES / "mend.tsv").read_text("utf-8").splitlines()]
STAY = (CASES / "stay.txt").read_text("utf-8").splitlines()
DAMAGING = st.text(
    alphabet=st.one_of(
        st.sampled_from("naïve café d´j`^~¨¸Ã©â€œ™\x9d\x81\ufffdÂ \n\xa0'’-s√"), st.characters(codec="utf-8")
    )
)


def test_there_are_enough_cases() -> None:
    assert len(MEND) >= 30
    assert len(STAY) >= 30


@pytest.mark.parametrize(("damaged", "expected"), MEND)
def test_mends(damaged: str, expected: str) -> None:
    mended = repair(damaged)
    assert mended.text == expected
    assert undo(mended.text, mended.repairs) == damaged


@pytest.mark.parametrize("line", STAY)
def test_stays(line: str) -> None:
    assert repair(line).text == line
    assert repair(line).repairs == ()


def test_all_cases_in_one_text() -> None:
    mended = repair("\n".join(damaged for damaged, _ in MEND))
    assert mended.text == "\n".join(expected for _, expected in MEND)


@pytest.mark.parametrize(
    ("text", "was", "now", "rule"),
    [
        ("So na´ve.", "na´ve", "naïve", "spacing-accent"),
        ("A f�te.", "f�te", "fête", "replacement-character"),
        ("The cafÃ©s.", "cafÃ©s", "cafés", "mojibake"),
        ("Who\x81 knows", "\x81", "\ufffd", "undefined-character"),
        ("The end.\x1a", "\x1a", "", "control-character"),
    ],
)
def test_each_rule_records_the_word(text: str, was: str, now: str, rule: str) -> None:
    start = text.index(was)
    assert repair(text).repairs == (Repair((start, start + len(was)), was, now, rule),)


def test_each_word_is_its_own_repair() -> None:
    assert [one.was for one in repair("cafÃ© and naÃ¯ve and fa¸ade").repairs] == ["cafÃ©", "naÃ¯ve", "fa¸ade"]


def test_positions_lead_back_to_the_source() -> None:
    source = "â€œOh,â€ said d´j` Mina."
    mended = repair(source)
    assert mended.text == "“Oh,” said déjà Mina."
    assert mended.offsets.to_source(mended.text.index("Mina")) == source.index("Mina")
    assert mended.offsets.to_source(mended.text.index("said")) == source.index("said")
    assert mended.offsets.to_source(mended.text.index("éj")) == source.index("d´j`")


def test_the_lexicon_is_of_accented_words() -> None:
    words = {word for fits in lexicon().values() for word in fits}
    assert len(words) >= 600
    assert not [word for word in words if word.isascii() or any(sign.isspace() for sign in word)]


@given(DAMAGING)
def test_undo_gives_back_what_came(text: str) -> None:
    mended = repair(text)
    assert undo(mended.text, mended.repairs) == text
    assert apply(text, mended.repairs).text == mended.text


@given(DAMAGING)
def test_offsets_hold_outside_repairs(text: str) -> None:
    mended = repair(text)
    changed = {index for one in mended.repairs for index in range(*one.span)}
    back = [mended.offsets.to_source(index) for index in range(len(mended.text) + 1)]
    assert back == sorted(back)
    assert back[-1] == len(text)
    unchanged = [index for index in range(len(text)) if index not in changed]
    assert [index for index in back[:-1] if index not in changed and index < len(text)] == unchanged


@given(st.text(alphabet="abc XYZ,.!?'\"-()\n0189éüñ“”‘’—…"))
def test_undamaged_text_is_left_alone(text: str) -> None:
    mended = repair(text)
    assert (mended.text, mended.repairs) == (text, ())
