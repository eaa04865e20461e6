"""Places and highlights hold on to their passage, whatever becomes of the text around it."""

from __future__ import annotations

import random
import re
from html import unescape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fanthology.archive.catalogue.chapter_html import chapter_html
from fanthology.archive.reading.anchors import TAG, anchor_at, blocks_of, nearest
from fanthology.archive.reading.drawing import Span, drawn
from fanthology.archive.reading.look import CHOICES, Look, look_from, read
from fanthology.fic.story import Block
from fanthology.fic.text.typesetting.blocks import BlockIds

SENTENCES = [
    f"On the {number}th of March nobody came to lamp {number * 7}, and it burned all the same." for number in range(40)
]


def page(texts: list[str]) -> str:
    ids = BlockIds()
    return chapter_html(Block(ids.of(text), "paragraph", 1, None, f"<p>{text}</p>") for text in texts)


def text_of(html: str) -> str:
    return unescape(TAG.sub("", html))


PIECES = [
    "Rain",
    " ",
    "&amp;",
    "&lt;b&gt;",
    "<em>so</em>",
    "雨",
    "<br/>\n",
    '<a href="https://a.example/">in</a>',
    "سلام",
]
MARKUP = st.lists(st.sampled_from(PIECES), min_size=1, max_size=8).map("".join)


@settings(max_examples=60, deadline=None)
@given(st.lists(MARKUP, min_size=1, max_size=4), st.data())
def test_drawing_changes_no_letter_and_marks_what_was_meant(texts: list[str], data: st.DataObject) -> None:
    html = page(texts)
    blocks = blocks_of(html)
    assert "".join(one.html for one in blocks) == html
    number = data.draw(st.integers(0, len(blocks) - 1))
    start = data.draw(st.integers(0, len(blocks[number].text) - 1))
    end = data.draw(st.integers(start + 1, len(blocks[number].text)))
    other = Span(number, data.draw(st.integers(0, start)), end, "second")
    marked = drawn(blocks, [Span(number, start, end, "own-1", "/note", "Yours")])
    assert text_of(marked) == text_of(html)
    assert text_of("".join(re.findall(r"<mark[^>]*>(.*?)</mark>", marked, re.DOTALL))) == blocks[number].text[start:end]
    assert marked.count('id="own-1"') == 1 and marked.count('class="own-sign"') == 1
    assert not re.search(r"<a href[^>]*>(?:(?!</a>).)*<a ", marked), "a link in a link"
    assert text_of(drawn(blocks, [Span(number, start, end), other])) == text_of(html)


@pytest.mark.parametrize("seed", range(5))
def test_a_corrected_text_loses_no_place(seed: int) -> None:
    chance = random.Random(seed)
    before = blocks_of(page(SENTENCES))
    number = chance.randrange(len(SENTENCES))
    texts = [text.replace("nobody", "no one").replace("burned", "burnt") for text in SENTENCES]
    for at in sorted(chance.sample([one for one in range(len(texts)) if one != number], 12), reverse=True):
        texts[at : at + 1] = [] if at % 2 else [texts[at], "A line that was not there."]
    after = blocks_of(page(texts))
    found = nearest(anchor_at(before, number), after)
    assert found is not None and f"lamp {number * 7}," in after[found].text


def test_of_the_same_words_those_in_the_same_surroundings_are_meant() -> None:
    before = blocks_of(page(["“Yes.”", "Rain fell.", "“Yes.”", "Snow fell.", "“Yes.”", "Hail fell."]))
    after = blocks_of(page(["Rain fell.", "“Yes.”", "Snow fell.", "“Yes.”", "Hail fell."]))
    assert nearest(anchor_at(before, 2), after) == 1
    assert nearest(anchor_at(before, 4), after) == 3


def test_what_is_not_there_any_more_is_not_made_up() -> None:
    assert nearest(anchor_at(blocks_of(page(["The cat sat."])), 0), blocks_of(page(SENTENCES))) is None


@settings(max_examples=50, deadline=None)
@given(
    st.fixed_dictionaries({name: st.sampled_from([*one.values, "none"]) for name, one in CHOICES.items()}),
    st.integers(0, 9_999),
)
def test_a_look_is_read_as_it_was_written(values: dict[str, str], pace: int) -> None:
    look = look_from({**values, "pace": str(pace)})
    assert read(look.written) == look and len(look.written) <= 300
    assert all(look.of(name) in (value, CHOICES[name].usual) for name, value in values.items())
    assert re.fullmatch(r"[a-z0-9:|]*", look.written), "a cookie takes no other sign unquoted"


@settings(max_examples=50, deadline=None)
@given(st.text(max_size=80))
def test_any_cookie_is_some_look(written: str) -> None:
    assert isinstance(read(written), Look)
