"""An archive that every test may read and none may change."""

from __future__ import annotations

import shutil
import zipfile
from pathlib import Path

import pytest

from running import bring_in, script, write_stories

CORRECTING = """
import sys; from pathlib import Path; from fanthology.cli.site import open_home; open_home(Path(sys.argv[1]))
from fanthology.archive.catalogue.edits import edit
from fanthology.archive.catalogue.models import Work
from fanthology.archive.catalogue.viewer import KEEPER
edit(Work.objects.get(title="Lamp 4"), "title", "The Fourth Lamp", KEEPER)
"""
FANDOM = 'name = "The Ferry"\nmedium = "book"\n\n[[character]]\nname = "Orla Quint"\n'


@pytest.fixture(scope="session")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive of ten stories, with a container, a correction, and a fandom that somebody described."""
    place = tmp_path_factory.mktemp("archive")
    folder = write_stories(place / "stories", 9)
    with zipfile.ZipFile(place / "one.zip", "w") as box:
        text = "Title: Boxed\nAuthor: Mina Harker\n\n" + "The box was opened at last, and in it was a letter. " * 30
        box.writestr("boxed.txt", text)
    home = bring_in(place / "home", folder, place / "one.zip")
    script(CORRECTING, home)
    (home / "canon").mkdir()
    (home / "canon" / "the_ferry.toml").write_text(FANDOM)
    return home


@pytest.fixture
def own(archive: Path, tmp_path: Path) -> Path:
    """A copy of the archive that a test may change."""
    return shutil.copytree(archive, tmp_path / "own")
