"""A work's page and the pages to read on."""

from __future__ import annotations

import pytest
from django.test import Client

from archive.factories import make_work
from fanthology.archive.catalogue.models import Chapter, ChapterText, Missing, Work
from fanthology.archive.web.addresses import work_address

pytestmark = pytest.mark.django_db


def test_a_wrong_slug_leads_to_the_right_one(stranger: Client, library: dict[str, Work]) -> None:
    work = library["umbrella"]
    for page in ("", "/chapters/2", "/entire"):
        answer = stranger.get(f"/works/{work.public_id}/an-older-title{page}")
        assert (answer.status_code, answer["Location"]) == (301, work_address(work) + page)
    assert stranger.get(f"/works/{work.public_id}")["Location"] == work_address(work)


def test_the_work_page_says_what_is_known(stranger: Client, library: dict[str, Work]) -> None:
    page = stranger.get(work_address(library["umbrella"])).text
    for words in (
        "Hester Lark",
        "Sherlock Holmes - Arthur Conan Doyle",
        "Teen And Up Audiences",
        "No Archive Warnings Apply",
        "3/5",
        "4 March 1999",
        "20 November 2001",
        "Chapter 4 is missing.",
        "The Empty Hat-Box",
        "not in this archive",
        "Chapter 1: In Which It Rains",
        "Part 1 of",
    ):
        assert words in page, words


def test_what_is_not_known_is_not_made_up(stranger: Client) -> None:
    page = stranger.get(work_address(make_work(None, text="It rained."))).text
    for words in ("creator not known", "Not stated", "None stated", "1/?", "Not known whether complete"):
        assert words in page, words


def test_chapters_lead_to_each_other(stranger: Client, library: dict[str, Work]) -> None:
    address = work_address(library["umbrella"])
    first, second, last = (stranger.get(f"{address}/chapters/{number}").text for number in (1, 2, 3))
    assert 'rel="prev"' not in first and f'rel="next" href="{address}/chapters/2"' in first
    assert f'rel="prev" href="{address}/chapters/1"' in second and f'rel="next" href="{address}/chapters/3"' in second
    assert 'rel="next"' not in last
    assert stranger.get(f"{address}/chapters/4").status_code == 404
    assert stranger.get(f"{address}/chapters/0").status_code == 404


def test_notes_stand_where_they_belong(stranger: Client, library: dict[str, Work]) -> None:
    address = work_address(library["umbrella"])
    first, second, whole = (stranger.get(address + page).text for page in ("/chapters/1", "/chapters/2", "/entire"))
    assert "rainy-day challenge" in first and "rainy-day challenge" not in second
    assert "This one has a cat in it" in first
    assert whole.count("rainy-day challenge") == 1


def test_the_entire_work_has_every_chapter_in_order(stranger: Client, home: object) -> None:
    work = make_work("Long", text=["First words.", "Second words.", "Third words."])
    page = stranger.get(f"{work_address(work)}/entire").text
    assert page.index("First words") < page.index("Second words") < page.index("Third words")
    assert [page.count(f'id="chapter-{number}"') for number in (1, 2, 3)] == [1, 1, 1]


@pytest.mark.parametrize(("language", "attribute"), [("fr", 'lang="fr"'), (None, 'lang=""')])
def test_the_page_says_the_language_it_knows(stranger: Client, language: str | None, attribute: str) -> None:
    work = make_work("Nuit", language=language)
    assert f'<article class="book" {attribute} ' in stranger.get(f"{work_address(work)}/chapters/1").text


def test_a_chapter_that_is_missing_before_the_first(stranger: Client) -> None:
    work = make_work("Run Away", text="It ran.")
    Chapter.objects.update(number=2, title="Run Away")
    Missing.objects.create(work=work, what="chapter", number=1)
    page = stranger.get(work_address(work)).text
    assert "Chapter 1 is missing." in page
    assert page.index("Chapter 1 is not in this archive") < page.index("Chapter 2: Run Away")


def test_a_story_of_one_chapter_has_one_title(stranger: Client) -> None:
    page = stranger.get(f"{work_address(make_work('The Lamp'))}/chapters/1").text
    assert page.count("<h1") == 1 and "Chapter 1" not in page


def test_a_scene_break_keeps_its_ornament(stranger: Client) -> None:
    work = make_work("Rain")
    ChapterText.objects.update(html='<p class="scene-break" id="b1">~*~ ~*~</p>')
    assert '<p class="scene-break" id="b1">~*~ ~*~</p>' in stranger.get(f"{work_address(work)}/chapters/1").text


@pytest.mark.parametrize(
    ("ending", "media_type", "start"),
    [
        ("html", "text/html; charset=utf-8", b"<!DOCTYPE html>"),
        ("txt", "text/plain; charset=utf-8", b"[Fanthology text 1]"),
        ("md", "text/markdown; charset=utf-8", b"---"),
        ("json", "application/json", b'{"schema"'),
    ],
)
def test_a_work_is_handed_out_in_every_format(
    stranger: Client, library: dict[str, Work], ending: str, media_type: str, start: bytes
) -> None:
    address = work_address(library["umbrella"])
    assert f'href="{address}/download.{ending}"' in stranger.get(address).text
    answer = stranger.get(f"{address}/download.{ending}")
    assert answer["Content-Type"] == media_type
    assert answer["Content-Disposition"].startswith("attachment;") and f".{ending}" in answer["Content-Disposition"]
    assert answer.content.startswith(start)


def test_there_is_no_file_of_another_format(stranger: Client, library: dict[str, Work]) -> None:
    assert stranger.get(f"{work_address(library['umbrella'])}/download.exe").status_code == 404


def test_the_epub_is_handed_out(stranger: Client, library: dict[str, Work]) -> None:
    answer = stranger.get(f"{work_address(library['umbrella'])}/download.epub")
    assert answer["Content-Type"] == "application/epub+zip"
    assert answer["Content-Disposition"].startswith("attachment;") and ".epub" in answer["Content-Disposition"]
    assert answer.content.startswith(b"PK")
