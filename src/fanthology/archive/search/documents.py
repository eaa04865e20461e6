"""What the index is told of each work. It holds every work, with its visibility; `query` decides who finds it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from typing import Any, TypeAlias

from fanthology.archive.catalogue.models import STANDING, Chapter, Creatorship, Finding, SeriesEntry, Tagging, Work
from fanthology.archive.catalogue.wrangling import ancestors
from fanthology.fic.writers.naming import block_text
from fanthology.fic.writers.privacy import mask_addresses

from .schema import composed, ordered, ordered_name

IndexedWork: TypeAlias = dict[str, Any]

_COLUMNS = (
    "pk",
    "public_id",
    "edition_id",
    "visibility",
    "added_at",
    "title",
    "sort_title",
    "summary",
    "notes_before",
    "notes_after",
    "rating",
    "status",
    "language",
    "words",
    "published",
    "updated",
)
_CHAPTER_COLUMNS = ("edition_id", "title", "summary", "notes_before", "notes_after", "text__html")
_CHAPTERS_AT_ONCE = 25
_PROBABLY = 0.5


@dataclass(slots=True)
class _Names:
    """Names and numbers that hang on works, by work."""

    creators: dict[int, dict[int, str]] = field(default_factory=lambda: defaultdict(dict))
    tags: dict[int, list[tuple[str, int, str]]] = field(default_factory=lambda: defaultdict(list))
    series: dict[int, list[str]] = field(default_factory=lambda: defaultdict(list))
    wider: dict[int, set[int]] = field(default_factory=dict)
    probable: dict[int, set[int]] = field(default_factory=lambda: defaultdict(set))


def documents(work_ids: Sequence[int]) -> Iterator[IndexedWork]:
    """The entry of each of these works that exists and is not shown by another, in a few queries whatever their number:
    give it a hundred or so.

    Texts are streamed, so no more than a few chapters are in memory.
    """
    works = list(Work.objects.filter(pk__in=work_ids, **STANDING).values(*_COLUMNS))
    names = _names([work["pk"] for work in works])
    by_edition = {work["edition_id"]: work for work in works if work["edition_id"]}
    chapters_of_all = Chapter.objects.filter(edition__in=by_edition).order_by("edition_id", "position")
    rows = chapters_of_all.values_list(*_CHAPTER_COLUMNS).iterator(chunk_size=_CHAPTERS_AT_ONCE)
    for edition, chapters in groupby(rows, key=lambda row: row[0]):
        yield _document(by_edition.pop(edition), names, chapters)
    without_chapters = [*by_edition.values(), *(work for work in works if not work["edition_id"])]
    for work in without_chapters:
        yield _document(work, names, iter(()))


def _names(ids: list[int]) -> _Names:
    found = _Names()
    credits = Creatorship.objects.filter(work__in=ids).values_list("work_id", "creator_id", "creator__name")
    for work, creator, name in credits:
        found.creators[work][creator] = name
    taggings = Tagging.objects.filter(work__in=ids)
    for work, kind, tag, name, canonical, synonym_of in taggings.values_list(
        "work_id", "tag__kind", "tag_id", "tag__name", "tag__canonical", "tag__canonical__name"
    ):
        found.tags[work].append((kind, tag, name))
        if canonical is not None:
            found.tags[work].append((kind, canonical, synonym_of))
    found.wider = ancestors(tag for tags in found.tags.values() for _, tag, _ in tags)
    inferred = Finding.objects.filter(work__in=ids, state=Finding.State.OPEN, tag__isnull=False)
    likely = inferred.filter(confidence__gte=_PROBABLY).exclude(role="mentioned")
    for work, tag, canonical in likely.values_list("work_id", "tag_id", "tag__canonical"):
        found.probable[work].update(one for one in (tag, canonical) if one is not None)
    for work, name in SeriesEntry.objects.filter(work__in=ids).values_list("work_id", "series__name"):
        found.series[work].append(name)
    return found


def _document(work: dict[str, Any], names: _Names, chapters: Iterator[tuple[Any, ...]]) -> IndexedWork:
    number = work["pk"]
    text: list[str] = []
    summaries: list[str] = [work["summary"]]
    notes: list[str] = [work["notes_before"], work["notes_after"]]
    for _, title, summary, before, after, markup in chapters:
        summaries.append(summary)
        notes += [before, after]
        text += [composed(title), composed(block_text(markup or ""))]
    tags = names.tags[number]
    entry: IndexedWork = {
        "work_id": number,
        "public_id": work["public_id"],
        "visibility": work["visibility"],
        "title": composed(work["title"] or ""),
        "by_title": ordered_name(composed(work["sort_title"]), number),
        "status": work["status"],
        "by_words": ordered(work["words"], number),
        "by_added": ordered(int(work["added_at"].timestamp()), number),
        "by_updated": ordered(_days(work["updated"] or work["published"]), number),
        "creator": list(names.creators[number]),
        "creators": _shown(list(names.creators[number].values())),
        "tags": [composed(name) for _, _, name in tags],
        "series": [composed(name) for name in names.series[number]],
        "summary": _shown(summaries),
        "notes": _shown(notes),
        "text": [part for part in text if part],
    }
    for kind, tag, _ in tags:
        borne = entry.setdefault(kind, [])
        borne += [one for one in (tag, *sorted(names.wider[tag])) if one not in borne]
    entry["probable"] = sorted(names.probable[number])
    return entry | {name: work[name] for name in ("rating", "language") if work[name]}


def _shown(texts: list[str]) -> list[str]:
    """Texts about the work, without the mail addresses in them."""
    return [composed(mask_addresses(text)) for text in texts if text]


def _days(day: date | None) -> int:
    """A date as a number; works without one come last among the newest."""
    return day.toordinal() if day else 0
