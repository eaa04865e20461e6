"""Tags put in order: synonyms, wider tags, what the machine proposes, and finding works by any of them."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied

from archive.factories import make_work
from fanthology.archive.catalogue import queries
from fanthology.archive.catalogue.canon import names
from fanthology.archive.catalogue.models import Tag, TagKind, TagParent
from fanthology.archive.catalogue.viewer import GUEST, KEEPER
from fanthology.archive.catalogue.wrangling import (
    ancestors,
    make_synonyms,
    part_synonyms,
    proposed_synonyms,
    put_under,
    take_from_under,
)
from fanthology.archive.search.follow import catch_up
from fanthology.archive.search.query import Filters, search
from fanthology.fic.errors import FanthologyError

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("home")]


def tag(name: str, kind: TagKind = TagKind.FANDOM) -> Tag:
    return Tag.objects.get_or_create(kind=kind, name=name)[0]


def found(name: str) -> list[int]:
    catch_up(wait=True)
    filters = Filters(include=(("fandom", tag(name).public_id),))
    return sorted(hit.work_id for hit in search(KEEPER, filters=filters).hits)


def test_the_works_of_a_synonym_are_its_canonical_tags() -> None:
    one, two = make_work("Fog", fandoms=["Oz"]), make_work("Rain", fandoms=["The Wizard of Oz", "Oz"])
    make_work("Snow", fandoms=["Alice"])
    assert make_synonyms([tag("The Wizard of Oz")], tag("Oz"), KEEPER) == 1
    listed = {one.name: one.work_count for one in queries.counted_tags(GUEST, TagKind.FANDOM)}  # type: ignore[attr-defined]
    assert listed == {"Oz": 2, "Alice": 1}
    assert set(queries.works_tagged(GUEST, tag("Oz"))) == {one, two}
    assert found("Oz") == found("The Wizard of Oz") == [one.pk, two.pk]
    assert "The Wizard of Oz" in two.tags.values_list("name", flat=True)
    assert part_synonyms([tag("The Wizard of Oz")], KEEPER) == 1
    assert found("The Wizard of Oz") == [two.pk]


def test_there_are_no_chains_and_no_circles() -> None:
    make_work("Fog", fandoms=["A", "B", "C"])
    make_synonyms([tag("A")], tag("B"), KEEPER)
    make_synonyms([tag("B")], tag("C"), KEEPER)
    assert {one.name: one.shown.name for one in Tag.objects.all()} == {"A": "C", "B": "C", "C": "C"}
    with pytest.raises(FanthologyError, match="synonym of itself"):
        make_synonyms([tag("C")], tag("A"), KEEPER)
    with pytest.raises(FanthologyError, match="another kind"):
        make_synonyms([tag("D", TagKind.CHARACTER)], tag("C"), KEEPER)


def test_who_asks_for_a_wider_tag_gets_the_works_of_what_is_part_of_it() -> None:
    one = make_work("Fog", fandoms=["Sherlock (TV)"])
    put_under([tag("Sherlock (TV)")], tag("Sherlock Holmes"), TagParent.Kind.METATAG, KEEPER)
    put_under([tag("Sherlock Holmes")], tag("Detectives"), TagParent.Kind.METATAG, KEEPER)
    assert ancestors([tag("Sherlock (TV)").pk])[tag("Sherlock (TV)").pk] == {
        tag("Sherlock Holmes").pk,
        tag("Detectives").pk,
    }
    assert found("Detectives") == [one.pk]
    with pytest.raises(FanthologyError, match="circle"):
        put_under([tag("Detectives")], tag("Sherlock (TV)"), TagParent.Kind.METATAG, KEEPER)
    take_from_under(TagParent.objects.get(tag=tag("Sherlock (TV)")), KEEPER)
    assert found("Detectives") == []


def test_what_is_proposed_depends_on_the_company() -> None:
    make_work("Fog", fandoms=["BtVS"], characters=["Spike", "Dawnie"])
    make_work("Rain", fandoms=["Cowboy Bebop"], characters=["Faye"])
    make_work("Snow", fandoms=["My Own World"], characters=["Red"])
    proposed = {(one.tag.name, one.canonical) for one in proposed_synonyms(names(), KEEPER)}
    assert proposed == {
        ("BtVS", "Buffy the Vampire Slayer"),
        ("Cowboy Bebop", "Cowboy Bebop (Anime)"),
        ("Spike", "Spike (BtVS)"),
        ("Dawnie", "Dawn Summers"),
        ("Faye", "Faye Valentine"),
    }
    with pytest.raises(PermissionDenied):
        proposed_synonyms(names(), GUEST)


def test_one_name_in_two_worlds_is_not_decided_for_anybody() -> None:
    make_work("Fog", fandoms=["BtVS"], characters=["Spike"])
    make_work("Rain", fandoms=["Cowboy Bebop"], characters=["Spike"])
    assert "Spike" not in [one.tag.name for one in proposed_synonyms(names(), KEEPER)]
