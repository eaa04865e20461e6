"""What took long to find is kept until something changes, and for those only who see the same."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TypeAlias

import pytest

from archive.factories import make_work, set_visibility
from fanthology.archive.catalogue.viewer import GUEST, KEEPER, Viewer
from fanthology.archive.web.remembering import remembered

pytestmark = pytest.mark.django_db
READER = Viewer(user_id=1, name="ruth", roles=frozenset({"reader"}))
Find: TypeAlias = Callable[[Viewer], int]


@pytest.fixture
def find(home: object) -> Find:
    """Which time it is that something is found."""
    times = 0

    def find_now() -> int:
        nonlocal times
        times += 1
        return times

    return lambda viewer: remembered(viewer, "times", find_now)


def test_it_is_found_once(find: Find) -> None:
    assert [find(GUEST), find(GUEST), find(replace(GUEST, adult=True))] == [1, 1, 1]


def test_it_is_found_anew_after_every_change(find: Find) -> None:
    assert find(GUEST) == 1
    work = make_work("One")
    assert find(GUEST) == 2
    set_visibility(work, "private")
    assert [find(GUEST), find(GUEST)] == [3, 3]


def test_who_sees_more_or_less_has_their_own(find: Find) -> None:
    assert [find(GUEST), find(READER), find(KEEPER), find(replace(READER, hidden=frozenset({1})))] == [1, 2, 3, 4]
    assert find(replace(READER, user_id=2, name="mina", roles=frozenset({"author"}))) == 2


def test_another_archive_has_its_own(find: Find, settings: object, tmp_path: object) -> None:
    assert find(GUEST) == 1
    settings.HOME = tmp_path  # type: ignore[attr-defined]
    assert find(GUEST) == 2
