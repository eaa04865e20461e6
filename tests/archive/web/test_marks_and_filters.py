"""A reader's marks and standing filters, on pages."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from archive.factories import make_work, set_visibility
from fanthology.archive.catalogue.models import Creator, Tag, Work
from fanthology.archive.catalogue.viewer import KEEPER
from fanthology.archive.catalogue.wrangling import make_synonyms
from fanthology.archive.reading.models import Mark, StandingFilter
from fanthology.archive.reading.standing import standing_of
from fanthology.archive.search.follow import catch_up
from fanthology.archive.web.addresses import work_address

pytestmark = pytest.mark.django_db


def wet(**fields: object) -> Work:
    made = make_work(
        "The Borrowed Umbrella", creators=["Hester Lark"], freeforms=["Rain"], characters=["Mrs. Hudson"],
        text=["a", "b"], **{"rating": "Mature", **fields},
    )  # fmt: skip
    catch_up(wait=True)
    return made


def mine() -> set[tuple[str, str]]:
    """The kind and name of every filter of the one reader of a test."""
    rows = StandingFilter.objects.select_related("tag", "creator", "work")
    return {
        (one.kind, one.tag.name if one.tag else one.creator.name if one.creator else one.value or str(one.work or ""))
        for one in rows
    }


@pytest.mark.parametrize("page", ["", "/chapters/2", "/entire"])
@pytest.mark.parametrize("who", ["reader", "laptop"])
def test_a_work_is_marked_where_it_is_read(who: str, page: str, request: pytest.FixtureRequest) -> None:
    client: Client = request.getfixturevalue(who)
    place = work_address(wet(rating="General Audiences"))
    assert "Mark this work" in client.get(place + page).text
    sent = re.search(r'name="next" value="([^"]*#mark)"', client.get(place + page).text)
    answer = client.post(f"{place}/mark", {"mark": "reading", "next": sent and sent[1]})
    assert answer["Location"] == f"{place}{page}#mark"
    shown = client.get(place + page).text
    assert re.search(r"Your mark: <strong>Reading</strong>, since \d", shown)
    assert 'value="reading"' not in shown and 'value="read"' in shown
    for lists in ("/", "/works/", f"/creators/{Creator.objects.get().public_id}", "/account/marks"):
        assert re.search(r"You marked it: </span>Reading</li>", client.get(lists).text), lists
    client.post(f"{place}/mark", {"mark": "none", "next": place})
    assert not Mark.objects.exists() and "Mark this work" in client.get(place + page).text


def test_nobody_marks_what_they_do_not_see(reader: Client, stranger: Client) -> None:
    work = wet()
    place = work_address(work)
    refused = stranger.post(f"{place}/mark", {"mark": "read"})
    assert refused.status_code == 403 and "An account is needed" in refused.text
    assert reader.get(f"{place}/mark").status_code == 405
    set_visibility(work, "private")
    assert reader.post(f"{place}/mark", {"mark": "read"}).status_code == 404
    assert reader.post(f"{place}/never", {"work": "1"}).status_code == 404
    assert not Mark.objects.exists() and not StandingFilter.objects.exists()


def test_a_guest_is_told_that_an_account_is_needed(stranger: Client) -> None:
    place = work_address(wet())
    page = stranger.get(place).text
    assert "you need an account" in page and f"{place}/mark" not in page and f"{place}/never" not in page
    assert not stranger.get(place).cookies
    assert "You marked it" not in stranger.get("/works/").text
    answer = stranger.get("/account/filters")
    assert answer.status_code == 403 and "/sign-in?next=/account/filters" in answer.text
    assert stranger.get("/account/marks").status_code == 403


def test_what_a_laptops_keeper_chose_is_not_a_guests(laptop: Client, stranger: Client) -> None:
    place = work_address(wet())
    laptop.post(f"{place}/mark", {"mark": "read"})
    assert "You marked it" in laptop.get("/works/").text
    assert "You marked it" not in stranger.get("/works/").text and "Your mark" not in stranger.get(place).text


def test_lists_of_marks(reader: Client) -> None:
    place = work_address(wet())
    assert "Nothing here bears this mark" in reader.get("/account/marks").text
    reader.post(f"{place}/mark", {"mark": "later"})
    assert "Borrowed Umbrella" in reader.get("/account/marks?mark=later").text
    assert "Borrowed Umbrella" not in reader.get("/account/marks").text
    assert 'href="/account/marks"' in reader.get("/works/").text


def test_never_show_me_this(reader: Client) -> None:
    work = wet()
    place, rain, lark = work_address(work), Tag.objects.get(name="Rain"), Creator.objects.get()
    other = Tag.objects.create(kind="freeform", name="Snow")
    assert offered(reader, place) == 4  # the work, its creator, two tags
    ticked = {"work": "1", "creator": [lark.public_id], "tag": [rain.public_id, other.public_id]}
    assert reader.post(f"{place}/never", ticked)["Location"] == place
    assert mine() == {("work", work.display_title), ("creator", "Hester Lark"), ("tag", "Rain")}
    shown = reader.get(place).text
    assert "Your lists leave this work out: you chose so; it is by Hester Lark; it has the tag Rain." in shown
    assert offered(reader, place) == 1


def offered(reader: Client, place: str) -> int:
    """How many things a work's page offers never to show again."""
    form = reader.get(place).text.partition(f'action="{place}/never"')[2].partition("</form>")[0]
    return form.count('type="checkbox"')


