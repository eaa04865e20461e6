"""``fanthology serve``: the site, and beside it the one process that keeps the search index level."""

from __future__ import annotations

import contextlib
import fcntl
import ipaddress
import os
import socket
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from fanthology.cli.context import home_of
from fanthology.fic.errors import FanthologyError

SERVING = "serving"
LOCAL_NAMES = ("localhost", "127.0.0.1", "::1")
_TARGET = "fanthology.archive.config.worker:application"
_STOP_SECONDS = 10
_ASK_SECONDS = 0.1
# Whoever opens connections and says nothing is waited for so long, and so many of them keep nobody else out.
_HEADER_SECONDS = 10
_MOST_CONNECTIONS = 1024


def serve(
    ctx: typer.Context,
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535, help="The port to listen on.")] = 8000,
    workers: Annotated[int, typer.Option(min=1, max=64, help="How many web processes.")] = 2,
) -> None:
    """Serve the archive's site to a browser, until Ctrl-C.

    On this computer alone, it prints a one-time address that makes your browser the keeper's. To serve others, give
    --host, name the site in FANTHOLOGY_HOSTS, and make a keeper's account first.

    \b
    Examples:
      fanthology serve
      fanthology serve --port 8080
      FANTHOLOGY_HOSTS=archive.example.org fanthology serve --host 0.0.0.0
    """
    home = home_of(ctx)
    local = is_local(host)
    check_free(host, port)
    open_site(home, local)
    address = f"http://{f'[{host}]' if ':' in host else host}:{port}/"
    with _noted(home, address):
        announce = _laptop_words(address, home) if local else _public_words(address)
        run(host, port, workers, announce)


def is_local(host: str) -> bool:
    """True if only this computer can reach the address, and the site answers to it as its own.

    >>> is_local("127.0.0.1"), is_local("::1"), is_local("0.0.0.0"), is_local("127.0.0.2")
    (True, True, False, False)
    """
    return host in LOCAL_NAMES


