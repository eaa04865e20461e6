"""A real browser before a real site: `fanthology serve` over a made-up library, opened by its printed address."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from running import CLEAN, new_archive, run, script

CHROMIUM = Path("/usr/bin/chromium")
LONGEST = 900.0
"""No test takes so many seconds."""
FANTHOLOGY = Path(sys.executable).with_name("fanthology")
BUILD = """
import sys
from pathlib import Path
from fanthology.cli.site import open_home
open_home(Path(sys.argv[1]))
from archive.web.library import make_library
from fanthology.archive.search.follow import catch_up
make_library()
catch_up(wait=True)
"""
REJECTED = "Frequently asked questions\n\n" + "Q: What is this list?\nA: This list answers questions.\n\n" * 12


@dataclass(frozen=True)
class Site:
    """A served archive: its address, where it lives, and the one-time address that was printed."""

    address: str
    home: Path
    opening: str


@pytest.fixture(autouse=True)
def watched() -> Iterator[None]:
    """What is asked of a page may wait for ever; without its browser the test fails, and says where."""
    driver = ["pkill", "-KILL", "-P", str(os.getpid()), "-f", "playwright/driver"]
    timer = threading.Timer(LONGEST, subprocess.run, [driver])
    timer.start()
    yield
    timer.cancel()


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Built and served once for all tests of a session."""
    folder = tmp_path_factory.mktemp("site")
    home = folder / "home"
    script(BUILD, new_archive(home))
    (folder / "faq.txt").write_text(REJECTED)
    run(home, "import", "--quiet", folder / "faq.txt")
    yield from serving(home)


def serving(home: Path) -> Iterator[Site]:
    """The site of an archive, served until the generator is closed."""
    server = subprocess.Popen(
        [FANTHOLOGY, "--home", home, "serve", "--port", str(_free_port())],
        stdout=subprocess.PIPE,
        text=True,
        env=CLEAN | {"PYTHONUNBUFFERED": "1"},
    )
    try:
        yield _opened(server, home)
    finally:
        server.terminate()
        server.wait(30)


@pytest.fixture(scope="session")
def chromium(in_ci: bool) -> Iterator[Browser]:
    if not CHROMIUM.exists() and not in_ci:
        pytest.skip("Chromium is not installed")
    with sync_playwright() as playwright, pytest.MonkeyPatch.context() as patch:
        # Playwright's loop stays in this thread for as long as the browser is open; Django would take the database
        # tests that the same process runs in the meantime for calls from within it, and refuse them.
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def keeper_state(site: Site, chromium: Browser) -> dict[str, object]:
    """The cookies of a browser that opened the printed address."""
    context = chromium.new_context()
    page = context.new_page()
    page.goto(site.opening)
    assert page.locator("#desk").is_visible()
    state = context.storage_state()
    context.close()
    return dict(state)


@pytest.fixture
def opened(site: Site, chromium: Browser, keeper_state: dict[str, object]) -> Iterator[Callable[..., Page]]:
    """Makes a page that the keeper looks at; every request that it makes must go to the site itself."""
    contexts: list[BrowserContext] = []
    elsewhere: list[str] = []

    def open_page(width: int = 1280, scheme: str = "light", keeper: bool = True) -> Page:
        context = chromium.new_context(
            base_url=site.address,
            viewport={"width": width, "height": 850},
            color_scheme="dark" if scheme == "dark" else "light",
            storage_state=keeper_state if keeper else None,
        )
        contexts.append(context)
        page = context.new_page()
        page.on("request", lambda one: None if one.url.startswith(site.address) else elsewhere.append(one.url))
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert elsewhere == []


def _opened(server: subprocess.Popen[str], home: Path) -> Site:
    assert server.stdout
    for line in server.stdout:
        if found := re.match(r"Open ((http://\S+?/)open/\S+)", line):
            return Site(found[2], home, found[1])
    raise AssertionError("the site did not start")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
