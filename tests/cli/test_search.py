"""The commands that look into the archive: search, reindex."""

from __future__ import annotations

import errno
import json
import os
import re
from pathlib import Path

import pytest

from archive.factories import make_work
from fanthology.archive.catalogue.findings import store_findings
from fanthology.archive.catalogue.inferred import FindingRow
from fanthology.archive.catalogue.models import Work
from fanthology.archive.catalogue.names import KnownNames
from fanthology.archive.search import generations
from fanthology.archive.search.follow import catch_up
from fanthology.cli import run
from fanthology.cli.hits import passage_text
from fanthology.cli.site import DATABASE

pytestmark = pytest.mark.django_db


@pytest.fixture
def archive(home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An archive with two works."""
    monkeypatch.setenv("FANTHOLOGY_HOME", str(home))
    (home / DATABASE).touch()  # the tests' tables are elsewhere
    make_work("Rain", creators=["Irene Adler"], fandoms=["Sherlock Holmes"], text="A red rose.", rating="Mature")
    make_work("Snow", creators=["Mina Harker"], fandoms=["Dracula"], text="A white rose.", visibility="private")
    return home


def id_of(title: str) -> str:
    return Work.objects.get(title=title).public_id


class TestSearch:
    @pytest.mark.usefixtures("archive")
    def test_one_line_for_each_work(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert run(["search", "rose", "--sort", "title"]) == 0
        assert capsys.readouterr().out.splitlines() == [
            f"{id_of('Rain')}\tRain\tIrene Adler\tSherlock Holmes\t3",
            f"{id_of('Snow')}\tSnow\tMina Harker\tDracula\t3",
        ]

    @pytest.mark.usefixtures("archive")
    def test_what_only_seems_to_fit_is_found_when_it_is_asked_for(self, capsys: pytest.CaptureFixture[str]) -> None:
        found = [FindingRow("fandom", "Dracula", "primary", 0.9, {})]
        store_findings(Work.objects.get(title="Rain"), found, KnownNames())
        assert run(["search", "--fandom", "Dracula"]) == 0
        assert "Rain" not in capsys.readouterr().out
        assert run(["search", "--fandom", "Dracula", "--probably"]) == 0
        assert "Rain" in capsys.readouterr().out

    @pytest.mark.usefixtures("archive")
    def test_json(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert run(["search", '"red rose"', "--json"]) == 0
        found = json.loads(capsys.readouterr().out)
        assert found["total"] == 1
        assert found["works"] == [
            {
                "id": id_of("Rain"),
                "title": "Rain",
                "creators": ["Irene Adler"],
                "fandoms": ["Sherlock Holmes"],
                "words": 3,
                "passage": "A <mark>red rose</mark>.",
            }
        ]
        assert found["facets"]["rating"] == [{"value": "Mature", "label": "Mature", "count": 1}]

    @pytest.mark.usefixtures("archive")
    @pytest.mark.parametrize(
        ("options", "title"),
        [
            (["--fandom", "sherlock holmes"], "Rain"),
            (["--creator", "Mina Harker"], "Snow"),
            (["--rating", "mature"], "Rain"),
            (["--", "rose", "-red"], "Snow"),
            (["--limit", "1", "--sort", "added"], "Snow"),
        ],
    )
    def test_options(self, options: list[str], title: str, capsys: pytest.CaptureFixture[str]) -> None:
        assert run(["search", *options]) == 0
        assert [line.split("\t")[1] for line in capsys.readouterr().out.splitlines()] == [title]

    @pytest.mark.usefixtures("archive")
    def test_nothing_found_is_status_1(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert run(["search", "vampire"]) == 1
        assert capsys.readouterr().out == ""

    @pytest.mark.usefixtures("archive")
    @pytest.mark.parametrize(
        ("options", "told"),
        [
            (
                ["--fandom", "Sherlok Holmes"],
                "No fandom here is called “Sherlok Holmes”. Did you mean “Sherlock Holmes”?",
            ),
            (["--fandom", "sherlock"], "Did you mean “Sherlock Holmes”?"),
            (["--creator", "Xyz"], "No creator here is called “Xyz”.\n"),
            (["--rating", "spicy"], "“spicy” is no rating. The ratings are: Not Rated, "),
        ],
    )
    def test_a_mistake_is_status_2(self, options: list[str], told: str, capsys: pytest.CaptureFixture[str]) -> None:
        assert run(["search", *options]) == 2
        assert told in capsys.readouterr().err

    def test_no_archive_is_status_2_and_makes_none(self, home: Path, capsys: pytest.CaptureFixture[str]) -> None:
        elsewhere = home / "elsewhere"
        assert run(["--home", str(elsewhere), "search", "rose"]) == 2
        assert "There is no archive in" in capsys.readouterr().err
        assert not elsewhere.exists()

    @pytest.mark.usefixtures("archive")
    def test_half_a_mistake_is_told_and_the_rest_searched(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert run(["search", '"white rose']) == 0
        shown = capsys.readouterr()
        assert "A quotation mark has no partner" in shown.err
        assert "\tSnow\t" in shown.out

    @pytest.mark.usefixtures("archive")
    def test_a_table_on_a_terminal(self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        monkeypatch.setattr("sys.stdout.isatty", lambda: True)
        monkeypatch.setenv("COLUMNS", "100")
        assert run(["search", "rose", "--limit", "1", "--sort", "title"]) == 0
        shown = re.sub(r"\x1b\[[0-9;]*m", "", capsys.readouterr().out)
        assert all(word in shown for word in ("Rain", "Irene Adler", "A red rose", id_of("Rain")))
        assert "2 found, 1 shown." in shown

    def test_a_passage_cannot_steer_the_terminal(self) -> None:
        text = passage_text("a <mark>rose</mark> &amp; \x1b[2J&lt;b&gt;")
        assert text.plain == "a rose & \\x1b[2J<b>"
        assert [(span.start, span.end) for span in text.spans if span.style == "reverse"] == [(2, 6)]


class TestReindex:
    @pytest.mark.usefixtures("archive")
    def test_builds_anew(self, capsys: pytest.CaptureFixture[str]) -> None:
        catch_up()
        before = generations.current()
        assert run(["reindex"]) == 0
        assert capsys.readouterr().out == "The index holds 2 works.\n"
        assert generations.current() not in (None, before)

    @pytest.mark.usefixtures("archive")
    def test_a_full_disk(self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        def full(_generation: Path) -> None:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

        monkeypatch.setattr(generations, "switch", full)
        assert run(["reindex"]) == 1
        assert "The search index cannot be written (No space left on device)." in capsys.readouterr().err


@pytest.mark.parametrize(
    ("command", "example"),
    [
        ("search", "fanthology search rain rose"),
        ("reindex", "fanthology reindex"),
    ],
)
def test_help_has_an_example(command: str, example: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run([command, "--help"]) == 0
    assert f"  {example}\n" in capsys.readouterr().out