def test_a_work_with_a_synonym_is_left_out_by_the_canonical_tag(reader: Client) -> None:
    place, rain = work_address(wet()), Tag.objects.get(name="Rain")
    weather = Tag.objects.create(kind="freeform", name="Weather")
    make_synonyms([rain], weather, KEEPER)
    assert weather.public_id in reader.get(place).text
    reader.post(f"{place}/never", {"tag": weather.public_id})
    assert mine() == {("tag", "Weather")}


@pytest.mark.parametrize("who", ["reader", "laptop"])
def test_filters_are_chosen_by_name(who: str, request: pytest.FixtureRequest) -> None:
    client: Client = request.getfixturevalue(who)
    wet()
    assert client.get("/account/filters").status_code == 200
    typed = {"decision": "add", "freeform": " rain ", "character": "Mrs. Hudson", "creator": "Hester Lark"}
    assert client.post("/account/filters", typed).status_code == 302
    assert mine() == {("tag", "Rain"), ("tag", "Mrs. Hudson"), ("creator", "Hester Lark")}
    page = client.get("/account/filters").text
    assert "Rain" in page and "Hester Lark" in page
    for kind in ("fandom", "character", "relationship", "freeform", "creator"):
        assert f'data-suggest="{kind}"' in page
    first = StandingFilter.objects.get(tag__name="Rain").pk
    client.post("/account/filters", {"decision": "take", "filter": str(first)})
    assert ("tag", "Rain") not in mine()


def test_a_name_that_is_not_known_is_said_where_it_was_typed(reader: Client) -> None:
    wet()
    answer = reader.post(
        "/account/filters", {"decision": "add", "freeform": "Rain", "fandom": "<i>Oz", "language": "Elvish"}
    )
    assert answer.status_code == 400
    assert "No work here has the fandom “&lt;i&gt;Oz”." in answer.text and "“Elvish” is no language" in answer.text
    assert 'value="&lt;i&gt;Oz"' in answer.text and 'aria-describedby="wrong-fandom"' in answer.text
    assert mine() == {("tag", "Rain")}  # what is known was taken in


def test_languages_ratings_and_what_was_read(reader: Client) -> None:
    work = wet(language="en")
    user = int(reader.session["_auth_user_id"])
    reader.post("/account/filters", {"decision": "add", "language": "french"})
    reader.post("/account/filters", {"decision": "choose", "rating": ["Mature"], "read": "1"})
    reader.post(f"{work_address(work)}/mark", {"mark": "read"})
    standing = standing_of(user)
    assert (standing.languages, standing.ratings, standing.works) == ({"fr"}, {"Mature"}, {work.pk})
    page = reader.get("/account/filters").text
    assert "French" in page and 'value="Mature" checked' in page and 'name="read" value="1" checked' in page
    shown = reader.get(work_address(work)).text
    assert "leave this work out: you have read it; its rating is Mature; it is in another language." in shown
    reader.post("/account/filters", {"decision": "choose"})
    assert not standing_of(user).ratings and not standing_of(user).works


@pytest.mark.parametrize("number", ["", "x", "²", "-1", "9" * 30])
def test_taking_away_nothing_in_particular(reader: Client, number: str) -> None:
    assert reader.post("/account/filters", {"decision": "take", "filter": number}).status_code == 302
    assert reader.post("/account/filters", {"decision": "burn"}).status_code == 400


def test_the_filters_page_names_nothing_that_is_not_seen_any_more(reader: Client) -> None:
    work = wet()
    ticked = {"work": "1", "creator": Creator.objects.get().public_id, "tag": Tag.objects.get(name="Rain").public_id}
    reader.post(f"{work_address(work)}/never", ticked)
    assert "Borrowed Umbrella" in reader.get("/account/filters").text
    set_visibility(work, "private")
    page = reader.get("/account/filters").text
    assert "Borrowed Umbrella" not in page and "Hester Lark" not in page and page.count("Show it again") == 3
