"""Texts of all scripts in a browser: pages that are turned from right to left, and titles in several at once."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from archive.factories import make_work
from fanthology.archive.catalogue.models import Chapter, Creator, Work
from fanthology.archive.search.follow import catch_up
from fanthology.archive.web.addresses import work_address
from fanthology.archive.web.looking import COOKIE

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser"), pytest.mark.django_db(transaction=True)]
ARABIC = "كان المطر يهطل على البيت القديم طوال الليل، ولم ينم أحد حتى الصباح."
HEBREW = "הגשם ירד על הבית הישן כל הלילה, ואיש לא ישן עד הבוקר."
URDU = "پرانے گھر پر ساری رات بارش ہوتی رہی اور صبح تک کوئی نہیں سویا۔"
TITLE = ("Дождь над пустошью 雨の夜の物語 ليلة المطر גשם בלילה The Long Rain " * 9)[:500]
Opened = Callable[..., Page]


@pytest.fixture
def opened(home: Path, live_server: Any, chromium: Browser) -> Iterator[Opened]:
    """Makes a guest's page; with ``look`` their browser was told how they like pages."""
    contexts = []

    def open_page(width: int = 1280, look: str = "") -> Page:
        context = chromium.new_context(
            base_url=live_server.url, viewport={"width": width, "height": 850}, has_touch=True
        )
        contexts.append(context)
        if look:
            context.add_cookies([{"name": COOKIE, "value": look, "url": live_server.url}])
        return context.new_page()

    yield open_page
    for context in contexts:
        context.close()


def story(sentence: str, language: str | None) -> str:
    chapter = "\n\n".join(f"{sentence} " * (1 + number % 7) for number in range(30))
    return work_address(make_work("Rain", text=[chapter] * 3, language=language))


def stroke(page: Page, start: int, end: int) -> None:
    """A finger goes over the page from one side to the other."""
    device = page.context.new_cdp_session(page)
    for kind, place in (("touchStart", start), ("touchMove", end), ("touchEnd", None)):
        points = [] if place is None else [{"x": place, "y": 400}]
        device.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
    device.detach()


def comes_true(page: Page, expression: str) -> bool:
    """Whether it does within ten seconds; a page's own rules forbid Playwright to wait within it."""
    for _ in range(100):
        if page.evaluate(expression):
            return True
        page.wait_for_timeout(100)
    return False


def kept(page: Page, block: str) -> bool:
    """Whether this browser comes to keep the place."""
    return comes_true(page, f"localStorage.getItem('fanthology-places')?.includes('\"{block}\"')")


