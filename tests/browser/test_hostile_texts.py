"""No script of a story runs and nothing of it asks another host, even in a browser told to ignore our policy."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Request

from browser import hostile
from browser.conftest import Site, serving
from running import new_archive, run, script, works

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
MUTATIONS = 5_000
LIVE = r"""() => {
  const bad = [], never = ['script', 'iframe', 'object', 'embed', 'base', 'frame', 'frameset', 'portal'];
  const leading = ['href', 'src', 'action', 'formaction', 'xlink:href'];
  for (const one of document.querySelectorAll('*')) {
    const ours = one.localName === 'script' && /^\/static\/web\/[a-z]+\.js\?/.test(one.getAttribute('src') ?? '');
    if (never.includes(one.localName) && !ours) bad.push(one.localName);
    if (one.localName === 'meta' && one.httpEquiv) bad.push('meta ' + one.httpEquiv);
    const feed = one.rel === 'alternate' && one.type.startsWith('application/atom+xml');
    const ownFeed = feed && new URL(one.href).origin === origin;
    if (one.localName === 'link' && !['stylesheet', 'icon'].includes(one.rel) && !ownFeed) bad.push('link ' + one.rel);
    for (const {name, value} of one.attributes) {
      if (name.startsWith('on')) bad.push(name);
      if (leading.includes(name) && /^\s*(javascript|vbscript|data):/i.test(value)) bad.push(name + '=' + value);
    }
  }
  return bad;
}"""
PUBLISH = """
import sys; from pathlib import Path; from fanthology.cli.site import open_home; open_home(Path(sys.argv[1]))
from fanthology.archive.catalogue.models import Work
from fanthology.archive.web.addresses import work_address
Work.objects.update(visibility="public", rating="General Audiences")
for work in Work.objects.order_by("pk"):
    print(work_address(work))
"""


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Site, list[str]]]:
    """An archive of nothing but hostile stories, all published, and their addresses."""
    folder = tmp_path_factory.mktemp("hostile")
    home = new_archive(folder / "home")
    assert hostile.write(folder / "files", MUTATIONS) >= MUTATIONS
    assert run(home, "import", "--quiet", folder / "files", seconds=900).returncode in (0, 1)
    addresses = script(PUBLISH, home).split()
    works(home, "reindex")
    for site in serving(home):
        yield site, addresses


def test_no_script_runs_and_no_request_leaves(library: tuple[Site, list[str]], chromium: Browser) -> None:
    site, every = library
    assert len(every) > 4 * len(hostile.VECTORS)
    context = chromium.new_context(base_url=site.address, bypass_csp=True)
    wrong: list[str] = []
    page = context.new_page()

    def watch(request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme not in ("data", "about", "blob") and parts.hostname != "127.0.0.1":
            wrong.append(f"{page.url} asks {request.url}")

    context.on("request", watch)
    context.on("dialog", lambda dialog: (wrong.append(f"{page.url} says {dialog.message}"), dialog.dismiss()))
    page.goto(site.opening)
    page.locator("main button").first.click()
    lists = [
        "/",
        "/works/",
        "/fandoms/",
        "/creators/",
        "/characters/",
        "/series/",
        "/years/",
        "/works/?q=alert",
        "/keeper/intakes/",
    ]
    for address in [*lists, *(f"{one}{part}" for one in every for part in ("", "/entire"))]:
        answer = page.goto(address)
        assert answer is not None and answer.status == 200, address
        wrong += (f"{address} has {one}" for one in page.evaluate(LIVE))
    for address in every[::12]:
        page.goto(f"{address}/reading")
        wrong += (f"{address}/reading has {one}" for one in page.evaluate(LIVE))
    context.close()
    assert wrong == []
