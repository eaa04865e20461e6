"""Every page that the URL conf knows, with axe-core, in light and dark, narrow and wide: a new one cannot be forgotten.

Colours do not depend on the width, nor does what is too wide on the colours, so each page is looked at twice only.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_core_python.sync_playwright import Axe
from playwright.sync_api import APIResponse, Browser, BrowserContext, Page, expect

from fanthology.archive.accounts.models import User
from fanthology.archive.feeds.models import Device

from .conftest import REJECTED
from .everything import PASSWORD, add_second_factor, addresses, make_everything

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser"), pytest.mark.django_db(transaction=True)]
LOOKS = ((390, "light"), (1280, "dark"))
FOR_PROGRAMS = ("api-", "opds")
NO_PAGES = {
    "leads to another page": {
        "account_set_password", "continue", "invited", "look", "pseuds", "random", "to-passage", "work-id",
    },
    "belongs to a way in that this archive does not offer": {
        "account_confirm_login_code", "account_confirm_reauthentication_code",
        "mfa_login_webauthn", "mfa_reauthenticate_webauthn",
        "socialaccount_signup",
    },
    "stands between the password and the code: looked at below": {"mfa_authenticate"},
    "is about a passkey: looked at where one is made": {"mfa_edit_webauthn", "mfa_remove_webauthn"},
    "asks for what is not there": {"discard-container", "notes-file", "open"},
}  # fmt: skip
"""Addresses that answer with a page, but not in this archive, or with another one's. Forms that are only sent and files
say so themselves."""
SPECIAL = ("/nowhere", "/open/wrong/", "/works/?q=zeppelin", "/works/?q=rain&status=complete", "/fandoms/?medium=book")


@pytest.fixture
def everything(home: Path, settings: Any) -> None:
    settings.EMAIL_HOST, settings.REGISTRATION = "mail.example", "open"
    app = {"provider_id": "openid", "name": "The Guild", "client_id": "a", "secret": "b"}
    settings.SOCIALACCOUNT_PROVIDERS = {
        "openid_connect": {"APPS": [app | {"settings": {"server_url": "http://127.0.0.1:9/"}}]}
    }
    make_everything()


@pytest.fixture
def pages(live_server: Any, chromium: Browser, everything: None) -> Iterator[dict[str, Page]]:
    """The keeper's browser, a guest's, and that of a reader who has a second factor."""
    contexts = {who: chromium.new_context(base_url=live_server.url) for who in ("mina", "guest", "otto")}
    opened = {who: context.new_page() for who, context in contexts.items()}
    for who in ("mina", "otto"):
        sign_in(opened[who], who)
    add_second_factor("otto")
    opened["mina"].goto("/keeper/upload")
    faq = {"name": "faq.txt", "mimeType": "text/plain", "buffer": REJECTED.encode()}
    opened["mina"].get_by_label("Files").set_input_files([faq])  # type: ignore[list-item]
    opened["mina"].get_by_role("button", name="Bring them in").click()
    yield opened
    for context in contexts.values():
        context.close()


def sign_in(page: Page, name: str) -> None:
    page.goto("/sign-in")
    page.get_by_label("Name or mail address").fill(name)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


def faults(page: Page) -> list[object]:
    """What axe-core finds on a page, and whether it is wider than the window, in either look."""
    found: list[object] = []
    for width, scheme in LOOKS:
        page.set_viewport_size({"width": width, "height": 850})
        page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
        for one in Axe().run(page, options={"resultTypes": ["violations"]})["violations"]:
            found.append((scheme, one["id"], one["nodes"][0]["target"], one["nodes"][0]["failureSummary"]))
        if page.evaluate("document.documentElement.scrollWidth") > width:
            found.append((width, "wider than the screen"))
    return found


def is_page(answer: APIResponse) -> bool:
    return answer.status in (200, 401) and answer.headers["content-type"].startswith("text/html")


def is_no_page(answer: APIResponse) -> bool:
    """A form that is only sent, or a file: no browser shows a page for it, whatever is in the archive."""
    return answer.status == 405 or (answer.status == 200 and not is_page(answer))


def confirmed(context: BrowserContext, address: str) -> APIResponse:
    """The answer to who gave the password just now, where that is asked for."""
    answer = context.request.get(address, max_redirects=0)
    asked = answer.headers.get("location", "")
    if "/account/reauthenticate/?next" in asked:
        # sent without a window of its own: closing one while it goes to the next page can wait for ever
        token = re.findall(r'name="csrfmiddlewaretoken" value="([^"]+)"', context.request.get(asked).text())[0]
        form = {"password": PASSWORD, "csrfmiddlewaretoken": token}
        assert context.request.post(asked, form=form, max_redirects=0).status == 302
        answer = context.request.get(address, max_redirects=0)
    return answer


def test_every_page_of_the_site(pages: dict[str, Page]) -> None:
    found, none = {}, {}
    every = [(name, address) for name, address in addresses() if not name.startswith(FOR_PROGRAMS)]
    for name, address in [*every, *((one, one) for one in SPECIAL)]:
        answers = {}
        for who, page in pages.items():
            answers[who] = confirmed(page.context, address)
            if is_page(answers[who]) or name in SPECIAL:
                page.goto(address)
                found[name] = faults(page)
                break
        else:
            if not any(is_no_page(one) for one in answers.values()):
                none[name] = {who: (one.status, one.headers.get("location")) for who, one in answers.items()}
    assert {name: fault for name, fault in found.items() if fault} == {}
    known = set().union(*NO_PAGES.values())
    assert {name: told for name, told in none.items() if name not in known} == {}
    assert known - none.keys() == set()


def test_what_pages_of_programs_and_devices_show_on_the_way(pages: dict[str, Page]) -> None:
    """A token that was just made, one that could not be; a device without a code, with a wrong one, and none."""
    page, found = pages["mina"], {}
    page.goto("/account/tokens")
    page.get_by_label("What it is for").fill("Lamp " * 16)
    page.get_by_role("button", name="Make it").click()
    expect(page.locator(".secret")).to_be_visible()
    found["made"] = faults(page)
    page.get_by_label("What it is for").fill("Nothing")
    page.get_by_role("checkbox", checked=True).uncheck()
    page.get_by_role("button", name="Make it").click()
    expect(page.get_by_role("alert")).to_be_visible()
    found["not made"] = faults(page)
    Device.objects.update(confirmed_at=None)
    page.goto("/account/device")
    found["not confirmed"] = faults(page)
    page.get_by_label("The code").fill("123")
    page.get_by_role("button", name="Confirm").click()
    expect(page.get_by_role("alert")).to_be_visible()
    found["wrong code"] = faults(page)
    page.get_by_role("button", name="Forget it").click()
    expect(page.get_by_label("Mail address of the device")).to_be_visible()
    found["none"] = faults(page)
    assert {state: fault for state, fault in found.items() if fault} == {}


def test_the_page_between_the_password_and_the_code(pages: dict[str, Page]) -> None:
    page = pages["guest"]
    sign_in(page, "otto")
    expect(page).to_have_url(re.compile("/two-factor/authenticate"))
    assert faults(page) == []


def test_a_reader_without_a_token_or_device(pages: dict[str, Page], settings: Any) -> None:
    page = pages["otto"]
    settings.EMAIL_HOST = ""
    found = {}
    for address in ("/account/tokens", "/account/device", "/account/notes", "/account/shelves", "/account/history"):
        page.goto(address)
        found[address] = faults(page)
    assert {address: fault for address, fault in found.items() if fault} == {}
    assert User.objects.filter(username="otto").exists()
