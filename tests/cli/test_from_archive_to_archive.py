"""A book that is taken out of one archive and brought into another is the same work there, field by field."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import running
from fanthology.fic.story import (
    Block,
    Chapter,
    Creator,
    Identity,
    Link,
    Missing,
    SeriesPlace,
    SourceInfo,
    Story,
)  # fmt: skip
from fanthology.fic.writers import write_json

SOURCE = SourceInfo("a.json", "json", "0" * 64, 5)
FULL = Story(
    SOURCE,
    identity=(Identity("url", "https://example.org/s/1"), Identity("ao3", "12345")),
    title="A Long Night",
    creators=(
        Creator("Mina Harker", identity=(Identity("ao3-user", "mina"),)), Creator("Lucy Westenra", "coauthor"),
        Creator("Lev", "translator"), Creator("Jonathan", "beta"), Creator("Arthur", "artist"),
    ),
    gift_to=("Jack",),
    fandoms=("Dracula", "Sherlock Holmes"),
    relationships=("Mina/Lucy", "Mina & Jonathan"),
    characters=("Mina Murray", "Quincey Morris"),
    freeforms=("Angst", "Trains, late"),
    rating="Mature",
    warnings=("Major Character Death", "Graphic Depictions Of Violence"),
    categories=("F/F", "Gen"),
    summary="Snow.\n\nAnd <more> & more\nof it.",
    disclaimer="Not mine.",
    permission="Archive it anywhere.",
    notes_before="Before.\nTwo lines.\n\nTwo paragraphs.",
    notes_after="After.",
    language="en-GB",
    published="1999-05-14",
    updated="2003-02-01",
    status="in-progress",
    chapters_expected=7,
    series=(SeriesPlace("Letters", 2, (Identity("ao3-series", "44"),)), SeriesPlace("Snow", None)),
    links=(Link("follows", "A Short Day", url="https://example.org/s/0"),),
    missing=(Missing("chapter", 2, "Gone"),),
    chapters=(
        Chapter(
            (
                Block("b1", "paragraph", 1, None, "<p>The train was <em>late</em> &amp; cold.</p>"),
                Block("b2", "scene-break", 1, None, '<p class="scene-break">~*~ ❦ ~*~</p>'),
                Block("b3", "verse", 2, None, '<p class="verse">Twinkle,<br/>little bat</p>'),
                Block("b4", "scene-break", 2, None, '<p class="scene-break"></p>'),
                Block("b5", "paragraph", 3, None, "<p>Nobody spoke.</p>"),
            ),
            number=1, title="The Platform", summary="They wait.", published="1999-05-14", words=9, scenes=3,
            source_url="https://example.org/s/1/1", notes_before="A word before.", notes_after="A word after.",
        ),
        Chapter((Block("b6", "paragraph", 1, None, "<p>Then the door opened.</p>"),), number=3, words=4),
    ),
)  # fmt: skip
BARE = Story(
    SOURCE, title="Fog", series=(SeriesPlace("Letters", 1),),
    chapters=(Chapter((Block("c1", "paragraph", 1, None, f"<p>{'There was fog. ' * 40}</p>"),), words=120),),
)  # fmt: skip


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive with a work that has everything and one that has nothing, both of one series."""
    folder = tmp_path_factory.mktemp("first")
    for name, story in (("full", FULL), ("bare", BARE)):
        (folder / f"{name}.json").write_bytes(write_json(story))
    return running.bring_in(folder / "home", folder / "full.json", folder / "bare.json")


def told(home: Path, folder: Path) -> dict[str, Any]:
    """What an archive says of its works, by title, as Story JSON: all but how each was read."""
    running.works(home, "download", "--all", "--format", "json", "-o", folder)
    found = [json.loads(path.read_text("utf-8")) for path in folder.iterdir()]
    return {one["title"]: {name: value for name, value in one.items() if name != "source"} for one in found}


def series_id(home: Path) -> str:
    code = (
        "from pathlib import Path; import sys; from fanthology.cli.site import open_home; open_home(Path(sys.argv[1]));"
        "from fanthology.archive.catalogue.models import Series; print(Series.objects.get(name='Letters').public_id)"
    )
    return running.script(code, home).strip()


@pytest.mark.parametrize("ending", ["epub", "html", "md", "json"])
def test_files_of_single_works(first: Path, tmp_path: Path, ending: str) -> None:
    wanted = told(first, tmp_path / "first")
    assert wanted["A Long Night"]["freeforms"] == list(FULL.freeforms) and wanted.keys() == {"A Long Night", "Fog"}
    assert wanted["A Long Night"]["creators"][0]["identity"] == [{"scheme": "ao3-user", "value": "mina"}]
    assert wanted["A Long Night"]["chapters"][0]["words"] == 10
    running.works(first, "download", "--all", "--format", ending, "-o", tmp_path / "files")
    second = running.bring_in(tmp_path / "second", tmp_path / "files")
    assert told(second, tmp_path / "back") == wanted


@pytest.mark.parametrize("name", ["letters.epub", "letters.zip"])
def test_an_anthology_and_a_zip_give_each_work_back(first: Path, tmp_path: Path, name: str) -> None:
    running.works(first, "download", "--series", series_id(first), "-o", tmp_path / name, "--title", "Both")
    second = running.bring_in(tmp_path / "second", tmp_path / name)
    assert told(second, tmp_path / "back") == told(first, tmp_path / "first")
    assert "0 read, 1 already here" in running.works(second, "import", tmp_path / name)


def test_what_was_corrected_comes_back_corrected(first: Path, tmp_path: Path) -> None:
    code = (
        "from pathlib import Path; import sys; from fanthology.cli.site import open_home; open_home(Path(sys.argv[1]));"
        "from fanthology.archive.catalogue.models import Work; from fanthology.archive.catalogue.edits import edit;"
        "from fanthology.archive.catalogue.viewer import KEEPER; work = Work.objects.get(title='Fog');"
        "edit(work, 'summary', 'Grey.', KEEPER); edit(work, 'language', 'en', KEEPER)"
    )
    running.script(code, first)
    running.works(first, "download", "--all", "-o", tmp_path / "files")
    second = running.bring_in(tmp_path / "second", tmp_path / "files")
    assert told(second, tmp_path / "back")["Fog"]["summary"] == "Grey."
    assert told(second, tmp_path / "again")["Fog"]["language"] == "en"
