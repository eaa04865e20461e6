"""Headers, errors and small files."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.test import Client

from fanthology.archive.web.templatetags import words

pytestmark = pytest.mark.django_db


def test_every_answer_carries_the_security_headers(stranger: Client) -> None:
    for address in ("/", "/nowhere", "/keeper/upload", "/robots.txt"):
        headers = stranger.get(address).headers
        policy = headers["Content-Security-Policy"]
        assert "default-src 'self'" in policy and "unsafe-inline" not in policy
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["X-Frame-Options"] == "DENY"
        assert headers["Referrer-Policy"] == "same-origin"
        assert "Cookie" in headers["Vary"] and "no-cache" in headers["Cache-Control"]


def test_pages_of_errors_speak_plainly(stranger: Client) -> None:
    assert "There is nothing at this address" in stranger.get("/nowhere").text
    assert "for the keeper of the archive" in stranger.get("/keeper/upload").text


def test_a_fault_shows_a_page_and_no_detail(stranger: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise ZeroDivisionError("a secret detail")

    monkeypatch.setattr("fanthology.archive.web.views.front.rows_of", fail)
    stranger.raise_request_exception = False
    answer = stranger.get("/")
    assert answer.status_code == 500
    assert "Something broke" in answer.text and "secret" not in answer.text


def test_style_sheets_are_kept_by_their_content(stranger: Client) -> None:
    sheets = re.findall(r'<link rel="stylesheet" href="([^"]+)"', stranger.get("/").text)
    assert len(sheets) >= 3
    for address in sheets:
        assert re.search(r"\?v=[0-9a-f]{10}$", address)
        answer = stranger.get(address)
        assert answer.status_code == 200
        assert "max-age=31536000" in answer["Cache-Control"]


def test_no_style_sheet_or_template_reaches_out() -> None:
    web = Path(words.__file__).parents[1]
    files = [*web.rglob("*.css"), *web.rglob("*.html")]
    assert len(files) > 20
    for file in files:
        text = file.read_text()
        assert "http" not in text.replace("http_", ""), file
        assert " style=" not in text and "<style" not in text and "<script" not in text, file


def test_robots_keeps_out_of_filters(stranger: Client) -> None:
    answer = stranger.get("/robots.txt")
    assert answer["Content-Type"].startswith("text/plain")
    assert "Disallow: /works/?" in answer.text
