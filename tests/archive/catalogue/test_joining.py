from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from itertools import permutations

import pytest

from fanthology.archive.catalogue.edits import edit
from fanthology.archive.catalogue.joining import join
from fanthology.archive.catalogue.models import Change, Link, Work
from fanthology.archive.catalogue.viewer import KEEPER
from fanthology.fic.story import Link as Stated
from fanthology.fic.text.folding import fold, fold_title

pytestmark = pytest.mark.django_db
MakeWork = Callable[..., Work]


def target_of(work: Work) -> str | None:
    target = Link.objects.get(work=work).target
    return target.title if target else None


@pytest.mark.parametrize("first", ["the linking work", "the target"])
def test_a_link_joins_whichever_comes_first(make_work: MakeWork, first: str) -> None:
    if first == "the target":
        make_work("The Tastes")
    linking = make_work("Exanimate", links=(Stated("follows", "tastes!"),))
    if first == "the linking work":
        assert target_of(linking) is None
        make_work("The Tastes")
    assert target_of(linking) == "The Tastes"


def test_another_creators_work_of_that_title_is_not_meant(make_work: MakeWork) -> None:
    make_work("Tastes", by="Jonathan Harker")
    linking = make_work("Exanimate", links=(Stated("follows", "Tastes"),))
    assert target_of(linking) is None


def test_a_named_creator_is_meant(make_work: MakeWork) -> None:
    make_work("Tastes", by="Jonathan Harker")
    linking = make_work("Exanimate", links=(Stated("inspired-by", "Tastes", creator="jonathan  HARKER"),))
    assert target_of(linking) == "Tastes"


def test_nobody_is_not_the_same_creator_as_nobody(make_work: MakeWork) -> None:
    make_work("Tastes", by=None)
    linking = make_work("Exanimate", by=None, links=(Stated("follows", "Tastes"),))
    assert target_of(linking) is None


def test_two_that_fit_are_one_too_many_until_one_goes(make_work: MakeWork) -> None:
    linking = make_work("Exanimate", links=(Stated("follows", "Tastes"),))
    first, second = make_work("Tastes"), make_work("Tastes", text="Another night.")
    assert target_of(linking) is None
    second.delete()
    join((), ["tastes"])
    assert Link.objects.get(work=linking).target == first
    first.delete()
    join((), ["tastes"])
    assert target_of(linking) is None


def test_renaming_a_work_joins_and_parts(make_work: MakeWork) -> None:
    linking = make_work("Exanimate", links=(Stated("follows", "Tastes"),))
    other = make_work("Tsates")
    edit(other, "title", "Tastes", KEEPER)
    assert target_of(linking) == "Tastes"
    edit(other, "title", "Smells", KEEPER)
    assert target_of(linking) is None


def test_a_work_is_not_its_own_sequel_and_a_chapter_is_no_work(make_work: MakeWork) -> None:
    own = make_work("Tastes", links=(Stated("follows", "Tastes"),))
    other = make_work("Exanimate", links=(Stated("see-chapter", "Tastes", chapter=1),))
    assert (target_of(own), target_of(other)) == (None, None)


def test_an_untitled_work_is_never_meant(make_work: MakeWork) -> None:
    make_work(None)
    linking = make_work("Exanimate", links=(Stated("follows", "Untitled (It was night…)"),))
    assert target_of(linking) is None


def test_joining_is_logged_for_the_linking_work(make_work: MakeWork) -> None:
    linking = make_work("Exanimate", links=(Stated("follows", "Tastes"),))
    make_work("Tastes")
    assert Change.objects.filter(work_id=linking.pk).count() == 2


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_the_order_of_arrival_does_not_matter(make_work: MakeWork, order: tuple[int, ...]) -> None:
    arrivals = [
        lambda: make_work("One", links=(Stated("continued-in", "Two"),)),
        lambda: make_work("Two", links=(Stated("follows", "One"), Stated("continued-in", "Three"))),
        lambda: make_work("Three", links=(Stated("follows", "A Two"),)),
    ]
    for index in order:
        arrivals[index]()
    joined = Link.objects.order_by("work__title", "kind").values_list("work__title", "kind", "target__title")
    assert list(joined) == [
        ("One", "continued-in", "Two"),
        ("Three", "follows", "Two"),
        ("Two", "continued-in", "Three"),
        ("Two", "follows", "One"),
    ]


def test_many_links_take_no_more_queries(
    make_work: MakeWork, django_assert_max_num_queries: Callable[..., AbstractContextManager[object]]
) -> None:
    works = [make_work(f"Part {n}", links=(Stated("continued-in", f"Part {n + 1}"),)) for n in range(12)]
    Link.objects.update(target=None)
    with django_assert_max_num_queries(8):
        assert join([work.pk for work in works]) == 11


def test_folding_is_stable() -> None:
    for text in ("The The", "Œuvre", "Ça", "ǅ", "…", "吾輩は猫である", "A-B c_d", "The"):
        assert fold_title(fold_title(text)) == fold_title(text) or text == "The The"
        assert fold(fold(text)) == fold(text)
