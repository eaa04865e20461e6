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
    from fanthology.archive.export.handover.handing import Asked
    from fanthology.archive.export.handover.report import Report


def export(
    ctx: typer.Context,
    site: Annotated[
        Path | None, typer.Option(metavar="DIR", help="The whole public archive as linked pages and EPUB files.")
    ] = None,
    open_doors: Annotated[
        Path | None, typer.Option("--open-doors", metavar="DIR", help="Works as the tables that Open Doors works with.")
    ] = None,
    ao3_api: Annotated[
        Path | None, typer.Option("--ao3-api", metavar="DIR", help="Works as requests to AO3's API for importing.")
    ] = None,
    formats: Annotated[
        str, typer.Option(metavar="LIST", help="With --site: what lies beside each work to take away: epub, html, txt.")
    ] = "epub",
    work: Annotated[
        list[str] | None,
        typer.Option(metavar="WORK_ID", help="To AO3: hand over this work, whatever its permission says."),
    ] = None,
    works: Annotated[
        Path | None, typer.Option(metavar="FILE", help="To AO3: the same for the works whose ids stand in a file.")
    ] = None,
    private: Annotated[bool, typer.Option("--private", help="To AO3: also works that not everybody may see.")] = False,
    contacts: Annotated[
        bool, typer.Option("--contacts", help="To AO3: with the mail addresses of creators, as far as they are known.")
    ] = False,
    address: Annotated[
        str, typer.Option(metavar="URL", help="With --ao3-api: where AO3 will find what is in DIR.")
    ] = "",
    archivist: Annotated[
        str, typer.Option(metavar="NAME", help="With --ao3-api: the archivist's account at AO3.")
    ] = "",
    collections: Annotated[
        str, typer.Option(metavar="NAMES", help="With --ao3-api: the collections at AO3 to put the works into.")
    ] = "",
) -> None:
    """Write the archive as files that outlive this program, or hand works over to AO3.

    An export that is there already is brought up to date: only what changed is written, and what is gone is removed.
    Works whose permission allows it are handed over, or those that you name; report.txt says what AO3 does not take.

    \b
    Examples:
      fanthology export --site public
      fanthology export --site public --formats epub,html,txt
      fanthology export --open-doors tables --contacts
      fanthology export --ao3-api requests --address https://example.org/handover/ --archivist mina
    """
    asked = [one for one in (site, open_doors, ao3_api) if one is not None]
    if len(asked) != 1:
        raise FanthologyError("Say what to write, one thing at a time: --site, --open-doors or --ao3-api.")
    if ao3_api is not None and not (address and archivist):
        raise FanthologyError("AO3 fetches every chapter itself: say with --address where, and name the --archivist.")
    home = home_of(ctx)
    if not (home / DATABASE).exists():
        raise FanthologyError(f"There is no archive in {home} yet. “fanthology import PATH” makes one.")
    endings, named = _endings(formats), _named(work or [], works)
    open_home(home)
    folder = asked[0].expanduser().absolute()
    if site is not None:
        _site(folder, endings)
        return
    from fanthology.archive.export.handover.choosing import Choice
    from fanthology.archive.export.handover.handing import Asked

    wanted = Asked(Choice(named, private), contacts)
    if open_doors is not None:
        _open_doors(folder, wanted)
    else:
        _ao3_api(folder, wanted, (address, archivist, collections))


def _open_doors(folder: Path, wanted: Asked) -> None:
    from fanthology.archive.export.handover.open_doors import export_tables

    with bar("Writing") as tell:
        done, report = export_tables(folder, wanted, tell)
    _tell_handed(folder, done, report)


def _ao3_api(folder: Path, wanted: Asked, to: tuple[str, str, str]) -> None:
    from fanthology.archive.export.handover.ao3 import Destination, export_requests

    with bar("Writing") as tell:
        done, report = export_requests(folder, wanted, Destination(*to), tell)
    _tell_handed(folder, done, report)


def _tell_handed(folder: Path, done: Done, report: Report) -> None:
    typer.echo(
        f"{counted(done)} Handed over: {report.over:,}; held, because AO3 would not take them: {len(report.held):,}; "
        f"left out: {len(report.left_out):,}. {printable(str(folder / 'report.txt'))} says which and why."
    )


def _named(ids: list[str], file: Path | None) -> tuple[str, ...]:
    """The works that were named: on the command line, and in a file, parted by blank space."""
    try:
        more = file.read_text("utf-8").split() if file else []
    except (OSError, UnicodeDecodeError) as error:
        raise FanthologyError(f"The list of works {file} cannot be read.") from error
    if file and not more:
        raise FanthologyError(f"The list of works {file} names none.")
    return tuple(dict.fromkeys((*ids, *more)))


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
        done = export_site(folder, endings, tell)
    typer.echo(f"{counted(done)} Open {printable(str(folder / 'index.html'))} in a browser.")


def counted(done: Done) -> str:
    """What an export came to, as a sentence."""
    files = f"{done.files:,} {'file' if done.files == 1 else 'files'}"
    if not done.written and not done.removed:
        return f"{files}, all as they were."
    removed = f", {done.removed:,} removed" if done.removed else ""
    return f"{files}, {done.written:,} written{removed}."
