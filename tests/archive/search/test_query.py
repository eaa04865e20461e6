"""What a search finds, in a real index."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from archive.factories import Visible, make_work, remove, set_visibility
from fanthology.archive.catalogue.models import Creator, Tag, Work
from fanthology.archive.catalogue.viewer import GUEST, KEEPER, Viewer
from fanthology.archive.search.answering import Paging
from fanthology.archive.search.filters import Filters
from fanthology.archive.search.follow import catch_up
from fanthology.archive.search.orders import SORTS, Sort
from fanthology.archive.search.query import Results, search

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]

VISIBILITIES: tuple[Visible, ...] = ("private", "registered", "public")
READER = Viewer(user_id=7, name="reader", roles=frozenset({"reader"}))


def titles(results: Results) -> list[str]:
    found = Work.objects.in_bulk([hit.work_id for hit in results.hits])
    return [found[hit.work_id].display_title for hit in results.hits]


def found(text: str = "", filters: Filters | None = None, viewer: Viewer = GUEST, sort: Sort = "title") -> list[str]:
    catch_up()
    return titles(search(viewer, text, filters or Filters(), sort=sort))


@pytest.fixture
def shelf(home: Path) -> None:
    """A small shelf that the tests below search."""
    make_work(
        "The Rose and the Rain",
        creators=["Irene Adler"],
        fandoms=["Sherlock Holmes"],
        characters=["Mary Morstan"],
        text="The naïve inspector was running through the rain.\n\nA rose lay on the step; he didn't see it.",
        rating="Teen And Up Audiences",
        status="complete",
        language="en",
        summary="A café, a walk and a quarrel.",
        series=["Wet Weather"],
        updated="1999-05-01",
    )
    make_work(
        "Castle of Glass",
        creators=["Mina Harker", "Irene Adler"],
        fandoms=["Dracula", "Sherlock Holmes"],
        text=["Snow fell on the castle.", "The rain and then the rose: never the rose in the rain."],
        rating="Mature",
        status="in-progress",
        language="en",
        notes_after="Thank you, Quincey.",
        updated="2004-05-01",
    )
    make_work(
        "Mad Tea",
        creators=["Dodo"],
        fandoms=["Alice in Wonderland"],
        text="No room, said the Hatter to nobody. " * 9,
        language="fr",
        disclaimer="Wonderland belongs to Carroll.",
        permission="Ask the walrus.",
    )


@pytest.mark.usefixtures("shelf")
class TestWords:
    @pytest.mark.parametrize(
        ("query", "expected"),
        [
            ("rose rain", ["Castle of Glass", "The Rose and the Rain"]),
            ('"rose in the rain"', ["Castle of Glass"]),
            ('"rain the rose"', []),
            ('"castle the rain"', []),
            ("naive", ["The Rose and the Rain"]),
            ("NAÏVE", ["The Rose and the Rain"]),
            ("nai\u0308ve", ["The Rose and the Rain"]),
            ("cafe", ["The Rose and the Rain"]),
            ("runs", ["The Rose and the Rain"]),
            ("didn’t", ["The Rose and the Rain"]),
            ("adler", ["Castle of Glass", "The Rose and the Rain"]),
            ("creator:mina", ["Castle of Glass"]),
            ("title:rose", ["The Rose and the Rain"]),
            ("morstan", ["The Rose and the Rain"]),
            ("weather", ["The Rose and the Rain"]),
            ("quincey", ["Castle of Glass"]),
            ("rose -snow", ["The Rose and the Rain"]),
            ("-rose", ["Mad Tea"]),
            ("snow OR hatter", ["Castle of Glass", "Mad Tea"]),
            ("walrus", []),
            ("carroll", []),
            ("vampires", []),
        ],
    )
    def test_finds(self, query: str, expected: list[str]) -> None:
        assert sorted(found(query)) == expected

    def test_a_title_counts_for_more_than_the_text(self) -> None:
        assert found("rose", sort="best")[0] == "The Rose and the Rain"

    def test_a_public_id_finds_its_work(self) -> None:
        assert found(Work.objects.get(title="Mad Tea").public_id) == ["Mad Tea"]

    def test_the_ids_of_paragraphs_are_no_words(self) -> None:
        assert found("b1x0") == []

    def test_a_mistake_is_told_and_the_rest_is_searched(self) -> None:
        catch_up()
        results = search(GUEST, 'hatter "no room')
        assert titles(results) == ["Mad Tea"]
        assert results.problem == "A quotation mark has no partner, so the words after it were searched one by one."

    def test_nothing_to_search_for_is_told(self) -> None:
        catch_up()
        results = search(GUEST, "!!! ?")
        assert (results.total, results.hits) == (0, ())
        assert results.problem == "There is no letter or digit to search for."

    @pytest.mark.parametrize(
        "query", ["visibility:private", "work_id:1", "*", "a:b:c", "[1 TO 2]", "\\", "^", "~2", "\udce9"]
    )
    def test_the_language_of_the_engine_means_nothing(self, query: str) -> None:
        catch_up()
        assert search(GUEST, query).total == 0


@pytest.mark.usefixtures("shelf")
class TestSnippets:
    def snippet(self, query: str) -> str:
        catch_up()
        (hit,) = search(Viewer(adult=True), query).hits
        return str(hit.snippet)

    def test_marks_the_words_as_they_are_written(self) -> None:
        assert "The <mark>naïve</mark> inspector was <mark>running</mark> through" in self.snippet("naive runs")

    def test_shows_the_phrase_and_not_another_place_with_its_words(self) -> None:
        shown = self.snippet('"rose in the rain"')
        assert "never the <mark>rose in the rain</mark>" in shown

    def test_comes_from_the_summary_if_the_text_has_nothing(self) -> None:
        assert self.snippet("quarrel") == "A café, a walk and a <mark>quarrel</mark>."

    def test_is_empty_if_only_a_name_was_found(self) -> None:
        assert self.snippet("mina") == ""

    def test_is_escaped(self) -> None:
        make_work("Script", text="A <script>alert('owl')</script> & an owl.")
        assert (
            "&lt;script&gt;alert(&#x27;<mark>owl</mark>&#x27;)&lt;/script&gt; &amp; an <mark>owl</mark>."
            in self.snippet("title:script owl")
        )

    def test_finds_a_phrase_far_into_a_long_text(self) -> None:
        make_work("Long", text="word " * 20_000 + "the purple phoenix sings " + "word " * 20_000)
        assert "the <mark>purple phoenix</mark> sings" in self.snippet('"purple phoenix"')


@pytest.mark.usefixtures("shelf")
class TestFilters:
    def test_several_fandoms_mean_all_of_them(self) -> None:
        holmes, dracula, alice = (
            ("fandom", Tag.objects.get(name=name).public_id)
            for name in ("Sherlock Holmes", "Dracula", "Alice in Wonderland")
        )
        assert found(filters=Filters((holmes,))) == ["Castle of Glass", "The Rose and the Rain"]
        assert found(filters=Filters((holmes, dracula))) == ["Castle of Glass"]
        assert found(filters=Filters((holmes, alice))) == []

    def test_or_any_of_them(self) -> None:
        dracula, alice = (
            ("fandom", Tag.objects.get(name=name).public_id) for name in ("Dracula", "Alice in Wonderland")
        )
        assert found(filters=Filters((dracula, alice), any_of=frozenset({"fandom"}))) == ["Castle of Glass", "Mad Tea"]

    def test_without(self) -> None:
        dracula = ("fandom", Tag.objects.get(name="Dracula").public_id)
        adler = ("creator", Creator.objects.get(name="Irene Adler").public_id)
        assert found(filters=Filters(exclude=(dracula,))) == ["Mad Tea", "The Rose and the Rain"]
        assert found(filters=Filters(exclude=(dracula, adler))) == ["Mad Tea"]
        assert found(filters=Filters(exclude=(("language", "en"), ("rating", "Mature")))) == ["Mad Tea"]

    def test_creators(self) -> None:
        irene, mina = (("creator", Creator.objects.get(name=name).public_id) for name in ("Irene Adler", "Mina Harker"))
        assert found(filters=Filters((irene,))) == ["Castle of Glass", "The Rose and the Rain"]
        assert found("snow", Filters((irene, mina))) == ["Castle of Glass"]

    def test_any_tag(self) -> None:
        mary = Tag.objects.get(name="Mary Morstan").public_id
        assert found(filters=Filters((("tag", mary),))) == ["The Rose and the Rain"]

    def test_rating_status_language(self) -> None:
        assert found(filters=Filters((("rating", "Mature"),))) == ["Castle of Glass"]
        assert found(filters=Filters((("status", "unknown"),))) == ["Mad Tea"]
        assert found(filters=Filters((("language", "fr"),))) == ["Mad Tea"]
        assert found("rain", Filters((("language", "fr"),))) == []

    def test_two_of_what_a_work_has_one_of_mean_either(self) -> None:
        either = Filters((("rating", "Mature"), ("rating", "Teen And Up Audiences")))
        assert found(filters=either) == ["Castle of Glass", "The Rose and the Rain"]

    def test_year_and_length(self) -> None:
        assert found(filters=Filters((("year", "2004"),))) == ["Castle of Glass"]
        assert found(filters=Filters((("length", "0"),))) == ["Castle of Glass", "Mad Tea", "The Rose and the Rain"]
        assert found(filters=Filters((("year", "0x7d4"),))) == []

    @pytest.mark.parametrize(
        "value",
        [
            ("fandom", "nowhere"),
            ("creator", "nobody"),
            ("rating", "Spicy"),
            ("year", "soon"),
            ("tag", "x"),
            ("pov", "x"),
        ],
    )
    def test_what_nothing_has_finds_nothing(self, value: tuple[str, str]) -> None:
        assert found(filters=Filters((value,))) == []
        assert len(found(filters=Filters(exclude=(value,)))) == 3

    def test_facets_count_what_was_found(self) -> None:
        catch_up()
        results = search(GUEST, "rain")
        counts = {name: [(one.label, one.count) for one in values] for name, values in results.facets.items()}
        assert counts == {
            "fandom": [("Sherlock Holmes", 2), ("Dracula", 1)],
            "character": [("Mary Morstan", 1)],
            "relationship": [],
            "freeform": [],
            "rating": [("Mature", 1), ("Teen And Up Audiences", 1)],
            "warning": [],
            "category": [],
            "language": [("en", 2)],
            "status": [("complete", 1), ("in-progress", 1)],
            "creator": [("Irene Adler", 2), ("Mina Harker", 1)],
            "series": [("Wet Weather", 1)],
            "year": [("1999", 1), ("2004", 1)],
            "length": [("0", 2)],
        }

    def test_a_facet_of_single_values_shows_what_another_would_add(self) -> None:
        catch_up()
        results = search(GUEST, "rain", Filters((("rating", "Mature"),)))
        assert results.total == 1
        assert [(one.label, one.count) for one in results.facets["rating"]] == [
            ("Mature", 1),
            ("Teen And Up Audiences", 1),
        ]
        assert [(one.label, one.count) for one in results.facets["status"]] == [("in-progress", 1)]

    def test_a_facet_value_is_a_filter(self) -> None:
        catch_up()
        holmes = search(GUEST, "").facets["fandom"][0]
        assert search(GUEST, "", Filters((("fandom", holmes.value),))).total == holmes.count == 2


@pytest.mark.usefixtures("shelf")
class TestOrder:
    @pytest.mark.parametrize(
        ("sort", "expected"),
        [
            ("best", ["Mad Tea", "Castle of Glass", "The Rose and the Rain"]),
            ("added", ["Mad Tea", "Castle of Glass", "The Rose and the Rain"]),
            ("creator", ["Mad Tea", "The Rose and the Rain", "Castle of Glass"]),
            ("published", ["Mad Tea", "Castle of Glass", "The Rose and the Rain"]),
            ("title", ["Castle of Glass", "Mad Tea", "The Rose and the Rain"]),
            ("words", ["Mad Tea", "The Rose and the Rain", "Castle of Glass"]),
            ("updated", ["Castle of Glass", "The Rose and the Rain", "Mad Tea"]),
        ],
    )
    def test_browsing(self, sort: Sort, expected: list[str]) -> None:
        assert found(sort=sort) == expected

    def test_pages_are_disjoint_and_whole(self) -> None:
        for number in range(7):
            make_work(f"Filler {number}")
        catch_up()
        for sort in SORTS:
            pages = [search(GUEST, paging=Paging(page, 4), sort=sort) for page in (1, 2, 3, 4)]
            ids = [hit.work_id for page in pages for hit in page.hits]
            assert [len(page.hits) for page in pages] == [4, 4, 2, 0]
            assert len(set(ids)) == len(ids) == pages[0].total == 10
            assert pages[0].pages == 3

    @pytest.mark.parametrize("sort", [sort for sort in SORTS if sort != "best"])
    def test_a_page_begins_where_the_one_before_ended(self, sort: Sort) -> None:
        for number in range(7):
            make_work(f"Filler {number}", creators=[f"Hand {number % 3}"], updated="2001-01-01")
        catch_up()
        whole = [hit.public_id for hit in search(GUEST, paging=Paging(size=200), sort=sort).hits]
        for start in range(len(whole)):
            after = search(GUEST, paging=Paging(2, 3, after=whole[start]), sort=sort)
            assert [hit.public_id for hit in after.hits] == whole[start + 1 : start + 4]
            before = search(GUEST, paging=Paging(2, 3, before=whole[start]), sort=sort)
            assert [hit.public_id for hit in before.hits] == whole[max(0, start - 3) : start]
            assert after.total == before.total == 10

    def test_a_page_after_a_work_that_is_gone_is_the_first(self) -> None:
        work = make_work("Ghost", visibility="private")
        catch_up()
        for public_id in (work.public_id, "nothing"):
            results = search(GUEST, paging=Paging(3, 2, after=public_id), sort="title")
            assert titles(results) == ["Castle of Glass", "Mad Tea"]
            assert results.problem is not None and "first page" in results.problem
            assert results.page == 1

    @pytest.mark.parametrize(("page", "size"), [(10**12, 20), (0, 0), (-5, -5), (1, 10**9)])
    def test_pages_and_sizes_beyond_reason(self, page: int, size: int) -> None:
        catch_up()
        results = search(GUEST, paging=Paging(page, size))
        assert results.total == 3
        assert len(results.hits) == (0 if page > 1 else min(3, results.size))


class TestWhoSeesWhat:
    @pytest.fixture
    def three(self) -> dict[str, Work]:
        return {
            level: make_work(
                f"Secret {level}", creators=[f"{level} hand"], fandoms=[level], text="rain", visibility=level
            )
            for level in ("private", "registered", "public")
        }

    @pytest.mark.parametrize(
        ("viewer", "levels"),
        [
            (GUEST, ["public"]),
            (READER, ["public", "registered"]),
            (KEEPER, ["private", "public", "registered"]),
        ],
    )
    @pytest.mark.usefixtures("three")
    @pytest.mark.parametrize("query", ["", "rain", "secret"])
    def test_total_hits_and_facets(self, viewer: Viewer, levels: list[str], query: str) -> None:
        catch_up()
        results = search(viewer, query, sort="title")
        assert titles(results) == [f"Secret {level}" for level in levels]
        assert results.total == len(levels)
        assert sorted(one.label for one in results.facets["fandom"]) == levels
        assert sorted(one.label for one in results.facets["creator"]) == [f"{level} hand" for level in levels]

    def test_a_hidden_work_is_not_counted(self, three: dict[str, Work]) -> None:
        catch_up()
        results = search(Viewer(user_id=7, roles=frozenset({"reader"}), hidden=frozenset({three["public"].pk})))
        assert titles(results) == ["Secret registered"]
        assert (results.total, [one.count for one in results.facets["fandom"]]) == (1, [1])

    def test_a_work_made_private_is_gone_before_the_index_knows(self, three: dict[str, Work]) -> None:
        catch_up()
        set_visibility(three["public"], "private")
        results = search(GUEST, "rain")
        assert (results.hits, results.total, results.facets["fandom"]) == ((), 0, ())
        assert results.behind == 1
        assert search(KEEPER, "rain").total == 3

    def test_a_work_that_was_removed_is_gone_before_the_index_knows(self, three: dict[str, Work]) -> None:
        catch_up()
        remove(three["public"])
        results = search(KEEPER, "rain")
        assert results.total == len(results.hits) == 2
        catch_up()
        assert (search(KEEPER, "rain").total, search(KEEPER, "rain").behind) == (2, 0)

    def test_a_change_the_log_does_not_have_is_caught_by_the_catalogue(self, three: dict[str, Work]) -> None:
        catch_up()
        Work.objects.filter(pk=three["public"].pk).update(visibility="private")
        results = search(GUEST, "rain")
        assert (results.hits, results.total) == ((), 0)

    def test_an_index_far_behind_answers_the_keeper_only(
        self, three: dict[str, Work], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        catch_up()
        for work in three.values():
            set_visibility(work, "private")
        monkeypatch.setattr("fanthology.archive.search.lag.MOST", 2)
        results = search(GUEST, "rain")
        assert (results.hits, results.facets) == ((), {})
        assert results.problem is not None and "brought up to date" in results.problem
        assert search(KEEPER, "rain").total == 3

    def test_contacts_are_not_in_the_index(self) -> None:
        make_work(
            "Letters", creators=["Mina"], contact="mina@whitby.example", notes_after="Write to lucy@whitby.example!"
        )
        catch_up()
        assert search(KEEPER, "whitby").total == 0
        assert search(KEEPER, "title:letters").total == 1

    def test_an_address_in_notes_is_not_in_a_snippet(self) -> None:
        make_work("Letters", notes_after="Bouquets to lucy@whitby.example please")
        catch_up()
        (hit,) = search(GUEST, "bouquets").hits
        assert hit.snippet == "<mark>Bouquets</mark> to l***@*** please"


class TestIndexItself:
    def test_a_small_archive_without_an_index_builds_it(self) -> None:
        make_work("Mad Tea")
        assert titles(search(GUEST, "tea")) == ["Mad Tea"]

    def test_a_large_archive_without_an_index_says_so(self, monkeypatch: pytest.MonkeyPatch) -> None:
        make_work("Mad Tea")
        monkeypatch.setattr("fanthology.archive.search.query._SMALL_ARCHIVE", 0)
        results = search(GUEST, "tea")
        assert results.hits == ()
        assert results.problem is not None and "fanthology reindex" in results.problem

    @pytest.mark.usefixtures("shelf")
    def test_the_number_of_queries_does_not_grow_with_the_hits(self) -> None:
        catch_up()
        search(GUEST, "the")
        with CaptureQueriesContext(connection) as few:
            search(GUEST, "rose")
        for number in range(15):
            make_work(f"Rose {number}", creators=[f"Gardener {number}"], fandoms=[f"Garden {number}"], text="A rose.")
        catch_up()
        with CaptureQueriesContext(connection) as many:
            assert len(search(GUEST, "rose").hits) == 17
        assert len(many) == len(few) <= 8
