"""What a file says of keeping it elsewhere is shown before it is published, and heeded unless the keeper decides."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from archive.factories import make_work
from fanthology.archive.catalogue.models import Work

pytestmark = pytest.mark.django_db
SAYINGS = {
    "Forbidden": "Do not archive this anywhere.",
    "Asking": "Ask first, please.",
    "Linked": "Link only.",
    "Free": "Anywhere, just keep my name on it.",
    "Silent": "",
}


@pytest.fixture
def private(home: Path, db: None) -> dict[str, Work]:
    return {title: make_work(title, permission=words, visibility="private") for title, words in SAYINGS.items()}


def published() -> set[str]:
    return set(Work.objects.filter(visibility="public").values_list("title", flat=True))


def test_the_question_says_which_and_in_whose_words(private: dict[str, Work], keeper: Client) -> None:
    page = keeper.get("/keeper/publish").text
    assert all(SAYINGS[title] in page for title in ("Forbidden", "Asking", "Linked"))
    assert "The author forbids it." in page
    assert private["Free"].public_id not in page
    assert "checked" not in page


def test_those_not_ticked_stay_private(private: dict[str, Work], keeper: Client) -> None:
    form = {"all": "1", "visibility": "public", "asked": "1", "despite": private["Asking"].public_id}
    page = keeper.post("/keeper/publish", form, follow=True).text
    assert published() == {"Asking", "Free", "Silent"}
    assert "2 works stay private" in page


@pytest.mark.parametrize("level", ["public", "registered"])
def test_a_form_that_has_not_asked_yet_changes_nothing(private: dict[str, Work], keeper: Client, level: str) -> None:
    form = {"work": [work.public_id for work in private.values()], "visibility": level, "next": "/keeper/private"}
    page = keeper.post("/keeper/publish", form)
    assert page.status_code == 200
    assert "Nothing has changed yet" in page.text
    assert Work.objects.exclude(visibility="private").count() == 0
    for work in private.values():
        assert f'name="work" value="{work.public_id}"' in page.text
    assert 'name="next" value="/keeper/private"' in page.text


def test_what_is_public_already_is_not_asked_about_again(private: dict[str, Work], keeper: Client) -> None:
    work = private["Forbidden"]
    Work.objects.filter(pk=work.pk).update(visibility="public")
    keeper.post("/keeper/publish", {"work": work.public_id, "visibility": "registered"})
    assert Work.objects.get(pk=work.pk).visibility == "registered"


def test_taking_back_is_never_asked_about(private: dict[str, Work], keeper: Client) -> None:
    form = {"work": private["Forbidden"].public_id, "visibility": "private"}
    assert keeper.post("/keeper/publish", form).status_code == 302


def test_the_question_costs_the_same_for_many(private: dict[str, Work], keeper: Client) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as caught:
            assert keeper.get("/keeper/publish").status_code == 200
        return len(caught)

    few = cost()
    for number in range(20):
        make_work(f"Another {number}", permission="Ask first.", visibility="private")
    assert cost() <= few
