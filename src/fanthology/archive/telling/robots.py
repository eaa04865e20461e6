"""What pages of works ask of programs that go through the web, and who those are that learn from texts."""

from __future__ import annotations

from typing import Final

from django.conf import settings

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


def robots_of(work: Work, *, text: bool) -> str:
    """What a page of a work asks of crawlers; ``text`` is for a page or file that holds the story itself."""
    asks = work.permission and permission_term(work.permission) in _UNLISTED_TERMS
    hidden = settings.ROBOTS == "none" or (text and settings.ROBOTS != "texts")
    return UNLISTED if asks or hidden else FOR_PEOPLE
