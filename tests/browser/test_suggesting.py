"""Names offered while somebody types, in a real browser: by keyboard alone, and with a list that axe accepts."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from axe_core_python.sync_playwright import Axe
from playwright.sync_api import Page, Route, expect

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
Opened = Callable[..., Page]
HOLMES = "Sherlock Holmes - Arthur Conan Doyle"


def type_into(page: Page, field: str, text: str) -> None:
    page.locator(field).focus()
    page.keyboard.type(text)


def options(page: Page) -> Any:
    return page.locator(".suggestions [role=option]")


def faults(page: Page) -> list[Any]:
    found = Axe().run(page, options={"resultTypes": ["violations"]})["violations"]
    return [(one["id"], one["nodes"][0]["target"], one["nodes"][0]["failureSummary"]) for one in found]


def how_it_was_read(page: Page) -> None:
    page.goto("/works/?sort=title")
    page.get_by_role("link", name="The Lamp on the Landing", exact=True).click()
    page.get_by_role("link", name="How this was read").click()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_a_name_is_chosen_by_keyboard(opened: Opened, width: int, scheme: str) -> None:
    page = opened(width, scheme)
    page.goto("/keeper/tags/")
    box = page.get_by_role("combobox", name="This tag")
    type_into(page, "#name", "sherl")
    expect(options(page)).to_have_count(1)
    expect(box).to_have_attribute("aria-expanded", "true")
    assert box.get_attribute("aria-activedescendant") is None
    page.keyboard.press("ArrowDown")
    active = page.locator(f"#{box.get_attribute('aria-activedescendant')}")
    expect(active).to_have_attribute("aria-selected", "true")
    expect(active).to_contain_text(HOLMES)
    assert faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.keyboard.press("ArrowDown")  # beyond the last one: back to what was typed
    assert box.get_attribute("aria-activedescendant") is None
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    expect(box).to_have_value(HOLMES)
    expect(box).to_be_focused()
    expect(box).to_have_attribute("aria-expanded", "false")
    expect(page).to_have_url(re.compile("/keeper/tags/$"))


def test_the_kind_follows_another_field(opened: Opened) -> None:
    page = opened()
    page.goto("/keeper/tags/")
    page.get_by_label("Kind", exact=True).select_option("character")
    type_into(page, "#name", "sherl")
    expect(options(page)).to_have_text([re.compile("^Sherlock Holmes ")])
    page.goto("/keeper/refusals/")
    type_into(page, "#written", "hest")
    expect(options(page)).to_have_text([re.compile("^Hester Lark")])
    page.locator("#kind").select_option("address")
    page.locator("#written").fill("")
    type_into(page, "#written", "hest")
    page.wait_for_timeout(500)
    expect(options(page)).to_have_count(0)


def test_escape_closes_and_leaves_what_was_typed(opened: Opened) -> None:
    page = opened()
    page.goto("/keeper/tags/")
    type_into(page, "#name", "sher")
    expect(options(page).first).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("listbox")).to_have_count(0)
    expect(page.locator("#name")).to_have_value("sher")
    page.keyboard.press("ArrowDown")
    expect(options(page).first).to_be_visible()
    page.keyboard.press("Tab")
    expect(page.get_by_role("listbox")).to_have_count(0)


def test_a_field_of_several_lines_takes_a_name_a_line(opened: Opened) -> None:
    page = opened()
    how_it_was_read(page)
    row = page.locator("#field-characters")
    row.locator("summary").first.click()
    field = row.locator("textarea")
    field.fill("Mina Murray\n")
    field.focus()
    page.keyboard.press("Control+End")
    page.keyboard.type("watosn")
    expect(options(page)).to_have_text([re.compile("^John Watson ")])
    expect(page.locator("main > [role=status]")).to_contain_text("1 name;")
    assert field.get_attribute("role") is None and field.get_attribute("aria-autocomplete") == "list"
    page.keyboard.press("ArrowDown")
    assert faults(page) == []
    page.keyboard.press("Enter")
    expect(field).to_have_value("Mina Murray\nJohn Watson")
    page.keyboard.press("Enter")  # nothing is marked: a new line, as ever
    expect(field).to_have_value("Mina Murray\nJohn Watson\n")


def test_the_place_in_a_series_is_not_part_of_its_name(opened: Opened) -> None:
    page = opened()
    how_it_was_read(page)
    row = page.locator("#field-series")
    row.locator("summary").first.click()
    type_into(page, "#field-series textarea", "wet sp")
    expect(options(page)).to_have_text([re.compile("^The Wet Spring ")])
    options(page).click()
    expect(row.locator("textarea")).to_have_value("The Wet Spring")
    expect(row.locator("textarea")).to_be_focused()


def test_choosing_in_the_filters_leads_to_the_list(opened: Opened) -> None:
    page = opened(keeper=False)
    page.goto("/works/?q=rain")
    type_into(page, "#find-creator", "hester")
    expect(options(page)).to_have_count(1)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator(".chosen")).to_contain_text("Hester Lark")
    expect(page).to_have_url(re.compile(r"/works/\?q=rain&creator=\w+$"))


def test_without_choosing_the_form_is_sent(opened: Opened) -> None:
    page = opened(keeper=False)
    page.goto("/works/?q=rain")
    type_into(page, "#find-creator", "hestr")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/find/creator"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Find a creator")
    assert faults(page) == []
    page.locator("main .names").get_by_role("link", name="Hester Lark").click()
    expect(page.locator(".chosen")).to_contain_text("Hester Lark")


def test_a_server_that_does_not_answer_is_not_missed(opened: Opened) -> None:
    page = opened()
    page.route("**/suggest/**", lambda route: route.abort())
    page.goto("/keeper/tags/")
    with page.expect_event("requestfailed"):
        type_into(page, "#name", "sher")
    expect(page.get_by_role("listbox")).to_have_count(0)
    expect(page.locator("#name")).to_have_value("sher")


def test_an_answer_that_comes_late_is_not_shown(opened: Opened) -> None:
    page = opened()
    held: list[Route] = []
    page.route("**/suggest/fandom?q=dra", lambda route: held.append(route))
    page.goto("/keeper/tags/")
    with page.expect_request("**/suggest/fandom?q=dra"):
        type_into(page, "#name", "dra")
    page.locator("#name").fill("sherl")
    expect(options(page)).to_have_text([re.compile("^Sherlock")])
    for one in held:
        one.abort()
    page.wait_for_timeout(200)
    expect(options(page)).to_have_text([re.compile("^Sherlock")])


def test_an_answer_with_the_same_names_leaves_who_went_to_one_there(opened: Opened) -> None:
    page = opened()
    held: list[Route] = []
    page.route("**/suggest/fandom?q=sherl", lambda route: held.append(route))
    page.goto("/keeper/tags/")
    box = page.locator("#name")
    type_into(page, "#name", "sher")
    expect(options(page)).to_have_text([re.compile("^Sherlock")])
    with page.expect_request("**/suggest/fandom?q=sherl"):
        page.keyboard.type("l")
    page.keyboard.press("ArrowDown")
    expect(options(page)).to_have_attribute("aria-selected", "true")
    with page.expect_response("**/suggest/fandom?q=sherl"):
        held[0].continue_()
    page.wait_for_timeout(200)
    expect(options(page)).to_have_attribute("aria-selected", "true")
    page.keyboard.type("o")  # whoever types on is in the field again
    expect(box).not_to_have_attribute("aria-activedescendant", re.compile("."))
