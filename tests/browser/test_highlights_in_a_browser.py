"""A passage over several paragraphs: selected, drawn, found again after corrections, and never lost without a word."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import Browser, Page, expect

from archive.factories import make_work
from fanthology.archive.accounts.models import User
from fanthology.archive.catalogue.models import ChapterText
from fanthology.archive.reading.models import Highlight
from fanthology.archive.web.addresses import work_address

from .test_reading_room_in_a_browser import faults

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser"), pytest.mark.django_db(transaction=True)]
SELECT = """([from, start, to, end]) => {
  const range = document.createRange();
  range.setStart(document.getElementById(from).firstChild, start);
  range.setEnd(document.getElementById(to).firstChild, end);
  getSelection().removeAllRanges();
  getSelection().addRange(range);
}"""
TEXTS = (
    "It had rained since noon upon the moor.",
    "The clerk put the letter back where he had found it, a little to the left of the truth.",
    "“Nobody walks,” said Holmes, “in such a night as this.”",
    "Down in the yard a cart went by, and then the rain again.",
    "The lamp went out.",
)


def correct(old: str, new: str) -> None:
    """Change the text, and with it the id of the block that is concerned."""
    text = ChapterText.objects.get()
    number = text.html[: text.html.index(old)].count("<p ") - 1
    text.html = text.html.replace(old, new).replace(f'"b1x{number}"', f'"c1x{number}"')
    text.save()


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("look", ["", "pages"])
def test_a_passage_over_paragraphs(home: Path, live_server: Any, chromium: Browser, width: int, look: str) -> None:
    address = f"{work_address(make_work('Rain', text=chr(10).join(f'{one}{chr(10)}' for one in TEXTS)))}/chapters/1"
    client = Client()
    client.force_login(User.objects.create_user("ruth", password="a long password"))
    client.post("/look", {"way": look})
    context = chromium.new_context(base_url=live_server.url, viewport={"width": width, "height": 850})
    context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}])
    page = context.new_page()
    page.goto(address)
    page.evaluate(SELECT, ["b1x1", 4, "b1x3", 16])
    page.get_by_role("button", name="Highlight", exact=True).click()
    page.wait_for_url("**#own-*")
    assert marked(page) == [TEXTS[1][4:], TEXTS[2], TEXTS[3][:16]]
    expect(page.locator("mark.own").first).to_be_in_viewport()
    assert faults(page, width) == []
    correct("letter back where", "paper back where")
    correct("a cart went by", "a cart passed by")
    page.reload()
    assert marked(page) == [TEXTS[1][4:].replace("letter", "paper"), TEXTS[2], "Down in the yard"]
    page.get_by_role("link", name="You highlighted this passage").click()
    page.get_by_role("link", name="To the passage").click()
    expect(page.locator("mark.own").first).to_be_in_viewport()
    ChapterText.objects.update(html='<p id="new">A zeppelin passed.</p>')
    page.goto("/account/notes")
    expect(page.get_by_text("These words are not in the text any more.")).to_be_visible()
    expect(page.locator("blockquote")).to_contain_text("Nobody walks")
    assert faults(page, width) == []
    page.get_by_role("link", name="To where they were").click()
    expect(page.get_by_text("A zeppelin passed.")).to_be_visible()
    assert Highlight.objects.count() == 1
    context.close()


def marked(page: Page) -> list[str]:
    return page.locator("mark.own").all_inner_texts()
