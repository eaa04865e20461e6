"""Every answer of every address carries the security headers, errors too, and nothing is fetched from elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver

from archive.factories import make_work
from fanthology.archive.catalogue.models import ChapterText, Work
from fanthology.archive.web import outward
from fanthology.archive.web.addresses import work_address
from fanthology.archive.web.urls import urlpatterns

pytestmark = pytest.mark.django_db
_HERE = re.compile(r"<(\w+):(\w+)>")
_GROUP = re.compile(r"\(\?P<\w+>[^()]*\)")
_WITH_SCRIPTS = re.compile(
    r"/($|look$|sign-in|account/(login|two-factor|reauthenticate|filters$)|works/$|find/"
    r"|works/.*/(reading|entire|chapters/\d+)$|keeper/(tags/$|refusals/))"
)
"""Where passkeys are made and used, where names are written, and where stories are read: scripts, from here, are
allowed there and nowhere else."""
_OF_KIND = {"int": "1", "slug": "b2c3d4f5g", "str": "some-words", "catalogue": "opds"}
_RUBBISH = "<script>x()</script>"

EXACTLY = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def addresses(work: Work | None = None) -> Iterator[str]:
    """Every route of the table, with made-up values, or those of a work."""
    named = {"public_id": work.public_id, "slug": work.slug} if work else {}
    for route in routes(urlpatterns):
        place = _HERE.sub(lambda one: named.get(one[2], _OF_KIND[one[1]]), _GROUP.sub("some-words", route))
        yield "/" + place.replace("download.b2c3d4f5g", "download.epub").replace("^", "").replace("$", "")


def routes(patterns: Sequence[URLPattern | URLResolver], before: str = "") -> Iterator[str]:
    for one in patterns:
        if isinstance(one, URLPattern):
            yield before + str(one.pattern)
        else:
            yield from routes(one.url_patterns, before + str(one.pattern))


def check(answer: Any) -> None:
    headers = answer.headers
    for name, value in EXACTLY.items():
        assert headers.get(name) == value, name
    policy = headers["Content-Security-Policy"]
    place = answer.wsgi_request.path
    scripts = "'self'" if _WITH_SCRIPTS.match(place) and "script-src 'self'" in policy else "'none'"
    assert f"script-src {scripts};" in policy
    assert "default-src 'self'" in policy and "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy and "http" not in policy and "*" not in policy
    assert "camera=()" in headers["Permissions-Policy"]
    assert headers["X-Robots-Tag"].endswith("noai, noimageai")


@pytest.mark.parametrize("address", sorted(set(addresses())))
@pytest.mark.parametrize("who", ["stranger", "keeper"])
def test_every_address(who: str, address: str, request: pytest.FixtureRequest, settings: Any) -> None:
    settings.HTTPS = True
    client: Client = request.getfixturevalue(who)
    client.raise_request_exception = False
    for ask in (client.get, client.post, client.head):
        answer = ask(address)
        assert answer.status_code < 500
        check(answer)
        assert answer["Strict-Transport-Security"] == "max-age=31536000"
        assert "Cookie" in answer["Vary"] and "no-" in answer["Cache-Control"]


@pytest.mark.parametrize("address", [*addresses(), "/static/web/page.css", "/static/web/favicon.svg"])
def test_a_shown_work_and_small_files(home: object, address: str) -> None:
    client = Client(SERVER_NAME="127.0.0.1")
    work = make_work("Umbrella")
    for place in (address, address.replace("b2c3d4f5g/some-words", f"{work.public_id}/{work.slug}")):
        check(client.get(place))


def test_pages_of_errors(stranger: Client, keeper: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    work = make_work("Night", rating="Explicit")
    strict = Client(SERVER_NAME="127.0.0.1", enforce_csrf_checks=True)
    found = {
        stranger.get("/", SERVER_NAME="evil.example"),
        stranger.get(f"{work_address(work)}/chapters/1"),
        stranger.get("/keeper/upload"),
        strict.post("/adult"),
        stranger.get("/nowhere"),
        stranger.get("/adult"),
        stranger.post("/sign-in", b"x", "application/octet-stream", CONTENT_LENGTH=str(2**31)),
    }

    def fail(*_: object) -> None:
        raise ZeroDivisionError("a secret detail")

    monkeypatch.setattr("fanthology.archive.web.views.front.rows_of", fail)
    stranger.raise_request_exception = False
    found.add(stranger.get("/"))
    assert {answer.status_code for answer in found} == {400, 403, 404, 405, 413, 500}
    for answer in found:
        check(answer)


def test_without_https_nobody_is_held_to_it(stranger: Client) -> None:
    assert not stranger.get("/").has_header("Strict-Transport-Security")


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("https://example.org/?a=1&amp;b=2", "https://example.org/?a=1&amp;b=2"),
        ("http://mina:secret@example.org:80/x", "http://example.org:80/x"),
        ("HTTPS://a@b@example.org/", "https://example.org/"),
        ("mailto:mina@example.org", "mailto:mina@example.org"),
        ("javascript:x()", None),
        (" java\nscript:x()", None),
        ("data:text/html,x", None),
        ("ftp://example.org/", None),
        ("//example.org/", None),
        ("/works/", None),
        ("https:example.org", None),
        ("https://[example", None),
        ("", None),
    ],
)
def test_where_a_text_may_lead(written: str, shown: str | None) -> None:
    made = outward.outward(f'<p>See <a href="{written}">this</a>.</p>')
    tag = f'<a href="{shown}" rel="nofollow noopener noreferrer ugc">' if shown else "<a>"
    assert made == f"<p>See {tag}this</a>.</p>"


def test_pages_fetch_nothing_from_elsewhere(stranger: Client) -> None:
    work = make_work("Umbrella", summary='<img src="http://evil.example/a.png">')
    ChapterText.objects.update(
        html='<p id="b1">One <img src="http://evil.example/b.png" alt="a &gt; b"/><img src="//evil.example/c.png"/>'
        '<img alt="x" src="https://u:p@evil.example/d.png"/><a href="http://evil.example/?&quot;x">out</a></p>'
    )
    for page in ("", "/chapters/1", "/entire"):
        text = stranger.get(work_address(work) + page).text
        fetched = re.findall(r"<(?:img|link|script|iframe|source|video|audio|embed|object)\b[^>]*", text)
        assert [tag for tag in fetched if "//" in tag] == []
    assert text.count('rel="nofollow noopener noreferrer ugc"') == 3
    assert "[Picture: a &gt; b]" in text and "u:p@" not in text and "?&quot;x" in text


def test_a_text_without_links_is_left_as_it_is() -> None:
    html = '<p id="b1">A <em>b</em> <img src="m.png" alt="x"/></p>'
    assert outward.outward(html) == html
