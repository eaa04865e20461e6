"""Works for adults, and by default those without a rating, are shown to whoever asks for them."""

from __future__ import annotations

from typing import Any

import pytest
from django.core import signing
from django.test import Client
from django.utils import timezone

from archive.factories import make_work
from fanthology.archive.catalogue import gating
from fanthology.archive.catalogue.models import Finding, Work
from fanthology.archive.catalogue.viewer import GUEST, KEEPER, Viewer
from fanthology.archive.downloads.file import FORMATS, file_of
from fanthology.archive.search.follow import catch_up
from fanthology.archive.search.query import search
from fanthology.archive.web.addresses import work_address

pytestmark = pytest.mark.django_db
TEXTS = ["/chapters/1", "/entire", "/findings", *(f"/download.{ending}" for ending in FORMATS)]
SECRET = "It was a wet morning in Baker Street."


def find(work: Work, name: str, confidence: float, state: str = "open") -> None:
    Finding.objects.create(work=work, kind="adult", name=name, confidence=confidence, state=state)


def say_yes(client: Client, next: str = "/") -> None:
    assert client.post("/adult", {"next": next}).status_code == 302


@pytest.mark.parametrize("page", TEXTS)
@pytest.mark.parametrize("rating", ["Explicit", "Mature"])
def test_a_guest_is_asked_before_a_text(
    stranger: Client, reader: Client, keeper: Client, page: str, rating: str
) -> None:
    work = make_work("Night", rating=rating, warnings=["Major Character Death"])
    address = work_address(work) + page
    for client in (stranger, reader):
        for ask in (client.get, client.head):
            assert ask(address).status_code == 403
        answer = client.get(address)
        assert SECRET not in answer.text
        assert f"rated {rating}" in answer.text and "Major Character Death" in answer.text
        assert 'content="noindex' in answer.text
        assert not answer.has_header("Content-Disposition")
    assert keeper.get(address).status_code == 200


def test_the_answer_is_remembered_and_leads_back(stranger: Client) -> None:
    work = make_work("Night", rating="Explicit")
    address = f"{work_address(work)}/chapters/1"
    answer = stranger.post("/adult", {"next": address})
    assert answer["Location"] == address
    page = stranger.get(address)
    assert page.status_code == 200 and SECRET in page.text
    assert stranger.get(f"{work_address(work)}/download.epub").status_code == 200
    stranger.post("/adult", {"again": "1"})
    assert stranger.get(address).status_code == 403


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example", "javascript:x()"])
def test_it_leads_nowhere_else(stranger: Client, elsewhere: str) -> None:
    assert stranger.post("/adult", {"next": elsewhere})["Location"] == "/"


def test_the_form_needs_its_token(home: object) -> None:
    strict = Client(SERVER_NAME="127.0.0.1", enforce_csrf_checks=True)
    work = make_work("Night", rating="Explicit")
    address = f"{work_address(work)}/chapters/1"
    assert strict.post("/adult", {"next": address}).status_code == 403
    token = strict.get(address).context["csrf_token"]
    assert strict.post("/adult", {"next": address, "csrfmiddlewaretoken": str(token)}).status_code == 302
    assert strict.get(address).status_code == 200
    assert strict.get("/adult").status_code == 405


