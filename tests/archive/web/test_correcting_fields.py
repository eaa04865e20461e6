""" "How this was read": the original with its marks, and a keeper who knows better."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from archive.web.library import ORIGINAL, make_read_work
from fanthology.archive.catalogue.models import Work
from fanthology.archive.web import originals
from fanthology.archive.web.addresses import work_address

pytestmark = pytest.mark.django_db


@pytest.fixture
def work(home: object) -> Work:
    return make_read_work()


def text_of(page: str) -> str:
    import html

    original = re.search(r'<div class="original">(.*?)</div>', page, re.DOTALL)
    assert original
    return html.unescape(re.sub(r"<[^>]+>", "", original[1]))


def test_the_original_is_shown_whole(keeper: Client, work: Work) -> None:
    assert text_of(keeper.get(f"{work_address(work)}/reading").text) == ORIGINAL


def test_each_part_is_marked_and_named(keeper: Client, work: Work) -> None:
    page = keeper.get(f"{work_address(work)}/reading").text
    for kind, label in (
        ("title", "Title"),
        ("byline", "Byline"),
        ("header", "Header"),
        ("scene-break", "Scene break"),
        ("note", "Note"),
    ):
        assert re.search(f'k-{kind}" title="{label}" data-label="{label}"', page), kind
    assert 'title="Repair: “na´ve” became “naïve” (accent-apart)"' in page


def test_each_field_stands_beside_its_evidence(keeper: Client, work: Work) -> None:
    page = keeper.get(f"{work_address(work)}/reading").text
    row = page.split('id="field-rating"')[1].split('id="field-warnings"')[0]
    assert "Teen And Up Audiences" in row
    assert ">PG-13</a></q>" in row and "label-rating" in row and "100 %" in row
    anchor = re.search(r'href="#(e\d+)"', row)
    assert anchor and f'id="{anchor[1]}"' in page


def test_evidence_without_a_place_is_not_linked(keeper: Client, work: Work) -> None:
    page = keeper.get(f"{work_address(work)}/reading").text
    assert "<q>a sequel</q>" in page and 'href="#e5"' not in page


def test_a_field_is_edited_and_the_edit_undone(keeper: Client, work: Work) -> None:
    answer = keeper.post(f"{work_address(work)}/edit", {"field": "title", "value": "The Lamp"}, follow=True)
    work.refresh_from_db()
    assert (answer.status_code, work.title) == (200, "The Lamp")
    assert answer.redirect_chain[-1][0] == f"{work_address(work)}/reading#field-title"
    assert "“The Lamp on the Landing” became “The Lamp”" in answer.text and "edited" in answer.text
    keeper.post(f"{work_address(work)}/edit/{work.edits.get().pk}/undo")
    work.refresh_from_db()
    assert work.title == "The Lamp on the Landing"
    assert "(undone)" in keeper.get(f"{work_address(work)}/reading").text


@pytest.mark.parametrize(
    ("field", "typed", "shown"),
    [
        ("creators", "Mina\r\nLucy", ["Mina", "Lucy"]),
        ("series", "The Landing #2", ["Part 2 of", "The Landing"]),
        ("rating", "Mature", ["Mature"]),
        ("language", "fr", ["French"]),
        ("status", "complete", ["Complete"]),
        ("chapters_expected", "7", ["1/7"]),
        ("published", "1997-05-26", ["26 May 1997"]),
        ("summary", "A lamp.\r\n\r\nA landing.", ["<p>A lamp.</p>", "<p>A landing.</p>"]),
    ],
)
def test_what_is_typed_is_shown(keeper: Client, work: Work, field: str, typed: str, shown: list[str]) -> None:
    keeper.post(f"{work_address(work)}/edit", {"field": field, "value": typed})
    page = keeper.get(work_address(work)).text
    assert [one for one in shown if one not in page] == []


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [("published", "yesterday", "no date"), ("rating", "PG", "no rating"), ("language", "Klingon!", "no language tag")],
)
def test_what_cannot_be_is_refused_in_words(keeper: Client, work: Work, field: str, typed: str, sentence: str) -> None:
    answer = keeper.post(f"{work_address(work)}/edit", {"field": field, "value": typed})
    assert answer.status_code == 400
    assert sentence in answer.text
    assert not work.edits.exists()


def test_there_is_no_field_that_cannot_be_edited(keeper: Client, work: Work) -> None:
    assert keeper.post(f"{work_address(work)}/edit", {"field": "visibility", "value": "public"}).status_code == 404


def test_an_edit_of_another_work_is_not_undone_from_here(keeper: Client, work: Work) -> None:
    other = make_read_work(ORIGINAL + "\nP.S.\n")
    keeper.post(f"{work_address(other)}/edit", {"field": "title", "value": "Mine"})
    assert keeper.post(f"{work_address(work)}/edit/{other.edits.get().pk}/undo").status_code == 404


def test_a_long_original_is_cut_and_says_so(keeper: Client, work: Work, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(originals, "LONGEST_SHOWN", 300)
    page = keeper.get(f"{work_address(work)}/reading").text
    assert text_of(page) == ORIGINAL[:300]
    assert "This is a long one" in page


def test_the_original_is_handed_out_as_it_came(keeper: Client, work: Work) -> None:
    answer = keeper.get(f"{work_address(work)}/original")
    assert answer.content == ORIGINAL.encode()
    assert answer["Content-Type"] == "text/plain"
    assert answer["Content-Disposition"].startswith("attachment;")


def test_of_two_who_correct_one_field_the_later_sees_what_the_earlier_did(keeper: Client, work: Work) -> None:
    seen = work.title or ""
    assert f'name="seen" value="{seen}"' in keeper.get(f"{work_address(work)}/reading").text
    form = {"field": "title", "seen": seen}
    keeper.post(f"{work_address(work)}/edit", form | {"value": "The Lantern"})
    work.refresh_from_db()
    answer = keeper.post(f"{work_address(work)}/edit", form | {"value": "The Torch"})
    assert answer.status_code == 400
    assert "by mina" in answer.text and "The Lantern" in answer.text and "not saved" in answer.text
    work.refresh_from_db()
    assert work.title == "The Lantern"
