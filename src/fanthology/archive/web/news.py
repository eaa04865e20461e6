"""What is new of the works that a list has, as an Atom feed."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import http_date, quote_etag

from fanthology.archive.catalogue.tagged import TagsByKind, tags_by_kind
from fanthology.archive.catalogue.viewer import Viewer
from fanthology.archive.feeds.appearing import NEWEST, Appearance, appearances, lately_continued
from fanthology.archive.feeds.atom import MEDIA_TYPE, Entry, Feed, write_atom
from fanthology.archive.feeds.urns import urn_of
from fanthology.archive.search.answering import Paging
from fanthology.archive.telling.words import count

from .addresses import work_address
from .crawlers import UNLISTED
from .listing import Asked
from .outside import site_root
from .own_list import own_list

_TOLD_TAGS = ("fandom", "relationship", "character", "freeform", "warning")


def news_of(viewer: Viewer, asked: Asked) -> list[Appearance]:
    """What appeared last of the works that an address asks for: the newest works, and those that went on last."""
    return appearances(viewer, {*newest(viewer, asked), *newest(viewer, asked, lately_continued(viewer))})


def newest(viewer: Viewer, asked: Asked, only: frozenset[int] | None = None) -> list[int]:
    """The numbers of the works that an address asks for (and that are among ``only``) and that came last."""
    if only == frozenset():
        return []
    asked = replace(asked, sort="added", paging=Paging(size=NEWEST))
    results = own_list(viewer, asked, only=only, with_facets=False, with_snippets=False).results
    return [hit.work_id for hit in results.hits]


def answer_with_feed(
    request: HttpRequest, about: tuple[str, str], page: str, news: Sequence[Appearance], otherwise: datetime
) -> HttpResponse:
    """The feed, or 304 for who has it already. ``about`` is the name that the feed's id is made from, and its title;
    ``page`` the path of what it is about; ``otherwise`` when it is of if nothing appeared."""
    root = site_root(request)
    tags = tags_by_kind(one.work for one in news if one.chapter is None)
    updated = max((one.at for one in news), default=otherwise)
    feed = Feed(
        id=urn_of(about[0]),
        title=f"{about[1]} · Fanthology",
        address=f"{root}{request.get_full_path()}",
        page=f"{root}{page}",
        updated=updated,
        entries=[_entry(root, one, tags.get(one.work.pk, {})) for one in news],
    )
    data = write_atom(feed)
    etag = quote_etag(hashlib.sha256(data).hexdigest()[:32])
    answer = HttpResponse(data, content_type=MEDIA_TYPE)
    answer.headers["ETag"] = etag
    answer.headers["Last-Modified"] = http_date(updated.timestamp())
    answer.headers["X-Robots-Tag"] = UNLISTED
    return get_conditional_response(request, etag, int(updated.timestamp()), answer) or answer


def _entry(root: str, one: Appearance, tags: TagsByKind) -> Entry:
    work, chapter = one.work, one.chapter
    address = f"{root}{work_address(work)}"
    creators = tuple(dict.fromkeys(credit.creator.name for credit in work.credits.all()))
    if chapter is not None:
        return Entry(
            id=urn_of(f"chapter:{work.public_id}:{chapter.position}"),
            title=f"{work.display_title}: {chapter.heading}",
            address=f"{address}/chapters/{chapter.position}",
            updated=one.at,
            creators=creators,
            summary=chapter.summary or f"A new chapter, of {count(chapter.words)} words.",
            published=chapter.published.isoformat() if chapter.published else "",
        )
    return Entry(
        id=urn_of(f"work:{work.public_id}"),
        title=work.display_title,
        address=address,
        updated=one.at,
        creators=creators,
        summary=work.summary,
        published=work.published.isoformat() if work.published else "",
        tags=tuple((kind, tag.name) for kind in _TOLD_TAGS for tag in tags[kind]),
    )
