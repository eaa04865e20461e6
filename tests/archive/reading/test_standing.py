"""Marks and standing filters, and the one value that lists take."""

from __future__ import annotations

import json
import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from archive.factories import make_work, set_visibility
from fanthology.archive.accounts.keeping import leave, own_data
from fanthology.archive.accounts.models import User
from fanthology.archive.catalogue.models import Creator, Tag, TagKind, TagParent, Work
from fanthology.archive.catalogue.standing import NOTHING, Standing
from fanthology.archive.catalogue.viewer import GUEST, KEEPER, Viewer
from fanthology.archive.catalogue.wrangling import make_synonyms, put_under
from fanthology.archive.reading import filters
from fanthology.archive.reading.marks import mark, marks_on, unmark, works_marked
from fanthology.archive.reading.models import Mark, SavedSearch, StandingFilter
from fanthology.archive.reading.standing import standing_for, standing_of
from fanthology.fic.errors import FanthologyError

pytestmark = pytest.mark.django_db


@pytest.fixture
def ruth(home: Path, db: None) -> User:
    return User.objects.create_user("ruth", password="a long password")


def as_reader(user: User) -> Viewer:
    return Viewer(user_id=user.pk, name=user.username, roles=frozenset({"reader"}))


def tag(name: str, kind: TagKind = TagKind.FREEFORM) -> Tag:
    return Tag.objects.get_or_create(kind=kind, name=name)[0]


def test_a_work_bears_one_mark_at_a_time(ruth: User) -> None:
    work = make_work()
    first = mark(ruth.pk, work, "later")
    again = mark(ruth.pk, work, "later")
    assert again.at == first.at
    changed = mark(ruth.pk, work, "read")
    assert (changed.state, Mark.objects.count()) == ("read", 1) and changed.at > first.at
    with pytest.raises(FanthologyError, match="marked as read"):
        mark(ruth.pk, work, "burnt")
    unmark(ruth.pk, work)
    assert not Mark.objects.exists()


@pytest.mark.parametrize("owner", ["account", "laptop"])
def test_the_database_keeps_to_one_mark_and_one_filter(ruth: User, owner: str) -> None:
    whose = ruth.pk if owner == "account" else None
    work = make_work()
    mark(whose, work, "read")
    filters.never_show(whose, works=[work])
    with pytest.raises(IntegrityError), transaction.atomic():
        Mark.objects.create(user_id=whose, work=work, state="later", at=work.added_at)
    with pytest.raises(IntegrityError), transaction.atomic():
        StandingFilter.objects.create(user_id=whose, kind="work", work=work)
    with pytest.raises(IntegrityError), transaction.atomic():
        StandingFilter.objects.create(user_id=whose, kind="tag", work=make_work("Another"))


def test_what_an_account_keeps_is_its_own(ruth: User) -> None:
    work = make_work()
    edith = User.objects.create_user("edith")
    mark(ruth.pk, work, "read")
    filters.never_show(ruth.pk, works=[work])
    filters.never_show(None, tags=[tag("Rain")])
    assert marks_on(as_reader(edith), [work]) == {} and marks_on(KEEPER, [work]) == {}
    assert standing_of(edith.pk) == NOTHING
    assert standing_of(ruth.pk) == Standing(works=frozenset({work.pk}))
    assert standing_of(None) == Standing(tags=frozenset({tag("Rain").pk}))
    assert (
        standing_for(GUEST) == NOTHING
    )  # a guest has no account either, and must not get what a laptop's keeper chose
    filters.take_away(edith.pk, StandingFilter.objects.get(user=ruth).pk)
    assert standing_of(ruth.pk).works == {work.pk}


def test_standing_says_all_that_was_chosen(ruth: User) -> None:
    work, read = make_work(creators=["Hester Lark"]), make_work("Read")
    lark = Creator.objects.get()
    filters.never_show(ruth.pk, [work], [lark], [tag("Rain")])
    filters.want_language(ruth.pk, "fr")
    filters.choose(ruth.pk, ["Explicit", "Mature"], hide_read=False)
    mark(ruth.pk, read, "read")
    mark(ruth.pk, work, "reading")
    chosen = Standing(
        tags=frozenset({tag("Rain").pk}),
        creators=frozenset({lark.pk}),
        works=frozenset({work.pk}),
        languages=frozenset({"fr"}),
        ratings=frozenset({"Explicit", "Mature"}),
    )
    assert standing_of(ruth.pk) == chosen
    filters.choose(ruth.pk, ["Mature"], hide_read=True)
    with CaptureQueriesContext(connection) as caught:
        found = standing_of(ruth.pk)
    assert found.works == {work.pk, read.pk} and found.ratings == {"Mature"}
    assert len(caught) == 2
    with pytest.raises(FanthologyError, match="no such rating"):
        filters.choose(ruth.pk, ["Spicy"], hide_read=True)
    assert standing_of(ruth.pk) == found


def test_a_tag_stands_for_its_canonical_one_whenever_they_were_joined(ruth: User) -> None:
    rain, wet, drizzle = tag("Rain"), tag("Wet weather"), tag("Drizzle")
    make_synonyms([wet], rain, KEEPER)
    filters.never_show(ruth.pk, tags=[Tag.objects.get(pk=wet.pk)])
    assert StandingFilter.objects.get().tag == rain
    filters.never_show(ruth.pk, tags=[drizzle])
    make_synonyms([drizzle], rain, KEEPER)
    assert standing_of(ruth.pk).tags == {rain.pk}
    assert filters.never_show(ruth.pk, tags=[Tag.objects.get(pk=drizzle.pk)]) == 0


