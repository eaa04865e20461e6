"""What is known of fandoms, what an archive could add, and inferring anew with it."""

from __future__ import annotations

from pathlib import Path

import pytest

from archive.factories import make_work
from fanthology.archive.catalogue.models import Finding
from fanthology.cli import run
from fanthology.cli.site import DATABASE

pytestmark = pytest.mark.django_db
TEXT = """Orla had the ferry out before it was light. “You are late,” said Orla Quint. Tobermory came down.

“I know,” said Tobermory, and threw it to Orla. On Skerrymoor nobody had lit a lamp, and {} lay on the thwart.
"""


@pytest.fixture
def archive(home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An archive with three works of a fandom that nobody knows, and one that does not say what it is of."""
    monkeypatch.setenv("FANTHOLOGY_HOME", str(home))
    (home / DATABASE).touch()  # the tests' tables are elsewhere
    for thing in ("an oar", "a net", "a dead gull"):
        make_work(thing, fandoms=["The Ferry"], characters=["Orla Quint"], text=TEXT.format(thing))
    make_work("a lamp", text=TEXT.format("a lamp"))
    return home


@pytest.mark.usefixtures("archive")
def test_known_fandoms_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["canon", "list"]) == 0
    assert "Cowboy Bebop (Anime): " in capsys.readouterr().out


def test_what_the_tags_teach_tells_the_fandom_of_others(archive: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["canon", "learn"]) == 0
    assert 'name = "Orla Quint"' in capsys.readouterr().out
    assert run(["canon", "learn", "-o", str(archive / "canon")]) == 0
    assert "The Ferry: 1 character" in capsys.readouterr().out
    learned = (archive / "canon" / "the_ferry.toml").read_text()
    assert 'name = "Orla Quint"' in learned and "Tobermory" in learned and "Skerrymoor" in learned
    assert run(["enrich"]) == 0
    assert "of 4 works" in capsys.readouterr().out
    assert Finding.objects.get(kind="fandom", work__title="a lamp").name == "The Ferry"


def test_a_file_that_cannot_be_used_is_said_so(archive: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (archive / "canon").mkdir()
    (archive / "canon" / "oz.toml").write_text('name = "Oz"\nmedium = "opera"\n')
    assert run(["canon", "list"]) == 1
    assert "oz.toml: medium is “opera”" in capsys.readouterr().err


def test_a_folder_that_cannot_be_written(archive: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (archive / "taken").touch()
    assert run(["canon", "learn", "-o", str(archive / "taken")]) == 1
    assert "cannot be written" in capsys.readouterr().err


def test_nothing_to_learn(archive: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from fanthology.archive.catalogue.models import Tagging

    Tagging.objects.all().delete()
    assert run(["canon", "learn"]) == 0
    assert "There is nothing to learn" in capsys.readouterr().out