def test_the_cookie_is_out_of_reach_and_ages(stranger: Client, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    work = make_work("Night", rating="Explicit")
    address = f"{work_address(work)}/chapters/1"
    say_yes(stranger)
    cookie = stranger.cookies[settings.ADULT_COOKIE_NAME]
    assert cookie["httponly"] and cookie["samesite"] == "Lax" and cookie["max-age"] == 30 * 86400
    later = timezone.now().timestamp() + 31 * 86400
    monkeypatch.setattr("django.core.signing.time.time", lambda: later)
    assert stranger.get(address).status_code == 403


@pytest.mark.parametrize("cookie", ["yes", "1", "", "x" * 5000, "signed for another"])
def test_a_made_up_cookie_says_nothing(stranger: Client, settings: Any, cookie: str) -> None:
    work = make_work("Night", rating="Explicit")
    made_up = signing.TimestampSigner(salt="other").sign("yes") if cookie == "signed for another" else cookie
    stranger.cookies[settings.ADULT_COOKIE_NAME] = made_up
    assert stranger.get(f"{work_address(work)}/chapters/1").status_code == 403


@pytest.mark.parametrize(
    ("rating", "finding", "gate", "reason"),
    [
        ("Teen And Up Audiences", None, "unrated", None),
        ("General Audiences", ("explicit", 0.95, "stated"), "unrated", None),
        ("Explicit", None, "adult", "rated"),
        ("Explicit", None, "none", None),
        (None, None, "adult", None),
        (None, None, "unrated", "unrated"),
        ("Not Rated", None, "unrated", "unrated"),
        ("Not Rated", ("explicit", 0.8, "open"), "adult", "explicit"),
        (None, ("mature", 0.6, "open"), "adult", "mature"),
        (None, ("mature", 0.59, "open"), "adult", None),
        (None, ("mature", 0.9, "refused"), "adult", None),
        (None, ("mature", 0.9, "open"), "none", None),
    ],
)
def test_what_is_behind_the_gate(
    home: object,
    settings: Any,
    rating: str | None,
    finding: tuple[str, float, str] | None,
    gate: str,
    reason: str | None,
) -> None:
    settings.GATE = gate
    work = make_work("Night", rating=rating)
    if finding:
        find(work, *finding)
    for viewer in (GUEST, Viewer(user_id=1, roles=frozenset({"reader"})), Viewer(adult=False)):
        assert gating.behind_gate(viewer, work) == reason
        assert gating.open_works(viewer).filter(pk=work.pk).exists() is (reason is None)
    for viewer in (KEEPER, Viewer(adult=True)):
        assert gating.behind_gate(viewer, work) is None
        assert gating.open_works(viewer).filter(pk=work.pk).exists()


def test_the_keeper_of_a_laptop_is_not_asked(laptop: Client) -> None:
    work = make_work("Night", rating="Explicit")
    assert laptop.get(f"{work_address(work)}/chapters/1").status_code == 200


def test_what_is_unrated_seems_to_be_for_adults(stranger: Client) -> None:
    work = make_work("Night")
    find(work, "explicit", 0.9)
    assert "seems to be explicit" in stranger.get(f"{work_address(work)}/entire").text


def test_lists_and_the_works_own_page_stay(stranger: Client) -> None:
    work = make_work("Night", rating="Explicit")
    catch_up(wait=True)
    assert stranger.get(work_address(work)).status_code == 200
    listed = stranger.get("/works/")
    assert "Night" in listed.text and "<li>Explicit</li>" in listed.text


def test_no_snippet_of_a_text_behind_the_gate(stranger: Client) -> None:
    make_work("Night", rating="Explicit", text="The lantern guttered in the hall.")
    make_work("Day", rating="General Audiences", text="The lantern was never lit.")
    catch_up(wait=True)
    found = {hit.public_id: str(hit.snippet) for hit in search(GUEST, "lantern").hits}
    by_title = {work.display_title: found[work.public_id] for work in Work.objects.all()}
    assert not by_title["Night"] and "lantern" in by_title["Day"]
    assert all(str(hit.snippet) for hit in search(Viewer(adult=True), "lantern").hits)


def test_a_file_is_not_made_for_who_has_not_asked(home: object) -> None:
    work = make_work("Night", rating="Explicit")
    with pytest.raises(gating.BehindGateError):
        file_of(GUEST, work.public_id)
    assert file_of(KEEPER, work.public_id).data


@pytest.mark.parametrize("page", ["/chapters/1", "/entire"])
@pytest.mark.parametrize(
    ("warnings", "words"),
    [
        (["Major Character Death", "Underage Sex"], "Warnings: Major Character Death, Underage Sex"),
        (["Creator Chose Not To Use Archive Warnings"], "The author chose not to warn"),
        (["No Archive Warnings Apply"], "none of the archive&#x27;s warnings apply"),
        ([], "No warnings are stated"),
    ],
)
def test_warnings_stand_before_the_text(stranger: Client, page: str, warnings: list[str], words: str) -> None:
    work = make_work("Day", rating="General Audiences", warnings=warnings, text=[SECRET, "More."])
    shown = stranger.get(work_address(work) + page).text
    assert words in shown and "Rating: General Audiences" in shown
    assert shown.index(words) < shown.index(SECRET)
    assert words not in stranger.get(f"{work_address(work)}/chapters/2").text
