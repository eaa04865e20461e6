"""Opening EPUBs: the pages in order, and every kind of damage and malice named."""

from __future__ import annotations

import io
import zipfile

import pytest

from fanthology.fic.readers.epub.package import PackageError, open_package
from fanthology.fic.readers.epub.xml import HostileXmlError, parse_xml

CONTAINER = '<container><rootfiles><rootfile full-path="OEBPS/content.opf"/></rootfiles></container>'
OPF = """<package xmlns="http://www.idpf.org/2007/opf" xmlns:dc="http://purl.org/dc/elements/1.1/"><metadata>
<dc:title>The Lamp</dc:title><dc:subject>Fog</dc:subject><dc:subject>Tea</dc:subject></metadata>
<manifest><item id="b" href="two%20b.xhtml"/><item id="a" href="one.xhtml"/>
<item id="ncx" href="toc.ncx" media-type="application/x-dtbncx+xml"/></manifest>
<spine><itemref idref="a"/><itemref idref="b"/><itemref idref="gone"/></spine></package>"""
NCX = """<ncx><navMap><navPoint><navLabel><text>The start</text></navLabel><content src="one.xhtml#x"/></navPoint>
</navMap></ncx>"""


def packed(files: dict[str, str | bytes]) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return held.getvalue()


BOOK: dict[str, str | bytes] = {
    "mimetype": "application/epub+zip",
    "META-INF/container.xml": CONTAINER,
    "OEBPS/content.opf": OPF,
    "OEBPS/toc.ncx": NCX,
    "OEBPS/one.xhtml": (
        '<?xml version="1.0"?><html><head><title/></head><body><p>One<a id="x"/> lamp<br/></p></body></html>'
    ),
    "OEBPS/two b.xhtml": "<html><body><p>Two lamps</p></body></html>",
}


def test_pages_in_the_order_of_the_spine_with_their_names() -> None:
    book = open_package(packed(BOOK))
    assert [page.name for page in book.pages] == ["OEBPS/one.xhtml", "OEBPS/two b.xhtml"]
    assert book.values("title") == ["The Lamp"] and book.values("subject") == ["Fog", "Tea"]
    assert book.contents == {"OEBPS/one.xhtml#x": "The start"}
    assert "<title></title>" in book.pages[0].html and '<a id="x"></a>' in book.pages[0].html


NAV = """<html xmlns:epub="x"><body><nav epub:type="toc"><ol><li><a href="one.xhtml">The&nbsp;start</a></li></ol></nav>
<nav epub:type="landmarks"><ol><li><a epub:type="titlepage" href="two%20b.xhtml">T</a></li></ol></nav></body></html>"""


def test_the_navigation_document_counts_before_the_old_list() -> None:
    listed = '<manifest><item id="nav" href="nav.xhtml" properties="nav"/>'
    files = {**BOOK, "OEBPS/content.opf": OPF.replace("<manifest>", listed), "OEBPS/nav.xhtml": NAV}
    book = open_package(packed(files))
    assert book.contents == {"OEBPS/one.xhtml": "The start"}
    assert book.roles == {"OEBPS/nav.xhtml": "toc", "OEBPS/two b.xhtml": "titlepage"}
    assert b"Two lamps" in book.content("OEBPS/two b.xhtml")
    with pytest.raises(PackageError, match="missing"):
        book.content("../secret")


def test_a_broken_list_of_contents_says_nothing() -> None:
    assert open_package(packed({**BOOK, "OEBPS/toc.ncx": "<ncx><navMap>"})).contents == {}


def test_without_a_container_file_the_list_is_found_by_its_ending() -> None:
    files = {name: content for name, content in BOOK.items() if not name.startswith("META-INF")}
    assert len(open_package(packed(files)).pages) == 2


@pytest.mark.parametrize(
    ("change", "reason", "words"),
    [
        ({"OEBPS/content.opf": "<package><spine>"}, "unreadable", "damaged"),
        ({"OEBPS/content.opf": "<package></package>"}, "unreadable", "no page"),
        ({"OEBPS/content.opf": '<!DOCTYPE p [<!ENTITY a "b">]><package>&a;</package>'}, "unreadable", "entities"),
        ({"META-INF/encryption.xml": "<encryption><EncryptedKey/></encryption>"}, "unreadable", "DRM"),
        ({"OEBPS/one.xhtml": b"<p>" + b"a" * 30_000_000}, "too-large", "unpacks to more"),
    ],
)
def test_what_is_wrong_is_said_in_words(change: dict[str, str | bytes], reason: str, words: str) -> None:
    with pytest.raises(PackageError, match=words) as caught:
        open_package(packed({**BOOK, **change}))
    assert caught.value.reason == reason


@pytest.mark.parametrize("cut", [30, 200, -30])
def test_a_cut_book_is_damaged_not_a_crash(cut: int) -> None:
    with pytest.raises(PackageError, match="damaged"):
        open_package(packed(BOOK)[:cut])


def test_flipped_bytes_are_damage_too() -> None:
    whole = packed(BOOK)
    outcomes = set()
    for at in range(0, len(whole), 7):
        damaged = bytearray(whole)
        damaged[at] ^= 0x55
        try:
            outcomes.add(type(open_package(bytes(damaged))).__name__)
        except PackageError as error:
            outcomes.add(error.reason)
    assert outcomes <= {"Package", "unreadable", "too-large"} and "unreadable" in outcomes


def test_xml_that_declares_entities_or_nests_without_end_is_refused() -> None:
    for bad in (b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>', b"<a>" * 5000, b"", b"<a></b>"):
        with pytest.raises(HostileXmlError):
            parse_xml(bad)
