"""OPDS 1.2: a catalogue as Atom, which KOReader, Moon+ Reader, Librera, Thorium and most others read.

https://specs.opds.io/opds-1.2
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from .opds import BookFile, Leading, Page, Publication
from .xml import element

_NAVIGATION = "application/atom+xml;profile=opds-catalog;kind=navigation"
_WORKS = "application/atom+xml;profile=opds-catalog;kind=acquisition"
ENTRY_TYPE = "application/atom+xml;type=entry;profile=opds-catalog"
SEARCH_TYPE = "application/opensearchdescription+xml"
_ACQUISITION = "http://opds-spec.org/acquisition"
_NAMESPACES = {
    "xmlns": "http://www.w3.org/2005/Atom",
    "xmlns_dc": "http://purl.org/dc/terms/",
    "xmlns_opds": "http://opds-spec.org/2010/catalog",
    "xmlns_thr": "http://purl.org/syndication/thread/1.0",
    "xmlns_opensearch": "http://a9.com/-/spec/opensearch/1.1/",
}
_AUTHORS = ("author", "coauthor")
_DECLARATION = '<?xml version="1.0" encoding="utf-8"?>\n'


def media_type(page: Page) -> str:
    return f"{_WORKS if page.lists_works else _NAVIGATION};charset=utf-8"


def write_opds1(page: Page) -> bytes:
    """The page as XML."""
    parts = [
        element("id", page.id),
        element("title", page.title),
        *([element("subtitle", page.problem)] if page.problem else []),
        element("updated", page.updated.isoformat()),
        element("author", inner=element("name", "Fanthology")),
        *_links(page),
        *_counts(page),
        *(_leading(one) for one in page.leading),
        *(_publication(one) for one in page.publications),
    ]
    return (_DECLARATION + element("feed", inner="\n".join(parts), **_NAMESPACES) + "\n").encode()


def write_entry(one: Publication) -> bytes:
    """One work by itself."""
    return (_DECLARATION + _publication(one, **_NAMESPACES) + "\n").encode()


def write_search_description(template: str) -> bytes:
    """How the catalogue is searched (OpenSearch 1.1)."""
    parts = [
        element("ShortName", "Fanthology"),
        element("Description", "Search the works of this archive"),
        element("InputEncoding", "UTF-8"),
        element("Url", type=_WORKS, template=template),
    ]
    body = element("OpenSearchDescription", inner="".join(parts), xmlns="http://a9.com/-/spec/opensearch/1.1/")
    return (_DECLARATION + body + "\n").encode()


def _links(page: Page) -> Iterator[str]:
    own = _WORKS if page.lists_works else _NAVIGATION
    yield element("link", rel="self", href=page.address, type=own)
    yield element("link", rel="start", href=page.start, type=_NAVIGATION)
    yield element("link", rel="search", href=page.search, type=SEARCH_TYPE)
    yield element(
        "link",
        rel="http://opds-spec.org/auth/document",
        href=page.authentication,
        type="application/opds-authentication+json",
    )
    if page.up:
        yield element("link", rel="up", href=page.up, type=_NAVIGATION)
    if page.place:
        for rel, address in (("previous", page.place.previous), ("next", page.place.next)):
            if address:
                yield element("link", rel=rel, href=address, type=own)
    for facet in page.facets:
        for one in facet.choices:
            yield element(
                "link",
                rel="http://opds-spec.org/facet",
                href=one.address,
                type=_WORKS,
                title=one.title,
                opds_facetGroup=facet.name,
                opds_activeFacet="true" if one.active else None,
                thr_count=None if one.count is None else str(one.count),
            )


def _counts(page: Page) -> Iterator[str]:
    place = page.place
    if place is None or place.total is None:
        return
    yield element("opensearch:totalResults", str(place.total))
    yield element("opensearch:itemsPerPage", str(place.size))
    yield element("opensearch:startIndex", str(((place.number or 1) - 1) * place.size + 1))


def _leading(one: Leading) -> str:
    parts = [
        element("id", one.id),
        element("title", one.title),
        element("updated", "2000-01-01T00:00:00Z"),  # where it leads never changes
        element("content", one.summary or one.title, type="text"),
        element("link", rel="subsection", href=one.address, type=_WORKS if one.works else _NAVIGATION),
    ]
    return element("entry", inner="".join(parts))


def _publication(one: Publication, **namespaces: str) -> str:
    parts = [element("id", one.id), element("title", one.title), element("updated", one.updated.isoformat())]
    parts += (
        element("author" if by.role in _AUTHORS else "contributor", inner=_person(by.name, by.address))
        for by in one.creators
    )
    parts += (
        [element("published", f"{one.published}T00:00:00Z"), element("dc:issued", one.published)]
        if one.published
        else []
    )
    parts += [element("dc:language", one.language)] if one.language else []
    parts += [element("dc:extent", one.extent)] if one.extent else []
    parts += (_category(*subject) for subject in one.subjects)
    parts += [element("summary", one.summary, type="text")] if one.summary else []
    parts += (_file(file) for file in one.files)
    if one.cover:
        parts += (
            element("link", rel=f"http://opds-spec.org/image{rest}", href=one.cover) for rest in ("", "/thumbnail")
        )
    parts += [element("link", rel="alternate", href=one.entry, type=ENTRY_TYPE)]
    parts += [element("link", rel="alternate", href=one.page, type="text/html")]
    parts += (element("link", rel="related", href=by.address, type=_WORKS, title=by.name) for by in one.series)
    return element("entry", inner="".join(parts), **namespaces)


@lru_cache(maxsize=4_096)
def _category(kind: str, name: str) -> str:
    """A tag: the same for each work that bears it."""
    return element("category", term=name, scheme=f"urn:fanthology:{kind}", label=name)


def _person(name: str, address: str) -> str:
    return element("name", name) + element("uri", address)


def _file(file: BookFile) -> str:
    if not file.asked:
        return element("link", rel=_ACQUISITION, href=file.address, type=file.media_type, title=file.label)
    inner = element("opds:indirectAcquisition", type=file.media_type)
    return element("link", inner=inner, rel=_ACQUISITION, href=file.address, type="text/html", title=file.label)
