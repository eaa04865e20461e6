"""The reading room's pages: the look, places and history, shelves."""

from __future__ import annotations

import json
import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from archive.factories import make_work, record_change, set_visibility
from archive.web.story import correct, two_chapters
from fanthology.archive.accounts.keeping import leave, own_data
from fanthology.archive.accounts.models import User
from fanthology.archive.catalogue.models import Chapter, ChapterText, Work
from fanthology.archive.catalogue.viewer import Viewer
from fanthology.archive.reading.models import Highlight, Mark, Place, Preferences, Shelf, Shelved
from fanthology.archive.reading.shelves import works_on
from fanthology.archive.web.addresses import work_address
from fanthology.archive.web.looking import COOKIE

pytestmark = pytest.mark.django_db


# The look


def test_a_guests_look_is_a_cookie_and_the_page_is_drawn_so(stranger: Client) -> None:
    _, address = two_chapters()
    assert "class=" not in stranger.get(f"{address}/chapters/1").text.split("<head>")[0]
    form = {"face": "sans", "size": "125", "paper": "sepia", "pace": "500", "next": f"{address}/chapters/1"}
    answer = stranger.post("/look", form)
    assert answer["Location"] == f"{address}/chapters/1"
    assert answer.cookies[COOKIE].value == "face:sans|size:125|paper:sepia|pace:500"
    for page in (f"{address}/chapters/1", "/works/"):
        assert '<html lang="en" class="face-sans size-125 paper-sepia">' in stranger.get(page).text
    assert stranger.post("/look", {**form, "next": "//elsewhere.example/"})["Location"] == "/look"
    assert COOKIE in stranger.post("/look", {"usual": "1"}).cookies and not stranger.cookies[COOKIE].value


def test_an_accounts_look_is_the_same_on_another_device(reader: Client) -> None:
    _, address = two_chapters()
    reader.post("/look", {"paper": "dark", "notes": "open", "way": "pages"})
    other = Client(SERVER_NAME="127.0.0.1")
    other.force_login(User.objects.get(username="ruth"))
    page = other.get(f"{address}/chapters/1")
    assert 'class="paper-dark way-pages"' in page.text and 'class="pager"' in page.text
    assert 'class="paper-dark way-pages"' in other.get("/").text, "the browser was told as well"


def test_the_laptops_keeper_has_a_look_and_a_place_without_an_account(laptop: Client) -> None:
    _, address = two_chapters()
    laptop.post("/look", {"size": "200"})
    laptop.get(f"{address}/chapters/2")
    assert Preferences.objects.get().user is None and Place.objects.get().chapter == 2


def test_a_guests_page_takes_no_more_queries_for_it(stranger: Client) -> None:
    _, address = two_chapters(rating="General Audiences")
    stranger.cookies[COOKIE] = "face:legible|way:pages"
    stranger.get(f"{address}/chapters/1")
    with CaptureQueriesContext(connection) as caught:
        page = stranger.get(f"{address}/chapters/2").text
    assert len(caught) == 2  # whether anything changed, and the text
    assert page.count("fonts/") == 1 and 'data-keep="' not in page and "csrf" not in page


def test_time_left_goes_by_the_pace_and_the_script(stranger: Client) -> None:
    work, address = two_chapters(language="en")
    Chapter.objects.filter(edition=work.edition_id).update(words=5_000)
    record_change(work)
    assert "20 minutes; 40 minutes to the end" in stranger.get(f"{address}/chapters/1").text
    Work.objects.update(language="ja")
    record_change(work)
    stranger.cookies[COOKIE] = "pace:500"
    assert "5 minutes; 10 minutes to the end" in stranger.get(f"{address}/chapters/1").text


@pytest.mark.parametrize(("language", "way"), [("ar", "rtl"), ("he-IL", "rtl"), ("en", "auto"), (None, "auto")])
def test_the_direction_is_the_languages_or_the_texts_own(stranger: Client, language: str | None, way: str) -> None:
    _, address = two_chapters(language=language)
    assert f'<div class="text" dir="{way}"' in stranger.get(f"{address}/chapters/1").text


# Places and history


def test_read_here_and_continue_elsewhere(reader: Client) -> None:
    work, address = two_chapters()
    reader.get(f"{address}/chapters/2")
    assert reader.post(f"{address}/place", {"chapter": "2", "block": "b2x1"}).status_code == 204
    other = Client(SERVER_NAME="127.0.0.1")
    other.force_login(User.objects.get(username="ruth"))
    assert f'href="{address}/continue"' in other.get("/").text
    assert f'href="{address}/continue"' in other.get(address).text
    assert other.get(f"{address}/continue")["Location"] == f"{address}/chapters/2#b2x1"
    other.get(f"{address}/chapters/2")
    other.get(f"{address}/entire")
    assert Place.objects.get().block == "b2x1", "opening the same text again moves nothing"
    other.get(f"{address}/chapters/1")
    assert other.get(f"{address}/continue")["Location"] == f"{address}/chapters/1"
    assert Place.objects.get().share == 0 and work.words > 0
    other.post(f"{address}/mark", {"mark": "read"})
    assert "continue" not in other.get("/").text.replace("places.js", "")


