"""Which program made an EPUB: marks of its own, one answer."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from fanthology.fic.readers.epub.program import is_epub, program_of
from fanthology.fic.readers.look import Look

CONTAINER = '<container><rootfiles><rootfile full-path="content.opf"/></rootfiles></container>'
BARE = {"mimetype": "application/epub+zip", "META-INF/container.xml": CONTAINER, "content.opf": "<package/>"}
AO3_PAGE = '<p class="message">Posted originally on the <a href="x">Archive</a></p><dl class="tags"></dl>'
FFF_OPF = '<package><metadata><dc:identifier id="fanficfare-uid">fanficfare-uid:x</dc:identifier></metadata></package>'


def look(**more: str) -> Look:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        for name, content in {**BARE, **more}.items():
            archive.writestr(name, content)
    return Look(held.getvalue(), "book.epub")


@pytest.mark.parametrize(
    ("files", "program"),
    [
        ({"META-INF/fanthology.json": "{}", "content.opf": FFF_OPF}, "fanthology"),
        ({"content.opf": FFF_OPF, "OEBPS/title_page.xhtml": AO3_PAGE}, "fanficfare"),
        ({"content.opf": "<dc:contributor>FanFicFare [x]</dc:contributor>"}, "fanficfare"),
        ({"EPUB/introduction.xhtml": "<p>from <a>FicHub.net</a></p>", "EPUB/chap_1.xhtml": "<p>x</p>"}, "fichub"),
        ({"EPUB/introduction.xhtml": "<p>An essay</p>", "EPUB/chap_1.xhtml": "<p>x</p>"}, None),
        ({"The_Lamp_split_000.xhtml": AO3_PAGE, "The_Lamp_split_001.xhtml": "<p>x</p>"}, "ao3"),
        ({"OEBPS/afterword.xhtml": "", "OEBPS/chapter1_1.xhtml": "", "OEBPS/preface.xhtml": AO3_PAGE}, "ao3"),
        ({"one.xhtml": '<dl class="tags"></dl>'}, None),
        ({}, None),
    ],
)
def test_program(files: dict[str, str], program: str | None) -> None:
    assert program_of(look(**files)) == program


def test_what_is_no_epub_was_made_by_no_program() -> None:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr("preface.xhtml", AO3_PAGE)
    for data in (held.getvalue(), b"PK\x03\x04 broken", b"It was night."):
        assert not is_epub(Look(data, "a.epub"))
        assert program_of(Look(data, "a.epub")) is None


def test_real_files(shared: Path) -> None:
    found = {
        path.parent.name: program_of(Look(path.read_bytes(), path.name)) for path in shared.glob("corpus/*/*.epub")
    }
    assert found == {"ao3": "ao3", "fanficfare": "fanficfare"}
