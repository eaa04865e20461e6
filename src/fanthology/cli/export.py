"""``fanthology export``: the archive as files that need no program, or as another archive imports them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from fanthology.cli.context import home_of
from fanthology.cli.progress import bar
from fanthology.cli.say import printable
from fanthology.cli.site import DATABASE, open_home
from fanthology.fic.errors import FanthologyError

if TYPE_CHECKING:
    from fanthology.archive.export.folder import Done


def export(
    ctx: typer.Context,
    site: Annotated[
        Path | None, typer.Option(metavar="DIR", help="The whole public archive as linked pages and EPUB files.")
    ] = None,
    formats: Annotated[
        str, typer.Option(metavar="LIST", help="With --site: what lies beside each work to take away: epub, html, txt.")
    ] = "epub",
) -> None:
    """Write the archive as files that outlive this program.

    An export that is there already is brought up to date: only what changed is written, and what is gone is removed.

    \b
    Examples:
      fanthology export --site public
      fanthology export --site public --formats epub,html,txt
    """
    if site is None:
        raise FanthologyError("Say what to write: --site DIR.")
    home = home_of(ctx)
    if not (home / DATABASE).exists():
        raise FanthologyError(f"There is no archive in {home} yet. “fanthology import PATH” makes one.")
    endings = _endings(formats)
    open_home(home)
    _site(site, endings)


def _endings(asked: str) -> list[str]:
    """The formats that were asked for, each once. Raises FanthologyError for one that there is not."""
    known = ("epub", "html", "txt")
    endings = list(dict.fromkeys(one.strip().lower().removeprefix(".") for one in asked.split(",") if one.strip()))
    for one in endings:
        if one not in known:
            raise FanthologyError(f"There is no format {one} to put beside a work. Choose from: {', '.join(known)}.")
    return endings


def _site(folder: Path, endings: list[str]) -> None:
    from fanthology.archive.export.site import export_site

    with bar("Writing") as tell:
        done = export_site(folder.expanduser().absolute(), endings, tell)
    typer.echo(f"{counted(done)} Open {printable(str(folder / 'index.html'))} in a browser.")


def counted(done: Done) -> str:
    """What an export came to, as a sentence."""
    files = f"{done.files:,} {'file' if done.files == 1 else 'files'}"
    if not done.written and not done.removed:
        return f"{files}, all as they were."
    removed = f", {done.removed:,} removed" if done.removed else ""
    return f"{files}, {done.written:,} written{removed}."
