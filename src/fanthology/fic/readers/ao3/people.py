"""Bylines of otwarchive: one or several pseuds, with the account in brackets where it is called otherwise."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from selectolax.lexbor import LexborNode

from fanthology.fic.readers.ao3.sites import user_identity, user_name
from fanthology.fic.readers.pages import Pages
from fanthology.fic.story import Creator, Span

_LEAD = re.compile(r"^(?:chapter\s+by|by)\b\s*", re.IGNORECASE)
_WITH_ACCOUNT = re.compile(r"(?s)(.+?)\s*\((\w+)\)")
_ARCHIVED = re.compile(r"(?s)(.*)\[\s*archived by\s*", re.IGNORECASE)
_BETWEEN = " \t\n,;&[]"
ANONYMOUS = "Anonymous"


class Named(NamedTuple):
    """Someone in a byline: the creator, where the name stands, and whether they only put another's work there."""

    creator: Creator
    span: Span
    archivist: bool = False


def byline(pages: Pages, node: LexborNode, host: str | None) -> Iterator[Named]:
    """The people of a byline, in order. Who is hidden behind "Anonymous" on the owner's own copy stays hidden."""
    whole = pages.span(node)
    if whole is None:
        return
    at, hidden, archived = whole[0], False, False
    for link in node.css("a"):
        span = pages.span(link)
        if span is None:
            continue
        for named in _unlinked(pages, (at, span[0])):
            yield named
            hidden = named.creator.name == ANONYMOUS
        archived = _ARCHIVED.match(pages.text((at, span[0]))) is not None
        at = span[1]
        if not hidden:
            yield Named(_linked(pages.text(span), link.attributes.get("href") or "", host), span, archived)
    if not hidden:
        yield from _unlinked(pages, (at, whole[1]))


def _unlinked(pages: Pages, span: Span) -> Iterator[Named]:
    """Names without a page of their own: "Anonymous", authors of works that an archivist brought over."""
    words = _LEAD.sub("", pages.text(span).strip(_BETWEEN))
    archived = _ARCHIVED.match(words + " ")
    words = (archived[1] if archived else words).split("[archived by")[0]
    for name in words.split(", "):
        if clean := name.strip(_BETWEEN):
            start = pages.document.text.find(clean, *span)
            yield Named(Creator(clean), (start, start + len(clean)) if start >= 0 else span)


def _linked(words: str, href: str, host: str | None) -> Creator:
    """The creator that a link names: "pseud (account)", or the pseud alone."""
    match = _WITH_ACCOUNT.fullmatch(words)
    account = user_name(href)
    named_apart = match is not None and (account is None or account.casefold() == match[2].casefold())
    identity = user_identity(href, host)
    name = match[1] if match and named_apart else words
    return Creator(name, identity=(identity,) if identity else ())
