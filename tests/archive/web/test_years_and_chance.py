"""The archive by year as a picture, and a work that chance chooses."""

from __future__ import annotations

import re
from collections import Counter
from xml.etree import ElementTree

import pytest
from django.test import Client

from archive.factories import make_work, set_visibility
from fanthology.archive.catalogue.models import Tag, Work
from fanthology.archive.catalogue.viewer import GUEST
from fanthology.archive.web import counting
from fanthology.archive.web.addresses import work_address

pytestmark = pytest.mark.django_db
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture
def dated(home: object) -> None:
    make_work("A", fandoms=["Oz"], published="1998-12-31", updated="2004-01-01")
    make_work("B", fandoms=["Oz"], published="1998-01-01")
    make_work("C", updated="1999-06-01")
    make_work("D", fandoms=["Ozzie"])
    make_work("E", published="2003-02-02", fandoms=["Vesperland"], visibility="registered")
    make_work("F", visibility="private")
    Tag.objects.filter(name="Ozzie").update(canonical=Tag.objects.get(name="Oz"))


def picture(page: str) -> ElementTree.Element:
    drawn = re.search(r"<svg.*?</svg>", page, re.DOTALL)
    assert drawn
    drawn_here = drawn[0].replace("<svg", '<svg xmlns="http://www.w3.org/2000/svg"', 1)
    return ElementTree.fromstring(drawn_here)  # noqa: S314


def bars(page: str) -> dict[str, str]:
    """The bars' names, with where each leads."""
    return {one.attrib["aria-label"]: one.attrib["href"] for one in picture(page).iter(f"{SVG}a")}


def test_works_by_year(dated: None, stranger: Client, reader: Client) -> None:
    page = stranger.get("/years/").text
    assert bars(page) == {"1998: 2 works": "/works/?year=1998", "1999: 1 work": "/works/?year=1999"}
    assert "3 works by the year" in page and "1 more has no date" in page
    assert re.findall(r'<th scope="row">([^<]+)</th><td>(\d+)', page) == [
        ("1998", "2"),
        ("1999", "1"),
        ("Without a date", "1"),
    ]
    assert "2003" not in page
    assert "2003: 1 work" in bars(reader.get("/years/").text)


def test_the_picture_is_drawn_by_attributes_alone(dated: None, stranger: Client) -> None:
    drawn = picture(stranger.get("/years/").text)
    assert drawn.find(f"{SVG}title") is not None
    widths = [one.attrib["width"] for one in drawn.iter(f"{SVG}rect") if one.attrib["class"] == "bar"]
    assert widths == ["68.00%", "34.00%"]
    assert not any("style" in one.attrib for one in drawn.iter())


def test_of_one_fandom(dated: None, stranger: Client, reader: Client) -> None:
    oz, hidden = (Tag.objects.get(name=name).public_id for name in ("Oz", "Vesperland"))
    page = stranger.get(f"/years/?fandom={oz}").text
    assert bars(page) == {"1998: 2 works": f"/works/?year=1998&fandom={oz}"}
    assert "1 more has no date" in page, "the works of a synonym are among them"
    assert stranger.get(f"/years/?fandom={Tag.objects.get(name='Ozzie').public_id}").text == page
    assert stranger.get(f"/years/?fandom={hidden}").status_code == 404
    assert reader.get(f"/years/?fandom={hidden}").status_code == 200


def test_the_largest_fandoms_by_year(dated: None, stranger: Client, reader: Client) -> None:
    make_work("G", fandoms=["Dracula"], published="1998-05-05")
    make_work("H", fandoms=["Oz", "Ozzie"], published="2001-01-01")
    page = stranger.get("/years/fandoms").text
    oz = Tag.objects.get(name="Oz").public_id
    assert re.findall(r"<h2><a href=\"([^\"]+)\">([^<]+)", page)[0] == (f"/years/?fandom={oz}", "Oz")
    assert "4 works; most in 1998: 2; 1 without a date" in page, "a work of both names is one, a synonym's is counted"
    assert "Vesperland" not in page and "2003" not in page
    assert table(page) == [
        ["Year", "Oz", "Dracula"],
        ["1998", "2", "1"],
        ["2001", "1", "0"],
        ["Without a date", "1", "0"],
    ]
    assert ["2003", "0", "0", "1"] in table(reader.get("/years/fandoms").text)


