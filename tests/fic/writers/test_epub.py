from __future__ import annotations

import io
import random
import re
import zipfile
from dataclasses import replace
from html.parser import HTMLParser
from xml.etree import ElementTree
from xml.parsers import expat

import pytest
from made_stories import BROKEN, KINDS, SOURCE, made_story

from fanthology.fic.story import Block, Chapter, Creator, Identity, Link, Missing, SeriesPlace, Story
from fanthology.fic.writers import Book, book_from_story, write_epub

XHTML = "{http://www.w3.org/1999/xhtml}"
DC = "{http://purl.org/dc/elements/1.1/}"
OPF = "{http://www.idpf.org/2007/opf}"
XML_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def opened(story: Story | Book) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(write_epub(story))) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name).decode("utf-8") for name in archive.namelist() if not name.endswith(".png")}


def metadata(files: dict[str, str]) -> ElementTree.Element:
    found = ElementTree.XML(files["OEBPS/package.opf"]).find(f"{OPF}metadata")
    assert found is not None
    return found


def values(files: dict[str, str], name: str) -> list[str]:
    return [element.text or "" for element in metadata(files).iter(DC + name)]


def properties(files: dict[str, str], name: str) -> list[str]:
    return [one.text or "" for one in metadata(files).iter(f"{OPF}meta") if one.get("property") == name]


class Words(HTMLParser):
    """The words of a block, found by a parser that the writer does not use."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.text = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.text += " " if tag in ("br", "p", "li", "td", "th", "dd", "dt", "caption", "ul") else ""

    def handle_data(self, data: str) -> None:
        self.text += data


def page_words(page: str) -> list[str]:
    """The words of a chapter page's text, without the descriptions that stand for pictures."""
    root = ElementTree.XML(page)
    text = root.find(f".//{XHTML}div[@class='text']")
    assert text is not None
    for one in list(text.iter()):
        if one.get("class") == "picture":
            one.clear()
        if one.tag.removeprefix(XHTML) in ("br", "p", "li", "td", "th", "dd", "dt", "caption", "ul"):
            one.text = " " + (one.text or "")
            one.tail = " " + (one.tail or "")
    return "".join(text.itertext()).split()


def block_words(chapter: Chapter) -> list[str]:
    return [word for block in chapter.blocks for word in XML_ILLEGAL.sub("", Words(block.html).text).split()]


def test_the_first_bytes_say_what_it_is() -> None:
    written = write_epub(Story(SOURCE))
    assert written[30:58] == b"mimetypeapplication/epub+zip"
    with zipfile.ZipFile(io.BytesIO(written)) as archive:
        first = archive.infolist()[0]
        assert (first.filename, first.compress_type, first.extra) == ("mimetype", zipfile.ZIP_STORED, b"")


@pytest.mark.parametrize("seed", range(40))
def test_whatever_comes_every_file_parses_and_every_bytes_are_stable(seed: int) -> None:
    files = opened(made_story(seed))
    for name, text in files.items():
        if name.endswith((".xhtml", ".opf", ".ncx", ".xml")):
            expat.ParserCreate("utf-8").Parse(text.encode("utf-8"), True)
    assert write_epub(made_story(seed)) == write_epub(made_story(seed))


def test_every_word_of_the_blocks_is_there_in_order() -> None:
    chance = random.Random(7)
    survivors = tuple(Block(f"bf{n}", "paragraph", 1, None, html) for n, html in enumerate(BROKEN) if "<!" not in html)
    for _ in range(20):
        blocks = [*KINDS, *chance.sample(survivors, 4)]
        chance.shuffle(blocks)
        chapter = Chapter(tuple(blocks))
        page = opened(Story(SOURCE, chapters=(chapter,)))["OEBPS/chapter-0001.xhtml"]
        assert page_words(page) == block_words(chapter)


def test_blocks_keep_their_ids_and_a_scene_break_its_ornament() -> None:
    page = opened(Story(SOURCE, chapters=(Chapter(KINDS),)))["OEBPS/chapter-0001.xhtml"]
    ids = [one.get("id") for one in ElementTree.XML(page).iter() if one.get("id")]
    assert ids == ["heading", *(block.id for block in KINDS)]
    assert '<p id="b0000000009" class="scene-break">* * *</p>' in page


