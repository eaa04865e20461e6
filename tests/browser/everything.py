"""An archive in which every page has something to show, and the address of each page: taken from the URL conf, so that
a new page is looked at without being named here."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.urls import URLPattern, URLResolver, reverse

from archive.web.library import make_library
from archive.web.test_page_query_counts import add
from fanthology.archive.accounts.models import User
from fanthology.archive.catalogue.claiming import claim, decide
from fanthology.archive.catalogue.models import Claim, Creator, Proposal, Reading, Series, SitePage, Tag, Work
from fanthology.archive.catalogue.queries import private_works
from fanthology.archive.catalogue.viewer import KEEPER, Viewer
from fanthology.archive.downloads import parcels
from fanthology.archive.downloads.models import Parcel
from fanthology.archive.downloads.several import Wanted
from fanthology.archive.feeds import sending, tokens
from fanthology.archive.feeds.models import Sending
from fanthology.archive.intake.models import Intake
from fanthology.archive.reading.models import Highlight, SavedSearch, Shelf, StandingFilter
from fanthology.archive.search.follow import catch_up
from fanthology.archive.web.urls import urlpatterns

PASSWORD = "a long password"
_PARAMETERS = re.compile(r"<(?:\w+:)?(\w+)>|\(\?P<(\w+)>")


def make_everything() -> User:
    """The keeper's account of an archive with some of everything. Mail must be set up."""
    mina = _account("mina", is_keeper=True)
    works = make_library()
    add(0, 3)
    StandingFilter.objects.exclude(creator__name__startswith="Guest").delete()  # nearly all lists would be empty
    reading = Viewer(user_id=mina.pk, name="mina", roles=frozenset({"keeper"}))
    lark = Creator.objects.get(name="Hester Lark")
    mine = claim(lark, reading, "keeper", "I am Hester.")
    decide(mine, KEEPER, accept=True, why="I saw it.")
    other = _account("otto")
    claim(Creator.objects.get(name="Dodo"), Viewer(user_id=other.pk, name="otto"), "keeper", "It is me.")
    parcel = {"owner": f"user:{mina.pk}", "user": mina, "title": "Rain", "ending": "epub"}
    parcels.make(
        parcels.ask(reading, f"user:{mina.pk}", [works["umbrella"].pk], Wanted("Rain", "epub")), reading, _tell
    )
    Parcel.objects.create(**parcel, state="failed", message="There was nothing in it.")
    Parcel.objects.create(**parcel, done=3, total=7)
    tokens.make(mina, "The e-reader in my bag", ["read"], adult=True)
    Sending.objects.filter(user=mina).delete()
    sending.confirm(mina, sending.code_of(sending.set_device(mina, "mina@kindle.example")))
    for state in Sending.State.values:
        Sending.objects.create(user=mina, work=works["umbrella"], state=state, message="Later." * (state == "failed"))
    catch_up(wait=True)
    return mina


_IDS: Mapping[str, Callable[[], str]] = {
    "works/": lambda: _umbrella().public_id,
    "my-works/": lambda: _umbrella().public_id,
    "keeper/works/": lambda: _umbrella().public_id,
    "creators/": lambda: Creator.objects.get(name="J. H. Smith").public_id,
    "fandoms/": lambda: _tag("Sherlock Holmes - Arthur Conan Doyle"),
    "characters/": lambda: _tag("Dorothy Gale"),
    "tags/": lambda: _tag("Case Fic"),
    "series/": lambda: Series.objects.get(name="The Wet Spring").public_id,
    "pages/": lambda: SitePage.objects.earliest("pk").public_id,
    "account/notes/": lambda: Highlight.objects.earliest("pk").public_id,
    "account/shelves/": lambda: Shelf.objects.earliest("pk").public_id,
    "account/searches/": lambda: SavedSearch.objects.get().public_id,
    "keeper/intakes/": lambda: Intake.objects.earliest("pk").public_id,
    "keeper/claims/": lambda: Claim.objects.get(state="open").public_id,
    "my-claims/": lambda: Claim.objects.get(state="open").public_id,
    "parcels/": lambda: Parcel.objects.earliest("pk").public_id,
    "saved/": lambda: SavedSearch.objects.get().token,
    "keeper/proposals/": lambda: str(Proposal.objects.earliest("pk").pk),
    "keeper/rejections/": lambda: str(Reading.objects.filter(outcome="rejected").latest("pk").pk),
}
"""What is named in an address that begins so."""
_READ = ("reading", "original")
"""Pages of how a work was read; for these there has to be an original."""
_QUERIES = {"suggestion": "?kind=fandom&name=Alice"}
_ELSE = {
    "slug": "x",
    "ending": "epub",
    "position": 2,
    "kind": "creator",
    "state": "reading",
    "token": "wrong",
    "catalogue": "opds",
    "provider_id": "openid",
}


def addresses() -> Iterator[tuple[str, str]]:
    """Every named address of the site, with a value for each of its parameters."""
    for name, route in dict(_named(urlpatterns, "")).items():
        asked = [one or other for one, other in _PARAMETERS.findall(route)]
        yield name, reverse(name, kwargs={one: _value(name, route, one) for one in asked}) + _QUERIES.get(name, "")


def _named(patterns: list[URLPattern | URLResolver], before: str) -> Iterator[tuple[str, str]]:
    for one in patterns:
        if isinstance(one, URLResolver):
            yield from _named(one.url_patterns, before + str(one.pattern))
        elif one.name:
            yield one.name, before + str(one.pattern)


def _value(name: str, route: str, parameter: str) -> Any:
    begin = max((one for one in _IDS if route.startswith(one)), key=len, default="")
    if name in _READ and parameter == "public_id":
        return private_works(KEEPER).get(display_title="The Lamp on the Landing").public_id
    if parameter == "slug" and route.startswith("works/"):
        return _umbrella().slug if name not in _READ else Work.objects.get(title="The Lamp on the Landing").slug
    if parameter in ("public_id", "token", "pk") and begin:
        return _IDS[begin]() if parameter != "pk" or _IDS[begin]().isdigit() else 1
    return _ELSE.get(parameter, 1)


def add_second_factor(name: str) -> None:
    """What an account has that lets nobody in by the password alone."""
    user = User.objects.get(username=name)
    TOTP.activate(user, "JBSWY3DPEHPK3PXP")
    RecoveryCodes.activate(user)


def _account(name: str, **more: Any) -> User:
    address = f"{name}@moors.example"
    user = User.objects.create_user(name, password=PASSWORD, email=address, **more)
    EmailAddress.objects.create(user=user, email=address, verified=True, primary=True)
    return user


def _tell(done: int, total: int) -> None:
    """Nobody waits."""


def _umbrella() -> Work:
    return Work.objects.get(title="The Adventure of the Borrowed Umbrella")


def _tag(name: str) -> str:
    return Tag.objects.get(name=name).public_id
