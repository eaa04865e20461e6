from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from fanthology.archive.catalogue.materialise import materialise
from fanthology.archive.catalogue.models import Change, Creator, Tag, TagKind, Work
from fanthology.fic.story import Link, Missing, SeriesPlace

pytestmark = pytest.mark.django_db


def test_what_is_unknown_stays_unknown(make_work: Callable[..., Work]) -> None:
    work = make_work(None, by=None)
    work.refresh_from_db()
    assert (work.title, work.rating, work.language, work.published, work.status) == (None, None, None, None, "unknown")
    assert work.display_title == "Untitled (It was night…)"
    assert not work.credits.exists()
    assert not work.taggings.exists()


def test_every_field_reaches_the_work(make_work: Callable[..., Work]) -> None:
    work = make_work(
        "The Émigré",
        fandoms=("Dracula", "Dracula", " "),
        characters=("Mina",),
        rating="Mature",
        summary="She flies.",
        published="1998-11-05",
        updated="never",
        language="en",
        status="complete",
        chapters_expected=3,
        series=(SeriesPlace("The Marsh", 2),),
        links=(Link("follows", "Tastes"),),
        missing=(Missing("work", title="Tastes"), Missing("chapter", 1)),
    )
    work.refresh_from_db()
    assert (work.title, work.sort_title, work.words, work.chapter_count) == ("The Émigré", "emigre", 3, 1)
    assert (work.rating, work.language, work.status, work.chapters_expected) == ("Mature", "en", "complete", 3)
    assert (work.published, work.updated) == (date(1998, 11, 5), None)
    assert [(tag.kind, tag.name) for tag in work.tags.order_by("kind")] == [
        (TagKind.CHARACTER, "Mina"),
        (TagKind.FANDOM, "Dracula"),
    ]
    assert list(work.series_entries.values_list("series__name", "position")) == [("The Marsh", 2)]
    assert [(link.kind, link.title, link.target) for link in work.links.all()] == [("follows", "Tastes", None)]
    assert sorted(work.missing.values_list("what", "title")) == [("chapter", ""), ("work", "Tastes")]


def test_numbers_and_ratings_that_cannot_be_are_unknown(make_work: Callable[..., Work]) -> None:
    work = make_work(rating="Very rude", missing=(Missing("chapter", 10**20),), series=(SeriesPlace("The Marsh", -1),))
    assert work.rating is None
    assert work.missing.get().number is None
    assert work.series_entries.get().position is None


def test_doing_it_again_changes_nothing_but_the_log(make_work: Callable[..., Work]) -> None:
    work = make_work(fandoms=("Oz",), links=(Link("follows", "Tastes"),), series=(SeriesPlace("The Marsh"),))

    def seen() -> Any:
        names = (Creator.objects.count(), Tag.objects.count())
        kept = Work.objects.values().get(pk=work.pk)
        return names, kept, list(work.credits.values_list("creator", "role")), work.links.count()

    before, position = seen(), Change.objects.count()
    materialise(Work.objects.get(pk=work.pk))
    assert seen() == before
    assert Change.objects.count() == position + 1


def test_addresses_are_never_shown(make_work: Callable[..., Work]) -> None:
    work = make_work(by="mina@example.org", summary="Write to mina@example.org!", notes_after="mina@example.org")
    shown = [work.summary, work.notes_after, *Creator.objects.values_list("name", flat=True)]
    assert not any("example.org" in text for text in shown)


def test_no_link_shows_an_address(make_work: Callable[..., Work]) -> None:
    work = make_work(links=(Link("follows", url="mailto:mina@example.org", creator="mina@example.org"),))
    assert "mina@" not in "".join("".join(row) for row in work.links.values_list("url", "creator", "title"))


def test_a_contact_is_kept_for_the_keeper() -> None:
    from fanthology.archive.catalogue.names import KnownNames

    KnownNames().creator("Mina")
    KnownNames().creator("Mina", "mina@example.org")
    KnownNames().creator("Mina", "other@example.org")
    assert Creator.objects.get().contact == "mina@example.org"
