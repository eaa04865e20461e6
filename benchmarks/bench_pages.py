"""Requests a second of a chapter page, with two web processes: wanted are 500, and 60 ms for the slowest of a hundred.

Makes a throw-away archive with one story of two chapters, serves it with ``fanthology serve``, and loads one page with
``wrk`` the median of what the slowest request of a hundred took (p99).
"""

from __future__ import annotations

import http.client
import os
import re
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

ROUNDS = 5
SECONDS = 4
CONNECTIONS = 8
STORY = "Title: The Long Rain\nAuthor: Hester Lark\n\n{}\n"
PARAGRAPH = "It had rained upon the moor since Thursday, and nobody at the inn could remember having been dry. " * 4
BUILD = """
import sys
from pathlib import Path
from fanthology.cli.site import open_home
open_home(Path(sys.argv[1]))
from fanthology.archive.catalogue.models import Work
from fanthology.archive.catalogue.publish import publish
from fanthology.archive.catalogue.viewer import KEEPER
publish(KEEPER, Work.objects.all(), "public")
work = Work.objects.get()
print(f"/works/{work.public_id}/{work.slug}/chapters/1")
"""


def main() -> int:
    command = Path(sys.executable).with_name("fanthology")
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        page = build(command, home)
        port = free_port()
        server = subprocess.Popen(
            [command, "--home", home, "serve", "--port", str(port), "--workers", "2"], stdout=subprocess.PIPE, text=True
        )
        try:
            wait_until_served(server)
            size = len(fetch(port, page))
            load = with_wrk if shutil.which("wrk") else with_threads
            load(port, page, 1)
            loads = [load(port, page, SECONDS) for _ in range(ROUNDS)]
        finally:
            server.terminate()
            server.wait(30)
    rates, slowest = [rate for rate, _ in loads], [slow for _, slow in loads if slow is not None]
    middle = statistics.median(rates)
    print(f"chapter page of {size / 1024:.1f} KB, {load.__name__}, {CONNECTIONS} connections: ", end="")
    print(f"median {middle:.0f} requests/s (from {min(rates):.0f} to {max(rates):.0f})", end="")
    print(f", p99 {statistics.median(slowest):.0f} ms" if slowest else "")
    return 0 if middle >= 500 else 1


def build(command: Path, home: Path) -> str:
    """An archive with one published story; the address of its first chapter."""
    story = home.parent / "rain.txt"
    chapters = (f"Chapter {number}\n\n" + "\n\n".join([PARAGRAPH] * 40) for number in (1, 2))
    story.write_text(STORY.format("\n\n".join(chapters)))
    subprocess.run([command, "--home", home, "import", "--quiet", story], check=True, stdout=subprocess.DEVNULL)
    made = subprocess.run([sys.executable, "-c", BUILD, home], check=True, capture_output=True, text=True)
    return made.stdout.strip()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_until_served(server: subprocess.Popen[str]) -> None:
    assert server.stdout
    for line in server.stdout:
        if line.startswith("Open "):
            return
    raise SystemExit("the site did not start")


def fetch(port: int, page: str) -> bytes:
    connection = http.client.HTTPConnection("127.0.0.1", port)
    connection.request("GET", page)
    answer = connection.getresponse()
    assert answer.status == 200, answer.status
    return answer.read()


def with_wrk(port: int, page: str, seconds: int) -> tuple[float, float | None]:
    """Requests a second, and the milliseconds under which 99 of 100 were answered."""
    address = f"http://127.0.0.1:{port}{page}"
    done = subprocess.run(
        ["wrk", "--latency", "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", address],
        check=True,
        capture_output=True,
        text=True,
    )
    assert "Non-2xx" not in done.stdout, done.stdout
    rate = re.search(r"Requests/sec:\s+([\d.]+)", done.stdout)
    slow = re.search(r"99%\s+([\d.]+)(us|ms|s)\n", done.stdout)
    assert rate and slow, done.stdout
    return float(rate[1]), float(slow[1]) * {"us": 0.001, "ms": 1, "s": 1000}[slow[2]]


def with_threads(port: int, page: str, seconds: int) -> tuple[float, float | None]:
    """Requests a second, by a client that shares the processor with the site and so says nothing of the slowest."""
    counts = [0] * CONNECTIONS
    end = time.monotonic() + seconds

    def ask(place: int) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port)
        while time.monotonic() < end:
            connection.request("GET", page)
            answer = connection.getresponse()
            answer.read()
            assert answer.status == 200, answer.status
            counts[place] += 1

    threads = [threading.Thread(target=ask, args=(place,)) for place in range(CONNECTIONS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(counts) / seconds, None


if __name__ == "__main__":
    os.environ.pop("FANTHOLOGY_HOME", None)
    os.environ["FANTHOLOGY_GATE"] = "none"  # the work asked for bears no rating
    sys.exit(main())
