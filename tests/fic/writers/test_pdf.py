"""PDFs: a book's words arrive as words, whatever they look like, and none is lost without a word."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import typst
from made_stories import BROKEN, KINDS, NESTED, SOURCE, made_story

from fanthology.fic.errors import FanthologyError
from fanthology.fic.story import Block, Chapter, Creator, Story
from fanthology.fic.writers import pdf, write_pdf
from fanthology.fic.writers.book import book_to_write
from fanthology.fic.writers.choices import Choices
from fanthology.fic.writers.cover import cut, draw_cover
from fanthology.fic.writers.naming import block_text
from fanthology.fic.writers.pdf import write_pdf_of
from fanthology.fic.writers.pdf.leaves import leaves, words_in
from fanthology.fic.writers.pdf.sheets import sheets

ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
TEMPLATE = Path(pdf.__file__).with_name("book.typ")
HOSTILE = '#panic("x") #read("/etc/passwd") $x$ ]#[ *b* _e_ `c` <label> @ref // \\ #import "@preview/x:1.0.0" = Head'
FIVE_SCRIPTS = "The Rain and the Rose Дождь и роза Η βροχή גשם ורד 雨と薔薇 " * 9


def told(story: Story, choices: Choices | None = None) -> dict[str, Any]:
    return sheets(story.title or "", [book_to_write(story)], choices or Choices())


def headings(story: Story) -> list[str]:
    """The words of the headings as typst has them."""
    compiler = typst.Compiler(
        TEMPLATE.read_bytes(), ignore_system_fonts=True, sys_inputs={"book": json.dumps(told(story))}
    )
    return [one["body"]["text"] for one in json.loads(compiler.query("heading"))]


def pages(made: bytes) -> int:
    return len(re.findall(rb"/Type\s*/Page\b", made))


def test_words_that_look_like_typst_are_words() -> None:
    block = Block("b", "paragraph", 1, None, f"<p>{HOSTILE.replace('<', '&lt;')}</p>")
    story = Story(SOURCE, title=HOSTILE, creators=(Creator(HOSTILE),), summary=HOSTILE,
                  chapters=(Chapter((block,), title=HOSTILE), Chapter((block,))))  # fmt: skip
    assert HOSTILE in headings(story)
    assert write_pdf(story).startswith(b"%PDF")


def test_every_word_of_the_blocks_is_handed_over_in_order() -> None:
    blocks = (*KINDS, *(Block("x", "paragraph", 1, None, html) for html in BROKEN if "<!" not in html))
    for block in blocks:
        shown = "".join("".join(map("".join, map(words_in, leaves([block])))).split())
        if block.kind != "image":
            assert shown == "".join(ILLEGAL.sub("", block_text(block.html)).split()), block.html


def test_the_same_story_is_the_same_bytes_and_made_stories_survive() -> None:
    chapters = tuple(chapter for seed in range(10) for chapter in made_story(seed).chapters)
    story = replace(made_story(3), chapters=chapters, language="en")
    made = write_pdf(story)
    assert made == write_pdf(story) and made.startswith(b"%PDF")


@pytest.mark.parametrize("paper", ["a5", "a4", "letter", "large"])
def test_papers(paper: Any) -> None:
    block = Block("b", "paragraph", 1, None, f"<p>{'The train was late and cold. ' * 300}</p>")
    made = write_pdf(Story(SOURCE, title="Trains", chapters=(Chapter((block,)),)), Choices(paper=paper, facing=True))
    width = {"a5": 419, "a4": 595, "letter": 612, "large": 595}[paper]
    boxes = re.findall(rb"/MediaBox\s*\[0 0 (\d+)", made)
    assert boxes and {int(one) for one in boxes} == {width}


def test_letters_that_cannot_be_drawn_are_counted_on_the_page() -> None:
    han = Block("b", "paragraph", 1, None, "<p>雨と薔薇の名前 𒀀</p>")
    found = told(Story(SOURCE, title="Rain", chapters=(Chapter((han,)),)))
    assert found["system_fonts"] is True
    assert re.match(r"\d+ letters or signs \(.*Cuneiform.*\) could not be drawn here", found["unset"])
    plain = told(Story(SOURCE, title="Дождь, βροχή, גשם", chapters=(Chapter(KINDS[:1]),)))
    assert (plain["unset"], plain["system_fonts"]) == ("", False)


def test_which_way_a_text_reads_and_what_is_hyphenated() -> None:
    arabic = Block("b", "paragraph", 1, None, "<p><em>قالت</em> Once</p>")
    found = told(Story(SOURCE, language="en-GB", chapters=(Chapter((arabic, KINDS[0])),)))
    assert found["parts"][0]["chapters"][0]["blocks"][0][0] == "rtl"
    assert (found["parts"][0]["lang"], found["parts"][0]["region"]) == ("en", "gb")
    assert told(Story(SOURCE, language="he"))["parts"][0]["dir"] == "rtl"
    assert told(Story(SOURCE))["parts"][0]["lang"] == ""


def test_warnings_first_and_several_books() -> None:
    story = Story(
        SOURCE, title="Trains", rating="Mature", warnings=("Major Character Death",), chapters=(Chapter(KINDS),)
    )
    book = book_to_write(story)
    first = sheets("x", [replace(book, warnings_first=True)], Choices())["parts"][0]
    assert first["first"] == [["Rating", ["Mature"]], ["Warnings", ["Major Character Death"]]]
    assert not {"Rating", "Warnings"} & {row[0] for row in first["facts"]}
    two = write_pdf_of("Two", [book, replace(book, warnings_first=True)])
    assert pages(two) > pages(write_pdf(story)) or not pages(two)


def test_a_title_of_five_hundred_signs_in_five_scripts() -> None:
    story = Story(SOURCE, title=FIVE_SCRIPTS[:500], creators=(Creator("Mina"),), chapters=(Chapter(KINDS[:1]),))
    assert write_pdf(story).startswith(b"%PDF")
    cover = draw_cover(book_to_write(story))
    assert cover.name == "cover.svg" and "雨" in cover.data.decode() and "…" in cover.data.decode()


@pytest.mark.parametrize("name", NESTED)
def test_what_is_nested_two_hundred_deep_keeps_its_words(name: str) -> None:
    block = Block("b", "paragraph", 1, None, NESTED[name])
    words = "".join("".join(map("".join, map(words_in, leaves([block])))).split())
    assert words == "".join(block_text(block.html).split()) and "corewords" in words
    assert write_pdf(Story(SOURCE, chapters=(Chapter((block,)),))).startswith(b"%PDF")


def test_what_is_too_deep_is_on_lines_of_its_own() -> None:
    deep = "<blockquote>said" * 15 + "<p>one <em>two</em></p><ul><li>three</li></ul>" + "</blockquote>" * 15
    text = json.dumps(leaves([Block("b", "paragraph", 1, None, deep)]))
    assert '"said", ["br"], "one ", "two", ["br"], "three", ["br"]]' in text


def test_a_word_longer_than_a_line_is_broken_and_no_letter_parted_from_its_marks() -> None:
    for word in ("N" + "o" * 20_000, "z" + "\u0301" * 300, "https://example.org/" + "way/" * 90):
        block = Block("b", "paragraph", 1, None, f"<p>{word}</p>")
        found = told(Story(SOURCE, title=word, chapters=(Chapter((block,), title=word),)))
        for shown in (found["title"], found["parts"][0]["chapters"][0]["blocks"][0][1]):
            assert shown.replace("\u200b", "") == word and "\u200b\u0301" not in shown
            assert max(len(re.sub("\u0301", "", one)) for one in shown.split("\u200b")) <= 16
    rain = "薔薇の名前" * 30
    assert leaves([Block("b", "paragraph", 1, None, f"<p>{rain}</p>")]) == [["p", rain]]


def test_a_text_that_would_take_all_memory_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    press = tmp_path / "press.py"
    press.write_text(re.sub(r"MOST_MEMORY = .*", "MOST_MEMORY = 64 * 1024**2", pdf._PRESS.read_text("utf-8")), "utf-8")
    monkeypatch.setattr(pdf, "_PRESS", press)
    with pytest.raises(FanthologyError, match="could not be made"):
        write_pdf(Story(SOURCE, chapters=(Chapter(KINDS[:1]),)))


def test_what_takes_too_long_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "TIMEOUT", 0.001)
    with pytest.raises(FanthologyError, match="not ready after"):
        write_pdf(Story(SOURCE))


def test_a_cover_is_a_picture_of_its_words() -> None:
    book = book_to_write(Story(SOURCE, title="A Long Night", creators=(Creator("Mina"),), fandoms=("Dracula",)))
    cover = draw_cover(book)
    assert cover == draw_cover(book) and cover.data[:8] == b"\x89PNG\r\n\x1a\n"
    assert int.from_bytes(cover.data[16:20]) == 600 and int.from_bytes(cover.data[20:24]) == 900
    assert cover.data != draw_cover(replace(book, title="A Long Day")).data
    assert draw_cover(replace(book, title="Antidisestablishmentarianism" * 5)).name == "cover.png"
    assert cut("é" * 10, 5) == "éééé…" and cut("e\u0301" * 10, 4) == "e\u0301…"
