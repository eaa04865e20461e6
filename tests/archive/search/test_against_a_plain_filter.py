"""2,000 random questions to 1,200 random works, each answered by the index and by sets in plain Python."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

import pytest

from fanthology.archive.catalogue import models as m
from fanthology.archive.catalogue.standing import Standing, but_unwanted
from fanthology.archive.catalogue.viewer import GUEST, KEEPER, Viewer
from fanthology.archive.search.answering import Paging
from fanthology.archive.search.facets import MOST_VALUES
from fanthology.archive.search.filters import Filters
from fanthology.archive.search.follow import catch_up
from fanthology.archive.search.lengths import length_of
from fanthology.archive.search.orders import SORTS
from fanthology.archive.search.query import search
from fanthology.fic.story import RATINGS

WORKS, QUESTIONS = 1_200, 2_000
TODAY = date(2010, 6, 15)
READER = Viewer(user_id=3, name="reader", roles=frozenset({"reader"}))
SEEN = {GUEST: {"public"}, READER: {"public", "registered"}, KEEPER: {"public", "registered", "private"}}
WORDS = [
    f"{first}{second}" for first in ("bram", "tolv", "quix", "zend", "morp") for second in ("ka", "do", "lu", "mi")
]
NAMES = {
    "fandom": ["Bleak Moor", "Glass Castle", "Red Lantern", "Red Harbour", "Wet Stairs", "All of the Moor"],
    "character": ["Ada Bell", "Ben Cole", "Cora Dunn", "Dan Eyre", "Eve Frost", "Ada Frost"],
    "relationship": ["Ada Bell/Ben Cole", "Ada Bell & Ben Cole", "Cora Dunn/Dan Eyre", "Ben Cole/Cora Dunn"],
    "freeform": [f"{word} tale" for word in WORDS[:12]],
    "warning": ["No Archive Warnings Apply", "Major Character Death"],
    "category": ["F/M", "M/M", "Gen"],
}
SYNONYM, CANONICAL = "Moor, Bleak", "Bleak Moor"
BELOW, ABOVE = "Bleak Moor", "All of the Moor"
CREATORS = ["Kit Marrow", "Lee Marrow", "Moll Flint", "Ned Flint"]
LANGUAGES = ["en", "fr", "de", None]
STATUSES = ["complete", "in-progress", "unknown"]


@dataclass
class Record:
    """A work as the filter knows it; ``tags`` has the canonical tags with those above."""

    pk: int
    visibility: str
    words: int
    chapters: int
    rating: str | None
    language: str | None
    status: str
    published: date | None
    updated: date | None
    title: list[str]
    summary: list[str]
    creators: list[str]
    tags: dict[str, list[str]] = field(default_factory=dict)
    stated: dict[str, list[str]] = field(default_factory=dict)

    @property
    def year(self) -> str | None:
        day = self.published or self.updated
        return str(day.year) if day else None

    def values(self, facet: str) -> list[str]:
        single = {"rating": self.rating, "language": self.language, "status": self.status, "year": self.year}
        if facet in single:
            return [value for value in [single[facet]] if value]
        if facet == "length":
            return [str(length_of(self.words))]
        return self.creators if facet == "creator" else self.tags[facet]


@dataclass(frozen=True)
class Asked:
    """A part of a question: as people write it, and which works it means."""

    text: str
    fits: Callable[[Record], bool]


@pytest.mark.django_db
def test_the_index_finds_what_a_plain_filter_finds(home: Path) -> None:
    chance = random.Random(1895)
    records = made(chance)
    catch_up(wait=True)
    public_ids = {
        **{(tag.kind, tag.name): tag.public_id for tag in m.Tag.objects.all()},
        **{("creator", one.name): one.public_id for one in m.Creator.objects.all()},
    }
    for _ in range(QUESTIONS):
        viewer = chance.choice(list(SEEN))
        asked = tree(chance, 3) if chance.random() < 0.8 else Asked("", lambda _: True)
        filters, passes = filtering(chance, public_ids)
        standing, wanted = never_wanted(chance)
        fit = [one for one in records if one.visibility in SEEN[viewer] and wanted(one) and asked.fits(one)]
        found = [one for one in fit if passes(one, "")]
        sort = chance.choice(SORTS)
        results = search(viewer, asked.text, filters, Paging(size=50), sort=sort, standing=standing, today=TODAY)
        told = (asked.text, filters, standing)
        assert results.total == len(found), told
        assert not results.problems, told
        numbers = [hit.work_id for hit in results.hits]
        assert set(numbers) <= {one.pk for one in found}, told
        if sort == "words":
            assert numbers == [one.pk for one in sorted(found, key=lambda one: (-one.words, -one.pk))][:50], told
        for facet, values in results.facets.items():
            if facet != "series":
                alone = filters.means_any(facet)
                counted = Counter(
                    value for one in fit if passes(one, facet if alone else "") for value in one.values(facet)
                )
                expected = sorted(counted.values(), reverse=True)[:MOST_VALUES]
                assert [one.count for one in values] == expected, (facet, *told)
                assert all(counted[one.label] == one.count for one in values), (facet, *told)


@pytest.mark.django_db
def test_lists_that_are_not_the_indexs_leave_out_the_same(home: Path) -> None:
    chance = random.Random(7)
    records = made(chance, 400)
    for _ in range(60):
        standing, wanted = never_wanted(chance)
        left = set(but_unwanted(m.Work.objects.all(), standing).values_list("pk", flat=True))
        assert left == {one.pk for one in records if wanted(one)}, standing


def made(chance: random.Random, count: int = WORKS) -> list[Record]:
    """Works in the catalogue, and what the filter knows of them."""
    tags = {(kind, name): m.Tag.objects.create(kind=kind, name=name) for kind, names in NAMES.items() for name in names}
    tags["fandom", SYNONYM] = m.Tag.objects.create(kind="fandom", name=SYNONYM, canonical=tags["fandom", CANONICAL])
    m.TagParent.objects.create(tag=tags["fandom", BELOW], parent=tags["fandom", ABOVE], kind="metatag")
    people = {name: m.Creator.objects.create(name=name, sort_name=name.casefold()) for name in CREATORS}
    records = [record(chance, number) for number in range(1, count + 1)]
    m.Work.objects.bulk_create(row(one) for one in records)
    m.Tagging.objects.bulk_create(
        m.Tagging(work_id=one.pk, tag=tags[kind, name], position=position)
        for one in records
        for kind, names in one.stated.items()
        for position, name in enumerate(names)
    )
    m.Creatorship.objects.bulk_create(
        m.Creatorship(work_id=one.pk, creator=people[name]) for one in records for name in one.creators
    )
    return records


def record(chance: random.Random, number: int) -> Record:
    published = date(1998, 1, 1) + timedelta(days=chance.randrange(4_500)) if chance.random() < 0.9 else None
    updated = published + timedelta(days=chance.randrange(600)) if published and chance.random() < 0.6 else None
    stated = {
        kind: chance.sample([*names, SYNONYM] if kind == "fandom" else names, chance.choice((0, 1, 1, 2)))
        for kind, names in NAMES.items()
    }
    if {SYNONYM, CANONICAL} <= set(stated["fandom"]):
        stated["fandom"] = [CANONICAL]
    known = {kind: [CANONICAL if name == SYNONYM else name for name in names] for kind, names in stated.items()}
    if BELOW in known["fandom"] and ABOVE not in known["fandom"]:
        known["fandom"] = [*known["fandom"], ABOVE]
    return Record(
        number,
        chance.choice(["public", "public", "registered", "private"]),
        int(10 ** chance.uniform(2, 5.5)),
        chance.choice((1, 1, 2, 7, 30)),
        chance.choice([None, *RATINGS]),
        chance.choice(LANGUAGES),
        chance.choice(STATUSES),
        published,
        updated,
        chance.sample(WORDS, chance.randint(1, 4)),
        chance.sample(WORDS, chance.randint(0, 8)),
        chance.sample(CREATORS, chance.choice((0, 1, 1, 2))),
        known,
        stated,
    )


def row(one: Record) -> m.Work:
    title = " ".join(one.title).title()
    return m.Work(
        pk=one.pk,
        title=title,
        display_title=title,
        sort_title=title.casefold(),
        summary=" ".join(one.summary),
        visibility=one.visibility,
        rating=one.rating,
        language=one.language,
        status=one.status,
        words=one.words,
        chapter_count=one.chapters,
        published=one.published,
        updated=one.updated,
    )


# Questions


def tree(chance: random.Random, depth: int) -> Asked:
    kind = chance.choice(["leaf", "leaf", "all", "any", "not"]) if depth else "leaf"
    if kind == "leaf":
        return chance.choice(LEAVES)(chance)
    if kind == "not":
        part = tree(chance, depth - 1)
        written = f"-({part.text})" if " " in part.text or part.text.startswith("-") else f"-{part.text}"
        return Asked(written, lambda one: not part.fits(one))
    parts = [tree(chance, depth - 1) for _ in range(chance.randint(2, 3))]
    written = (" " if kind == "all" else " OR ").join(f"({part.text})" for part in parts)
    join = all if kind == "all" else any
    return Asked(written, lambda one: join(part.fits(one) for part in parts))


def a_word(chance: random.Random) -> Asked:
    """Anywhere: in the title, the summary or the tags."""
    word = chance.choice(WORDS)
    written = f'"{word}"' if chance.random() < 0.3 else word.upper()
    return Asked(written, lambda one: word in {*one.title, *one.summary} or f"{word} tale" in one.tags["freeform"])


def a_title(chance: random.Random) -> Asked:
    word = chance.choice(WORDS)
    return Asked(f"title:{word}", lambda one: word in one.title)


def a_phrase(chance: random.Random) -> Asked:
    words = chance.sample(WORDS, 2)
    joined = " ".join(words)
    return Asked(f'summary:"{joined}"', lambda one: joined in " ".join(one.summary))


def a_beginning(chance: random.Random) -> Asked:
    begins = chance.choice(WORDS)[:4]
    return Asked(f"title:{begins}*", lambda one: any(word.startswith(begins) for word in one.title))


def a_tag(chance: random.Random) -> Asked:
    kind = chance.choice(["fandom", "character"])
    name = chance.choice(NAMES[kind])
    return Asked(f'{kind}:"{name}"', lambda one: name in one.tags[kind])


def a_first_name(chance: random.Random) -> Asked:
    name = chance.choice(["Ada", "Cora", "Frost"])
    return Asked(f"character:{name.lower()}", lambda one: any(name in tag.split() for tag in one.tags["character"]))


def a_ship(chance: random.Random) -> Asked:
    name = chance.choice(NAMES["relationship"])
    sign = "/" if "/" in name else " & "
    turned = sign.join(reversed(name.split(sign)))
    return Asked(f'ship:"{turned}"', lambda one: name in one.tags["relationship"])


def a_primary(chance: random.Random) -> Asked:
    name = chance.choice([name for name in NAMES["relationship"] if "/" in name])
    return Asked(f'primary:"{name}"', lambda one: next(iter(pairings(one)), "") == name)


def an_otp(chance: random.Random) -> Asked:
    wanted = chance.random() < 0.5
    return Asked(f"otp:{'yes' if wanted else 'false'}", lambda one: (len(pairings(one)) == 1) == wanted)


def pairings(one: Record) -> list[str]:
    return [name for name in one.stated["relationship"] if "/" in name]


def a_crossover(chance: random.Random) -> Asked:
    wanted = chance.random() < 0.5

    def fits(one: Record) -> bool:
        joined = {ABOVE if name in (BELOW, ABOVE) else name for name in one.tags["fandom"]}
        return (len(joined) > 1) == wanted

    return Asked(f"crossover:{'true' if wanted else 'no'}", fits)


def a_creator(chance: random.Random) -> Asked:
    name = chance.choice(CREATORS)
    if chance.random() < 0.5:
        return Asked(f'by:"{name}"', lambda one: name in one.creators)
    last = name.split()[1]
    return Asked(f"creator:{last}", lambda one: any(last in name for name in one.creators))


def a_value(chance: random.Random) -> Asked:
    if chance.random() < 0.3:
        two = chance.sample(RATINGS[1:], 2)
        return Asked(f"rating:{','.join(one.split()[0] for one in two)}", lambda one: one.rating in two)
    if chance.random() < 0.5:
        status = chance.choice(STATUSES)
        return Asked(f"status:{status}", lambda one: one.status == status)
    code, name = chance.choice([("en", "English"), ("fr", "fr"), ("de", "Deutsch")])
    return Asked(f"language:{name}", lambda one: one.language == code)


def a_number(chance: random.Random) -> Asked:
    low, high = sorted((int(10 ** chance.uniform(2, 5.5)), int(10 ** chance.uniform(2, 5.5))))
    return chance.choice(
        [
            Asked(f"words:>{low}", lambda one: one.words > low),
            Asked(f"words:<={high:,}", lambda one: one.words <= high),
            Asked(f"words:{low}-{high}", lambda one: low <= one.words <= high),
            Asked(f"chapters:{high % 4 or 7}", lambda one: one.chapters == (high % 4 or 7)),
        ]
    )


def a_date(chance: random.Random) -> Asked:
    first = 1998 + chance.randrange(12)
    days = chance.randrange(30, 2_000)
    month = date(first, chance.randint(1, 12), 1)
    after = (month + timedelta(days=31)).replace(day=1)
    return chance.choice(
        [
            Asked(f"published:{first}..{first + 2}", lambda one: year_of(one.published, first, first + 2)),
            Asked(f"updated:>{first}", lambda one: year_of(one.updated or one.published, first + 1, 9_999)),
            Asked(f"published:{month:%Y-%m}", lambda one: one.published is not None and month <= one.published < after),
            Asked(
                f"updated:<{days} days ago",
                lambda one: TODAY >= (one.updated or one.published or date.min) > TODAY - timedelta(days=days),
            ),
        ]
    )


def year_of(day: date | None, low: int, high: int) -> bool:
    return day is not None and low <= day.year <= high


LEAVES = [
    a_word, a_word, a_title, a_phrase, a_beginning, a_tag, a_first_name, a_ship, a_primary, an_otp, a_crossover,
    a_creator, a_value, a_number, a_date,
]  # fmt: skip


# Filters


def filtering(
    chance: random.Random, public_ids: dict[tuple[str, str], str]
) -> tuple[Filters, Callable[[Record, str], bool]]:
    """Filters, and whether a work passes them, but for the values of one facet."""
    choices = {
        **NAMES, "creator": CREATORS, "rating": list(RATINGS), "status": STATUSES, "language": ["en", "fr", "de"],
        "year": ["2001", "2005", "2009"], "length": ["0", "1", "3", "5"],
    }  # fmt: skip
    picked = [
        (facet, chance.choice(choices[facet])) for facet in chance.choices(list(choices), k=chance.choice((0, 0, 1, 2)))
    ]
    left_out = [
        (facet, chance.choice(choices[facet])) for facet in chance.choices(list(choices), k=chance.choice((0, 0, 1)))
    ]
    any_of = frozenset(facet for facet, _ in picked if chance.random() < 0.5)
    as_ids = [
        tuple((facet, public_ids.get((facet, value), value)) for facet, value in those) for those in (picked, left_out)
    ]
    filters = Filters(as_ids[0], as_ids[1], any_of)

    def passes(one: Record, but: str) -> bool:
        for facet in {facet for facet, _ in picked if facet != but}:
            has = [value in one.values(facet) for name, value in picked if name == facet]
            if not (any(has) if filters.means_any(facet) else all(has)):
                return False
        return not any(value in one.values(facet) for facet, value in left_out)

    return filters, passes


def never_wanted(chance: random.Random) -> tuple[Standing, Callable[[Record], bool]]:
    """Standing filters, and whether they leave a work."""
    if chance.random() < 0.5:
        return Standing(), lambda _: True
    names = {(kind, chance.choice(NAMES[kind])) for kind in chance.choices(list(NAMES), k=2)}
    creators = {chance.choice(CREATORS)} if chance.random() < 0.3 else set()
    works = frozenset(chance.sample(range(1, 400), 20)) if chance.random() < 0.3 else frozenset()
    languages = frozenset(chance.sample(["en", "fr", "de"], 2)) if chance.random() < 0.3 else frozenset()
    ratings = frozenset({chance.choice(RATINGS)}) if chance.random() < 0.3 else frozenset()
    standing = Standing(
        tags=frozenset(m.Tag.objects.get(kind=kind, name=name).pk for kind, name in names),
        creators=frozenset(m.Creator.objects.filter(name__in=creators).values_list("pk", flat=True)),
        works=works,
        languages=languages,
        ratings=ratings,
    )

    def wanted(one: Record) -> bool:
        return not (
            any(name in one.tags[kind] for kind, name in names)
            or creators & set(one.creators)
            or one.pk in works
            or one.rating in ratings
            or (languages and one.language and one.language not in languages)
        )

    return standing, wanted
