"""Addresses that works, creators and series had elsewhere: each leads on, for good, to where they are now.

A rescued archive can so take over its old domain. What a viewer may not see is not there, as on every page. Where two
archives numbered alike and both are here, the page says which there are.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeAlias

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse

from fanthology.archive.catalogue import queries
from fanthology.archive.catalogue.models import Work
from fanthology.archive.catalogue.viewer import Viewer
from fanthology.fic.writers.from_json import story_from_record

from ..addresses import work_address
from ..viewing import viewer_of

EFICTION, EFICTION_USER, EFICTION_SERIES = ("efiction",), ("efiction-user",), ("efiction-series",)
AO3, AO3_USER, AO3_SERIES = ("ao3", "otwarchive"), ("ao3-user", "otwarchive-user"), ("ao3-series", "otwarchive-series")
FFN, FFN_USER = ("ffn", "fictionpress"), ("ffn-user", "fictionpress-user")
_MOST_CHOICES = 50

Called: TypeAlias = Callable[[Viewer, tuple[str, ...], str], QuerySet[Any]]


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several things that bore a name."""

    name: str
    address: str


def viewstory(request: HttpRequest) -> HttpResponseBase:
    """eFiction's ``viewstory.php?sid=12&chapter=3``; a chapter is counted as the archive ordered them."""
    found = _called(request, queries.works_called, EFICTION, request.GET.get("sid", ""))
    chapter = request.GET.get("chapter", "")
    if request.GET.get("action") == "printable" and not chapter.isdecimal():
        return _leading_to(request, found, lambda work: f"{work_address(work)}/entire")
    wanted = int(chapter) if chapter.isascii() and chapter.isdecimal() and len(chapter) < 7 else 0
    return _leading_to(request, found, lambda work: _at_chapter(work, wanted))


def viewuser(request: HttpRequest) -> HttpResponseBase:
    """eFiction's ``viewuser.php?uid=3``."""
    return _leading_to(request, _called(request, queries.creators_called, EFICTION_USER, request.GET.get("uid", "")))


def viewseries(request: HttpRequest) -> HttpResponseBase:
    """eFiction's ``series.php?seriesid=4`` and ``viewseries.php?seriesid=4``."""
    asked = request.GET.get("seriesid", "")
    return _leading_to(request, _called(request, queries.series_called, EFICTION_SERIES, asked))


def ao3_work(request: HttpRequest, number: str) -> HttpResponseBase:
    """AO3's ``/works/ID``. The site's own works have addresses of the same form: asked for when none of those is it."""
    return _leading_to(request, _called(request, queries.works_called, AO3, number))


def ao3_chapter(request: HttpRequest, number: int, chapter: int) -> HttpResponseBase:
    """AO3's ``/works/ID/chapters/ID``."""
    found = _called(request, queries.works_called, AO3, str(number))
    return _leading_to(request, found, lambda work: _at_source(work, f"/chapters/{chapter}"))


def ao3_user(request: HttpRequest, name: str, pseud: str = "") -> HttpResponseBase:
    """AO3's ``/users/NAME`` and ``/users/NAME/pseuds/PSEUD``."""
    found = _called(request, queries.creators_called, AO3_USER, f"{name}/{pseud}") if pseud else []
    return _leading_to(request, found or _called(request, queries.creators_called, AO3_USER, name))


def ffn_story(request: HttpRequest, number: int, chapter: int = 0, slug: str = "") -> HttpResponseBase:
    """FanFiction.net's and FictionPress's ``/s/ID/CHAPTER/words``; chapters are numbered there."""
    found = _called(request, queries.works_called, FFN, str(number))
    return _leading_to(request, found, lambda work: _at_number(work, chapter))


def ffn_user(request: HttpRequest, number: int, slug: str = "") -> HttpResponseBase:
    """Their ``/u/ID/name``."""
    return _leading_to(request, _called(request, queries.creators_called, FFN_USER, str(number)))


def _called(request: HttpRequest, called: Called, schemes: tuple[str, ...], name: str) -> list[Any]:
    """What bore this name; if some of it comes from the host that was asked for, only that."""
    name = name.strip()
    if not name or len(name) > 200 or "\0" in name:
        return []
    found = list(called(viewer_of(request), schemes, name)[: _MOST_CHOICES + 1])
    if len(found) < 2:
        return found
    host = f"{request.get_host().partition(':')[0]}:"
    ours = [one for one in found if one.identities.filter(scheme__in=schemes, value__startswith=host).exists()]
    return ours or found


def _leading_to(
    request: HttpRequest, found: list[Any], inside: Callable[[Work], str] = lambda work: ""
) -> HttpResponseBase:
    """On to the one thing that was found, the list of several, or 404."""
    choices = [_choice(one, inside) for one in found]
    if not choices:
        raise Http404
    if len(choices) == 1:
        return redirect(choices[0].address, permanent=True)
    return render(request, "web/choices.html", {"section": "works", "choices": choices[:_MOST_CHOICES]})


def _choice(one: Any, inside: Callable[[Work], str]) -> Choice:
    if isinstance(one, Work):
        return Choice(one.display_title, inside(one) or work_address(one))
    return Choice(one.name, reverse(one._meta.model_name, args=[one.public_id]))


def _at_chapter(work: Work, position: int) -> str:
    """The chapter at a place in the work's order; the work's page for one that is not here."""
    if not position or work.edition is None or not work.edition.chapters.filter(position=position).exists():
        return ""
    return f"{work_address(work)}/chapters/{position}"


def _at_number(work: Work, number: int) -> str:
    """The chapter of a number; by place where the file numbers none."""
    if not number or work.edition is None:
        return ""
    chapters = work.edition.chapters
    numbered = chapters.filter(number=number).values_list("position", flat=True).first()
    if numbered is None and not chapters.filter(number__isnull=False).exists():
        return _at_chapter(work, number)
    return f"{work_address(work)}/chapters/{numbered}" if numbered else ""


def _at_source(work: Work, ending: str) -> str:
    """The chapter that was at an address of that ending, as its Reading says."""
    if work.edition is None:
        return ""
    story = story_from_record(work.edition.reading.record)
    for position, chapter in enumerate(story.chapters, start=1):
        if (chapter.source_url or "").partition("?")[0].partition("#")[0].endswith(ending):
            return f"{work_address(work)}/chapters/{position}"
    return ""
