"""The index follows the change log, whatever happens to it."""

from __future__ import annotations

import signal
import subprocess
import threading
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from archive.factories import make_work, record_change, remove, set_visibility
from fanthology.archive.catalogue.models import Change, Work
from fanthology.archive.catalogue.viewer import GUEST, KEEPER
from fanthology.archive.search import generations
from fanthology.archive.search.answering import Paging
from fanthology.archive.search.follow import catch_up, follow, last_change, rebuild
from fanthology.archive.search.lock import writer_lock
from fanthology.archive.search.orders import SORTS
from fanthology.archive.search.query import search
from running import CLEAN, new_archive
from warm import run_python


def everything() -> list[object]:
    """What the index says, in every way it is asked by people."""
    queries = ("", "rose", '"red rose"', "-rose", "creator:holmes")
    return [
        (results.total, [hit.public_id for hit in results.hits], results.facets)
        for query in queries
        for sort in SORTS
        if sort != "best"  # how good a hit is depends a little on how the index is parted
        for results in [search(KEEPER, query, paging=Paging(size=100), sort=sort)]
    ]


@pytest.mark.django_db
@pytest.mark.usefixtures("home")
class TestCatchUp:
    def test_gives_the_last_change(self) -> None:
        make_work("One")
        make_work("Two")
        assert catch_up() == last_change().change == Change.objects.count()

    def test_follows_changes_removals_and_additions(self) -> None:
        one, two = make_work("One", text="A rose."), make_work("Two", text="A rose.")
        catch_up()
        Work.objects.filter(pk=one.pk).update(title="Uno", display_title="Uno")
        record_change(one)
        remove(two)
        make_work("Three", text="A rose.")
        catch_up()
        assert search(GUEST, "title:uno rose").total == 1
        assert search(GUEST, "title:one").total == 0
        assert search(GUEST, "rose").total == 2

    def test_does_nothing_while_another_writes(self) -> None:
        make_work("One")
        held = catch_up()
        make_work("Two")
        with writer_lock(generations.folder()) as taken:
            assert taken
            assert catch_up() == held
            assert search(GUEST, "").behind == 1
        assert catch_up() > held

    def test_takes_no_more_than_its_budget(self) -> None:
        catch_up()
        start = last_change().change
        changes = [record_change(make_work(f"Work {number}")) for number in range(3)]
        assert catch_up(budget=2) == changes[0].pk
        assert start < changes[0].pk
        assert search(GUEST, "").behind == 2
        assert catch_up() == changes[-1].pk

    def test_the_same_change_twice_is_one_work(self) -> None:
        work = make_work("One")
        catch_up()
        generation = generations.current()
        assert generation is not None
        generations.write_position(generation, generations.Position())
        record_change(work)
        catch_up()
        assert search(GUEST, "").total == 1

    def test_costs_no_more_queries_for_more_works(self) -> None:
        def queries_for(number: int) -> int:
            for count in range(number):
                make_work(f"{number} {count}", creators=["Watson"], fandoms=["Holmes"], text=["One.", "Two."])
            with CaptureQueriesContext(connection) as asked:
                catch_up()
            return len(asked)

        make_work("One")
        catch_up()
        assert queries_for(30) == queries_for(3)


@pytest.mark.django_db
@pytest.mark.usefixtures("home")
class TestRebuild:
    def test_equals_catching_up(self) -> None:
        catch_up()
        works = [
            make_work(
                f"Rose {number % 3}", creators=["Holmes" if number % 2 else "Watson"], text=f"A red rose {number}."
            )
            for number in range(12)
        ]
        catch_up()
        remove(works[3])
        set_visibility(works[4], "private")
        catch_up()
        followed = everything()
        assert rebuild() == 11
        assert everything() == followed

    def test_says_how_far_it_is(self) -> None:
        for number in range(3):
            make_work(f"Work {number}")
        told: list[tuple[int, int]] = []
        rebuild(lambda done, total: told.append((done, total)))
        assert told == [(3, 3)]

    def test_leaves_one_generation(self, home: Path) -> None:
        make_work("One")
        catch_up()
        before = generations.current()
        rebuild()
        kept = [path for path in (home / "index").iterdir() if path.is_dir()]
        assert kept == [generations.current()] != [before]

    def test_a_change_made_meanwhile_is_followed(self, monkeypatch: pytest.MonkeyPatch) -> None:
        make_work("One")
        switch = generations.switch

        def late(generation: Path) -> None:
            switch(generation)
            if Work.objects.count() == 1:
                make_work("Two")

        monkeypatch.setattr(generations, "switch", late)
        rebuild()
        assert search(GUEST, "").total == 2
        assert search(GUEST, "").behind == 0


