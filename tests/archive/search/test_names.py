"""Names that are suggested while somebody types."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import now

from archive.factories import make_work, record_change, remove, set_visibility
from fanthology.archive.catalogue.models import Change, Creator, Series, Tag, Tagging, TagParent, Work
from fanthology.archive.catalogue.viewer import GUEST, KEEPER, Viewer
from fanthology.archive.catalogue.wrangling import make_synonyms, part_synonyms, put_under
from fanthology.archive.search.follow import catch_up, rebuild
from fanthology.archive.search.names import follow as names
from fanthology.archive.search.names.documents import documents
from fanthology.archive.search.names.schema import SHELF, TABLES
from fanthology.archive.search.names.suggesting import MOST, suggest
from fanthology.archive.search.names.surveying import survey

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]
READER = Viewer(user_id=1, roles=frozenset({"reader"}))


def found(kind: str, text: str, viewer: Viewer = GUEST, **how: Any) -> list[str]:
    """What is suggested, with the synonym that it was found by after a colon."""
    return [one.name + (f": {one.via}" if one.via else "") for one in suggest(viewer, kind, text, **how)]


def tag(kind: str, name: str) -> Tag:
    return Tag.objects.get(kind=kind, name=name)


class TestWhatIsFound:
    @pytest.mark.parametrize(
        ("typed", "name"),
        [
            ("sherl", "Sherlock Holmes"),
            ("holmes s", "Sherlock Holmes"),
            ("holmes sher", "Sherlock Holmes"),
            ("sherlok hol", "Sherlock Holmes"),
            ("SHERLOCK  HOLMES", "Sherlock Holmes"),
            ("naive", "Naïve Melody"),
            ("nai\u0308ve mel", "Naïve Melody"),
            ("dont l", "Don't Look"),
            ("don’t", "Don't Look"),
            ("artagnan", "Charles d'Artagnan"),
            ("dartagnan", "Charles d'Artagnan"),
            ("springheeled", "Spring-Heeled Jack"),
            ("spring heeled", "Spring-Heeled Jack"),
            ("holmeswatson", "Holmes/Watson"),
            ("waston", "Holmes/Watson"),
            ("łodz", "Łódź"),
            ("lodz", "Łódź"),
            ("猿", "西遊記の猿王"),
            ("猿王", "西遊記の猿王"),
            ("遊記", "西遊記の猿王"),
            ("길동", "홍길동전"),
            ("홍기", "홍길동전"),
            ("???", "???"),
        ],
    )
    def test_as_people_type(self, typed: str, name: str) -> None:
        names_of = (
            "Sherlock Holmes", "Naïve Melody", "Don't Look", "Charles d'Artagnan", "Spring-Heeled Jack",
            "Holmes/Watson", "Łódź", "西遊記の猿王", "홍길동전", "???",
        )  # fmt: skip
        make_work(freeforms=names_of)
        catch_up()
        assert found("freeform", typed)[:1] == [name]

    @pytest.mark.parametrize("kind", TABLES)
    def test_each_kind_apart(self, kind: str) -> None:
        plural = {"category": "categories", "series": "series"}
        lists = {one: plural.get(one, f"{one}s") for one in TABLES}
        make_work(**{field: [f"Ivanhoe {one}"] for one, field in lists.items()})
        catch_up()
        assert found(kind, "ivan") == [f"Ivanhoe {kind}"]

    def test_a_slip_of_the_fingers(self) -> None:
        make_work(characters=["Spike"])
        catch_up()
        for slip in ("spkie", "spke", "spiike", "sipke", "soike", "xspike", "pike"):
            assert found("character", slip) == ["Spike"], slip
        for other in ("spk", "sbkie", "drusilla"):
            assert found("character", other) == [], other

    def test_a_synonym_gives_its_canonical_tag_and_says_so(self) -> None:
        make_work(fandoms=["BtVS"])
        make_work(fandoms=["The Slayer of Vampires"])
        make_synonyms([tag("fandom", "BtVS")], tag("fandom", "The Slayer of Vampires"), KEEPER)
        catch_up()
        (one,) = suggest(GUEST, "fandom", "btv")
        assert (one.name, one.via, one.works) == ("The Slayer of Vampires", "BtVS", 2)
        assert one.public_id == tag("fandom", "The Slayer of Vampires").public_id
        assert found("fandom", "slayer") == ["The Slayer of Vampires"]

    def test_nothing_is_typed(self) -> None:
        make_work(fandoms=["Ivanhoe"])
        catch_up()
        assert found("fandom", "") == found("fandom", "  ") == found("fandom", "\0") == []

    def test_rubbish_is_no_mistake_of_ours(self) -> None:
        make_work(fandoms=["Ivanhoe"])
        catch_up()
        for rubbish in ("\udce9", "x" * 100_000, "a " * 500, '"(*[', "\U0001f980", "ﷺ" * 300):
            assert found("fandom", rubbish) == [], rubbish

    def test_before_there_is_an_index(self) -> None:
        make_work(fandoms=["Ivanhoe"])
        assert found("fandom", "ivan") == []


class TestOrder:
    def test_best_fit_first_then_more_works(self) -> None:
        for freeforms, times in (
            (["Rain"], 1),
            (["Rainbow"], 2),
            (["Rainy Day"], 3),
            (["A Rain Song"], 4),
            (["Train"], 5),
        ):
            for _ in range(times):
                make_work(freeforms=freeforms)
        catch_up()
        assert found("freeform", "rain") == ["Rain", "Rainy Day", "Rainbow", "A Rain Song", "Train"]

    def test_those_of_the_fandoms_first(self) -> None:
        for fandom, character, times in (
            ("Emma", "Jane Fairfax", 1),
            ("Rivals", "Jane", 2),
            ("Jane Eyre", "Jane Eyre", 3),
        ):
            for _ in range(times):
                make_work(fandoms=[fandom], characters=[character])
        catch_up()
        assert found("character", "jan") == ["Jane Eyre", "Jane", "Jane Fairfax"]
        assert found("character", "jan", fandoms=[tag("fandom", "Emma").public_id])[0] == "Jane Fairfax"
        both = [tag("fandom", name).public_id for name in ("Emma", "Rivals")]
        assert found("character", "jan", fandoms=both) == ["Jane", "Jane Fairfax", "Jane Eyre"]
        assert found("character", "jane", fandoms=[tag("fandom", "Emma").public_id])[0] == "Jane"

    def test_a_tag_is_at_home_in_its_fandom_and_what_that_is_part_of(self) -> None:
        make_work(fandoms=["Emma"], characters=["Harriet Smith"])
        make_work(fandoms=["Emma (1815)", "Austen"], characters=["Harriet Jones"])
        make_work(fandoms=["Gilbert & Sullivan"], characters=["Harriet Brown"])
        for _ in range(3):
            make_work(characters=["Harriet Gray"])
        catch_up()
        put_under([tag("character", "Harriet Brown")], tag("fandom", "Emma"), TagParent.Kind.PARENT, KEEPER)
        put_under([tag("fandom", "Emma")], tag("fandom", "Austen"), TagParent.Kind.METATAG, KEEPER)
        catch_up()
        in_emma = found("character", "harriet", fandoms=[tag("fandom", "Emma").public_id])
        assert set(in_emma[:2]) == {"Harriet Smith", "Harriet Brown"}
        rebuild()
        assert sorted(found("character", "harr", fandoms=[tag("fandom", "Austen").public_id])[:3]) == [
            "Harriet Brown", "Harriet Jones", "Harriet Smith",
        ]  # fmt: skip
        assert found("character", "harr", fandoms=[tag("fandom", "Gilbert & Sullivan").public_id])[0] == "Harriet Gray"

    def test_a_name_typed_in_full_is_first_whatever_is_folded_to_the_same(self) -> None:
        spellings = [
            f"{'a' if small & 1 else 'A'}{'ï' if small & 2 else 'i'}{'!' * (small >> 2)}" for small in range(24)
        ]
        for name in spellings:
            make_work(freeforms=[name])
        catch_up()
        for name in spellings:
            assert found("freeform", name, limit=3)[0] == name


class TestWhoSeesThem:
    @pytest.fixture(autouse=True)
    def works(self, home: Path) -> None:
        for visibility in ("public", "registered", "private"):
            name = f"Ghost {visibility}"
            make_work(
                creators=[name],
                fandoms=[name],
                series=[name],
                characters=["Ghost", name],
                visibility=visibility,
            )
        catch_up()

    @pytest.mark.parametrize("kind", ["creator", "fandom", "series"])
    def test_only_names_of_works_they_may_see(self, kind: str) -> None:
        assert found(kind, "ghost") == ["Ghost public"]
        assert sorted(found(kind, "gost", READER)) == ["Ghost public", "Ghost registered"]
        assert sorted(found(kind, "ghost", KEEPER)) == ["Ghost private", "Ghost public", "Ghost registered"]

    def test_the_number_is_of_works_they_may_see(self) -> None:
        told = [suggest(viewer, "character", "ghost")[0].works for viewer in (GUEST, READER, KEEPER)]
        assert told == [1, 2, 3]

    def test_an_index_that_is_behind_shows_nothing_more(self) -> None:
        set_visibility(Work.objects.get(visibility="public"), "private")
        assert found("creator", "ghost") == []
        catch_up()
        assert found("creator", "ghost") == []

    def test_what_they_asked_not_to_see(self) -> None:
        (work,) = Work.objects.filter(visibility="public")
        assert found("fandom", "ghost", Viewer(hidden=frozenset({work.pk}))) == []

    def test_a_synonym_that_only_others_may_see_is_not_told(self) -> None:
        make_work(fandoms=["Phantom of the Moors"], visibility="private")
        make_synonyms([tag("fandom", "Phantom of the Moors")], tag("fandom", "Ghost public"), KEEPER)
        catch_up()
        assert found("fandom", "phantom") == []
        assert found("fandom", "phantom", KEEPER) == ["Ghost public: Phantom of the Moors"]

    def test_many_names_of_others_works_do_not_stand_before_ones_own(self) -> None:
        make_work(freeforms=[f"Moor {number}" for number in range(2 * MOST)], visibility="private")
        make_work(freeforms=["Moor walk"])
        catch_up()
        assert found("freeform", "moor") == ["Moor walk"]


class TestFollowing:
    def test_follows_what_is_added_changed_and_removed(self) -> None:
        work = make_work(characters=["Irene Adler"])
        catch_up()
        make_work(characters=["Irene Norton"])
        Tagging.objects.filter(work=work).update(tag=Tag.objects.create(kind="character", name="Irene Watson"))
        record_change(work)
        catch_up()
        assert sorted(found("character", "irene")) == ["Irene Norton", "Irene Watson"]
        work.delete()
        record_change(work.pk or 1, Change.Kind.GONE)
        assert found("character", "irene") == ["Irene Norton"]

    def test_names_of_what_has_gone_do_not_stand_in_the_way(self) -> None:
        ended = make_work(freeforms=[f"Moor {number}" for number in range(2 * MOST)])
        for _ in range(2):
            make_work(freeforms=["Moor 1", "A Moor at Night"])
        catch_up()
        assert found("freeform", "moor", limit=50)[0] == "Moor 1"
        remove(ended)
        catch_up()
        assert found("freeform", "moor", limit=50) == ["Moor 1", "A Moor at Night"]

    def test_what_is_joined_is_one_and_what_is_parted_two(self) -> None:
        for name in ("Elizabeth Bennet", "Lizzy Bennet"):
            make_work(characters=[name])
        catch_up()
        assert sorted(found("character", "bennet")) == ["Elizabeth Bennet", "Lizzy Bennet"]
        make_synonyms([tag("character", "Lizzy Bennet")], tag("character", "Elizabeth Bennet"), KEEPER)
        catch_up()
        assert found("character", "bennet") == ["Elizabeth Bennet"]
        assert found("character", "lizzy") == ["Elizabeth Bennet: Lizzy Bennet"]
        part_synonyms([tag("character", "Lizzy Bennet")], KEEPER)
        assert found("character", "lizzy") == []  # the index is behind, and says nothing wrong
        catch_up()
        assert found("character", "lizzy") == ["Lizzy Bennet"]

    def test_equals_building_anew(self) -> None:
        catch_up()
        for number in range(40):
            visibility = ("public", "registered", "private")[number % 3]
            make_work(
                creators=[f"Writer {number % 7}"], fandoms=[f"Fandom {number % 5}"],
                characters={f"Person {number % 11}", f"Person {number % 3}"}, visibility=visibility,
            )  # fmt: skip
            if number % 9 == 0:
                catch_up(budget=5)
        make_synonyms([tag("character", "Person 4")], tag("character", "Person 1"), KEEPER)
        catch_up()

        def everything() -> list[object]:
            asked = (("creator", "writer"), ("fandom", "fandom"), ("character", "person"), ("character", "person 4"))
            home = [tag("fandom", "Fandom 2").public_id]
            return [
                {(one.name, one.via, one.works) for one in suggest(viewer, kind, text, limit=50, fandoms=fandoms)}
                for viewer in (GUEST, READER, KEEPER) for kind, text in asked for fandoms in ((), home)
            ]  # fmt: skip

        followed = everything()
        rebuild()
        assert everything() == followed

    def test_all_counted_at_once_are_as_counted_one_by_one(self) -> None:
        chance = random.Random(7)
        for number in range(60):
            make_work(
                creators=[f"Writer {number % 7}"], series=[f"Series {number % 4}"] * (number % 3 == 0),
                fandoms=sorted({f"Fandom {chance.randrange(5)}" for _ in range(number % 3)}),
                characters=sorted({f"Person {chance.randrange(12)}" for _ in range(4)}),
                visibility=("public", "registered", "private")[number % 3],
            )  # fmt: skip
        make_synonyms(
            [tag("character", "Person 4"), tag("character", "Person 5")], tag("character", "Person 1"), KEEPER
        )
        make_synonyms([tag("fandom", "Fandom 1")], tag("fandom", "Fandom 0"), KEEPER)
        put_under([tag("fandom", "Fandom 2")], tag("fandom", "Fandom 3"), TagParent.Kind.METATAG, KEEPER)
        put_under([tag("character", "Person 2")], tag("fandom", "Fandom 2"), TagParent.Kind.PARENT, KEEPER)
        Work.objects.filter(pk__in=list(Work.objects.values_list("pk", flat=True)[::10])).update(withdrawn_at=now())
        for table, model in (("tag", Tag), ("creator", Creator), ("series", Series)):
            every = list(model.objects.values_list("pk", flat=True))
            apart = list(documents(table, every, {}))
            together = [one for some, counted in survey(table, every) for one in documents(table, some, counted)]
            assert len(apart) > 3 and together == apart

    def test_a_name_of_many_works_is_not_counted_each_time(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(names, "_MANY", 20)
        for _ in range(20):
            make_work(fandoms=["Dracula"], visibility="private")
        catch_up()
        counts = []
        for _ in range(3):
            make_work(fandoms=["Dracula"])
            catch_up()
            counts.append((suggest(GUEST, "fandom", "drac")[0].works, suggest(KEEPER, "fandom", "drac")[0].works))
        assert counts == [(1, 20), (2, 22), (2, 22)]  # counted again with the second, a tenth of twenty

    def test_costs_no_more_queries_for_more_works(self) -> None:
        def queries_for(number: int) -> int:
            for count in range(number):
                make_work(creators=["Watson"], fandoms=["Holmes"], characters=[f"Client {number} {count}"])
            with CaptureQueriesContext(connection) as asked:
                names.catch_up()
            return len(asked)

        make_work()
        names.catch_up()
        assert queries_for(30) == queries_for(3)

    def test_does_nothing_while_another_writes(self) -> None:
        from fanthology.archive.search.lock import writer_lock

        make_work(fandoms=["Ivanhoe"])
        with writer_lock(SHELF.folder()) as taken:
            assert taken
            catch_up()
            assert found("fandom", "ivan") == []
        catch_up()
        assert found("fandom", "ivan") == ["Ivanhoe"]


class TestHealing:
    @pytest.fixture
    def generation(self) -> Path:
        make_work(fandoms=["Ivanhoe"])
        catch_up()
        current = SHELF.current()
        assert current is not None
        return current

    @pytest.mark.parametrize("spoil", ["meta.json", "*.term", "*.fast", "*.idx", "*.store"])
    def test_a_damaged_file(self, generation: Path, spoil: str) -> None:
        (damaged,) = generation.glob(spoil)
        damaged.write_bytes(b"\0" * 7)
        catch_up()
        assert found("fandom", "ivan") == ["Ivanhoe"]

    @pytest.mark.parametrize("spoil", ["*.term", "*.fast", "*.idx"])
    def test_damage_in_the_midst_of_a_file(self, generation: Path, spoil: str) -> None:
        (damaged,) = generation.glob(spoil)
        data = bytearray(damaged.read_bytes())
        data[: len(data) - 400] = b"\xff" * len(data[: len(data) - 400])
        damaged.write_bytes(data)
        assert found("fandom", "ivan") in ([], ["Ivanhoe"])
        names.rebuild()
        assert found("fandom", "ivan") == ["Ivanhoe"]

    def test_a_log_that_was_replaced(self, generation: Path) -> None:
        last = Change.objects.latest("pk").pk
        Work.objects.all().delete()
        Change.objects.all().delete()
        make_work(fandoms=["Rob Roy"])
        Change.objects.update(id=last)
        catch_up()
        assert found("fandom", "rob") == ["Rob Roy"]
        assert SHELF.current() != generation

    def test_wanted_anew(self, generation: Path) -> None:
        SHELF.want_anew()
        catch_up()
        assert SHELF.current() != generation and not SHELF.wanted_anew()
