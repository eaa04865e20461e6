"""What people do in a browser: open, search, read, correct, publish. No page needs a script, so none is allowed."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from axe_core_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
BEGIN = re.compile("^(Start reading|From the beginning)$")
"""What leads to the first chapter; who has been in the work before may go on instead."""
UMBRELLA = "The Adventure of the Borrowed Umbrella"
LAMP = "The Lamp on the Landing"
Opened = Callable[..., Page]


def open_work(page: Page, title: str) -> None:
    page.goto("/works/?sort=title")
    follow(page, page.get_by_role("link", name=title, exact=True))


def follow(page: Page, link: Locator) -> None:
    """Press a link, and be where it leads: who looks at a page as it goes sees none."""
    with page.expect_navigation():
        link.click()


def read_how(page: Page) -> None:
    open_work(page, LAMP)
    follow(page, page.get_by_role("link", name="How this was read"))


def test_the_printed_address_works_once(site: Any, opened: Opened) -> None:
    opened()  # the keeper's browser has used it by now
    page = opened(keeper=False)
    page.goto(site.opening)
    expect(page.get_by_role("heading", name="This address is used up")).to_be_visible()
    page.goto("/")
    expect(page.get_by_text("Publish all")).to_have_count(0)


def test_find_and_read_a_story(opened: Opened) -> None:
    page = opened(keeper=False)
    page.goto("/")
    page.get_by_role("searchbox").fill("kettle singing")
    page.get_by_role("button", name="Search").click()
    expect(page.locator("mark").first).to_be_visible()
    page.locator(".filters").get_by_role("link", name="Hester Lark", exact=True).click()
    page.get_by_role("link", name=UMBRELLA).click()
    page.get_by_role("link", name=BEGIN).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("In Which It Rains")
    page.get_by_role("link", name=re.compile("^Next")).click()
    page.get_by_role("link", name=re.compile("^Next")).click()
    expect(page).to_have_url(re.compile(r"/chapters/3$"))
    expect(page.get_by_role("link", name=re.compile("^Next"))).to_have_count(0)
    page.get_by_role("link", name="Entire work").click()
    expect(page.locator(".chapter-head")).to_have_count(3)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_a_text_for_adults_is_asked_for_once(opened: Opened, width: int, scheme: str) -> None:
    page = opened(width, scheme, keeper=False)
    open_work(page, "Une nuit à Meung")
    page.get_by_role("link", name=BEGIN).click()
    expect(page.get_by_text("This work is rated Mature.")).to_be_visible()
    expect(page.locator(".text")).to_have_count(0)
    assert Axe().run(page, options={"resultTypes": ["violations"]})["violations"] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.get_by_role("button", name="Show it").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".text")).to_be_visible()
    expect(page.get_by_text("No warnings are stated")).to_be_visible()
    assert Axe().run(page, options={"resultTypes": ["violations"]})["violations"] == []
    address = page.url
    with page.expect_navigation():
        page.get_by_role("button", name="Ask me again before works for adults").click()
    page.goto(address)
    expect(page.get_by_role("button", name="Show it")).to_be_visible()


def test_a_field_is_corrected_and_the_correction_undone(opened: Opened) -> None:
    page = opened()
    read_how(page)
    row = page.locator("#field-rating")
    row.get_by_text("Edit rating").click()
    row.get_by_label("Rating").select_option("Mature")
    row.get_by_role("button", name="Save").click()
    expect(page.locator("#field-rating .value")).to_have_text("Mature")
    page.locator("#field-rating").get_by_text("History").click()
    page.get_by_role("button", name="Undo this change of rating").click()
    expect(page.locator("#field-rating .value")).to_have_text("Teen And Up Audiences")


def test_evidence_leads_to_its_place_in_the_original(opened: Opened) -> None:
    page = opened()
    read_how(page)
    page.locator("#field-rating").get_by_role("link", name="PG-13").click()
    spot = page.locator(".spot:target")
    expect(spot).to_be_in_viewport()
    assert spot.evaluate("spot => getComputedStyle(spot).outlineStyle") == "solid"


def test_publishing_and_taking_back(opened: Opened) -> None:
    keeper, stranger = opened(), opened(keeper=False)
    open_work(keeper, LAMP)
    address = keeper.url
    answer = stranger.goto(address)
    assert answer and answer.status == 404
    for words, status in (("Public: everyone", 200), ("Private: the keeper only", 404)):
        keeper.get_by_label("Who may see this").select_option(label=words)
        keeper.get_by_role("button", name="Change").click()
        expect(keeper.get_by_role("status")).to_contain_text("1 work is now")
        answer = stranger.goto(address)
        assert answer and answer.status == status


def test_a_file_is_brought_in_and_taken_back(opened: Opened) -> None:
    page = opened()
    page.goto("/keeper/upload")
    text = "Title: The Button\nAuthor: Ozma's Clerk\n\n" + "It was a green button, and nobody owned to it. " * 30
    page.get_by_label("Files").set_input_files(
        {"name": "button.txt", "mimeType": "text/plain", "buffer": text.encode()}
    )
    page.get_by_role("button", name="Bring them in").click()
    expect(page.get_by_role("link", name="The Button")).to_be_visible()
    page.get_by_role("link", name="Take this intake back").click()
    page.get_by_role("button", name="Take it back").click()
    expect(page.get_by_role("status")).to_contain_text("taken back")


def test_the_keyboard_alone_is_enough(opened: Opened) -> None:
    page = opened(keeper=False)
    page.goto("/")
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Skip to the page")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_role("searchbox")).to_be_focused()
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineWidth")
    assert outline == "3px"


def test_a_year_of_the_picture_leads_to_its_works(opened: Opened) -> None:
    page = opened(390, keeper=False)
    page.goto("/")
    page.get_by_role("link", name="By year").click()
    bar = page.get_by_role("link", name="1999: 1 work")
    box = bar.bounding_box()
    assert box and box["height"] >= 24 and box["x"] >= 0 and box["x"] + box["width"] <= 390
    bar.focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/works/\?year=1999$"))


PAGES: dict[str, str | Callable[[Page], None]] = {
    "front": "/",
    "works": "/works/",
    "search": "/works/?q=rain&status=complete",
    "nothing found": "/works/?q=zeppelin",
    "work": lambda page: open_work(page, UMBRELLA),
    "chapter": lambda page: _follow(page, UMBRELLA, BEGIN),
    "entire": lambda page: _follow(page, UMBRELLA, "Entire work"),
    "how it was read": read_how,
    "creators": "/creators/",
    "fandoms": "/fandoms/",
    "fandoms of a medium and letter": "/fandoms/?medium=book&letter=d",
    "fandom": lambda page: _first(page, "/fandoms/", ".names a"),
    "character": lambda page: _first(page, "/characters/", ".names a"),
    "tag": lambda page: _tag(page),
    "years": lambda page: _years(page, "/years/"),
    "years by fandom": lambda page: _years(page, "/years/fandoms"),
    "creator": lambda page: _first(page, "/creators/", ".names a"),
    "series": "/series/",
    "one series": lambda page: _first(page, "/series/", ".names a"),
    "private": "/keeper/private",
    "upload": "/keeper/upload",
    "intakes": "/keeper/intakes/",
    "intake": lambda page: _first(page, "/keeper/intakes/", "tbody a"),
    "rejections": "/keeper/rejections/",
    "rejection": lambda page: _first(page, "/keeper/rejections/", ".rejected a"),
    "sign in": "/sign-in",
    "used up": "/open/wrong/",
    "not here": "/nowhere",
}


def _follow(page: Page, title: str, link: str | re.Pattern[str]) -> None:
    open_work(page, title)
    follow(page, page.get_by_role("link", name=link))


def _tag(page: Page) -> None:
    open_work(page, UMBRELLA)
    follow(page, page.get_by_role("link", name="Case Fic"))


def _years(page: Page, address: str) -> None:
    page.goto(address)
    page.get_by_text("The same as a table").click()


def _first(page: Page, address: str, link: str) -> None:
    page.goto(address)
    follow(page, page.locator(link).first)


# the two looks in which `test_every_page` does not look at them
@pytest.mark.parametrize(("width", "scheme"), [(390, "dark"), (1280, "light")])
def test_every_page_is_fit_for_everyone(opened: Opened, width: int, scheme: str) -> None:
    page = opened(width, scheme)
    faults = {}
    for name, way in PAGES.items():
        if isinstance(way, str):
            page.goto(way)
        else:
            way(page)
        found = Axe().run(page, options={"resultTypes": ["violations"]})["violations"]
        faults[name] = [(one["id"], one["nodes"][0]["target"], one["nodes"][0]["failureSummary"]) for one in found]
        if page.evaluate("document.documentElement.scrollWidth") > width:
            faults[name].append(("wider than the screen", [], ""))
    assert {name: fault for name, fault in faults.items() if fault} == {}


SHIFTS = """
() => new Promise(done => {
  let shift = 0;
  new PerformanceObserver(list => { for (const one of list.getEntries()) shift += one.value; })
    .observe({type: "layout-shift", buffered: true});
  setTimeout(() => done(shift), 300);
})
"""


@pytest.mark.parametrize("page_name", ["front", "works", "work", "chapter"])
def test_nothing_jumps_while_a_page_loads(opened: Opened, page_name: str) -> None:
    page = opened()
    way = PAGES[page_name]
    if isinstance(way, str):
        page.goto(way)
    else:
        way(page)
    assert page.evaluate(SHIFTS) < 0.05


def test_an_ornament_never_makes_the_page_wider(opened: Opened) -> None:
    page = opened(390)
    _follow(page, UMBRELLA, BEGIN)
    breaks = page.locator(".scene-break")
    expect(breaks).to_have_count(3)
    for index in range(3):
        box = breaks.nth(index).bounding_box()
        assert box and box["x"] >= 0 and box["x"] + box["width"] <= 390
    assert breaks.first.evaluate("one => one.scrollWidth <= one.clientWidth")
    assert breaks.first.evaluate("one => getComputedStyle(one).textAlign") == "center"


def test_the_measure_is_a_books(opened: Opened) -> None:
    page = opened()
    _follow(page, UMBRELLA, "Entire work")
    width = page.locator(".text p").first.evaluate(
        """one => { const ruler = document.createElement("canvas").getContext("2d");
           const style = getComputedStyle(one);
           ruler.font = `${style.fontSize} ${style.fontFamily}`;
           const sample = "It was upon a wet Thursday in March that Watson, who had nothing to do";
           return one.clientWidth / (ruler.measureText(sample).width / sample.length); }"""
    )
    assert 58 <= width <= 76
