"""What the index is told of each work. It holds every work, with its visibility; `query` decides who finds it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from typing import Any, TypeAlias

from fanthology.archive.catalogue.models import STANDING, Chapter, Creatorship, Finding, SeriesEntry, Tagging, Work
from fanthology.fic.writers.naming import block_text
from fanthology.fic.writers.privacy import mask_addresses

from .facts import Facts, TagFact, one_of
from .lengths import length_of
from .schema import HEADS, ordered, ordered_name
from .words import folded_words, stems

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
    "chapter_count",
    "published",
    "updated",
)
_CHAPTER_COLUMNS = ("edition_id", "title", "summary", "notes_before", "notes_after", "text__html")
_CHAPTERS_AT_ONCE = 25
_PROBABLY = 0.5
_PEOPLE = ("first", "second", "third")
_WORDS_OF = {"fandom": "fandoms", "character": "characters", "relationship": "ships"}
_ALL_HEADS = frozenset(HEADS)


@dataclass(slots=True)
class _Hanging:
    """Numbers that hang on works, by work, in their order."""

    creators: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))
    tags: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))
    series: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))
    probable: dict[int, set[int]] = field(default_factory=lambda: defaultdict(set))
    pov: dict[int, set[str]] = field(default_factory=lambda: defaultdict(set))


def documents(work_ids: Sequence[int], facts: Facts | None = None) -> Iterator[IndexedWork]:
    """The entry of each of these works that exists and is not shown by another, in a few queries whatever their number:
    give it some hundreds, sorted. ``facts`` keeps what is known of names from one call to the next.

    Texts are streamed, so no more than a few chapters are in memory.
    """
    facts = facts or Facts()
    wanted = set(work_ids)
    rows_of_all = Work.objects.filter(**one_of("pk", work_ids), **STANDING).values(*_COLUMNS)
    works = [work for work in rows_of_all if work["pk"] in wanted]
    hanging = _hanging([work["pk"] for work in works])
    facts.learn_tags(tag for tags in hanging.tags.values() for tag in tags)
    facts.learn_creators(one for ones in hanging.creators.values() for one in ones)
    facts.learn_series(one for ones in hanging.series.values() for one in ones)
    by_edition = {work["edition_id"]: work for work in works if work["edition_id"]}
    chapters_of_all = Chapter.objects.filter(edition__in=by_edition).order_by("edition_id", "position")
    rows = chapters_of_all.values_list(*_CHAPTER_COLUMNS).iterator(chunk_size=_CHAPTERS_AT_ONCE)
    for edition, chapters in groupby(rows, key=lambda row: row[0]):
        yield _document(by_edition.pop(edition), hanging, facts, chapters)
    without_chapters = [*by_edition.values(), *(work for work in works if not work["edition_id"])]
    for work in without_chapters:
        yield _document(work, hanging, facts, iter(()))


def _hanging(ids: list[int]) -> _Hanging:
    found = _Hanging()
    of_works = one_of("work", ids)
    credits = Creatorship.objects.filter(**of_works).order_by("work", "position", "pk")
    for work, creator in credits.values_list("work_id", "creator_id"):
        found.creators[work].append(creator)
    taggings = Tagging.objects.filter(**of_works).order_by("work", "position", "pk")
    for work, tag in taggings.values_list("work_id", "tag_id"):
        found.tags[work].append(tag)
    for work, series in SeriesEntry.objects.filter(**of_works).order_by("pk").values_list("work_id", "series_id"):
        found.series[work].append(series)
    likely = Finding.objects.filter(**of_works, confidence__gte=_PROBABLY).exclude(state=Finding.State.REFUSED)
    inferred = likely.filter(state=Finding.State.OPEN, tag__isnull=False).exclude(role="mentioned").order_by("pk")
    for work, tag, canonical in inferred.values_list("work_id", "tag_id", "tag__canonical"):
        found.probable[work].add(canonical or tag)
    for work, name in likely.filter(kind="pov").order_by("pk").values_list("work_id", "name"):
        found.pov[work].update(person for person in _PEOPLE if name.startswith(person))
    return found


def _document(
    work: dict[str, Any], hanging: _Hanging, facts: Facts, chapters: Iterator[tuple[Any, ...]]
) -> IndexedWork:
    number, language = work["pk"], work["language"]
    creators, series = hanging.creators[number], hanging.series[number]
    entry: IndexedWork = {
        "work_id": number,
        "public_id": work["public_id"],
        "visibility": work["visibility"],
        "status": work["status"],
        "by_title": ordered_name(work["sort_title"], number),
        "by_creator": ordered_name(facts.sort_name(creators), number),
        "by_words": ordered(work["words"], number),
        "by_added": ordered(int(work["added_at"].timestamp()), number),
        "by_updated": ordered(days(work["updated"] or work["published"]), number),
        "by_published": ordered(days(work["published"]), number),
        "length": length_of(work["words"]),
        "chapters": work["chapter_count"],
        "creator": list(dict.fromkeys(creators)),
        "creators": [facts.creators[one] for one in dict.fromkeys(creators)],
        "series": list(dict.fromkeys(series)),
        "series_names": [facts.series[one] for one in dict.fromkeys(series)],
        "probable": sorted(hanging.probable[number]),
        "pov": sorted(hanging.pov[number]),
    }
    entry |= {name: work[name] for name in ("rating", "language") if work[name]}
    if day := work["published"] or work["updated"]:
        entry["year"] = day.year
    _write_tags(entry, [facts.tags[tag] for tag in hanging.tags[number]], facts)
    _write_prose(entry, work, chapters, language)
    return entry


def _write_tags(entry: IndexedWork, tags: list[TagFact], facts: Facts) -> None:
    numbers: dict[str, list[int]] = defaultdict(list)
    names: dict[str, list[str]] = defaultdict(list)
    for tag in tags:
        numbers[tag.kind].append(tag.number)
        numbers[tag.kind] += tag.above
        if field_of_words := _WORDS_OF.get(tag.kind):
            names[field_of_words] += tag.words
        else:
            names["tags_exact"] += tag.words
            names["tags"] += tag.stems
            if tag.kind != "freeform":
                names["labels"] += tag.words
    for kind, every in numbers.items():
        entry[kind] = those = list(dict.fromkeys(every))
        if facts.heads and kind in _ALL_HEADS:
            entry[f"{kind}_head"] = [one for one in those if one in facts.heads.tags]
    entry.update(names)
    ships = list({tag.number: tag for tag in tags if tag.kind == "relationship"}.values())
    pairings = [ship for ship in ships if ship.is_pairing]
    if first := next(iter(pairings or ships), None):
        entry["primary"] = first.words
    entry["otp"] = int(len(pairings) == 1)
    entry["crossover"] = int(_crosses([tag for tag in tags if tag.kind == "fandom"]))


def _crosses(fandoms: list[TagFact]) -> bool:
    """Whether there are fandoms that have nothing above them in common, as AO3 has it.

    >>> one, other = TagFact("fandom", 1, (9,), [], [], False), TagFact("fandom", 2, (9,), [], [], False)
    >>> _crosses([one, other]), _crosses([one, TagFact("fandom", 3, (), [], [], False)])
    (False, True)
    """
    if len(fandoms) < 2:
        return False
    groups: list[set[int]] = []
    for fandom in fandoms:
        own = {fandom.number, *fandom.above}
        apart = [group for group in groups if group.isdisjoint(own)]
        groups = [*apart, own.union(*(group for group in groups if not group.isdisjoint(own)))]
    return len(groups) > 1


def _write_prose(
    entry: IndexedWork, work: dict[str, Any], chapters: Iterator[tuple[Any, ...]], language: str | None
) -> None:
    texts: dict[str, list[str]] = {
        "title": [work["title"] or ""],
        "summary": [_shown(work["summary"])],
        "notes": [_shown(work["notes_before"]), _shown(work["notes_after"])],
        "text": [],
    }
    for _, title, summary, before, after, markup in chapters:
        texts["summary"].append(_shown(summary))
        texts["notes"] += [_shown(before), _shown(after)]
        texts["text"] += [title, block_text(markup or "")]
    for name, parts in texts.items():
        exact = [words for part in parts if part and (words := folded_words(part))]
        if exact:
            entry[f"{name}_exact"] = [" ".join(words) for words in exact]
            entry[name] = [" ".join(stems(words, language)) for words in exact]


def _shown(text: str) -> str:
    """A text about the work, without the mail addresses in it."""
    return mask_addresses(text) if text else ""


def days(day: date | None) -> int:
    """A date as a number; works without one come last among the newest."""
    return day.toordinal() if day else 0