def test_ids_that_cannot_be_used_are_left_out() -> None:
    names = ("same", "same", "heading", "1st", 'a"b')
    blocks = tuple(Block(name, "paragraph", 1, None, "<p>One</p>") for name in names)
    page = opened(Story(SOURCE, chapters=(Chapter(blocks),)))["OEBPS/chapter-0001.xhtml"]
    assert [one.get("id") for one in ElementTree.XML(page).iter(f"{XHTML}p")] == ["same", None, None, None, None]


def test_one_broken_block_does_not_spoil_its_neighbours() -> None:
    blocks = (KINDS[0], Block("bbad", "paragraph", 1, None, "<p>down <em>the hole</p>"))
    page = opened(Story(SOURCE, chapters=(Chapter(blocks),)))["OEBPS/chapter-0001.xhtml"]
    assert "<em>Holmes</em>" in page
    assert '<p id="bbad">down the hole</p>' in page


def test_only_web_addresses_are_linked_and_pictures_are_described() -> None:
    page = opened(Story(SOURCE, chapters=(Chapter(KINDS),)))["OEBPS/chapter-0001.xhtml"]
    assert re.findall(r'<a href="([^"]*)"', page) == ["https://example.org/a?b=1&amp;c=%20#d"]
    assert "[Picture: Mina &quot;writing&quot;]" in page
    assert "<img" not in page


def test_the_metadata() -> None:
    story = Story(
        SOURCE,
        identity=(Identity("ao3", "42"),),
        title='Tea & "Sympathy" <1>',
        creators=(Creator("Mina"), Creator("Jonathan", "coauthor"), Creator("Lucy", "beta")),
        fandoms=("Dracula",),
        characters=("Mina Harker", "Dracula"),
        relationships=("Mina/Jonathan",),
        freeforms=("Fog",),
        rating="Mature",
        summary="Trains,\nand a diary.",
        language="en",
        published="1999-03-04",
        updated="2001-02-03",
        permission="Ask first",
        series=(SeriesPlace("Whitby", 2), SeriesPlace("Diaries")),
    )
    files = opened(story)
    assert values(files, "title") == ['Tea & "Sympathy" <1>']
    assert values(files, "creator") == ["Mina", "Jonathan"]
    assert values(files, "contributor") == ["Lucy"]
    assert properties(files, "role") == ["aut", "aut", "edt"]
    assert values(files, "language") == ["en"]
    assert values(files, "subject") == ["Dracula", "Mina/Jonathan", "Mina Harker", "Mature", "Fog"]
    assert values(files, "source") == ["https://archiveofourown.org/works/42"]
    assert values(files, "date") == ["1999-03-04"]
    assert values(files, "description") == ["Trains, and a diary."]
    assert values(files, "rights") == ["Ask first"]
    assert properties(files, "dcterms:modified") == ["2001-02-03T00:00:00Z"]
    assert properties(files, "belongs-to-collection") == ["Whitby", "Diaries"]
    assert properties(files, "group-position") == ["2"]
    assert properties(files, "schema:accessMode") == ["textual"]
    assert properties(files, "schema:accessibilityHazard") == ["none"]


def test_what_is_unknown_stays_unknown() -> None:
    files = opened(Story(SOURCE, chapters=(Chapter(KINDS[:1]),), published="1999-02-30"))
    assert values(files, "title") == ["Untitled (“Quite so,” said Holmes & lit…)"]
    assert values(files, "creator") == values(files, "subject") == values(files, "date") == []
    assert values(files, "language") == ["und"]
    assert values(files, "source") == ["urn:sha256:" + "0" * 64]
    assert properties(files, "dcterms:modified") == ["1980-01-01T00:00:00Z"]
    assert "lang=" not in files["OEBPS/title.xhtml"]


def test_the_identifier_is_the_same_for_every_copy_of_a_story() -> None:
    one = Story(SOURCE, identity=(Identity("ao3", "42"),))
    other = replace(one, source=replace(SOURCE, sha256="1" * 64, path="b.html"))
    assert book_from_story(one).identifier == book_from_story(other).identifier
    assert book_from_story(Story(SOURCE)).identifier != book_from_story(Story(other.source)).identifier