def shown(page: Page) -> str:
    """The block at the beginning of the page that is shown: at its upper right."""
    return str(page.evaluate("window.readingRoom.first().id"))


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize(
    ("sentence", "language"),
    [(ARABIC, "ar"), (HEBREW, "he"), (URDU, "ur"), (ARABIC, None)],
    ids=["ar", "he", "ur", "not told"],
)
def test_the_next_page_is_to_the_left(opened: Opened, width: int, sentence: str, language: str | None) -> None:
    address, page = story(sentence, language), opened(width, "way:pages")
    page.goto(f"{address}/chapters/2")
    status = page.locator(".pager [role=status]")
    expect(status).to_have_text(re.compile(r"^Page 1 of \d+$"))
    last = int(status.inner_text().rpartition(" ")[2])
    assert last > 2
    first = page.locator("#b2x0").bounding_box()
    assert first and first["x"] + first["width"] > page.locator(".book").bounding_box()["x"] + 300  # type: ignore[index]
    left, right = width // 2 - width // 3, width // 2 + width // 3
    forward = page.get_by_role("button", name="Forward a page")
    back = page.get_by_role("button", name="Back a page")
    assert forward.bounding_box()["x"] < back.bounding_box()["x"]  # type: ignore[index]
    turns: list[tuple[Callable[[], None], Callable[[], None]]] = [
        (lambda: page.keyboard.press("ArrowLeft"), lambda: page.keyboard.press("ArrowRight")),
        (lambda: page.keyboard.press("PageDown"), lambda: page.keyboard.press("PageUp")),
        (lambda: page.keyboard.press(" "), lambda: page.keyboard.press("Shift+ ")),
        (forward.click, back.click),
        (lambda: page.touchscreen.tap(left, 400), lambda: page.touchscreen.tap(right, 400)),
        (lambda: stroke(page, left, right), lambda: stroke(page, right, left)),
    ]
    for on, again in turns:
        on()
        expect(status).to_have_text(f"Page 2 of {last}")
        assert shown(page) != "b2x0"
        again()
        expect(status).to_have_text(f"Page 1 of {last}")
        assert shown(page) == "b2x0"
    page.touchscreen.tap(width // 2, 400)
    expect(status).to_have_text(f"Page 1 of {last}")
    for _ in range(last):
        page.keyboard.press("ArrowLeft")
    expect(page).to_have_url(re.compile("/chapters/3$"))
    page.keyboard.press("ArrowRight")
    expect(status).to_have_text(f"Page {last} of {last}")
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("width", [390, 1280])
def test_the_place_in_a_text_from_right_to_left_is_kept(opened: Opened, width: int) -> None:
    address, page = story(ARABIC, "ar"), opened(width, "way:pages")
    page.goto(f"{address}/chapters/2")
    status = page.locator(".pager [role=status]")
    for number in (2, 3):
        page.keyboard.press("ArrowLeft")
        expect(status).to_have_text(re.compile(f"^Page {number} "))
    place = shown(page)
    assert kept(page, place)
    other = page.context.new_page()
    other.goto("/")
    other.locator(".continue").get_by_role("link", name="Rain").click()
    expect(other).to_have_url(re.compile(f"/chapters/2#{place}$"))
    expect(other.locator(".pager [role=status]")).to_have_text(re.compile("^Page 3 "))
    assert shown(other) == place
    other.set_viewport_size({"width": 700, "height": 500})  # a device that is turned shows the same words
    other.wait_for_timeout(500)
    left = f"document.getElementById('{place}').getClientRects()[0].left"
    assert comes_true(other, f"0 <= {left} && {left} < 700")


@pytest.mark.parametrize(("sentence", "language"), [(ARABIC, "ar"), ("It rained, and nobody slept. " * 3, "en")])
def test_the_last_page_is_reached_however_many_columns_there_are(opened: Opened, sentence: str, language: str) -> None:
    texts = ["\n\n".join([sentence * 4] * paragraphs) for paragraphs in range(8, 26, 3)]
    address, page = work_address(make_work("Rain", text=texts, language=language)), opened(1280, "way:pages")
    for chapter, text in enumerate(texts, 1):
        page.goto(f"{address}/chapters/{chapter}")
        status = page.locator(".pager [role=status]")
        expect(status).to_have_text(re.compile(r"^Page 1 of \d+$"))
        last = int(status.inner_text().rpartition(" ")[2])
        for number in range(2, last + 1):
            page.keyboard.press("PageDown")
            expect(status).to_have_text(f"Page {number} of {last}")
        final = page.locator(f"#b{chapter}x{text.count(chr(10)) // 2}")
        box = final.evaluate("one => Array.from(one.getClientRects()).at(-1).toJSON()")
        assert box["left"] >= 0 and box["right"] <= 1280


@pytest.mark.parametrize("look", ["", "way:pages"])
def test_a_long_title_in_five_scripts_fits(opened: Opened, look: str) -> None:
    unbroken = TITLE.replace(" ", "")
    for title in (TITLE, unbroken):
        work = make_work(
            title, creators=[TITLE[:200], unbroken[:200]], fandoms=[TITLE[:150]], characters=[unbroken[:150]],
            series=[TITLE[:200]], summary=TITLE, text=[f"{ARABIC}\n\n{TITLE}\n\n{unbroken}\n\nIt rained."] * 2,
        )  # fmt: skip
        Chapter.objects.filter(edition__work=work).update(title=title)
    catch_up(wait=True)
    page, wide = opened(390, look), {}
    places = ["/", "/works/", "/works/?q=rain", "/creators/", "/fandoms/", "/characters/", "/series/"]
    places += [f"/creators/{one.public_id}" for one in Creator.objects.all()]
    for work in Work.objects.all():
        address = work_address(work)
        places += [address, f"{address}/chapters/1", f"{address}/chapters/2", f"{address}/entire", f"{address}/take"]
    for place in places:
        page.goto(place)
        if (width := page.evaluate("document.documentElement.scrollWidth")) > 390:
            wide[place] = width
    assert wide == {}
