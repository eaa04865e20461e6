"""What the environment says of where the site is served."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

NAMES = ("ALLOWED_HOSTS", "CSRF_TRUSTED_ORIGINS", "SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "LAPTOP", "DEBUG")
LOCAL = ["127.0.0.1", "localhost", "[::1]"]
SHOW = f"""
import json
from fanthology.archive.config import settings
print(json.dumps({{name: getattr(settings, name) for name in {NAMES!r}}}))
"""


def settings_with(home: Path, **environment: str) -> dict[str, Any]:
    clean = {name: value for name, value in os.environ.items() if not name.startswith("FANTHOLOGY")}
    done = subprocess.run(
        [sys.executable, "-c", SHOW],
        env=clean | {"FANTHOLOGY_HOME": str(home)} | environment,
        capture_output=True,
        text=True,
        check=True,
    )
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_alone_it_answers_to_local_names_only(tmp_path: Path) -> None:
    found = settings_with(tmp_path)
    assert (found["ALLOWED_HOSTS"], found["LAPTOP"], found["DEBUG"]) == (LOCAL, False, False)


def test_a_laptop_takes_no_other_names(tmp_path: Path) -> None:
    found = settings_with(tmp_path, FANTHOLOGY_LAPTOP="1", FANTHOLOGY_HOSTS="evil.example")
    assert found["ALLOWED_HOSTS"] == LOCAL


def test_behind_https_cookies_and_forms_are_of_https(tmp_path: Path) -> None:
    found = settings_with(tmp_path, FANTHOLOGY_HOSTS="a.example, b.example", FANTHOLOGY_HTTPS="1")
    assert found["ALLOWED_HOSTS"] == [*LOCAL, "a.example", "b.example"]
    assert found["CSRF_TRUSTED_ORIGINS"] == ["https://a.example", "https://b.example"]
    assert found["SESSION_COOKIE_SECURE"] and found["CSRF_COOKIE_SECURE"]