def test_a_place_in_a_corrected_text_is_the_nearest_text(reader: Client) -> None:
    work, address = two_chapters()
    reader.post(f"{address}/place", {"chapter": "1", "block": "b1x1"})
    correct(work, 1, "said Holmes", "remarked Holmes")
    assert reader.get(f"{address}/continue")["Location"] == f"{address}/chapters/1#bcorrected"


def test_a_place_in_a_chapter_that_moved_goes_with_it_and_is_never_lost(reader: Client) -> None:
    work, address = two_chapters()
    reader.post(f"{address}/place", {"chapter": "2", "block": "b2x2"})
    first, second = work.edition.chapters.order_by("position") if work.edition else ()
    Chapter.objects.filter(pk=second.pk).update(position=9)
    Chapter.objects.filter(pk=first.pk).update(position=2)
    assert reader.get(f"{address}/continue")["Location"] == f"{address}/chapters/9#b2x2"
    ChapterText.objects.filter(chapter=second).update(html="<p id='x'>Snow.</p>".replace("'", '"'))
    ChapterText.objects.filter(chapter=first).update(html='<p id="y">Hail.</p>')
    assert reader.get(f"{address}/continue")["Location"] == f"{address}/chapters/2#y"
    Chapter.objects.all().delete()
    assert reader.get(f"{address}/continue")["Location"] == f"{address}/chapters/1"


@pytest.mark.parametrize("sent", [{}, {"chapter": "9"}, {"chapter": "-1"}, {"chapter": "9" * 40}, {"chapter": "²"}])
def test_a_place_that_is_none_is_nothing(reader: Client, sent: dict[str, str]) -> None:
    _, address = two_chapters()
    assert reader.post(f"{address}/place", {**sent, "block": "x" * 500}).status_code == 204
    assert not Place.objects.exists()


def test_history_is_searched_erased_and_switched_off(reader: Client) -> None:
    _, address = two_chapters()
    other = work_address(make_work("Emerald Hours", creators=["Ozma’s Clerk"]))
    for one in (address, other):
        reader.get(f"{one}/chapters/1")
    page = reader.get("/account/history").text
    assert page.index("Emerald Hours") < page.index("The Long Rain")
    assert "Emerald" not in reader.get("/account/history?q=long+lark").text
    assert "nothing that you read" in reader.get("/account/history?q=zeppelin").text.lower()
    reader.post("/account/history", {"decision": "erase", "work": other.split("/")[2]})
    assert [one.work.display_title for one in Place.objects.all()] == ["The Long Rain"]
    reader.post("/account/history", {"decision": "off"})
    page = reader.get(f"{other}/chapters/1").text
    reader.post(f"{other}/place", {"chapter": "1", "block": "b1x0"})
    assert Place.objects.count() == 1 and "data-keep" not in page
    reader.post("/account/history", {"decision": "erase-all"})
    reader.post("/account/history", {"decision": "on"})
    assert not Place.objects.exists() and reader.post("/account/history", {"decision": "burn"}).status_code == 400


def test_a_page_fetched_in_advance_is_not_read(reader: Client) -> None:
    _, address = two_chapters()
    reader.get(f"{address}/chapters/1", headers={"sec-purpose": "prefetch;prerender"})
    reader.head(f"{address}/chapters/1")
    assert not Place.objects.exists()


def test_a_work_withdrawn_while_it_is_read(reader: Client) -> None:
    work, address = two_chapters()
    reader.post(f"{address}/place", {"chapter": "1", "block": "b1x1"})
    reader.post(f"{address}/chapters/1/passages", {"block": "b1x1", "words": "in such a night", "note": "Brr."})
    set_visibility(work, "private")
    assert reader.get(f"{address}/continue").status_code == 404
    assert reader.post(f"{address}/place", {"chapter": "1", "block": "b1x1"}).status_code == 404
    assert "/continue" not in reader.get("/").text
    note = Highlight.objects.get().public_id
    pages = [f"/account/{page}" for page in ("history", "notes", "notes.md", "notes.json", f"notes/{note}", "data.zip")]
    for page in pages[:5]:
        told = reader.get(page).text
        assert "Long Rain" not in told and "such a night" not in told, page
    assert "Brr." in reader.get("/account/notes").text, "the note is the reader's own"
    assert reader.get(f"/account/notes/{note}/passage").status_code == 404
    work.delete()
    assert not Highlight.objects.exists() and not Place.objects.exists()


