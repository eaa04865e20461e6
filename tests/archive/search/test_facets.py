"""Facet counts, held against a count made by hand from the catalogue."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archive.factories import Visible, make_work
from fanthology.archive.catalogue.models import Tag, Work
from fanthology.archive.catalogue.viewer import GUEST, KEEPER, Viewer
from fanthology.archive.search import generations, heads
from fanthology.archive.search.facets import MOST_VALUES
from fanthology.archive.search.filters import Filters
from fanthology.archive.search.follow import catch_up, rebuild
from fanthology.archive.search.query import search
from fanthology.fic.story import RATINGS

FANDOMS = [f"Fandom {number}" for number in range(20)]
CREATORS = [f"Creator {number}" for number in range(5)]
READER = Viewer(user_id=1, roles=frozenset({"reader"}))
SEEN = {GUEST: {"public"}, READER: {"public", "registered"}, KEEPER: {"public", "registered", "private"}}


@dataclass(frozen=True)
class Made:
    visibility: Visible
    fandoms: frozenset[str]
    creators: frozenset[str]
    rating: str | None
    status: str
    rainy: bool


WORKS = st.lists(
    st.builds(
        Made,
        visibility=st.sampled_from(["private", "registered", "public"]),
        fandoms=st.frozensets(st.sampled_from(FANDOMS), max_size=6),
        creators=st.frozensets(st.sampled_from(CREATORS), max_size=3),
        rating=st.sampled_from([None, *RATINGS]),
        status=st.sampled_from(["complete", "in-progress", "unknown"]),
        rainy=st.booleans(),
    ),
    max_size=8,
)


@pytest.mark.django_db
@pytest.mark.usefixtures("home")
class TestCounts:
    @settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(
        works=WORKS, viewer=st.sampled_from(list(SEEN)), fandom=st.none() | st.sampled_from(FANDOMS), rain=st.booleans()
    )
    def test_are_those_of_the_catalogue(
        self, works: list[Made], viewer: Viewer, fandom: str | None, rain: bool
    ) -> None:
        for made in works:
            text = "rain" if made.rainy else "sun"
            fields = {"rating": made.rating, "status": made.status, "text": text}
            make_work("T", fandoms=made.fandoms, creators=made.creators, visibility=made.visibility, **fields)
        catch_up()
        public_ids = tuple(Tag.objects.filter(name=fandom).values_list("public_id", flat=True)) or ("unknown",)
        results = search(
            viewer, "rain" if rain else "", Filters(tuple(("fandom", one) for one in public_ids) if fandom else ())
        )
        found = [work for work in Work.objects.all() if fits(work, viewer, fandom, rain)]
        assert results.total == len(found)
        by_hand = {
            "fandom": Counter(tag.name for work in found for tag in work.tags.all()),
            "creator": Counter(creator.name for work in found for creator in work.creators.all()),
            "rating": Counter(work.rating for work in found if work.rating),
            "status": Counter(work.status for work in found),
        }
        for name, counts in by_hand.items():
            told = {one.label: one.count for one in results.facets[name]}
            assert sorted(told.values(), reverse=True) == sorted(counts.values(), reverse=True)[:MOST_VALUES]
            assert all(counts[label] == count for label, count in told.items())


def fits(work: Work, viewer: Viewer, fandom: str | None, rain: bool) -> bool:
    assert work.edition is not None
    texts = [chapter.text.html for chapter in work.edition.chapters.all()]
    return (
        work.visibility in SEEN[viewer]
        and (fandom is None or fandom in {tag.name for tag in work.tags.all()})
        and (not rain or any("rain" in text for text in texts))
    )


@pytest.mark.django_db
@pytest.mark.usefixtures("home")
@pytest.mark.parametrize("few", [0, 30, 10_000])
@pytest.mark.parametrize("one_in", [2, 8, 30])
def test_a_large_index_counts_as_a_small_one(monkeypatch: pytest.MonkeyPatch, one_in: int, few: int) -> None:
    """It is written in parts and has the common tags in fields of their own: with few of them, which do not tell all,
    with some, and with all."""
    for number in range(60):
        fandoms = [f"Fandom {one}" for one in range(20) if number % (one + 1) == 0]
        make_work(f"W{number}", fandoms=fandoms, freeforms=[f"Tag {number % 25}"], creators=[f"C{number % 7}"])
    catch_up()
    asked = [("", Filters()), ("title:w1*", Filters()), ("fandom:4", Filters())]
    small = [search(GUEST, text, filters) for text, filters in asked]
    monkeypatch.setattr("fanthology.archive.search.heads.LARGE", 10)
    monkeypatch.setattr("fanthology.archive.search.heads._ONE_IN", one_in)
    monkeypatch.setattr("fanthology.archive.search.answering.FEW", few)
    rebuild()
    current = generations.current()
    assert current is not None and heads.kept(current).least == 60 // one_in
    large = [search(GUEST, text, filters) for text, filters in asked]
    assert [(one.total, one.facets) for one in large] == [(one.total, one.facets) for one in small]
    make_work("W1 late", fandoms=["Fandom 3", "Fandom 17"], creators=["C1"])
    catch_up()
    assert search(GUEST).total == 61
    counted = {value.label: value.count for value in search(GUEST).facets["fandom"]}
    assert counted["Fandom 3"] == 16 and counted["Fandom 0"] == 60