@pytest.mark.django_db
@pytest.mark.usefixtures("home")
class TestHealing:
    @pytest.fixture
    def generation(self) -> Path:
        make_work("One", text="A rose.")
        catch_up()
        found = generations.current()
        assert found is not None
        return found

    def check(self) -> None:
        catch_up()
        assert search(GUEST, "rose").total == 1

    @pytest.mark.parametrize("spoil", ["meta.json", "*.term", "*.fast", "*.pos"])
    def test_a_damaged_file(self, generation: Path, spoil: str) -> None:
        (damaged,) = generation.glob(spoil)
        damaged.write_bytes(b"\0" * 7)
        self.check()
        assert generations.current() != generation

    def test_a_missing_file(self, generation: Path) -> None:
        next(generation.glob("*.idx")).unlink()
        self.check()

    def test_a_missing_position(self, generation: Path) -> None:
        (generation / "position").write_text("{")
        self.check()

    def test_a_pointer_to_nowhere(self, generation: Path) -> None:
        (generation.parent / "current").write_text("../../etc")
        self.check()

    def test_an_index_of_another_version(self, generation: Path) -> None:
        old = generation.with_name("v0-0123456789ab")
        generation.rename(old)
        (generation.parent / "current").write_text(old.name)
        self.check()
        assert not old.exists()

    def test_a_log_that_was_replaced(self, generation: Path) -> None:
        position = generations.read_position(generation)
        Work.objects.all().delete()
        Change.objects.all().delete()
        make_work("Other", text="A rose and another.")
        Change.objects.update(id=position.change)
        self.check()
        assert generations.current() != generation
        assert search(GUEST, "title:one").total == 0

    def test_a_search_that_was_open_goes_over_to_the_new_one(self, generation: Path) -> None:
        assert search(GUEST, "rose").total == 1
        make_work("Two", text="Rose.")
        rebuild()
        assert search(GUEST, "rose").total == 2


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("home")
def test_following_beside_the_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("fanthology.archive.search.level._POLL_SECONDS", 0.01)
    caught: list[int] = []

    def catch_once(**how: Any) -> int:
        caught.append(catch_up(**how))
        stop.set()
        return caught[-1]

    stop = threading.Event()
    monkeypatch.setattr("fanthology.archive.search.follow.catch_up", catch_once)
    monkeypatch.setattr("fanthology.archive.search.level.close_old_connections", lambda: None)
    make_work("One", text="A rose.")
    follow(stop)
    assert caught == [last_change().change]
    assert search(GUEST, "rose").behind == 0


SCRIPT = """
import os, signal, sys
from pathlib import Path
from fanthology.cli.site import open_home
open_home(Path(sys.argv[1]))
from archive.factories import make_work
from fanthology.archive.catalogue.viewer import GUEST
from fanthology.archive.search import follow, generations, writing
from fanthology.archive.search.answering import Paging
from fanthology.archive.search.query import search

def fill(first):
    for number in range(first, first + 20):
        make_work(f"Work {number}", text="A red rose.")

def die(*_):
    os.kill(os.getpid(), signal.SIGKILL)

def die_half_way(works, facts, whole=follow.documents):
    for number, entry in enumerate(whole(works)):
        if number == 7:
            die()
        yield entry
"""


def run(home: Path, code: str) -> subprocess.CompletedProcess[str]:
    if not home.exists():
        new_archive(home)
    return run_python(SCRIPT + code, home, environment=CLEAN)


REPORT = """
results = search(GUEST, '"red rose"', paging=Paging(size=100))
print(results.total, len({hit.work_id for hit in results.hits}), results.behind)
"""


@pytest.mark.parametrize(
    "death",
    [
        "follow.documents = die_half_way",
        "generations.write_position = die",
        "follow.rebuild(); fill(100); follow.documents = die_half_way",
        "follow.rebuild(); fill(100); writing._CHARACTERS_PER_COMMIT = 1; follow.documents = die_half_way",
        "follow.rebuild(); fill(100); generations.write_position = die",
        "generations.switch = die",
    ],
)
def test_killed_at_any_moment_it_heals(tmp_path: Path, death: str) -> None:
    killed = run(tmp_path / "home", f"fill(0)\n{death}\nfollow.catch_up()\n")
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    works = 40 if "fill" in death else 20
    healed = run(tmp_path / "home", "follow.catch_up()\n" + REPORT)
    assert healed.stdout.split() == [str(works), str(works), "0"], healed.stderr


FULL_DISK = """
import resource
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)  # no file may grow beyond a few bytes now, as on a full disk
resource.setrlimit(resource.RLIMIT_FSIZE, ({bytes}, resource.RLIM_INFINITY))
try:
    follow.{what}()
except OSError as error:
    reason = error.strerror or error
resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
print(reason)  # only now: what is printed goes into a file too
print(*(path.name for path in (Path(sys.argv[1]) / "index").glob("v*") if path != generations.current()))
follow.catch_up()
"""


@pytest.mark.parametrize("what", ["catch_up", "rebuild"])
@pytest.mark.parametrize("size", [10, 700])
def test_a_full_disk_is_told_and_leaves_nothing(tmp_path: Path, what: str, size: int) -> None:
    code = "fill(0)\nfollow.catch_up()\nfill(100)\n" + FULL_DISK.format(bytes=size, what=what) + REPORT
    told = run(tmp_path / "home", code)
    reason, left_over, report = told.stdout.splitlines()
    assert reason in ("File too large", "the disk may be full, or not to be written to")
    assert (left_over, report) == ("", "40 40 0"), told.stderr


def test_two_processes_do_not_write_at_once(tmp_path: Path) -> None:
    home = tmp_path / "home"
    assert run(home, "fill(0)").returncode == 0
    outcomes: list[subprocess.CompletedProcess[str]] = []

    def contend() -> None:
        outcomes.append(run(home, "follow.catch_up(wait=True)\nfollow.rebuild()\n" + REPORT))

    threads = [threading.Thread(target=contend) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [outcome.stdout.split() for outcome in outcomes] == [["20", "20", "0"]] * 2, outcomes