def check_free(host: str, port: int) -> None:
    """Raises FanthologyError, with what to do, if the address cannot be listened on."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except PermissionError as error:
            raise FanthologyError(f"Port {port} is for the system only. Choose one above 1023 with --port.") from error
        except (OSError, UnicodeError) as error:
            raise FanthologyError(
                f"Cannot listen on {host} port {port}: another program uses it, or this computer has no such address. "
                f"If Fanthology is already running, use that; else choose another, such as --port {port % 65535 + 1}."
            ) from error


def open_site(home: Path, local: bool) -> None:
    """Set the site up for this address. Raises FanthologyError if it may not be served there yet."""
    from fanthology.cli.site import open_home

    os.environ["FANTHOLOGY_LAPTOP"] = "1" if local else "0"
    open_home(home)
    if local:
        return
    if not os.environ.get("FANTHOLOGY_HOSTS", "").strip():
        raise FanthologyError(
            "To serve beyond this computer, say by which names the site is reached: set FANTHOLOGY_HOSTS, such as "
            "FANTHOLOGY_HOSTS=archive.example.org, and start again."
        )
    from fanthology.archive.accounts.models import User

    if not User.objects.filter(is_keeper=True, is_active=True).exists():
        raise FanthologyError(
            "To serve beyond this computer, the archive needs a keeper who signs in. Make the account with "
            "“fanthology keeper add NAME”, and start again."
        )


@contextlib.contextmanager
def _noted(home: Path, address: str) -> Iterator[None]:
    """Note in the archive's folder where it is served, for ``fanthology keeper open``.

    The note is locked meanwhile, so that one killed is no longer believed. Raises FanthologyError if another program
    serves this archive already: each would make void the addresses that the other prints.
    """
    with (home / SERVING).open("a+") as note:
        try:
            fcntl.flock(note, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            there = served_at(home) or "another address"
            raise FanthologyError(f"This archive is being served already, on {there}. Use that, or stop it.") from error
        note.truncate(0)
        note.write(address)
        note.flush()
        try:
            yield
        finally:
            note.truncate(0)


def served_at(home: Path) -> str | None:
    """The address on which the archive is being served, or None."""
    try:
        with (home / SERVING).open() as note:
            try:
                fcntl.flock(note, fcntl.LOCK_SH | fcntl.LOCK_NB)
            except BlockingIOError:
                return note.read() or None
    except FileNotFoundError:
        pass
    return None


def _laptop_words(address: str, home: Path) -> list[str]:
    from fanthology.archive.catalogue import queries
    from fanthology.archive.catalogue.viewer import KEEPER
    from fanthology.archive.web import opening

    opening.forget_addresses()
    works = queries.works(KEEPER).count()
    stories = "no stories yet" if not works else "1 story" if works == 1 else f"{works:,} stories"
    return [
        f"Your archive in {home} has {stories}.",
        f"Open {address}open/{opening.new_token()}/",
        "That address lets one browser in as the keeper, once. Ctrl-C stops.",
    ]


def _public_words(address: str) -> list[str]:
    return [f"Serving on {address} for {os.environ['FANTHOLOGY_HOSTS']}. Ctrl-C stops."]


def run(host: str, port: int, workers: int, announce: list[str]) -> None:
    """Serve until told to stop. Every process and thread started here has ended when this returns, but for a thread
    that builds an index: that ends with the process."""
    import multiprocessing

    from granian.constants import Interfaces
    from granian.http import HTTP1Settings
    from granian.server import Server

    # A forked worker would share this process's database connection and the locks of its threads.
    multiprocessing.set_start_method("spawn", force=True)
    server = Server(
        _TARGET,
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=2,
        backpressure=_MOST_CONNECTIONS,
        http1_settings=HTTP1Settings(header_read_timeout=_HEADER_SECONDS * 1000),
        log_enabled=False,
        websockets=False,
        respawn_failed_workers=True,
        workers_kill_timeout=_STOP_SECONDS,
    )
    stop = threading.Event()
    followers = [
        threading.Thread(target=_follow, args=(stop,), name="index follower", daemon=True),
        threading.Thread(target=_follow_names, args=(stop,), name="follower of names", daemon=True),
    ]
    beside = [
        threading.Thread(target=_work_off, args=(stop,), name="tasks"),
        threading.Thread(target=_announce, args=(stop, host, port, announce), name="announcer"),
    ]
    for thread in (*followers, *beside):
        thread.start()
    try:
        server.serve()
    finally:
        stop.set()
        for thread in beside:
            thread.join()
        for thread in followers:
            thread.join(_STOP_SECONDS)  # an index that is being built takes minutes; half built, it is no loss
    typer.echo("Stopped.")


def _announce(stop: threading.Event, host: str, port: int, words: list[str]) -> None:
    """Say where the site is once it answers, so that nobody opens an address too early."""
    here = _reached_at(host)
    while not stop.wait(_ASK_SECONDS):
        with contextlib.suppress(OSError), socket.create_connection((here, port), timeout=1):
            typer.echo("\n".join(words))
            return


def _reached_at(host: str) -> str:
    """The address by which this computer itself reaches the site.

    >>> _reached_at("::"), _reached_at("archive.example.org")
    ('::1', 'archive.example.org')
    """
    with contextlib.suppress(ValueError):
        address = ipaddress.ip_address(host)
        if address.is_unspecified:
            return "::1" if address.version == 6 else "127.0.0.1"
    return host


def _work_off(stop: threading.Event) -> None:
    from fanthology.archive.tasks.queue import work_off

    work_off(stop)


def _follow(stop: threading.Event) -> None:
    from django.db import connection

    from fanthology.archive.search.follow import follow

    try:
        follow(stop)
    finally:
        connection.close()


def _follow_names(stop: threading.Event) -> None:
    from django.db import connection

    from fanthology.archive.search.names.follow import follow

    try:
        follow(stop)
    finally:
        connection.close()
