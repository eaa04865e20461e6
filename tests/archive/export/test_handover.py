"""Handing works over to AO3: what may go, what AO3 takes, and that nothing is cut."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any, TypeAlias

import pytest
from exported import Seen, files_of, manifest_of

from archive.factories import make_work
from fanthology.archive.catalogue.models import Creatorship, Work
from fanthology.archive.catalogue.refusals import refuse
from fanthology.archive.catalogue.viewer import KEEPER
from fanthology.archive.export.handover.ao3 import BATCH, Destination, export_requests
from fanthology.archive.export.handover.choosing import Choice
from fanthology.archive.export.handover.handing import Asked
from fanthology.archive.export.handover.open_doors import TABLES, export_tables
from fanthology.fic import Story, read
from fanthology.fic.containers.efiction.sql import Row, rows
from fanthology.fic.errors import FanthologyError

pytestmark = pytest.mark.django_db
csv.field_size_limit(2_000_000)
Found: TypeAlias = dict[str, list[dict[str, str]]]
TO = Destination("https://example.org/over/", "mina", "old_archive")
TEXT = "The train was late & cold, and nobody spoke.\n\nIt's a \\ and a 'quote'."


def allowed(title: str = "A Long Night", **fields: Any) -> Work:
    told: dict[str, Any] = {
        "creators": ["Mina Harker"],
        "fandoms": ["Dracula"],
        "language": "en",
        "rating": "Mature",
        "permission": "Anywhere, sure.",
        "text": TEXT,
    }
    return make_work(title, **{**told, **fields})


def tables(path: Path, *named: str, private: bool = False, contacts: bool = False) -> tuple[str, Found]:
    """The report and the rows of every table."""
    export_tables(path, Asked(Choice(named, private), contacts), lambda _done, _total: None)
    texts = {name: io.StringIO((path / f"{name}.csv").read_bytes().decode(), newline="") for name in TABLES}
    return (path / "report.txt").read_text("utf-8"), {name: list(csv.DictReader(one)) for name, one in texts.items()}


def requests(path: Path, *named: str, private: bool = False, contacts: bool = False) -> tuple[str, list[Any]]:
    """The report and the bodies."""
    export_requests(path, Asked(Choice(named, private), contacts), TO, lambda _done, _total: None)
    bodies = [json.loads(one.read_text("utf-8")) for one in sorted((path / "requests").glob("*.json"))]
    return (path / "report.txt").read_text("utf-8"), bodies


@pytest.mark.usefixtures("home")
class TestWhatMayGo:
    def test_only_what_permission_allows(self, tmp_path: Path) -> None:
        yes = allowed()
        for title, words in (("Asks", "Ask first"), ("Keeps", "Do not archive"), ("Silent", "")):
            allowed(title, permission=words)
        report, found = tables(tmp_path / "t")
        assert [one["title"] for one in found["stories"]] == [yes.title]
        assert "Left out: 3 works." in report
        assert "“Asks” by Mina Harker: its author wants to be asked first." in report
        assert "“Silent” by Mina Harker: it says nothing that allows it." in report

    def test_or_what_the_keeper_names(self, tmp_path: Path) -> None:
        allowed()
        named = allowed("Asks", permission="Ask first")
        _, bodies = requests(tmp_path / "r", named.public_id)
        assert [one["title"] for one in bodies[0]["works"]] == ["Asks"]

    @pytest.mark.parametrize("visibility", ["private", "registered"])
    def test_what_is_not_public_only_if_asked(self, tmp_path: Path, visibility: Any) -> None:
        hidden = allowed("Zephyrine", visibility=visibility)
        report, found = tables(tmp_path / "t")
        assert found["stories"] == [] and "Zephyrine" not in report
        with pytest.raises(FanthologyError, match=r"No such works.*need --private"):
            tables(tmp_path / "t", hidden.public_id)
        assert "Zephyrine" not in "".join(data.decode() for data in files_of(tmp_path / "t").values())
        assert len(tables(tmp_path / "u", private=True)[1]["stories"]) == 1
        assert len(tables(tmp_path / "v", hidden.public_id, private=True)[1]["stories"]) == 1

    def test_a_work_that_is_not_there(self, tmp_path: Path) -> None:
        with pytest.raises(FanthologyError, match="nowhere22"):
            requests(tmp_path / "r", "nowhere22")
        assert not (tmp_path / "r").exists()

    def test_not_what_a_creator_asked_to_be_left_out(self, tmp_path: Path) -> None:
        work = allowed()
        refuse("creator", "mina harker", KEEPER)
        for named in ((), (work.public_id,)):
            report, found = tables(tmp_path / "t", *named)
            assert found["stories"] == [] and "its creator asked to be left out" in report

    def test_addresses_only_if_asked(self, tmp_path: Path) -> None:
        allowed(contact="Mina <mina@whitby.example>")
        export_tables(tmp_path / "t", Asked(Choice()), lambda _done, _total: None)
        requests(tmp_path / "r")
        for folder in ("t", "r"):
            assert b"whitby" not in b"".join(files_of(tmp_path / folder).values())
        assert tables(tmp_path / "u", contacts=True)[1]["authors"][0]["email"] == "mina@whitby.example"
        (work,) = requests(tmp_path / "s", contacts=True)[1][0]["works"]
        assert work["external_author_email"] == "mina@whitby.example"


LONG = {
    "title": ("t" * 256, "Its title has 256 characters; AO3 takes 255."),
    "summary": ("s" * 1251, "Its summary has 1,251 characters; AO3 takes 1,250."),
    "notes_before": ("n" * 5001, "What stands in its notes has 5,001 characters; AO3 takes 5,000."),
    "freeforms": (["f" * 151], "has 151 characters; AO3 takes 150."),
    "fandoms": (["Holmes, Sherlock"], "The tag “Holmes, Sherlock” holds what AO3 allows in no tag: ,"),
    "characters": (["*<Mina>"], "holds what AO3 allows in no tag: * < >"),
    "text": (["x" * 510_000], "Chapter 1, with its mark-up and notes, has 510,007 characters; AO3 takes 510,000."),
}


@pytest.mark.usefixtures("home")
class TestLimits:
    @pytest.mark.parametrize("field", LONG)
    def test_what_exceeds_one_is_held_whole_and_named(self, tmp_path: Path, field: str) -> None:
        value, sentence = LONG[field]
        title = value if field == "title" else "Too Much"
        work = allowed(**{"title": title, field: value})
        fits = allowed("Fits")
        report, found = tables(tmp_path / "t")
        assert [one["title"] for one in found["stories"]] == ["Fits"]
        assert "Held: 1 work." in report and sentence in report
        also, bodies = requests(tmp_path / "r")
        assert [one["id"] for one in bodies[0]["works"]] == [fits.public_id] and sentence in also
        for folder in ("t", "r"):
            story = read(tmp_path / folder / f"held/{work.public_id}.json")
            assert isinstance(story, Story) and story.title == title
            told = value if isinstance(value, str) else tuple(value)
            if field != "text":
                assert getattr(story, field) == told

    def test_what_just_fits_goes_over_whole(self, tmp_path: Path) -> None:
        work = allowed("t" * 255, summary="s" * 1250, freeforms=["f" * 150], text="x" * 509_993)
        _, found = tables(tmp_path / "t")
        (story,), (chapter,) = found["stories"], found["chapters"]
        assert (story["title"], story["summary"]) == (work.title, work.summary)
        assert len(chapter["text"]) == 510_000

    def test_chapters_of_the_api(self, tmp_path: Path) -> None:
        allowed("Most", text=[f"Chapter number {number}" for number in range(199)])
        allowed("More", text=[f"Chapter number {number}" for number in range(200)])
        report, bodies = requests(tmp_path / "r")
        assert [one["title"] for one in bodies[0]["works"]] == ["Most"]
        assert "It has 200 chapters; AO3's API takes 199." in report
        assert {one["title"] for one in tables(tmp_path / "t")[1]["stories"]} == {"Most", "More"}

    def test_a_chapter_of_nothing(self, tmp_path: Path) -> None:
        allowed(text=["Long enough for it.", "Short"])
        assert "Chapter 2 has 5 characters; AO3 asks for 10." in tables(tmp_path / "t")[0]

    def test_what_is_not_stated_is_remarked_and_not_made_up(self, tmp_path: Path) -> None:
        allowed(fandoms=[], language=None, rating=None)
        report, bodies = requests(tmp_path / "r")
        for words in ("names no fandom", "states no language", "states no rating"):
            assert words in report
        assert not {"fandoms", "rating", "warnings", "language_code"} & set(bodies[0]["works"][0])


@pytest.fixture
def rich(home: Path) -> Work:
    work = allowed(
        creators=["Mina Harker", "Lucy Westenra", "Van Helsing"],
        text=[TEXT, "Then the <door> opened, slowly."],
        series=["Letters"],
        summary="If x < y & so on",
        notes_before="Before.",
        notes_after="After.",
        warnings=["Major Character Death", "Ghosts"],
        categories=["Gen", "Friendship"],
        freeforms=["Trains"],
        published="1999-05-01",
        language="pt-BR",
    )
    Creatorship.objects.filter(creator__name="Lucy Westenra").update(role="coauthor")
    Creatorship.objects.filter(creator__name="Van Helsing").update(role="beta")
    return work


class TestRequests:
    def test_every_field_has_its_place(self, rich: Work, tmp_path: Path) -> None:
        _, (body,) = requests(tmp_path / "r")
        assert (body["archivist"], body["collection_names"], body["detect_tags"]) == ("mina", "old_archive", False)
        (work,) = body["works"]
        base = f"https://example.org/over/chapters/{rich.public_id[:2]}/{rich.public_id}"
        assert work == {
            "id": rich.public_id,
            "title": "A Long Night",
            "external_author_name": "Mina Harker",
            "external_coauthor_name": "Lucy Westenra",
            "fandoms": "Dracula",
            "rating": "Mature",
            "warnings": "Major Character Death",
            "categories": "Gen",
            "additional_tags": "Trains, Ghosts, Friendship",
            "language_code": "ptBR",
            "summary": "If x &lt; y &amp; so on",
            "notes": "Before.\n\nBeta: Van Helsing.\n\nPart 1 of Letters.\n\nFirst published on 1999-05-01.\n\n"
            "At the end:\n\nAfter.",
            "chapter_urls": [f"{base}/1.html", f"{base}/2.html"],
        }

    def test_the_pages_that_ao3_fetches_are_there_and_hold_the_text_alone(self, rich: Work, tmp_path: Path) -> None:
        _, (body,) = requests(tmp_path / "r")
        for address in body["works"][0]["chapter_urls"]:
            path = tmp_path / "r" / address.removeprefix("https://example.org/over/")
            page = Seen(path.read_text("utf-8"))
            assert page.faults == [] and page.addresses == []
        assert "Then the <door> opened, slowly." in page.text and "Mina" not in page.text

    def test_works_go_in_batches(self, home: Path, tmp_path: Path) -> None:
        for number in range(BATCH + 1):
            allowed(f"Story {number}")
        _, bodies = requests(tmp_path / "r")
        assert [len(one["works"]) for one in bodies] == [BATCH, 1]

    @pytest.mark.parametrize("address", ["example.org", "file:///tmp", "https://u:p@example.org/", "https:///x"])
    def test_an_address_that_ao3_cannot_read_from(self, home: Path, tmp_path: Path, address: str) -> None:
        with pytest.raises(FanthologyError, match="no address"):
            export_requests(tmp_path / "r", Asked(Choice()), Destination(address, "mina"), lambda _done, _total: None)
        assert not (tmp_path / "r").exists()


class TestTables:
    def test_every_fact_has_its_row(self, rich: Work, tmp_path: Path) -> None:
        _, found = tables(tmp_path / "t")
        (story,) = found["stories"]
        assert (story["date"], story["language_code"]) == ("1999-05-01 00:00:00", "ptBR")
        assert story["import_notes"] == "Permission: Anywhere, sure."
        names = {one["id"]: one["name"] for one in found["authors"]}
        assert [names[one["author_id"]] for one in found["item_authors"]] == ["Mina Harker", "Lucy Westenra"]
        told = {one["id"]: (one["original_type"], one["original_tag"]) for one in found["tags"]}
        assert [told[one["tag_id"]] for one in found["item_tags"]] == [
            ("rating", "Mature"),
            ("warnings", "Major Character Death"),
            ("categories", "Gen"),
            ("fandoms", "Dracula"),
            ("tags", "Trains"),
            ("tags", "Ghosts"),
            ("tags", "Friendship"),
        ]
        assert [one["position"] for one in found["chapters"]] == ["1", "2"]
        assert r"It's a \ and a 'quote'." in found["chapters"][0]["text"]

    def test_a_creator_and_a_tag_of_many_works_are_one_row(self, home: Path, tmp_path: Path) -> None:
        for number in range(3):
            allowed(f"Story {number}")
        _, found = tables(tmp_path / "t")
        names = ("stories", "authors", "item_authors", "tags", "item_tags")
        assert [len(found[name]) for name in names] == [3, 1, 3, 2, 6]

    def test_the_sql_holds_what_the_csv_holds(self, rich: Work, tmp_path: Path) -> None:
        _, found = tables(tmp_path / "t")
        with (tmp_path / "t/open-doors.sql").open("rb") as file:
            told = [row for row in rows(file) if isinstance(row, Row)]
        assert len(told) == sum(map(len, found.values()))
        for name, columns in TABLES.items():
            values = [
                ["" if one is None else one.decode() if isinstance(one, bytes) else str(one) for one in row.values]
                for row in told
                if row.table == name
            ]
            assert values == [[one[column] for column in columns] for one in found[name]], name


@pytest.mark.parametrize("way", [tables, requests])
def test_a_second_run_changes_nothing(rich: Work, tmp_path: Path, way: Any) -> None:
    allowed("Too Much", summary="s" * 2000)
    way(tmp_path / "x")
    times = {path: path.stat().st_mtime_ns for path in (tmp_path / "x").rglob("*")}
    way(tmp_path / "x")
    assert times == {path: path.stat().st_mtime_ns for path in (tmp_path / "x").rglob("*")}
    manifest_of(tmp_path / "x")
