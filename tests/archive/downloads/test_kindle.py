"""AZW3 and MOBI as the real Calibre makes them, from the site and the command line, read by Calibre again.

Each conversion takes a second or more, so a few files hold many cases.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from dataclasses import replace
from pathlib import Path

import pytest
from django.test import Client

from archive.factories import make_work
from fanthology.archive.catalogue.viewer import KEEPER
from fanthology.archive.downloads import calibre
from fanthology.archive.downloads.formats import KINDLE
from fanthology.archive.downloads.models import Parcel
from fanthology.archive.downloads.several import Wanted, write_works
from fanthology.archive.tasks.kinds import KINDS
from fanthology.archive.web.addresses import work_address
from fanthology.cli import run
from fanthology.cli.site import DATABASE
from fanthology.fic.errors import FanthologyError
from fanthology.fic.story import Block, Chapter, Creator
from fanthology.fic.writers.book import Book
from fanthology.fic.writers.choices import AS_USUAL, Choices
from fanthology.fic.writers.machine_fonts import drawn_here

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.calibre,
    pytest.mark.xdist_group("calibre"),
    pytest.mark.skipif(
        not calibre.is_installed() and not os.environ.get("CI"), reason="Calibre's ebook-convert is not here"
    ),
]
BACK = ("--page-breaks-before", "/", "--chapter", "/", "--disable-font-rescaling")
SCRIPTS = ("The Rain and the Rose Дождь и роза Η βροχή גשם ורד 雨と薔薇 " * 9)[:500]
ARABIC = "مطر ووردة"
ENDINGS = tuple(KINDLE)


def shown(path: Path) -> dict[str, str]:
    """What Calibre says of a file."""
    done = subprocess.run(["ebook-meta", path], check=True, capture_output=True, text=True)
    rows = (line.partition(":") for line in done.stdout.splitlines())
    return {name.strip(): value.strip() for name, _, value in rows}


def has_cover(path: Path) -> bool:
    picture = path.with_name("cover")
    picture.unlink(missing_ok=True)
    subprocess.run(["ebook-meta", path, f"--get-cover={picture}"], check=True, capture_output=True)
    return picture.exists()


def text_of(path: Path) -> str:
    """The words of a file, as Calibre reads them."""
    made = path.with_name(path.name + ".txt")
    subprocess.run(["ebook-convert", path, made, *BACK], check=True, capture_output=True)
    return made.read_text("utf-8")


def made_of(book: Book, ending: str, folder: Path, choices: Choices = AS_USUAL) -> Path:
    path = folder / f"made.{ending}"
    path.write_bytes(KINDLE[ending].of(book, choices))
    return path


@pytest.fixture
def stranger(home: Path) -> Client:
    return Client(SERVER_NAME="127.0.0.1")


@pytest.fixture
def book() -> Book:
    blocks = [Block("b1", "paragraph", 1, None, "<p>The train was late.</p>")]
    chapters = (Chapter(tuple(blocks), title="One", notes_before="A word before."), Chapter(tuple(blocks)))
    return Book("A Long Night", "urn:uuid:8d76f1df-08ac-51a1-83cb-ac05b1182e31", chapters)


@pytest.mark.parametrize("ending", ENDINGS)
def test_what_the_work_says_is_in_the_file(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ending: str
) -> None:
    work = make_work(
        "A Long Night", creators=["Mina Harker", "Lucy Westenra"], fandoms=["Dracula"], series=["Letters"],
        text=["The train was late.\n\nNobody spoke.", "Then the <door> opened."], language="fr",
        rating="General Audiences", summary="Snow.", notes_before="A word before.", published="1999-05-14",
    )  # fmt: skip
    path = tmp_path / f"night.{ending}"
    monkeypatch.setenv("FANTHOLOGY_HOME", str(home))
    (home / DATABASE).touch()  # the tests' tables are elsewhere
    assert run(["download", work.public_id, "-o", str(path)]) == 0
    said = shown(path)
    assert (said["Title"], said["Author(s)"]) == ("A Long Night", "Mina Harker & Lucy Westenra")
    assert (said["Languages"], said["Comments"]) == ("fra", "Snow.")
    assert said["Published"].startswith("1999-05-14") and said["Tags"].startswith("Dracula")
    text = text_of(path)
    for words in ("Letters, part 1", "A word before.", "Nobody spoke.", "Then the <door> opened."):
        assert text.count(words) == 1, words
    assert has_cover(path)


def test_a_page_begins_with_a_chapter_and_not_with_a_note(book: Book, tmp_path: Path) -> None:
    pages = tmp_path / "pages"
    pages.mkdir()
    path = made_of(book, "azw3", tmp_path)
    subprocess.run(["ebook-convert", path, f"{pages}/", *BACK], check=True, capture_output=True)
    chapter = next(one for one in pages.rglob("*.html") if "A word before." in one.read_text("utf-8"))
    assert "The train was late." in chapter.read_text("utf-8")
    assert "page-break-before: always" not in (pages / "stylesheet.css").read_text("utf-8")


@pytest.mark.parametrize("ending", ENDINGS)
def test_nasty_titles(book: Book, tmp_path: Path, ending: str) -> None:
    named = replace(book, title="--help -o x", creators=(Creator("-v"),))
    path = made_of(named, ending, tmp_path, Choices(cover=False))
    assert (shown(path)["Title"], shown(path)["Author(s)"], has_cover(path)) == ("--help -o x", "-v", False)
    path = made_of(replace(book, title=SCRIPTS, creators=(Creator("שרה"),), language="he"), ending, tmp_path)
    said = shown(path)
    assert (said["Title"], said["Author(s)"], said["Languages"]) == (" ".join(SCRIPTS.split()), "שרה", "heb")
    assert "Languages" not in shown(made_of(replace(book, language=None), ending, tmp_path))


def test_a_cover_is_drawn_with_the_fonts_of_the_machine_or_left_to_the_device(book: Book, tmp_path: Path) -> None:
    path = made_of(replace(book, title=ARABIC), "azw3", tmp_path)
    assert has_cover(path) == (drawn_here(set(ARABIC) - {" "}) == set(ARABIC) - {" "})
    path = made_of(replace(book, title="\U00012000"), "mobi", tmp_path)
    assert shown(path)["Title"] == "\U00012000" and not has_cover(path)


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_chapter_of_two_megabytes_and_one_of_nothing(book: Book, tmp_path: Path, ending: str) -> None:
    blocks = tuple(
        Block(f"b{n}", "paragraph", 1, None, f"<p>{n} The train was late and cold. {'Nobody spoke. ' * 50}</p>")
        for n in range(2_800)
    )
    text = text_of(made_of(replace(book, chapters=(Chapter(blocks), Chapter(()))), ending, tmp_path))
    assert text.count("The train was late") == 2_800 and "2799 The train" in text


@pytest.mark.parametrize("ending", ENDINGS)
def test_an_anthology_on_the_site(stranger: Client, home: Path, tmp_path: Path, ending: str) -> None:
    works = [
        make_work(f"Night {name}", creators=["Mina"], series=["Letters"], text=f"The {name} train.",
                  rating="General Audiences")
        for name in ("one", "two")
    ]  # fmt: skip
    address = work_address(works[0])
    assert f"{address}/download.{ending}" in stranger.get(address).content.decode()
    assert stranger.get(f"{address}/download.{ending}")["Location"].startswith(f"{address}/take?")
    place = f"/series/{works[0].series_entries.get().series.public_id}/take"
    waiting = stranger.post(place, {"format": ending, "title": "Trains"})["Location"]
    assert KINDS["parcels"].work(lambda done, total: None) == "One file was made."
    answer = stranger.get(f"{waiting}/file")
    assert answer["Content-Type"] == KINDLE[ending].media_type and f"Trains.{ending}" in answer["Content-Disposition"]
    path = tmp_path / f"trains.{ending}"
    path.write_bytes(b"".join(answer))  # type: ignore[arg-type]
    text = text_of(path)
    assert text.index("The one train.") < text.index("The two train.") and shown(path)["Title"] == "Trains"


def test_a_zip_of_them(home: Path, tmp_path: Path) -> None:
    numbers = [make_work(f"Night {name}", text=f"The {name} train.").pk for name in ("one", "two")]
    with (tmp_path / "trains.zip").open("wb") as file:
        write_works(KEEPER, numbers, Wanted("Trains", "azw3", each=True, choices=Choices(cover=False)), file)
    shutil.unpack_archive(tmp_path / "trains.zip", tmp_path / "trains")
    assert "The two train." in text_of(tmp_path / "trains" / "Night two.azw3")


def test_what_was_begun_ends_when_it_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = tmp_path / "ebook-convert"
    program.write_text(f"#!/bin/sh\nsleep 300 & echo $! > {tmp_path}/begun\nwait\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    monkeypatch.setattr(calibre, "TIMEOUT", 2)
    with pytest.raises(FanthologyError, match="not ready after 2 seconds"):
        calibre.converted(b"", "azw3")
    begun = int((tmp_path / "begun").read_text())
    for _ in range(50):
        status = Path(f"/proc/{begun}/stat")
        if not status.exists() or status.read_text().rpartition(")")[2].split()[0] == "Z":
            return
        time.sleep(0.1)
    raise AssertionError("what was begun goes on")


def test_what_calibre_cannot_read_is_said(home: Path, stranger: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(FanthologyError, match=r"Calibre could not make the \.azw3\. Choose EPUB or PDF\."):
        calibre.converted(b"PK no book", "azw3")
    work = make_work("Night", rating="General Audiences")
    monkeypatch.setattr(calibre, "TIMEOUT", 0.01)
    place = stranger.post(f"{work_address(work)}/take", {"format": "azw3"})["Location"]
    KINDS["parcels"].work(lambda done, total: None)
    assert "Calibre was not ready after 0.01 seconds" in stranger.get(place).content.decode()
    assert Parcel.objects.get().state == "failed"
