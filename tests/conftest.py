"""What every test may lean on."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

# several folders have a conftest.py, and as modules to look for doctests in they would be one
collect_ignore_glob = ["*conftest.py"]

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"


@pytest.fixture
def home(tmp_path: Path, settings: object) -> Path:
    """An empty archive folder that the site uses for the length of a test."""
    from fanthology.archive.config.home import prepare

    folder = tmp_path / "home"
    prepare(folder)
    settings.HOME = folder  # type: ignore[attr-defined]
    settings.EMAIL_FILE_PATH = folder / "mail"  # type: ignore[attr-defined]
    cache = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": str(folder)}
    settings.CACHES = {"default": cache}  # type: ignore[attr-defined]
    # a password is kept in a way that takes a third of a second, which most tests would wait for and none is about
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # type: ignore[attr-defined]
    settings.GATE = "adult"  # type: ignore[attr-defined]  # works made for a test mostly bear no rating
    return folder


@pytest.fixture(scope="session")
def in_ci() -> bool:
    """In CI nothing may be skipped for want of a program."""
    return os.environ.get("CI") == "true"


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real files beside the project, when there is one."""
    if not SHARED.is_dir():
        pytest.skip("the folder of real files is not here")
    return SHARED