def test_names_are_known_as_far_as_the_reader_sees_them(ruth: User) -> None:
    viewer = as_reader(ruth)
    work = make_work("A", creators=["Hester Lark"], freeforms=["Rain"], fandoms=["Oz (Books)"], language="la")
    secret = make_work("B", creators=["Dodo"], freeforms=["Fog"], visibility="private")
    assert filters.tag_called(viewer, TagKind.FREEFORM, "rain") == tag("Rain")
    assert filters.creator_called(viewer, "hester lark").name == "Hester Lark"
    for kind, name in ((TagKind.FREEFORM, "Fog"), (TagKind.FANDOM, "Rain"), (TagKind.FREEFORM, "Snow")):
        with pytest.raises(FanthologyError, match=f"No work here has the (tag|fandom) “{name}”"):
            filters.tag_called(viewer, kind, name)
    with pytest.raises(FanthologyError, match="No work here is by “Dodo”"):
        filters.creator_called(viewer, "Dodo")
    set_visibility(secret, "public")
    assert filters.tag_called(viewer, TagKind.FREEFORM, "Fog") == tag("Fog")
    wider = tag("Oz", TagKind.FANDOM)
    with pytest.raises(FanthologyError):
        filters.tag_called(viewer, TagKind.FANDOM, "Oz")
    put_under([Tag.objects.get(name="Oz (Books)")], wider, TagParent.Kind.METATAG, KEEPER)
    assert filters.tag_called(viewer, TagKind.FANDOM, "Oz") == wider
    assert [filters.language_called(viewer, name) for name in ("French", "pt-br", "la")] == ["fr", "pt-BR", "la"]
    with pytest.raises(FanthologyError, match="no language known"):
        filters.language_called(viewer, "Elvish")
    assert work.language == "la"


def test_there_is_an_end_to_filters(ruth: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(filters, "MOST", 3)
    filters.choose(ruth.pk, ["Mature", "Explicit", "Not Rated"], hide_read=False)
    with pytest.raises(FanthologyError, match="as many as"):
        filters.choose(ruth.pk, ["Mature", "Explicit", "Not Rated"], hide_read=True)
    assert standing_of(ruth.pk) == Standing(ratings=frozenset({"Mature", "Explicit", "Not Rated"}))


def test_marked_works_are_those_that_may_be_seen(ruth: User) -> None:
    old, new, secret = make_work("Old"), make_work("New"), make_work("Secret")
    for work in (new, secret, old):
        mark(ruth.pk, work, "later")
    set_visibility(secret, "private")
    assert [work.title for work in works_marked(as_reader(ruth), "later")] == ["Old", "New"]
    assert not works_marked(as_reader(ruth), "read").exists() and not works_marked(GUEST, "later").exists()


def test_an_account_takes_its_data_and_they_go_with_it(ruth: User) -> None:
    work, secret = make_work("Fog", creators=["Hester Lark"]), make_work("Secret")
    mark(ruth.pk, work, "read")
    mark(ruth.pk, secret, "later")
    mark(None, work, "reading")
    filters.never_show(ruth.pk, [work], Creator.objects.all(), [tag("Rain")])
    filters.want_language(ruth.pk, "fr")
    SavedSearch.objects.create(user=ruth, name="Wet", query="q=rain", looked_at=work.added_at)
    set_visibility(secret, "private")
    told = zipfile.ZipFile(BytesIO(own_data(ruth)))
    marks = json.loads(told.read("marks.json"))
    assert [(one["title"], one["mark"]) for one in marks] == [("Fog", "read"), (None, "later")]
    found = {(one["kind"], one["name"], one["work"]) for one in json.loads(told.read("filters.json"))}
    assert found == {
        ("work", None, work.public_id),
        ("creator", "Hester Lark", None),
        ("freeform", "Rain", None),
        ("language", "fr", None),
    }
    assert json.loads(told.read("searches.json"))[0]["query"] == "q=rain"
    leave(ruth, "orphan")
    assert not StandingFilter.objects.exists() and not SavedSearch.objects.exists()
    assert [one.user for one in Mark.objects.all()] == [None]


class TestAnyOrder(TestCase):
    """Whatever is chosen and taken away, in whatever order, what stands is what was chosen last."""

    @settings(deadline=None, max_examples=40)
    @given(st.lists(st.tuples(st.sampled_from(["never", "take", "read", "unmark", "hide", "show"]), st.integers(0, 2))))
    def test_standing_is_what_was_chosen_last(self, steps: list[tuple[str, int]]) -> None:
        works = [Work.objects.create(display_title=f"W{number}", sort_title="w") for number in range(3)]
        never: set[int] = set()
        read: set[int] = set()
        hide = False
        for step, number in steps:
            work = works[number]
            if step == "never":
                filters.never_show(None, works=[work])
                never.add(work.pk)
            elif step == "take":
                for one in StandingFilter.objects.filter(work=work):
                    filters.take_away(None, one.pk)
                never.discard(work.pk)
            elif step == "read":
                mark(None, work, "read")
                read.add(work.pk)
            elif step == "unmark":
                unmark(None, work)
                read.discard(work.pk)
            else:
                hide = step == "hide"
                filters.choose(None, [], hide_read=hide)
            assert standing_of(None).works == never | (read if hide else set())
