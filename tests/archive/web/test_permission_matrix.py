"""Every route × every role × every visibility. A route without a row here fails."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver

from archive.factories import make_work
from fanthology.archive.accounts.keeping import set_roles
from fanthology.archive.accounts.models import User
from fanthology.archive.catalogue.models import (
    Claim,
    Container,
    Creator,
    Proposal,
    Reading,
    Series,
    SitePage,
    Source,
    Tag,
    Visibility,
    Work,
)
from fanthology.archive.catalogue.viewer import PERMISSIONS
from fanthology.archive.intake.models import Intake
from fanthology.archive.search.follow import catch_up
from fanthology.archive.web.urls import urlpatterns

pytestmark = pytest.mark.django_db

ROLES = ("guest", "reader", "author", "moderator", "curator", "keeper")
MARK = "Zephyrine"

ANYONE, OWN, LIBRARY = "anyone", "own account", "library"
SEEN = "seen"
"""For whoever may see the work; for everyone else there is nothing at the address."""

ROUTES: dict[str, str] = {
    "front": ANYONE, "robots": ANYONE, "works": ANYONE, "creators": ANYONE, "fandoms": ANYONE, "characters": ANYONE,
    "api-works": ANYONE, "api-tags": ANYONE, "api-creators": ANYONE, "api-series-list": ANYONE, "api-openapi": ANYONE,
    "works-feed": ANYONE, "opds": ANYONE, "opds-works": ANYONE, "opds-names": ANYONE, "opds-search": ANYONE,
    "opds-authentication": ANYONE,
    "series-list": ANYONE, "site-pages": ANYONE, "wanted": ANYONE, "adult": ANYONE, "sign-in": ANYONE,
    "suggest": ANYONE, "find": ANYONE,
    "sign-out": ANYONE, "invited": ANYONE, "account_login": ANYONE, "account_logout": ANYONE,
    "years": ANYONE, "years-by-fandom": ANYONE, "random": ANYONE, "tag": SEEN, "work-id": SEEN,
    "work": SEEN, "chapter": SEEN, "entire": SEEN, "download": SEEN, "reviews": SEEN,
    "take": SEEN, "take-series": SEEN, "take-search": ANYONE,
    "parcels": ANYONE, "parcel": "the asker's own", "parcel-file": "the asker's own",
    "alike": SEEN, "api-work": SEEN, "api-chapters": SEEN, "api-chapter": SEEN, "api-tag": SEEN, "api-creator": SEEN,
    "api-series": SEEN, "work-feed": SEEN, "tag-feed": SEEN, "creator-feed": SEEN, "series-feed": SEEN,
    "opds-work": SEEN, "opds-series": SEEN, "opds-download": SEEN,
    "findings": SEEN, "creator": SEEN, "fandom": SEEN, "character": SEEN, "series": SEEN, "site-page": SEEN,
    "reading": "correct", "original": "originals", "edit": "own work or correct", "undo-edit": "own work or correct",
    "withdraw": "withdraw", "remove": "withdraw", "trash": "withdraw", "open": "the laptop's own",
    "claim": OWN, "my-works": OWN, "my-work": OWN, "enter-code": OWN, "own-account": OWN, "pseuds": OWN,
    "reading-look": ANYONE, "continue": SEEN, "keep-place": OWN, "history": OWN, "passages": OWN, "shelve": OWN,
    "notes": OWN, "notes-file": OWN, "note": OWN, "to-passage": OWN, "own-shelves": OWN, "own-shelf": OWN,
    "take-shelf": OWN,
    "own-data": OWN, "leave": OWN, "mark": OWN, "never": OWN, "marked": OWN, "filters": OWN,
    "searches": OWN, "look": OWN, "feed": ANYONE, "tokens": OWN, "device": OWN, "send": OWN, "opds-marked": OWN,
    "api-me": OWN, "api-marks": OWN, "api-mark": OWN,
    "claims": "withdraw", "decide-claim": "withdraw", "withdrawals": "withdraw", "decide-withdrawal": "withdraw",
    "refusals": "withdraw", "containers": "originals", "discard-container": "originals",
    "accounts": "accounts", "decide-account": "accounts", "invite": "accounts",
    "audit": "accounts", "tasks": "accounts", "letter": "originals",
    "publish": "publish", "publish-pages": "publish", "private": "publish",
    "proposals": "decide", "comparison": "decide", "decide": "decide", "take-apart": "decide",
    "choose-edition": "decide", "suggestions": "decide", "suggestion": "decide", "decide-findings": "decide",
    "accept-sure": "decide", "wrangling": "tags", "decide-tags": "tags",
    "upload": "intake", "intakes": "intake", "intake": "intake", "undo-intake": "undo-intake",
    "rejections": "intake", "rejection": "intake", "rejected-original": "originals", "admit": "intake",
}  # fmt: skip
LIBRARYS = ("account_", "mfa_", "usersessions_", "socialaccount_", "openid_connect_")
OLD_ADDRESSES = 12
"""Routes without a name: where works were before. They lead to what the viewer may see, or say 404."""

POSTED = frozenset(
    (
        "sign-out", "account_logout", "edit", "undo-edit", "pseuds", "enter-code", "decide-claim", "decide-withdrawal",
        "discard-container", "decide-account", "invite", "publish-pages", "decide", "take-apart", "choose-edition",
        "decide-findings", "accept-sure", "decide-tags", "admit", "adult", "mark", "never",
        "keep-place", "shelve",
        "send",
    )
)  # fmt: skip


def routes(patterns: list[URLPattern | URLResolver], before: str = "") -> Iterator[tuple[str | None, str]]:
    for one in patterns:
        if isinstance(one, URLPattern):
            yield one.name, before + str(one.pattern)
        else:
            yield from routes(one.url_patterns, before + str(one.pattern))


ALL = list(routes(urlpatterns))
OURS = {name: place for name, place in ALL if name in ROUTES}


def test_every_route_has_a_row() -> None:
    named = {name for name, _ in ALL if name is not None}
    assert {name for name in named - ROUTES.keys() if not name.startswith(LIBRARYS)} == set()
    assert ROUTES.keys() - named == set()
    assert sum(name is None for name, _ in ALL) == OLD_ADDRESSES


@pytest.fixture(params=Visibility.values)
def work(request: pytest.FixtureRequest, home: object) -> Work:
    """A work of one visibility, with everything that a route may name."""
    made = make_work(
        f"{MARK} Rising", creators=[f"{MARK} Lark"], fandoms=[f"{MARK} Hall"], characters=[f"{MARK} Gale"],
        freeforms=[f"{MARK} Rain"], series=[f"{MARK} Cycle"], text=f"{MARK} lit the lantern.", visibility=request.param,
    )  # fmt: skip
    other = make_work("The Lamp", visibility="private")
    Proposal.objects.create(pk=1, kind="copies", first=made, second=other, reason="Alike.")
    source = Source.objects.create(sha256="f" * 64, size=1, name="faq")
    Reading.objects.create(
        pk=9001, source=source, reader="t", version="1", outcome="rejected", reason="not-a-story", packed=b""
    )
    page = Reading.objects.create(pk=9002, source=source, reader="p", version="1", outcome="page", packed=b"")
    SitePage.objects.create(
        public_id="apage", reading=page, title=MARK, html="<p>Be kind.</p>", visibility=request.param
    )
    Container.objects.create(pk=1, sha256="e" * 64, size=1, name="box", kind="zip")
    Intake.objects.create(public_id="anintake")
    owner = User.objects.create_user("owner", password="a long password")
    Claim.objects.create(public_id="aclaim", creator=Creator.objects.get(name=f"{MARK} Lark"), user=owner, way="keeper")
    catch_up(wait=True)
    return made


def client_of(role: str) -> Client:
    client = Client(SERVER_NAME="127.0.0.1")
    if role != "guest":
        user = User.objects.create_user(role, password="a long password", is_keeper=role == "keeper")
        set_roles(user, [role] if role in ("author", "moderator", "curator") else [], keeper=role == "keeper")
        client.force_login(user)
    return client


def address(name: str, work: Work) -> str:
    if name in ("suggest", "find"):
        return f"/{name}/creator?q={MARK[:6].lower()}"
    tag = {"fandom": "fandom", "character": "character"}.get(name)
    tag = "freeform" if name in ("tag", "api-tag", "tag-feed") else tag
    ids = {
        **dict.fromkeys(
            ("creator", "claim", "api-creator", "creator-feed"),
            lambda: Creator.objects.get(name=f"{MARK} Lark").public_id,
        ),
        **dict.fromkeys(
            ("series", "take-series", "api-series", "series-feed", "opds-series"),
            lambda: Series.objects.get().public_id,
        ),
        "site-page": lambda: "apage",
        "intake": lambda: "anintake",
        "letter": lambda: "anintake",
        "undo-intake": lambda: "anintake",
        "decide-claim": lambda: "aclaim",
        "enter-code": lambda: "aclaim",
    }
    public_id = Tag.objects.get(kind=tag).public_id if tag else ids.get(name, lambda: work.public_id)()
    pk = {"rejection": "9001", "rejected-original": "9001", "admit": "9001"}.get(name, "1")
    place = OURS[name]
    told = {
        "<slug:public_id>": public_id, "<str:slug>": work.slug, "<int:position>": "1", "<slug:ending>": "epub",
        "<int:pk>": pk, "<str:token>": "nothing",
        "<catalogue:catalogue>": "opds", "<slug:kind>": "creators", "<slug:state>": "later",
    }  # fmt: skip
    for kind, value in told.items():
        place = place.replace(kind, value)
    assert "<" not in place, place
    return f"/{place}"


def may_see(role: str, visibility: str) -> bool:
    if visibility == Visibility.PUBLIC:
        return True
    return role != "guest" if visibility == Visibility.REGISTERED else role in PERMISSIONS["see-private"]


def allowed(rule: str, role: str, visibility: str) -> str:
    """What an answer has to be: "yes", "forbidden" (403), "nothing" (404), "sign in", or "turned away"
    in any of these ways."""
    if rule == ANYONE:
        return "yes"
    if rule == SEEN:
        return "yes" if may_see(role, visibility) else "nothing"
    if rule == OWN:
        return "sign in" if role == "guest" else "yes"
    if rule in ("the laptop's own", "the asker's own"):
        return "turned away"
    if rule == "own work or correct":
        if role in PERMISSIONS["correct"]:
            return "yes"
        return "turned away"
    return "yes" if role in PERMISSIONS[rule] else "forbidden"


@pytest.mark.parametrize("role", ROLES)
def test_what_each_role_may(work: Work, role: str) -> None:
    wrong = []
    for name, rule in ROUTES.items():
        client = client_of(role) if not User.objects.filter(username=role).exists() else signed_in(role)
        place = address(name, work)
        answer = client.post(place) if name in POSTED else client.get(place)
        want = allowed(rule, role, work.visibility)
        if not fits(answer.status_code, answer.get("Location", ""), want, rule):
            wrong.append((name, place, want, answer.status_code, answer.get("Location", "")))
        if not may_see(role, work.visibility) and want != "yes":
            assert MARK.encode() not in answer.content, name
    assert wrong == []


def signed_in(role: str) -> Client:
    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(User.objects.get(username=role))
    return client


def fits(status: int, location: str, want: str, rule: str) -> bool:
    to_sign_in = status == 302 and ("sign-in" in location or "login" in location)
    if want == "yes":
        # a form may be missing, or the thing be somebody else's; but nobody was turned away
        refused = status in (401, 403) or (to_sign_in and rule != ANYONE) or (rule == SEEN and status == 404)
        return status < 500 and not refused
    if want == "forbidden":
        return status == 403
    if want == "nothing":
        return status == 404
    if want == "sign in":
        return to_sign_in or status in (401, 403, 404)
    return status in (302, 403, 404)
