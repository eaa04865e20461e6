"""A Story or a Rejection in a few lines for a person at a terminal."""

from __future__ import annotations

from collections.abc import Callable

from fanthology.cli.say import printable
from fanthology.fic.story import Link, Missing, Outcome, Rejection, SitePage, Story
from fanthology.fic.writers.naming import display_title
from fanthology.fic.writers.privacy import mask_addresses

_LINKS = {
    "follows": "follows",
    "continued-in": "continued in",
    "inspired-by": "inspired by",
    "translation-of": "a translation of",
    "see-chapter": "see",
}


def _joined(values: list[str]) -> str:
    return ", ".join(values)


# What is shown of a Story, in this order. A line without anything to say is left out.
LINES: tuple[tuple[str, Callable[[Story], str | None]], ...] = (
    ("Title", display_title),
    ("Creators", lambda story: _joined([creator.name for creator in story.creators]) or "not stated"),
    ("Fandom", lambda story: _joined([*story.fandoms])),
    ("Rating", lambda story: story.rating),
    ("Series", lambda story: _joined([place.name for place in story.series])),
    ("Chapters", lambda story: _chapters(story)),
    ("Words", lambda story: f"{story.words:,}"),
    ("Links", lambda story: _joined([_link(link) for link in story.links])),
    ("Missing", lambda story: _joined([_missing(one) for one in story.missing])),
    ("Repaired", lambda story: _repairs(story)),
)


def summary(outcome: Outcome) -> str:
    """The lines, without an end of line. Addresses are masked.

    >>> from fanthology.fic.story import SourceInfo
    >>> print(summary(Rejection(SourceInfo("faq.txt", "text", "0" * 64, 5), "not-a-story", "A list of questions.")))
    faq.txt
      not read    A list of questions. (not-a-story)
    """
    place = printable(
        f"{outcome.source.path} / {outcome.source.member}" if outcome.source.member else outcome.source.path
    )
    if isinstance(outcome, Rejection):
        return f"{place}\n  not read    {printable(outcome.message)} ({outcome.reason})"
    if isinstance(outcome, SitePage):
        return f"{place}\n  {outcome.kind:<10}  {printable(mask_addresses(outcome.title))}"
    rows = [(label, value) for label, told in LINES if (value := told(outcome))]
    return "\n".join([place, *(f"  {label:<10}  {printable(mask_addresses(value))}" for label, value in rows)])


def _chapters(story: Story) -> str:
    count = f"{len(story.chapters)}" + (f" of {story.chapters_expected}" if story.chapters_expected else "")
    named = [name for chapter in story.chapters if (name := _chapter_name(chapter.number, chapter.title))]
    shown = _joined(named[:5]) + (", …" if len(named) > 5 else "")
    return f"{count} ({shown})" if shown else count


def _chapter_name(number: int | None, title: str | None) -> str:
    return ": ".join(part for part in ("" if number is None else str(number), title or "") if part)


def _link(link: Link) -> str:
    name = f"“{link.title}”" if link.title else "" if link.chapter is not None else link.url or "a story"
    chapter = "" if link.chapter is None else f"chapter {link.chapter}"
    return " ".join(part for part in (_LINKS.get(link.kind, "see"), name, chapter) if part)


def _missing(one: Missing) -> str:
    number = "" if one.number is None else f" {one.number}"
    return f"{one.what}{number}" + (f" “{one.title}”" if one.title else "")


def _repairs(story: Story) -> str | None:
    mended = [repair for repair in story.repairs if repair.mends]
    if not mended:
        return None
    return "1 place" if len(mended) == 1 else f"{len(mended):,} places"
