"""What the environment says of where the site is served."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

COOKIES = ("SESSION_COOKIE_NAME", "CSRF_COOKIE_NAME", "ADULT_COOKIE_NAME")
NAMES = (
    "ALLOWED_HOSTS",
    "CSRF_TRUSTED_ORIGINS",
    "SESSION_COOKIE_SECURE",
    "CSRF_COOKIE_SECURE",
    "LAPTOP",
    "DEBUG",
    "GATE",
    "GATE_DAYS",
    "ROBOTS",
    *COOKIES,
)
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
    assert all(found[name].startswith("__Host-") for name in COOKIES)


def test_what_is_not_said_is_the_careful_choice(tmp_path: Path) -> None:
    found = settings_with(tmp_path)
    assert (found["GATE"], found["GATE_DAYS"], found["ROBOTS"]) == ("unrated", 30, "lists")
    assert not any(found[name].startswith("__Host-") for name in COOKIES)


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("FANTHOLOGY_GATE", "off", "It can be: unrated, adult, none."),
        ("FANTHOLOGY_ROBOTS", "yes", "It can be: lists, texts, none."),
        ("FANTHOLOGY_GATEDAYS", "soon", "It has to be a whole number from 1 to 365."),
        ("FANTHOLOGY_GATEDAYS", "0", "It has to be a whole number from 1 to 365."),
    ],
)
def test_a_wrong_word_stops_the_program_with_a_sentence(tmp_path: Path, name: str, value: str, words: str) -> None:
    done = subprocess.run(
        [Path(sys.executable).with_name("fanthology"), "--home", tmp_path / "home", "import", tmp_path],
        env=dict(os.environ) | {name: value},
        capture_output=True,
        text=True,
    )
    assert done.returncode and words in done.stderr + done.stdout
    assert "Traceback" not in done.stderr
