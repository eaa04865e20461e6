"""`fanthology serve` as a person meets it: what it prints, what it refuses, and that it ends cleanly."""

from __future__ import annotations

import http.client
import ipaddress
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from running import CLEAN, new_archive, run

FANTHOLOGY = Path(sys.executable).with_name("fanthology")
EVERYWHERE = str(ipaddress.IPv4Address(0))
Serving = subprocess.Popen[str]


@pytest.fixture
def port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    return new_archive(tmp_path / "archive")


@pytest.fixture
def served(archive: Path, port: int) -> Iterator[tuple[Serving, list[str]]]:
    yield from serving(archive, port)


def serving(archive: Path, port: int) -> Iterator[tuple[Serving, list[str]]]:
    server = start(archive, port)
    assert server.stdout
    words = [server.stdout.readline() for _ in range(3)]
    yield server, words
    if server.poll() is None:
        server.terminate()
    server.wait(30)


def start(archive: Path, port: int, *options: str, **environment: str) -> Serving:
    return subprocess.Popen(
        [FANTHOLOGY, "--home", archive, "serve", "--port", str(port), *options],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=CLEAN | {"PYTHONUNBUFFERED": "1"} | environment,
    )


def refusal(archive: Path, port: int, *options: str, **environment: str) -> str:
    """What serve says when it does not start: one line, on the error output, with a status that is not 0."""
    server = start(archive, port, *options, **environment)
    printed, said = server.communicate(timeout=60)
    assert (server.returncode, printed) == (1, "")
    assert len(said.splitlines()) == 1, said
    return said


def ask(port: int, page: str = "/", **headers: str) -> tuple[int, dict[str, str]]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    connection.request("GET", page, headers=headers)
    answer = connection.getresponse()
    answer.read()
    return answer.status, {name.lower(): value for name, value in answer.getheaders()}


def children(pid: int) -> list[int]:
    found = subprocess.run(["ps", "-o", "pid=", "--ppid", str(pid)], capture_output=True, text=True)
    return [int(line) for line in found.stdout.split()]


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def gone(pids: list[int], seconds: float = 15) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if not any(alive(pid) for pid in pids):
            return True
        time.sleep(0.1)
    return False


@pytest.fixture
def fresh(tmp_path: Path, port: int) -> Iterator[list[str]]:
    """What is printed when an archive is served that was not there."""
    for _, words in serving(tmp_path / "fresh", port):
        yield words


def test_what_is_printed_opens_the_archive_once(fresh: list[str], port: int, tmp_path: Path) -> None:
    archive, words = tmp_path / "fresh", fresh
    assert words[0] == f"Your archive in {archive} has no stories yet.\n"
    opening = re.fullmatch(rf"Open http://127\.0\.0\.1:{port}(/open/\S+/)\n", words[1])
    assert opening
    status, headers = ask(port, opening[1])
    assert (status, headers["location"]) == (302, "/")
    cookie = headers["set-cookie"].split(";")[0]
    assert ask(port, "/keeper/upload", Cookie=cookie)[0] == 200
    assert ask(port, "/keeper/upload", Cookie=cookie, **{"X-Forwarded-For": "127.0.0.1"})[0] == 403
    assert ask(port, "/keeper/upload")[0] == 403
    assert ask(port, opening[1])[0] == 403


def test_another_host_name_is_refused(served: tuple[Serving, list[str]], port: int) -> None:
    assert ask(port, Host="evil.example")[0] == 400
    assert ask(port, Host=f"localhost:{port}")[0] == 200


def test_a_new_address_while_serving(served: tuple[Serving, list[str]], port: int, archive: Path) -> None:
    printed = run(archive, "keeper", "open").stdout
    opening = re.fullmatch(rf"Open http://127\.0\.0\.1:{port}(/open/\S+/)\n", printed)
    assert opening
    assert ask(port, opening[1])[0] == 302


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_it_stops_and_leaves_nothing_behind(served: tuple[Serving, list[str]], how: signal.Signals) -> None:
    server, _ = served
    processes = children(server.pid)
    assert len(processes) >= 2
    server.send_signal(how)
    printed, said = server.communicate(timeout=30)
    assert (server.returncode, printed, said) == (0, "Stopped.\n", "")
    assert gone(processes)


def test_one_archive_is_served_once(served: tuple[Serving, list[str]], port: int, archive: Path) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        other = int(probe.getsockname()[1])
    assert f"already, on http://127.0.0.1:{port}/" in refusal(archive, other)
    opening = served[1][1].split(f":{port}")[1].strip()
    assert ask(port, opening)[0] == 302


def test_killed_it_is_not_believed_to_serve(served: tuple[Serving, list[str]], archive: Path) -> None:
    server, _ = served
    server.kill()
    server.wait(10)
    assert "is not being served" in run(archive, "keeper", "open").stderr


def test_who_opens_connections_and_says_nothing_keeps_nobody_out(served: tuple[Serving, list[str]], port: int) -> None:
    silent = [socket.create_connection(("127.0.0.1", port)) for _ in range(200)]
    for one in silent:
        one.sendall(b"GET / HTTP/1.1\r\nHost: 127")
    assert ask(port)[0] == 200
    for one in silent:
        one.close()


def test_killed_it_takes_its_processes_along(served: tuple[Serving, list[str]]) -> None:
    server, _ = served
    processes = children(server.pid)
    server.kill()
    server.wait(10)
    assert gone(processes)


@pytest.mark.parametrize("after", [0.0, 0.4, 0.8])
def test_killed_while_it_starts_it_takes_its_processes_along(archive: Path, port: int, after: float) -> None:
    server = start(archive, port)
    processes: list[int] = []
    end = time.monotonic() + 30
    while len(processes) < 3 and time.monotonic() < end:
        processes = children(server.pid)
    time.sleep(after)
    server.kill()
    server.communicate(timeout=10)
    assert len(processes) == 3
    assert gone(processes)


def test_a_port_that_is_taken(archive: Path, port: int) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", port))
        other.listen()
        assert f"--port {port + 1}" in refusal(archive, port)


def test_beyond_this_computer_it_needs_its_names(archive: Path, port: int) -> None:
    assert "FANTHOLOGY_HOSTS" in refusal(archive, port, "--host", EVERYWHERE)


def test_beyond_this_computer_it_needs_a_keeper(archive: Path, port: int) -> None:
    said = refusal(archive, port, "--host", EVERYWHERE, FANTHOLOGY_HOSTS="archive.example.org")
    assert "fanthology keeper add NAME" in said


def test_beyond_this_computer_nobody_opens_it_without_an_account(archive: Path, port: int) -> None:
    run(archive, "keeper", "add", "mina", "--password-stdin", typed="a lamp on the landing\n")
    server = start(archive, port, "--host", EVERYWHERE, FANTHOLOGY_HOSTS="archive.example.org")
    try:
        assert server.stdout
        words = server.stdout.readline()
        assert "archive.example.org" in words and "/open/" not in words
        assert ask(port, Host="archive.example.org")[0] == 200
        assert ask(port, Host="evil.example")[0] == 400
        token = run(archive, "keeper", "open").stdout.split("/open/")[1].strip()
        assert ask(port, f"/open/{token}", Host="archive.example.org")[0] == 403
    finally:
        server.terminate()
        server.wait(30)
