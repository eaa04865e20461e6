"""What programs that go through the web are asked to leave alone: ``robots.txt`` and what pages say of themselves."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from fanthology.archive.catalogue.models import Work
from fanthology.fic.text.outlining.permission import permission_term

FOR_PEOPLE: Final = "noai, noimageai"
"""On every page: it is for people to read, not to train a program on."""
UNLISTED: Final = f"noindex, {FOR_PEOPLE}"

_UNLISTED_TERMS = frozenset(("do-not-archive", "exclusive", "link-only"))
"""What an author says of permission that means: do not let it be found by search engines here."""

LEARNERS: Final = (
    "AI2Bot",
    "Ai2Bot-Dolma",
    "Amazonbot",
    "anthropic-ai",
    "Applebot-Extended",
    "Bytespider",
    "CCBot",
    "ChatGPT-User",
    "Claude-Web",
    "ClaudeBot",
    "cohere-ai",
    "cohere-training-data-crawler",
    "Diffbot",
    "FacebookBot",
    "Google-Extended",
    "GPTBot",
    "ICC-Crawler",
    "ImagesiftBot",
    "img2dataset",
    "Kangaroo Bot",
    "Meta-ExternalAgent",
    "Meta-ExternalFetcher",
    "OAI-SearchBot",
    "omgili",
    "omgilibot",
    "PanguBot",
    "PerplexityBot",
    "Scrapy",
    "Timpibot",
    "VelenPublicWebCrawler",
    "Webzio-Extended",
    "YouBot",
)
"""Crawlers that gather texts for language models, by the names they give themselves."""

_NEVER = ("/works/?", "/keeper/", "/open/", "/adult")
_TEXTS = ("/works/*/chapters/", "/works/*/entire", "/works/*/download.", "/works/*/findings", "/works/*/reviews")
_DISALLOWED: dict[str, tuple[str, ...]] = {
    "lists": (*_NEVER, *_TEXTS),
    "texts": _NEVER,
    "none": ("/",),
}
"""By the setting: what search engines are asked to leave alone. A filtered list is the same works over and over."""


def robots_txt() -> str:
    """``robots.txt``: what search engines may read, and that programs which learn may read nothing."""
    everyone = ["User-agent: *", *(f"Disallow: {path}" for path in _DISALLOWED[settings.ROBOTS])]
    learners = [*(f"User-agent: {name}" for name in LEARNERS), "Disallow: /"]
    return "\n".join((*everyone, "", *learners, ""))


def robots_of(work: Work, *, text: bool) -> str:
    """What a page of a work asks of crawlers; ``text`` is for a page or file that holds the story itself."""
    asks = work.permission and permission_term(work.permission) in _UNLISTED_TERMS
    hidden = settings.ROBOTS == "none" or (text and settings.ROBOTS != "texts")
    return UNLISTED if asks or hidden else FOR_PEOPLE


def render_work(request: HttpRequest, template: str, context: Mapping[str, Any], status: int = 200) -> HttpResponse:
    """A page of a work, with what its ``robots`` asks said in a header too."""
    response = render(request, template, context, status=status)
    response.headers["X-Robots-Tag"] = context["robots"]
    return response
