"""A work's references to other stories, and what of it is not here, in words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from fanthology.archive.catalogue import queries
from fanthology.archive.catalogue.models import Chapter, Link, Missing, Work
from fanthology.archive.catalogue.viewer import Viewer
from fanthology.archive.telling.links import WORDS, missing_sentence

from .addresses import work_address


@dataclass(frozen=True, slots=True)
class ShownLink:
    """A line under "Belongs with". No ``address``: what it names is not here, or not for this viewer."""

    words: str
    title: str
    creator: str
    address: str


def shown_links(viewer: Viewer, work: Work, chapters: Sequence[Chapter]) -> list[ShownLink]:
    """The links of a work as its page shows them."""
    return [_shown(link, work, chapters) for link in queries.links_of(viewer, work).order_by("pk")]


def _shown(link: Link, work: Work, chapters: Sequence[Chapter]) -> ShownLink:
    if link.kind == "see-chapter" and not link.title:
        position = next((one.position for one in chapters if link.chapter and one.number == link.chapter), None)
        address = f"{work_address(work)}/chapters/{position}" if position else ""
        return ShownLink("See", f"chapter {link.chapter}" if link.chapter else "another chapter", "", address)
    seen = link.target if getattr(link, "target_seen", 0) else None
    title = seen.display_title if seen else link.title or link.url or "a story without a name"
    return ShownLink(WORDS.get(link.kind, "See"), title, link.creator, work_address(seen) if seen else "")


def missing_words(missing: Iterable[Missing], links: Iterable[ShownLink]) -> list[str]:
    """A sentence for each thing that is not here; a missing work that a link already names is left to the link."""
    named = {link.title.casefold() for link in links}
    gone = [one for one in missing if not (one.what == "work" and one.title.casefold() in named)]
    return [missing_sentence(one) for one in gone]
