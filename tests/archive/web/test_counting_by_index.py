"""What the index counts of a large archive for its first pages is what the database counts of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, TypeAlias

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from archive.factories import make_work, set_visibility
from fanthology.archive.catalogue.models import Tag, TagKind, TagParent, Work
from fanthology.archive.catalogue.viewer import GUEST, KEEPER, Viewer
from fanthology.archive.catalogue.wrangling import put_under, take_from_under
from fanthology.archive.search import generations
from fanthology.archive.search.answering import forget
from fanthology.archive.search.filters import Filters
from fanthology.archive.search.follow import catch_up, rebuild
from fanthology.archive.search.query import search
from fanthology.archive.web import counting

pytestmark = pytest.mark.django_db
READER = Viewer(user_id=1, name="ruth", roles=frozenset({"reader"}))
Told: TypeAlias = dict[str, Any]


@pytest.fixture
def large(home: object, monkeypatch: pytest.MonkeyPatch) -> list[Work]:
    """An archive that counts as large, with a wider fandom of one work, a synonym, private works and some undated."""
    monkeypatch.setattr("fanthology.archive.search.heads.LARGE", 10)
    works = [
        make_work(
            f"Story {number}",
            fandoms=[f"Land {number % 7}", *(["Oz"] if number % 2 else ["Ozzie"] if number % 3 else [])],
            characters=["Dorothy", f"Lion {number % 5}"],
            published=f"{1990 + number % 4}-12-31" if number % 5 else None,
            updated="2004-01-01" if number % 10 else None,
            visibility="private" if number % 11 == 3 else "registered" if number % 11 == 5 else "public",
        )
        for number in range(40)
    ]
    works.append(make_work("Wide", fandoms=["All the Lands"], published="1999-01-01"))
    Tag.objects.filter(name="Ozzie").update(canonical=Tag.objects.get(name="Oz"))
    wide = Tag.objects.get(name="All the Lands")
    for number in range(5):
        narrow = Tag.objects.get(name=f"Land {number}")
        TagParent.objects.create(tag=narrow, parent=wide, kind=TagParent.Kind.METATAG)
    rebuild()
    return works


def told(viewer: Viewer) -> Told:
    every = list(Tag.objects.filter(canonical=None).order_by("pk"))
    return {
        "works": counting.all_works(viewer),
        "fandoms": [(one.name, one.work_count) for one in counting.commonest_tags(viewer, TagKind.FANDOM, 5)],  # type: ignore[attr-defined]
        "tags": {pk: count for pk, count in counting.of_tags(viewer, [one.pk for one in every]).items() if count},
        "each": {one.name: counting.of_tag(viewer, one) for one in every},
        "years": counting.by_year(viewer),
        "years of each": {one.name: counting.by_year(viewer, one) for one in every},
        "pictures": counting.by_year_and_fandom(viewer, 4),
    }


@pytest.fixture
def in_database(monkeypatch: pytest.MonkeyPatch) -> Callable[[Viewer], Told]:
    def tell(viewer: Viewer) -> Told:
        with monkeypatch.context() as without:
            without.setattr(counting, "by_index", lambda viewer, ask: None)
            return told(viewer)

    return tell


@pytest.mark.parametrize("viewer", [GUEST, READER, KEEPER], ids=["guest", "reader", "keeper"])
def test_it_is_the_same(large: list[Work], in_database: Callable[[Viewer], Told], viewer: Viewer) -> None:
    assert counting.by_index(viewer, lambda whole: whole.now.heads.tags), "the index is asked"
    assert told(viewer) == in_database(viewer)
    hidden = replace(viewer, hidden=frozenset({large[1].pk}))
    assert told(hidden) == in_database(hidden)
    assert told(hidden)["works"] == told(viewer)["works"] - 1


def test_what_is_hidden_is_not_counted_before_the_index_knows(
    large: list[Work], in_database: Callable[[Viewer], Told]
) -> None:
    before = told(GUEST)["works"]
    set_visibility(large[1], "private")
    assert told(GUEST) == in_database(GUEST) and told(GUEST)["works"] == before - 1


def test_what_came_is_counted_as_soon_as_the_index_knows(
    large: list[Work], in_database: Callable[[Viewer], Told]
) -> None:
    before = told(GUEST)
    make_work("New", fandoms=["Land 1", "Utopia"], published="2020-01-01")
    assert told(GUEST)["works"] == before["works"]
    catch_up(wait=True)
    assert told(GUEST) == in_database(GUEST)
    assert told(GUEST)["works"] == before["works"] + 1 and told(GUEST)["years"].by_year[2020] == 1


def test_the_first_pages_have_the_database_count_no_tags(large: list[Work], stranger: Client) -> None:
    for address in ("/", "/years/", "/years/fandoms"):
        with CaptureQueriesContext(connection) as caught:
            assert stranger.get(address).status_code == 200
        asked = [one["sql"] for one in caught.captured_queries]
        counted = [sql for sql in asked if "COUNT(" in sql and "catalogue_work" in sql]
        # the wider fandom is counted by itself, since the index counts the works of others with it
        assert len(counted) <= 1 and not any("EXISTS" in sql for sql in counted), counted


def test_a_list_of_names_is_not_kept_as_the_index_had_it_before(large: list[Work], stranger: Client) -> None:
    before = counting.of_tags(GUEST, [dorothy := Tag.objects.get(name="Dorothy").pk])[dorothy]
    make_work("New", characters=["Dorothy"])
    assert f"works: </span>{before}</span>" in stranger.get("/characters/").text
    catch_up(wait=True)
    assert f"works: </span>{before + 1}</span>" in stranger.get("/characters/").text


def test_a_tag_that_is_rare_is_counted_to_the_moment(large: list[Work], stranger: Client) -> None:
    for number in range(3):
        make_work(f"New {number}", fandoms=["Utopia"])
    utopia = Tag.objects.get(name="Utopia")
    assert counting.of_tag(GUEST, utopia) == 3
    assert "3 works" in stranger.get(f"/fandoms/{utopia.public_id}").text


def test_a_tag_that_is_not_wider_any_more_has_its_own_works_again(
    large: list[Work], in_database: Callable[[Viewer], Told]
) -> None:
    wide, land, oz = (Tag.objects.get(name=name) for name in ("All the Lands", "Land 5", "Oz"))
    put_under([oz], land, TagParent.Kind.METATAG, KEEPER)
    put_under([land], wide, TagParent.Kind.METATAG, KEEPER)
    catch_up(wait=True)
    found = search(KEEPER, filters=Filters(include=(("fandom", wide.public_id),)))
    assert found.total > 30, "with what bears a synonym"
    for relation in TagParent.objects.all():
        take_from_under(relation, KEEPER)
    catch_up(wait=True)
    assert told(GUEST) == in_database(GUEST)
    assert counting.of_tag(GUEST, wide) == 1


@pytest.mark.parametrize("which", ["term", "fast", "store"])
def test_the_first_pages_do_without_a_damaged_index(
    large: list[Work], stranger: Client, in_database: Callable[[Viewer], Told], which: str
) -> None:
    current = generations.current()
    assert current is not None
    for file in current.glob(f"*.{which}"):
        data = file.read_bytes()
        file.write_bytes(data[:10] + bytes(len(data) - 120) + data[-110:])
    forget()
    assert told(GUEST) == in_database(GUEST)
    for address in ("/", "/years/", "/characters/"):
        assert stranger.get(address).status_code == 200


def test_the_first_pages_need_no_place_for_an_index(stranger: Client, settings: Any) -> None:
    make_work("One")
    (settings.HOME / "index").write_text("in the way")
    assert "One story" in stranger.get("/").text
    assert stranger.get("/years/").status_code == 200
