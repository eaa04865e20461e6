"""``fanthology download``: what it writes; what it cannot is said in a sentence, and nothing is left half-written."""

from __future__ import annotations

import errno
import os
import re
import zipfile
from pathlib import Path
from typing import Any

import pytest

from archive.factories import make_work
from fanthology.archive.accounts.models import User
from fanthology.archive.catalogue.models import Series, Work
from fanthology.archive.downloads import file as of_works
from fanthology.archive.downloads import several
from fanthology.archive.downloads.formats import FORMATS
from fanthology.archive.reading.shelves import make_shelf, put_on
from fanthology.cli import run
from fanthology.cli.site import DATABASE
from fanthology.fic import read
from fanthology.fic.errors import FanthologyError

pytestmark = pytest.mark.django_db


@pytest.fixture
def archive(home: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """An archive with three works, two of a series and one private, and a folder to write to."""
    monkeypatch.setenv("FANTHOLOGY_HOME", str(home))
    (home / DATABASE).touch()  # the tests' tables are elsewhere
    make_work("Rain", creators=["Irene Adler"], series=["Weather"], text="A red rose.", rating="Mature",
              warnings=["Major Character Death"], notes_before="Before it rains.")  # fmt: skip
    fog = make_work("Fog", creators=["Irene Adler"], series=["Weather"], text="No rose at all.")
    fog.series_entries.update(position=2)
    make_work("Snow", creators=["Mina Harker"], text="A white rose.", visibility="private")
    there = tmp_path / "there"
    there.mkdir()
    monkeypatch.chdir(there)
    return there


def id_of(title: str) -> str:
    return Work.objects.get(title=title).public_id


def series_id() -> str:
    return Series.objects.get().public_id


def text_of(path: Path) -> str:
    with zipfile.ZipFile(path) as book:
        return "\n".join(book.read(name).decode() for name in book.namelist() if not name.endswith(".png"))


def refused(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    """The one sentence that a command which must fail says."""
    capsys.readouterr()
    assert run(["download", *arguments]) == 1
    said = capsys.readouterr()
    assert said.out == "" and said.err.startswith("fanthology: ") and len(said.err.splitlines()) == 1, said
    return said.err


class TestOne:
    def test_into_the_current_folder(self, archive: Path, capsys: pytest.CaptureFixture[str]) -> None:
        assert run(["download", id_of("Rain")]) == 0
        assert capsys.readouterr().out == "Rain - Irene Adler.epub\n"
        assert "A red rose." in text_of(archive / "Rain - Irene Adler.epub")

    def test_to_a_file_or_into_a_folder_and_over_what_is_there(self, archive: Path) -> None:
        (archive / "one.epub").write_bytes(b"old")
        assert run(["download", id_of("Snow"), "-o", "one.epub"]) == 0
        assert run(["download", id_of("Snow"), "-o", str(archive)]) == 0
        written = sorted(archive.iterdir())
        assert [one.name for one in written] == ["Snow - Mina Harker.epub", "one.epub"]
        assert written[0].read_bytes() == written[1].read_bytes()

    @pytest.mark.parametrize("ending", list(FORMATS))
    def test_every_format_as_asked_for_or_as_the_file_ends(self, archive: Path, ending: str) -> None:
        assert run(["download", id_of("Rain"), "--format", ending.upper()]) == 0
        assert run(["download", id_of("Rain"), "-o", f"named.{ending}"]) == 0
        asked = (archive / f"Rain - Irene Adler.{ending}").read_bytes()
        assert asked == (archive / f"named.{ending}").read_bytes()
        if ending == "pdf":
            assert asked.startswith(b"%PDF")
        else:
            assert getattr(read(asked), "title", None) == "Rain"

    def test_the_format_that_is_said_wins_over_the_name(self, archive: Path) -> None:
        assert run(["download", id_of("Rain"), "--format", ".txt", "-o", "rain.book"]) == 0
        assert (archive / "rain.book").read_text().startswith("[Fanthology text 1]")

    def test_choices(self, archive: Path) -> None:
        assert run(["download", id_of("Rain"), "-o", "plain.epub"]) == 0
        assert run(["download", id_of("Rain"), "-o", "bare.epub", "--no-notes", "--no-cover", "--warnings-first"]) == 0
        plain, bare = text_of(archive / "plain.epub"), text_of(archive / "bare.epub")
        assert "Before it rains." in plain and "cover.png" in plain and "Before you read" not in plain
        assert "Before it rains." not in bare and "cover.png" not in bare and "Before you read" in bare

    def test_papers(self, archive: Path) -> None:
        for name, options in {
            "a5": [], "a4": ["--paper", "A4"], "large": ["--paper", "large"], "facing": ["--facing"]
        }.items():  # fmt: skip
            assert run(["download", id_of("Rain"), "-o", f"{name}.pdf", *options]) == 0
        files = {one.stem: one.read_bytes() for one in archive.iterdir()}
        widths = {name: re.findall(rb"/MediaBox\s*\[0 0 (\d+)", data)[0] for name, data in files.items()}
        assert widths == {"a5": b"419", "a4": b"595", "large": b"595", "facing": b"419"}
        assert len(set(files.values())) == 4


class TestSeveral:
    def test_a_series_as_one_book(self, archive: Path, capsys: pytest.CaptureFixture[str]) -> None:
        assert run(["download", "--series", series_id()]) == 0
        assert capsys.readouterr().out == "Weather.epub\n"
        text = text_of(archive / "Weather.epub")
        assert text.index("A red rose.") < text.index("No rose at all.") and "A white rose." not in text
        assert run(["download", "--series", series_id(), "-o", "weather.pdf", "--title", "Wet"]) == 0
        assert (archive / "weather.pdf").read_bytes().startswith(b"%PDF")

    def test_all_that_a_search_finds_though_nothing_was_indexed_before(self, archive: Path) -> None:
        assert run(["download", "--search", "rose -fog", "-o", "roses.epub", "--title", "Roses"]) == 0
        text = text_of(archive / "roses.epub")
        assert "A red rose." in text and "A white rose." in text and "No rose at all." not in text
        assert "<dc:title>Roses</dc:title>" in text
        make_work("Dew", text="One more rose.")
        assert run(["download", "--search", "rose", "-o", str(archive)]) == 0
        assert "One more rose." in text_of(archive / "Works about “rose”.epub".replace("“", "").replace("”", ""))

    def test_a_shelf_of_this_machine_in_its_order(self, archive: Path, capsys: pytest.CaptureFixture[str]) -> None:
        ruth = User.objects.create_user("ruth", password="a long password")
        make_shelf(ruth.pk, "Hers")
        empty, shelf = make_shelf(None, "Empty"), make_shelf(None, "For the train")
        for title in ("Snow", "Rain"):
            put_on(shelf, Work.objects.get(title=title))
        assert run(["download", "--shelf", "for the  train"]) == 0
        text = text_of(archive / "For the train.epub")
        assert text.index("A white rose.") < text.index("A red rose.") and "No rose at all." not in text
        assert run(["download", "--shelf", shelf.name, "--zip", "--format", "txt", "--title", "Two"]) == 0
        assert (archive / "Two.zip").exists()
        put_on(make_shelf(None, "EMPTY"), Work.objects.get(title="Fog"))
        assert run(["download", "--shelf", "EMPTY", "-o", "fog.epub"]) == 0
        assert "There is no shelf “eMPTY”. There are: EMPTY, Empty," in refused(capsys, "--shelf", "eMPTY")
        assert f"There is nothing on the shelf “{empty.name}”." in refused(capsys, "--shelf", "Empty")
        assert "There is no shelf “Hers”. There are: EMPTY, Empty, For the train." in refused(capsys, "--shelf", "Hers")

    @pytest.mark.parametrize("how", [["--zip"], ["-o", "Weather.zip"]])
    def test_a_zip(self, archive: Path, how: list[str]) -> None:
        assert run(["download", "--series", series_id(), "--format", "txt", "--no-notes", *how]) == 0
        with zipfile.ZipFile(archive / "Weather.zip") as made:
            assert made.namelist() == ["Rain - Irene Adler.txt", "Fog - Irene Adler.txt"]
            assert b"Before it rains." not in made.read(made.namelist()[0])

    def test_what_breaks_off_leaves_what_was_there(
        self, archive: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def full(*_: Any) -> Any:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

        (archive / "Weather.zip").write_bytes(b"old")
        monkeypatch.setattr(several, "book_of", full)
        assert "the disk is full" in refused(capsys, "--series", series_id(), "--zip")
        assert [(one.name, one.read_bytes()) for one in archive.iterdir()] == [("Weather.zip", b"old")]


class TestAll:
    def test_two_of_one_name(self, archive: Path, capsys: pytest.CaptureFixture[str]) -> None:
        twin = make_work("RAIN", creators=["Irene Adler"])
        assert run(["download", "--all", "-o", "new/books"]) == 0
        assert capsys.readouterr().out == "4 files written.\n"
        assert sorted(path.name for path in (archive / "new/books").iterdir()) == [
            "Fog - Irene Adler.epub",
            f"RAIN - Irene Adler ({twin.public_id}).epub",
            "Rain - Irene Adler.epub",
            "Snow - Mina Harker.epub",
        ]

    def test_one_that_cannot_be_made_is_told_and_does_not_stop_the_others(
        self, archive: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        made = of_works.book_of

        def fails_once(work: Work) -> Any:
            if work.title == "Fog":
                raise FanthologyError("The PDF could not be made.")
            return made(work)

        monkeypatch.setattr(of_works, "book_of", fails_once)
        assert run(["download", "--all", "--format", "md"]) == 1
        said = capsys.readouterr()
        assert said.out == "2 files written.\n"
        assert said.err == f"fanthology: {id_of('Fog')} was not written: The PDF could not be made.\n"
        assert sorted(one.name for one in archive.iterdir()) == ["Rain - Irene Adler.md", "Snow - Mina Harker.md"]


@pytest.mark.usefixtures("archive")
@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["nowhere22"], "No work here has the id nowhere22."),
        ([], "Name one work, or say --all, --search, --series or --shelf."),
        (["nowhere22", "--all"], "Name one work, or say --all, --search, --series or --shelf."),
        (["--series", "nowhere22"], "No series here has the id nowhere22."),
        (["--shelf", "Wet"], "There is no shelf “Wet”. Shelves that belong to an account are downloaded on the site"),
        (["--search", "elephants"], "Nothing here fits “elephants”."),
        (["--search", "rose", "--format", "html"], "HTML holds one work. For several, choose a zip, or EPUB."),
        (["--search", "rose", "--zip", "-o", "roses.epub"], "roses.epub would be a zip."),
        (["nowhere22", "--zip"], "--zip and --title are for --search, --series and --shelf."),
        (["--all", "--format", "docx"], "There is no format docx here. Choose one of: epub, pdf"),
        (["nowhere22", "-o", "story.docx"], "story.docx ends in no format that there is here: epub, pdf"),
        (["nowhere22", "-o", "story.zip"], "story.zip ends in no format"),
        (["nowhere22", "--paper", "papyrus"], "There is no paper papyrus. Choose one of: a5, a4, letter, large."),
    ],
)
def test_mistakes(arguments: list[str], told: str, capsys: pytest.CaptureFixture[str], archive: Path) -> None:
    assert told in refused(capsys, *arguments)
    assert list(archive.iterdir()) == []


def test_places_that_cannot_be_written_to(archive: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (archive / "file").write_bytes(b"here")
    for arguments in ((id_of("Rain"),), ("--series", series_id())):
        for place in ("gone/a.epub", "file/a.epub"):
            assert "its folder does not exist" in refused(capsys, *arguments, "-o", place)
        assert "its name is too long" in refused(capsys, *arguments, "-o", "a" * 300 + ".epub")
    assert "The folder file cannot be made" in refused(capsys, "--all", "-o", "file")
    assert [one.name for one in archive.iterdir()] == ["file"]


def test_a_folder_that_one_may_not_write_to(archive: Path, capsys: pytest.CaptureFixture[str]) -> None:
    archive.chmod(0o500)
    place = "/sys" if os.geteuid() == 0 else str(archive)  # root may write nearly everywhere
    for arguments in ((id_of("Rain"),), ("--series", series_id()), ("--all",)):
        assert "you may not write there" in refused(capsys, *arguments, "-o", place)


def test_without_an_archive_none_is_made(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--home", str(tmp_path / "nowhere"), "download", "--all", "-o", str(tmp_path / "books")]) == 1
    assert "There is no archive" in capsys.readouterr().err and not list(tmp_path.iterdir())


def test_help_has_an_example(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["download", "--help"]) == 0
    assert "  fanthology download --all -o books\n" in capsys.readouterr().out