def test_the_title_page_says_what_comes_before_and_after_and_what_is_missing() -> None:
    story = Story(
        SOURCE,
        title="Exit",
        creators=(Creator("Mina"),),
        disclaimer="On first chapter.",
        links=(
            Link("follows", "Entrance", creator="Lucy", url="https://example.org/1"),
            Link("see-chapter", chapter=1),
        ),
        missing=(Missing("chapter", 1), Missing("work", title="Entrance")),
    )
    page = opened(story)["OEBPS/title.xhtml"]
    assert 'Follows <a href="https://example.org/1">“Entrance”</a> by Lucy' in page
    assert "See chapter 1" in page
    assert "Not in this copy: chapter 1; story “Entrance”." in page
    assert "<h2>Disclaimer</h2>\n<p>On first chapter.</p>" in page


def test_chapters_notes_and_end_notes_stand_in_the_table_of_contents() -> None:
    chapters = (
        Chapter(KINDS[:1], number=1, notes_before="Before\n\nand after", notes_after="Done"),
        Chapter(KINDS[1:2], number=2, title="Run Away"),
        Chapter(KINDS[:1], title="Epilogue"),
        Chapter(KINDS[:1]),
    )
    files = opened(Story(SOURCE, title="Flight", chapters=chapters, notes_after="Thanks"))
    expected = [
        ("title.xhtml", "Title page"),
        ("chapter-0001.xhtml", "Chapter 1"),
        ("chapter-0002.xhtml", "Chapter 2: Run Away"),
        ("chapter-0003.xhtml", "Epilogue"),
        ("chapter-0004.xhtml", "Untitled chapter (“Quite so,” said Holmes &amp; lit…)"),
        ("afterword.xhtml", "End notes"),
    ]
    toc = files["OEBPS/nav.xhtml"].split("landmarks")[0]
    assert re.findall(r'<a href="([^"]*)">([^<]*)</a>', toc) == expected
    old = re.findall(r'<text>([^<]*)</text></navLabel><content src="([^"]*)"/>', files["OEBPS/toc.ncx"])
    assert [(source, text) for text, source in old] == expected
    assert re.findall(r'<itemref idref="([^"]*)"', files["OEBPS/package.opf"]) == [
        name.removesuffix(".xhtml") for name, _ in expected
    ]
    first = files["OEBPS/chapter-0001.xhtml"]
    assert first.index("<p>Before</p><p>and after</p>") < first.index("Quite so") < first.index("<p>Done</p>")
    assert "<p>Thanks</p>" in files["OEBPS/afterword.xhtml"]


def test_nothing_private_goes_in() -> None:
    address = "mina@example.org"
    story = Story(
        SOURCE,
        title=f"For {address}",
        creators=(Creator(f"Mina <{address}>", contact="ICQ 12345"), Creator("Lucy", "beta", address)),
        posted_by=address,
        gift_to=(address,),
        summary=address,
        disclaimer=address,
        permission=f"Ask {address}",
        notes_before=address,
        notes_after=address,
        links=(Link("follows", address, None, address),),
        chapters=(Chapter(KINDS, title=address, summary=address, notes_before=address, notes_after=address),),
    )
    everything = "".join(opened(story).values())
    assert address not in everything
    assert "12345" not in everything
    assert "m***@***" in everything


def test_a_book_of_an_archive_says_what_the_archive_knows() -> None:
    book = replace(book_from_story(Story(SOURCE, title="flihgt")), title="Flight", publisher="The Whitby Archive")
    files = opened(book)
    assert values(files, "title") == ["Flight"]
    assert values(files, "publisher") == ["The Whitby Archive"]


def test_right_to_left() -> None:
    paragraph = Block("b1", "paragraph", 1, None, "<p>قالت شهرزاد</p>")
    files = opened(Story(SOURCE, language="ar", chapters=(Chapter((paragraph,)),)))
    assert 'page-progression-direction="rtl"' in files["OEBPS/package.opf"]
    assert 'lang="ar" xml:lang="ar" dir="rtl"' in files["OEBPS/chapter-0001.xhtml"]
    unknown = opened(Story(SOURCE, chapters=(Chapter((paragraph, KINDS[0])),)))["OEBPS/chapter-0001.xhtml"]
    assert '<p id="b1" dir="auto">' in unknown
    assert unknown.count("dir=") == 1
