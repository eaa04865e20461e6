"""OPDS 2.0: the same catalogue as JSON, and how an e-reader comes in (Authentication for OPDS 1.0).

https://drafts.opds.io/opds-2.0 and https://drafts.opds.io/authentication-for-opds-1.0
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from .opds import BookFile, Choice, Named, Page, Publication

MEDIA_TYPE = "application/opds+json"
PUBLICATION_TYPE = "application/opds-publication+json"
AUTHENTICATION_TYPE = "application/opds-authentication+json"
_ROLES = {"author": "author", "coauthor": "author", "translator": "translator", "artist": "artist"}


def write_opds2(page: Page) -> bytes:
    """The page as JSON."""
    told: dict[str, Any] = {"metadata": _metadata(page), "links": list(_links(page))}
    if page.leading or not page.lists_works:
        told["navigation"] = [
            {"title": one.title, "href": one.address, "type": MEDIA_TYPE, "rel": "subsection"} for one in page.leading
        ]
    if page.lists_works:
        told["publications"] = [_publication(one) for one in page.publications]
    if page.facets:
        told["facets"] = [
            {"metadata": {"title": facet.name}, "links": [_choice(one) for one in facet.choices]}
            for facet in page.facets
        ]
    return _written(told)


def write_publication(one: Publication) -> bytes:
    """One work by itself."""
    return _written(_publication(one))


def authentication(address: str, start: str, tokens: str) -> dict[str, Any]:
    """The document that says how to come in: with a token as the password. ``tokens`` is the page that makes them."""
    return {
        "id": address,
        "title": "Fanthology",
        "description": "Write your name here, and a token as the password: not your own password. Tokens are made on "
        f"the page of your account, {tokens}",
        "links": [
            {"rel": "start", "href": start, "type": MEDIA_TYPE},
            {"rel": "help", "href": tokens, "type": "text/html"},
        ],
        "authentication": [
            {"type": "http://opds-spec.org/auth/basic", "labels": {"login": "Name", "password": "Token"}}
        ],
    }


def _written(told: dict[str, Any]) -> bytes:
    return json.dumps(told, ensure_ascii=False).encode("utf-8", "backslashreplace")


def _metadata(page: Page) -> dict[str, Any]:
    told: dict[str, Any] = {"title": page.title, "modified": page.updated.isoformat()}
    told |= {"subtitle": page.problem} if page.problem else {}
    if page.place:
        told["itemsPerPage"] = page.place.size
        told |= {"numberOfItems": page.place.total} if page.place.total is not None else {}
        told |= {"currentPage": page.place.number} if page.place.number is not None else {}
    return told


def _links(page: Page) -> Iterator[dict[str, Any]]:
    yield {"rel": "self", "href": page.address, "type": MEDIA_TYPE}
    yield {"rel": "start", "href": page.start, "type": MEDIA_TYPE}
    yield {"rel": "search", "href": page.search, "type": MEDIA_TYPE, "templated": True}
    yield {"rel": "http://opds-spec.org/auth/document", "href": page.authentication, "type": AUTHENTICATION_TYPE}
    if page.up:
        yield {"rel": "up", "href": page.up, "type": MEDIA_TYPE}
    if page.place:
        for rel, address in (("previous", page.place.previous), ("next", page.place.next)):
            if address:
                yield {"rel": rel, "href": address, "type": MEDIA_TYPE}


def _choice(one: Choice) -> dict[str, Any]:
    told: dict[str, Any] = {"title": one.title, "href": one.address, "type": MEDIA_TYPE}
    told |= {"rel": "self"} if one.active else {}
    return told | ({"properties": {"numberOfItems": one.count}} if one.count is not None else {})


def _publication(one: Publication) -> dict[str, Any]:
    told: dict[str, Any] = {
        "@type": "http://schema.org/Book",
        "identifier": one.id,
        "title": one.title,
        "modified": one.updated.isoformat(),
    }
    for by in one.creators:
        told.setdefault(_ROLES.get(by.role, "contributor"), []).append(_named(by))
    told |= {"language": one.language} if one.language else {}
    told |= {"published": one.published} if one.published else {}
    told |= {"description": one.summary} if one.summary else {}
    if one.subjects:
        told["subject"] = [{"name": name, "scheme": f"urn:fanthology:{kind}"} for kind, name in one.subjects]
    if one.series:
        told["belongsTo"] = {"series": [_named(by) for by in one.series]}
    links = [_file(file) for file in one.files]
    links += [{"rel": "self", "href": one.entry, "type": PUBLICATION_TYPE}]
    links += [{"rel": "alternate", "href": one.page, "type": "text/html"}]
    return {"metadata": told, "links": links} | ({"images": [{"href": one.cover}]} if one.cover else {})


def _named(by: Named) -> dict[str, Any]:
    told: dict[str, Any] = {"name": by.name, "links": [{"href": by.address, "type": MEDIA_TYPE}]}
    return told | ({"position": by.position} if by.position else {})


def _file(file: BookFile) -> dict[str, Any]:
    told: dict[str, Any] = {
        "rel": "http://opds-spec.org/acquisition",
        "href": file.address,
        "type": "text/html" if file.asked else file.media_type,
        "title": file.label,
    }
    return told | ({"properties": {"indirectAcquisition": [{"type": file.media_type}]}} if file.asked else {})
