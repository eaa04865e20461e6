"""A work's own page, and its file to take away."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from fanthology.archive.catalogue import queries
from fanthology.archive.catalogue.models import Edition, Proposal, Visibility, Work
from fanthology.archive.catalogue.tagged import tags_of
from fanthology.archive.catalogue.viewer import Viewer
from fanthology.archive.downloads.file import file_of
from fanthology.archive.downloads.formats import formats
from fanthology.archive.downloads.several import Wanted, is_soon
from fanthology.archive.feeds.sending import has_device
from fanthology.archive.reading.models import Mark
from fanthology.archive.telling.contents import contents
from fanthology.fic.writers.choices import choices_of

from ..addresses import work_address
from ..crawlers import render_work, robots_of
from ..handing import PAPERS, as_download
from ..links import missing_words, shown_links
from ..looking import look_of
from ..mine import mine
from ..shape import came_from, people_in, shape_of
from ..suggestions import probable
from ..viewing import viewer_of
from .old_addresses import ao3_work

_MOST_COPIES = 20
# A work's texts around the story: what the page calls each, and whether it is open at first.
_FOLDS = (
    ("notes_before", "Notes before the story", True),
    ("notes_after", "Notes after the story", False),
    ("disclaimer", "Disclaimer", False),
    ("permission", "Permission to archive", False),
)


def work(request: HttpRequest, public_id: str, slug: str = "") -> HttpResponseBase:
    viewer = viewer_of(request)
    found = queries.credited_works(viewer).filter(public_id=public_id).first()
    if found is None:
        return _elsewhere(request, viewer, public_id, slug)
    if slug != found.slug:
        return redirect(work_address(found), permanent=True)
    chapters = list(queries.chapters(viewer).filter(edition=found.edition_id)) if found.edition_id else []
    missing = list(found.missing.order_by("number", "pk"))
    links = shown_links(viewer, found, chapters)
    tags = tags_of(found)
    lines, inferred = contents(chapters, missing), list(queries.findings(viewer, found))
    context = {
        "section": "works",
        "work": found,
        "address": work_address(found),
        "robots": robots_of(found, text=False),
        "lang": found.language or "",
        "credits": found.credits.all(),
        "tags": tags,
        "probable": probable(inferred, tags),
        "fandoms": tags["fandom"],
        "series": found.series_entries.all(),
        "chapters": chapters,
        "start": _start(request, found),
        "contents": lines,
        "shape": shape_of(chapters, lines),
        "people": people_in(inferred),
        "came_from": came_from(found),
        "gathered": found.absorbed.count(),
        "copies": _copies(viewer, found) if viewer.may("decide") else [],
        "missing": missing_words(missing, links),
        "links": links,
        "folds": _folds(found),
        "reviews": queries.reviews(viewer).filter(work=found).count(),
        "formats": [(ending, one.label, one.holds_many) for ending, one in formats().items()],
        "papers": PAPERS,
        "visibilities": Visibility.choices,
        "mine": mine(viewer, found, tags),
        "device": has_device(viewer),
        "marks": Mark.State.choices,
        "editions": _editions(found) if viewer.is_keeper else [],
    }
    return render_work(request, "web/work.html", context)


def _copies(viewer: Viewer, work: Work) -> list[dict[str, Any]]:
    """The other works with the same words, or nearly, for whoever decides on them."""
    found = queries.proposals(viewer).filter(Q(first=work) | Q(second=work), kind=Proposal.Kind.COPIES)
    rows = found.order_by("pk")[:_MOST_COPIES]
    return [{"proposal": one, "other": one.second if one.first_id == work.pk else one.first} for one in rows]


def _start(request: HttpRequest, work: Work) -> str:
    """Where reading begins, as this browser was told to show texts."""
    whole = look_of(request).of("way") == "entire" and work.chapter_count > 1
    return f"{work_address(work)}/{'entire' if whole else 'chapters/1'}"


def _elsewhere(request: HttpRequest, viewer: Viewer, public_id: str, slug: str) -> HttpResponseBase:
    """A work that another one shows is there; a number may be what AO3 calls a work. Raises Http404 for neither."""
    whole = queries.merged(viewer, public_id)
    if whole is not None:
        return redirect(work_address(whole), permanent=False)  # it may come apart again
    if public_id.isdecimal() and not slug:
        return ao3_work(request, public_id)
    raise Http404


def download(request: HttpRequest, public_id: str, slug: str, ending: str) -> HttpResponseBase:
    """The work as a file, with the choices of the address. The words in the address may be any: a saved link to an
    older title still works. What takes a while is asked for on a page."""
    viewer, form = viewer_of(request), formats().get(ending)
    words = queries.works(viewer).filter(public_id=public_id).values_list("words", flat=True).first()
    if form is None or words is None:
        raise Http404
    choices = choices_of(request.GET)
    if not is_soon(Wanted("", ending), 1, words):
        query = "&".join(filter(None, (f"format={ending}", choices.query)))
        return redirect(f"{reverse('take', args=[public_id, slug])}?{query}")
    try:
        file = file_of(viewer, public_id, ending, choices)
    except Work.DoesNotExist as error:
        raise Http404 from error
    return as_download(file.data, file.name, form.media_type)


def _editions(work: Work) -> list[Edition]:
    """What a work is gathered from, for the keeper: its Editions, if there is more than its own."""
    found = list(work.editions.select_related("reading__source").prefetch_related("parts").order_by("pk"))
    return found if any(edition.gathered for edition in found) else []


def _folds(work: Work) -> list[dict[str, object]]:
    texts = [(getattr(work, field), name, is_open) for field, name, is_open in _FOLDS]
    return [{"text": text, "name": name, "open": is_open} for text, name, is_open in texts if text]
