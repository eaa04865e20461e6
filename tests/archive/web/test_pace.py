"""Whoever takes the archive away page by page is slowed down; readers notice nothing."""

from __future__ import annotations

import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from django.http import HttpRequest
from django.test import Client

from archive.factories import make_work
from fanthology.archive.web import pace
from fanthology.archive.web.addresses import work_address
from fanthology.archive.web.buckets import SIZE, Buckets, Pace
from fanthology.archive.web.clients import address_of, hashed

SLOW = Pace(60, 3)


@pytest.fixture
def table(tmp_path: Path) -> Buckets:
    return Buckets(tmp_path / "pace")


def test_a_bucket_empties_and_fills(table: Buckets) -> None:
    assert [table.take(1, SLOW, 100.0) for _ in range(3)] == [0, 0, 0]
    assert table.take(1, SLOW, 100.0) == pytest.approx(1)
    assert table.take(2, SLOW, 100.0) == 0
    assert table.take(1, SLOW, 100.5) == pytest.approx(0.5)
    assert table.take(1, SLOW, 101.0) == 0
    assert [table.take(1, SLOW, 500.0) for _ in range(4)] == [0, 0, 0, pytest.approx(1)]


def test_a_clock_that_is_set_back_locks_nobody_out_for_long(table: Buckets) -> None:
    for _ in range(3):
        table.take(1, SLOW, 1e9)
    assert table.take(1, SLOW, 1000.0) == pytest.approx(1)
    assert table.take(1, SLOW, 1000.0) <= 3


def test_the_table_never_grows_and_a_newcomer_finds_room(table: Buckets, tmp_path: Path) -> None:
    for number in range(50):
        assert table.take(7 + number * 4096, SLOW, 100.0 + number / 100) == 0
    assert (tmp_path / "pace").stat().st_size == SIZE
    assert (tmp_path / "pace").stat().st_mode & 0o077 == 0


def test_threads_count_together(table: Buckets) -> None:
    with ThreadPoolExecutor(8) as pool:
        waits = list(pool.map(lambda _: table.take(5, Pace(60, 100), 100.0), range(400)))
    assert waits.count(0.0) == 100


def test_processes_count_together(tmp_path: Path) -> None:
    script = (
        "import sys; from pathlib import Path; from fanthology.archive.web.buckets import Buckets, Pace;"
        "table = Buckets(Path(sys.argv[1]));"
        "print(sum(table.take(5, Pace(60, 500), 100.0) == 0 for _ in range(400)))"
    )
    running = [
        subprocess.Popen([sys.executable, "-c", script, tmp_path / "pace"], stdout=subprocess.PIPE, text=True)
        for _ in range(3)
    ]
    assert sum(int(one.communicate()[0]) for one in running) == 500


def test_it_costs_next_to_nothing(table: Buckets) -> None:
    def once() -> float:
        start = time.perf_counter()
        for number in range(500):
            table.take(hashed(f"pages {number % 50}", 1), Pace(120, 240), 100.0 + number)
        return (time.perf_counter() - start) / 500

    assert min(once() for _ in range(5)) < 0.0003


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("page", "kind"), [("chapters/1", "pages"), ("entire", "pages"), ("download.txt", "downloads")]
)
def test_too_many_texts(stranger: Client, reader: Client, settings: Any, page: str, kind: str) -> None:
    settings.PACES = {"pages": 0, "downloads": 0, kind: 2}
    address = work_address(make_work("Umbrella"))
    assert [stranger.get(f"{address}/{page}").status_code for _ in range(5)] == [200, 200, 200, 200, 429]
    answer = stranger.get(f"{address}/{page}")
    assert 1 <= int(answer["Retry-After"]) <= 31
    assert f"Wait {answer['Retry-After']} seconds" in answer.text
    assert answer["X-Frame-Options"] == "DENY" and "default-src" in answer["Content-Security-Policy"]
    assert [stranger.get(path).status_code for path in ("/", address)] == [200, 200]
    assert stranger.get(f"{address}/{page}", REMOTE_ADDR="192.0.2.7").status_code == 200
    assert [reader.get(f"{address}/{page}").status_code for _ in range(17)] == [200] * 16 + [429]


@pytest.mark.django_db
def test_a_binge_is_not_slowed(stranger: Client) -> None:
    address = f"{work_address(make_work('Umbrella'))}/chapters/1"
    assert {stranger.get(address).status_code for _ in range(150)} == {200}


@pytest.mark.django_db
def test_on_a_laptop_nobody_is_counted(laptop: Client, stranger: Client, settings: Any, home: Path) -> None:
    settings.PACES = {"pages": 1, "downloads": 1}
    address = f"{work_address(make_work('Umbrella'))}/chapters/1"
    for client in (laptop, stranger):
        assert {client.get(address).status_code for _ in range(5)} == {200}
    assert not (home / pace.FILE).exists()


@pytest.mark.django_db
def test_a_full_disk_keeps_no_reader_out(stranger: Client, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.PACES = {"pages": 1, "downloads": 1}
    address = f"{work_address(make_work('Umbrella'))}/chapters/1"
    full = Path("/dev/full")
    if full.exists():
        monkeypatch.setattr(pace, "buckets", lambda place: Buckets(full))
        assert {stranger.get(address).status_code for _ in range(5)} == {200}
    monkeypatch.setattr(pace, "buckets", lambda place: Buckets(place / "no" / "folder"))
    assert {stranger.get(address).status_code for _ in range(5)} == {200}


@pytest.mark.django_db
def test_no_address_is_kept(stranger: Client, home: Path) -> None:
    address = f"{work_address(make_work('Umbrella'))}/chapters/1"
    stranger.get(address, REMOTE_ADDR="203.0.113.77")
    kept = (home / pace.FILE).read_bytes()
    assert kept.strip(b"\0") and b"203.0" not in kept and bytes([203, 0, 113, 77]) not in kept
    assert hashed("pages 203.0.113.77", 1) != hashed("pages 203.0.113.77", 2)


@pytest.mark.parametrize(
    ("proxies", "peer", "forwarded", "found"),
    [
        (0, "203.0.113.7", None, "203.0.113.7"),
        (0, "8.8.8.8", "1.2.3.4", "8.8.8.8"),
        (0, "127.0.0.1", "1.2.3.4", None),
        (0, "10.0.0.1", "1.2.3.4", None),
        (0, "2001:db8:1:2:3::4", None, "2001:db8:1:2::/64"),
        (0, "", None, None),
        (1, "127.0.0.1", "1.2.3.4, 8.8.8.8", "8.8.8.8"),
        (2, "127.0.0.1", "9.9.9.9, 1.2.3.4, 8.8.8.8", "1.2.3.4"),
        (2, "127.0.0.1", "8.8.8.8", None),
        (1, "127.0.0.1", None, None),
        (1, "127.0.0.1", "nonsense", None),
    ],
)
def test_whose_line_it_is(settings: Any, proxies: int, peer: str, forwarded: str | None, found: str | None) -> None:
    settings.PROXIES = proxies
    request = HttpRequest()
    request.META["REMOTE_ADDR"] = peer
    if forwarded:
        request.META["HTTP_X_FORWARDED_FOR"] = forwarded
    assert address_of(request) == found
