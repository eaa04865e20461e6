"""What search engines and gatherers of texts are asked to leave alone."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from archive.factories import make_work
from fanthology.archive.web.addresses import work_address
from fanthology.archive.web.crawlers import LEARNERS

pytestmark = pytest.mark.django_db
TEXTS = ["/chapters/1", "/entire", "/download.epub"]


def disallowed(text: str, crawler: str) -> list[str]:
    """The rules for a crawler: those of its own group, else those for everyone."""
    groups = [part.splitlines() for part in text.strip().split("\n\n")]
    own = next((one for one in groups if f"User-agent: {crawler}" in one), groups[0])
    return [line.removeprefix("Disallow: ") for line in own if line.startswith("Disallow: ")]


def kept_out(text: str, crawler: str, path: str) -> bool:
    rules = (re.escape(rule).replace(r"\*", ".*") for rule in disallowed(text, crawler))
    return any(re.match(rule, path) for rule in rules)


@pytest.mark.parametrize(
    ("setting", "lists", "texts"), [("lists", False, True), ("texts", False, False), ("none", True, True)]
)
def test_robots(stranger: Client, settings: Any, setting: str, lists: bool, texts: bool) -> None:
    settings.ROBOTS = setting
    text = stranger.get("/robots.txt").text
    address = work_address(make_work("Umbrella"))
    for path in ("/", "/works/", "/fandoms/", address):
        assert kept_out(text, "Googlebot", path) is lists
    for page in TEXTS:
        assert kept_out(text, "Googlebot", address + page) is texts
        answer = stranger.get(address + page)
        assert ("noindex" in answer["X-Robots-Tag"]) is (texts or "download" in page)
        if "download" not in page:
            assert f'name="robots" content="{answer["X-Robots-Tag"]}"' in answer.text
    for path in ("/works/?q=rain", "/keeper/private", "/open/abc/"):
        assert kept_out(text, "Googlebot", path)
    for path in ("/", address):
        assert ("noindex" in stranger.get(path)["X-Robots-Tag"]) is lists
    for crawler in LEARNERS:
        assert kept_out(text, crawler, "/") and kept_out(text, crawler, f"{address}/entire")


def test_every_page_is_for_people(stranger: Client) -> None:
    for page in ("/", "/nowhere", "/works/"):
        answer = stranger.get(page)
        assert answer["X-Robots-Tag"] == "noai, noimageai"
        assert '<meta name="robots" content="noai, noimageai">' in answer.text


@pytest.mark.parametrize(
    ("permission", "found"),
    [("Do not archive.", False), ("Link only", False), ("Anywhere, ask me.", True), (None, True)],
)
def test_a_work_that_asks_for_it_is_not_listed(
    stranger: Client, settings: Any, permission: str | None, found: bool
) -> None:
    settings.ROBOTS = "texts"
    address = work_address(make_work("Umbrella", permission=permission))
    for page in ("", "/chapters/1", "/entire"):
        answer = stranger.get(address + page)
        assert ("noindex" not in answer["X-Robots-Tag"]) is found
        assert ("noindex" not in answer.text) is found
