"""An archive that every test of a module may read and none may change."""

from __future__ import annotations

from pathlib import Path

import pytest
from archives import works, write_stories


@pytest.fixture(scope="session")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive of ten stories, with a container and a correction."""
    place = tmp_path_factory.mktemp("archive")
    folder = write_stories(place / "stories", 9)
    import zipfile

    with zipfile.ZipFile(place / "one.zip", "w") as box:
        text = "Title: Boxed\nAuthor: Mina Harker\n\n" + "The box was opened at last, and in it was a letter. " * 30
        box.writestr("boxed.txt", text)
    works(place / "home", "import", "--quiet", str(folder), str(place / "one.zip"))
    (place / "home" / "canon").mkdir()
    return place / "home"
