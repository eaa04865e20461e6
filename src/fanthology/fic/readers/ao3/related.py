"""What a work says of other works: it was inspired by one, translates one, was made for someone, was translated."""

from __future__ import annotations

import re
from typing import Final

from selectolax.lexbor import LexborNode

from fanthology.fic.readers.ao3.sites import absolute
from fanthology.fic.readers.draft import Draft
from fanthology.fic.story import Link, LinkKind

_KINDS: Final[tuple[tuple[re.Pattern[str], LinkKind], ...]] = (
    (re.compile(r"Inspired by\b", re.IGNORECASE), "inspired-by"),
    (re.compile(r"A translation of\b", re.IGNORECASE), "translation-of"),
)
_KEPT: Final[tuple[tuple[re.Pattern[str], str], ...]] = (
    (re.compile(r"Translat(?:ion into|ed)\b", re.IGNORECASE), "translations"),
    (re.compile(r"In response to\b", re.IGNORECASE), "prompt"),
)
_GIFT = re.compile(r"(?s)For\s+(.+?)\.?", re.IGNORECASE)
_BY = re.compile(r"(?s)(.*?)\bby\s+(.+?)(?:(?<=\w\w)\.)?\s*(?:Log in to view\.)?")
_WORK = re.compile(r"/(?:external_)?works/\d")
_WITHOUT_TITLE = re.compile(r"\[Restricted Work\]|a work in an unrevealed collection", re.IGNORECASE)


def state_association(draft: Draft, item: LexborNode, rule: str, host: str | None) -> None:
    """State what one line of the list above the notes says."""
    words, span = draft.pages.text(item), draft.pages.span(item)
    for pattern, kind in _KINDS:
        if match := pattern.match(words):
            link = _link(draft, item, words[match.end() :], kind, host)
            if link is None:
                draft.keep("links", words, span, f"{rule}-{kind}")
            draft.state("links", link, span, f"{rule}-{kind}", written=words)
            return
    for pattern, what in _KEPT:
        if pattern.match(words):
            draft.keep(what, words, span, f"{rule}-{what}")
            return
    if _GIFT.fullmatch(words):
        _gifts(draft, item, words, rule)
    draft.paint(span, "header")


def _link(draft: Draft, item: LexborNode, words: str, kind: LinkKind, host: str | None) -> Link | None:
    linked = next((one for one in item.css("a") if _WORK.search(one.attributes.get("href") or "")), None)
    title = draft.pages.text(linked) or None
    after = words.partition(title)[2] if title else words
    by = _BY.fullmatch(after.strip())
    if title is None and by and not _WITHOUT_TITLE.search(by[1]):
        title = by[1].strip() or None
    creator = by[2] if by else None
    url = absolute(linked.attributes.get("href"), host) if linked is not None else None
    return Link(kind, title, None, creator, url) if title or creator or url else None


def _gifts(draft: Draft, item: LexborNode, words: str, rule: str) -> None:
    links = [(draft.pages.text(one), draft.pages.span(one)) for one in item.css("a")]
    if not links and (match := _GIFT.fullmatch(words)):
        links = [(name.strip(), draft.pages.span(item)) for name in match[1].split(",")]
    for name, span in links:
        draft.state("gift_to", name, span, f"{rule}-gift")


def keep_children(draft: Draft, listed: LexborNode, rule: str) -> None:
    """Keep the works that were inspired by this one, with the place of each."""
    for one in listed.css("dd, li"):
        draft.keep("inspired", draft.pages.text(one), draft.pages.span(one), f"{rule}-inspired")
    draft.paint(draft.pages.span(listed), "note")
