"""Names offered while one types, whatever they are, and whenever the writer of their index is killed."""

from __future__ import annotations

import os
import signal
import string
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from archive.factories import make_work, remove
from fanthology.archive.catalogue import queries
from fanthology.archive.catalogue.models import Creator, Tag, TagKind, Work
from fanthology.archive.catalogue.viewer import GUEST, KEEPER, Viewer
from fanthology.archive.catalogue.wrangling import make_synonyms
from fanthology.archive.search.names import follow as names
from fanthology.archive.search.names.spelling import Fit, fit, spelling, typed
from fanthology.archive.search.names.suggesting import suggest

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]
READER = Viewer(user_id=1, roles=frozenset({"reader"}))


# What hypothesis plays with: names of a few letters, so that many are alike.
LETTERS = st.text("abcdeé-' /ßŁ猿記", min_size=1, max_size=9).map(str.strip).filter(bool)
PLAY = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


@PLAY
@given(
    works=st.lists(
        st.tuples(st.sampled_from(["public", "registered", "private"]), st.sets(LETTERS, min_size=1, max_size=4)),
        min_size=1,
        max_size=6,
    ),
    asked=st.lists(st.text("abcdeé-' 猿記", min_size=1, max_size=6), min_size=1, max_size=4),
    joined=st.booleans(),
)
def test_nothing_but_what_is_seen_and_all_that_fits(
    works: list[tuple[Any, set[str]]], asked: list[str], joined: bool
) -> None:
    empty_catalogue()
    for visibility, characters in works:
        make_work(characters=sorted(characters), visibility=visibility)
    if joined and Tag.objects.filter(kind="character").count() > 1:
        first, second = Tag.objects.filter(kind="character").order_by("pk")[:2]
        make_synonyms([second], first, KEEPER)
    names.catch_up(wait=True)
    for viewer in (GUEST, READER, KEEPER):
        seen = {one.name: one for one in queries.counted_tags(viewer, TagKind.CHARACTER)}
        for text in [*asked, *seen]:
            check(viewer, seen, text)


def empty_catalogue() -> None:
    """For each example, for the test's own is the same for all of them."""
    for work in Work.objects.all():
        remove(work)
    Tag.objects.all().delete()
    Creator.objects.all().delete()


def check(viewer: Viewer, seen: dict[str, Tag], text: str) -> None:
    """What is suggested is what fits by the rules of spelling, and no other."""
    told = suggest(viewer, "character", text, limit=50)
    fits = {name: best_fit(viewer, one, text) for name, one in seen.items()}
    assert {one.name for one in told} == {name for name, fitting in fits.items() if fitting is not None}, text
    if text in seen:
        assert told[0].name == text
    for one in told:
        assert one.works == seen[one.name].work_count  # type: ignore[attr-defined]
        assert (fit(typed(text), spelling(one.via)) if one.via else fit(typed(text), spelling(one.name))) is not None


def best_fit(viewer: Viewer, one: Tag, text: str) -> Fit | None:
    spelled = [one.name, *queries.synonyms_among(viewer, [one.pk]).values_list("name", flat=True)]
    return min((each for name in spelled if (each := fit(typed(text), spelling(name))) is not None), default=None)


@PLAY
@given(
    name=st.text(string.ascii_lowercase, min_size=5, max_size=12),
    others=st.sets(st.text(string.ascii_lowercase, min_size=3, max_size=12), max_size=5),
    slip=st.sampled_from(["wrong", "missing", "more", "swapped"]),
    data=st.data(),
)
def test_any_one_slip_in_a_longer_word_still_finds_it(
    name: str, others: set[str], slip: str, data: st.DataObject
) -> None:
    at = data.draw(st.integers(0, len(name) - 1 - (slip == "swapped")))
    letter = data.draw(st.sampled_from(string.ascii_lowercase))
    written = {
        "wrong": name[:at] + letter + name[at + 1 :],
        "missing": name[:at] + name[at + 1 :],
        "more": name[:at] + letter + name[at:],
        "swapped": name[:at] + name[at : at + 2][::-1] + name[at + 2 :],
    }[slip]
    assume(written not in others)
    empty_catalogue()
    make_work(creators=[f"The {name.title()} Club", *sorted(others - {name})])
    names.catch_up(wait=True)
    assert f"The {name.title()} Club" in [one.name for one in suggest(GUEST, "creator", written)], written


KILLED = """
import os, signal, sys
from pathlib import Path
from fanthology.cli.site import open_home
open_home(Path(sys.argv[1]))
from django.db import connection
from archive.factories import make_work
from fanthology.archive.catalogue.viewer import GUEST
from fanthology.archive.search.names import follow as names
from fanthology.archive.search.names.suggesting import suggest
from fanthology.archive.search.shelf import Shelf

def die(*_):
    os.kill(os.getpid(), signal.SIGKILL)

def die_half_way(*asked, whole=names.documents):
    for number, entry in enumerate(whole(*asked)):
        if number == 3:
            die()
        yield entry

def forked(place, name, death):
    connection.close()
    child = os.fork()
    if not child:
        setattr(place, name, death)
        names.catch_up()
        os._exit(0)
    return os.WTERMSIG(os.waitpid(child, 0)[1])

moments = ((names, "documents", die_half_way), (names, "write_position", die), (names._Names, "close", die))
for begun, some in (("building", ((Shelf, "switch", die), *moments)), ("following", moments)):
    for place, name, death in some:
        make_work(characters=[f"Moriarty {begun} {name} {number}" for number in range(5)])
        if begun == "building":
            names.SHELF.want_anew()
        killed = forked(place, name, death)
        names.catch_up()
        found = suggest(GUEST, "character", f"moriarty {begun} {name}", limit=50)
        print(begun, name, killed, len({one.name for one in found}), len(found))
print(*(path.name for path in names.SHELF.folder().glob("v*") if path != names.SHELF.current()))
"""


def test_killed_at_any_moment_it_heals_by_itself(tmp_path: Path) -> None:
    environment = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    environment |= {
        "FANTHOLOGY_HOME": str(tmp_path / "archive"),
        "PYTHONPATH": str(Path(__file__).resolve().parents[2]),
    }
    command = [sys.executable, "-c", KILLED, str(tmp_path / "archive")]
    done = subprocess.run(command, capture_output=True, text=True, env=environment, timeout=600, check=False)
    *told, left_over = done.stdout.split("\n")[:-1] or [done.stderr]
    assert len(told) == 7 and left_over == "", done.stdout + done.stderr
    assert [line.split()[2:] for line in told] == [[str(int(signal.SIGKILL)), "5", "5"]] * 7