def test_read_how_often(reader: Client) -> None:
    _, address = two_chapters()
    for state in ("reading", "read", "again", "later", "read"):
        reader.post(f"{address}/mark", {"mark": state})
    assert Mark.objects.get().times == 3 and "read 3 times" in reader.get(address).text


# Shelves


def test_a_shelf_has_works_in_ones_own_order(reader: Client) -> None:
    works = [make_work(f"Story {number}") for number in range(3)]
    for work in works:
        chosen = (
            {"shelf": [one.public_id for one in Shelf.objects.all()]} if Shelf.objects.exists() else {"name": "Wet"}
        )
        reader.post(f"{work_address(work)}/shelve", chosen)
    shelf = Shelf.objects.get()
    page = f"/account/shelves/{shelf.public_id}"
    reader.post(page, {"decision": "up", "work": works[2].public_id})
    reader.post(page, {"decision": "rename", "name": "Very wet"})
    viewer = Viewer(user_id=User.objects.get(username="ruth").pk, roles=frozenset({"reader"}))
    assert [one.display_title for one in works_on(viewer, shelf)] == ["Story 0", "Story 2", "Story 1"]
    set_visibility(works[2], "private")
    assert [one.display_title for one in works_on(viewer, shelf)] == ["Story 0", "Story 1"]
    assert "Very wet" in reader.get(work_address(works[0])).text
    reader.post(f"{work_address(works[0])}/shelve", {})
    assert Shelved.objects.filter(work=works[0]).count() == 0
    assert reader.post("/account/shelves", {"name": " Very  wet "}).status_code == 400
    assert reader.post("/account/shelves", {"name": " "}).status_code == 400
    reader.post(page, {"decision": "delete"})
    assert not Shelf.objects.exists() and Work.objects.count() == 3


# An account's own data


def test_all_of_it_is_taken_along_and_goes_with_the_account(home: Path, reader: Client) -> None:
    work, address = two_chapters()
    reader.post("/look", {"paper": "sepia"})
    reader.post(f"{address}/place", {"chapter": "2", "block": "b2x1"})
    reader.post(f"{address}/chapters/1/passages", {"block": "b1x0", "note": "Wet."})
    reader.post(f"{address}/shelve", {"name": "Wet"})
    ruth = User.objects.get(username="ruth")
    with zipfile.ZipFile(BytesIO(own_data(ruth))) as file:
        told = {name: json.loads(file.read(f"{name}.json")) for name in ("look", "history", "notes", "shelves")}
    assert told["look"] == {"look": "paper:sepia", "history": True}
    assert (told["history"][0]["block"], told["notes"][0]["note"]) == ("b2x1", "Wet.")
    assert told["shelves"] == [{"name": "Wet", "works": [work.public_id]}]
    leave(ruth, "orphan")
    assert not any(kind.objects.exists() for kind in (Place, Highlight, Shelf, Preferences))


# Bad input


def test_a_chapter_of_two_megabytes(reader: Client) -> None:
    paragraph = "It rained, and the lamp upon the landing burned. " * 8
    _, address = two_chapters()
    html = "\n".join(f'<p id="b{number}">{number} {paragraph}</p>' for number in range(5_300))
    assert len(html) > 2_000_000
    ChapterText.objects.filter(chapter__position=1).update(html=html)
    reader.post(f"{address}/place", {"chapter": "1", "block": "b5000"})
    reader.post(f"{address}/chapters/1/passages", {"block": "b4999", "words": "the lamp"})
    assert reader.get(f"{address}/chapters/1").text.count('<mark class="own"') == 1
    assert len(reader.get(f"{address}/chapters/1/passages?from=b5000").content) < 100_000
    ChapterText.objects.filter(chapter__position=1).update(html=html.replace('id="b5000"', 'id="other"'))
    assert reader.get(f"{address}/continue")["Location"] == f"{address}/chapters/1#other"


def test_a_title_in_five_scripts(reader: Client) -> None:
    title = "Дождь над пустошью 雨の夜の物語 ليلة المطر גשם בלילה <b>The Long Rain</b> " * 7
    work = make_work(title[:500])
    reader.get(f"{work_address(work)}/chapters/1")
    reader.post(f"{work_address(work)}/chapters/1/passages", {"block": "b1x0"})
    for page in ("/", "/account/history", "/account/notes", work_address(work), f"{work_address(work)}/chapters/1"):
        told = reader.get(page)
        assert told.status_code == 200 and "<b>The" not in told.text


def test_the_look_leads_back_to_where_one_came_from(stranger: Client) -> None:
    for referer, wanted in (
        ("http://127.0.0.1/works/?q=rain", 'value="/works/?q=rain"'),
        ("http://elsewhere.example/works/", 'name="next" value=""'),
        ("http://[", 'name="next" value=""'),
    ):
        assert wanted in stranger.get("/look", headers={"Referer": referer}).text, referer