def test_a_fandoms_bars_stand_over_the_years_of_all(home: object, stranger: Client) -> None:
    for fandom, years in {"Oz": (1999, 2001, 2001, 2001), "Dracula": (2000, 2002)}.items():
        for year in years:
            make_work(f"{fandom} {year}", fandoms=[fandom], published=f"{year}-01-01")
    page = stranger.get("/years/fandoms").text
    drawn = {
        fandom: [tuple(one.attrib[name] for name in ("x", "y", "height")) for one in picture(part).iter(f"{SVG}rect")]
        for fandom, part in zip(("Oz", "Dracula"), page.split("<li><h2>")[1:], strict=True)
    }
    assert drawn == {
        "Oz": [("1.88%", "43", "21"), ("51.88%", "0", "64")],
        "Dracula": [("26.88%", "0", "64"), ("76.88%", "0", "64")],
    }


def test_a_fandom_without_dates_and_an_archive_without_fandoms(home: object, stranger: Client) -> None:
    assert "No work here names both" in stranger.get("/years/fandoms").text
    make_work("A", fandoms=["Oz"])
    make_work("B", published="1999-01-01")
    make_work("C", fandoms=["Dracula"], published="1999-01-01", visibility="private")
    assert "No work here names both" in stranger.get("/years/fandoms").text


def table(page: str) -> list[list[str]]:
    return [re.findall(r"<t[hd][^>]*>([^<]*)<", row) for row in re.findall(r"<tr>(.*?)</tr>", page, re.DOTALL)]


def test_years_far_apart_are_not_drawn_one_by_one(home: object, stranger: Client) -> None:
    for year in ("1970", "1998", "2001"):
        make_work(year, published=f"{year}-01-01")
    words = [one.text for one in picture(stranger.get("/years/").text).iter(f"{SVG}text")]
    assert words == ["1970", "1", "⋮", "1998", "1", "1999", "2000", "2001", "1"]


def test_nothing_to_draw(home: object, stranger: Client) -> None:
    make_work("Hidden", published="1999-01-01", visibility="private")
    page = stranger.get("/years/").text
    assert "<svg" not in page and "1999" not in page


def test_the_years_are_counted_as_they_are_found(dated: None) -> None:
    counted = counting.by_year(GUEST)
    assert (counted.by_year, counted.undated) == ({1998: 2, 1999: 1}, 1)


def led(client: Client, address: str = "/random") -> str:
    answer = client.get(address)
    assert answer.status_code == 303
    assert answer["Cache-Control"] == "no-store"
    return answer["Location"]


def test_chance_leads_to_every_work_that_is_seen_and_no_other(dated: None, stranger: Client) -> None:
    seen = {work_address(one) for one in Work.objects.filter(visibility="public")}
    led_to = Counter(led(stranger) for _ in range(120))
    assert set(led_to) == seen
    assert max(led_to.values()) < 80, "one is as likely as another"


def test_chance_within_a_fandom(dated: None, stranger: Client) -> None:
    oz, hidden = (Tag.objects.get(name=name).public_id for name in ("Oz", "Vesperland"))
    titles = {Work.objects.get(public_id=led(stranger, f"/random?fandom={oz}").split("/")[2]).title for _ in range(40)}
    assert titles == {"A", "B", "D"}
    assert stranger.get(f"/random?fandom={hidden}").status_code == 404
    assert stranger.get("/random?fandom=b2c3d4f5g").status_code == 404


def test_one_work_among_many_hidden_ones_is_found(home: object, stranger: Client) -> None:
    """Numbers far apart, so that drawing them alone does not find it."""
    work = make_work("Here")
    Work.objects.create(pk=10**12, display_title="Far", sort_title="far", visibility="private")
    assert led(stranger) == work_address(work)
    set_visibility(work, "private")
    assert stranger.get("/random").status_code == 404


def test_what_is_for_adults_is_asked_for_where_it_is_read(home: object, stranger: Client) -> None:
    make_work("Late", rating="Explicit")
    place = led(stranger)
    assert stranger.get(place).status_code == 200
    assert stranger.get(f"{place}/chapters/1").status_code == 403
