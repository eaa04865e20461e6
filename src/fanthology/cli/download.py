"""``fanthology download``: works of the archive as files."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from fanthology.cli.context import home_of
from fanthology.cli.say import printable
from fanthology.cli.site import DATABASE, open_home
from fanthology.fic.errors import FanthologyError
from fanthology.fic.writers.save import save

if TYPE_CHECKING:
    from fanthology.archive.downloads.file import File


def download(
    ctx: typer.Context,
    work: Annotated[
        str, typer.Argument(metavar="[WORK_ID]", help="The work's id, as in its address or in a search.")
    ] = "",
    everything: Annotated[bool, typer.Option("--all", help="Every work of the archive.")] = False,
    format_: Annotated[
        str, typer.Option("--format", metavar="FORMAT", help="epub, html, txt, md or json; else as FILE ends.")
    ] = "",
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="FILE|DIR", help="The file to write, or the folder to write into."),
    ] = None,
) -> None:
    """Write a work of the archive to a file, an EPUB unless you say otherwise, or all of them into a folder.

    A file of the same name is replaced, once the new one is whole. Private works are included: this is the keeper's
    own command.

    \b
    Examples:
      fanthology download 9ng9427rt
      fanthology download 9ng9427rt -o story.epub
      fanthology download 9ng9427rt --format html
      fanthology download --all -o books
    """
    if bool(work) == everything:
        raise FanthologyError("Name one work, or say --all. “fanthology search” shows the ids of works.")
    home = home_of(ctx)
    if not (home / DATABASE).exists():
        raise FanthologyError(f"There is no archive in {home} yet. “fanthology import PATH” makes one.")
    open_home(home)
    ending = _ending(format_, output)
    if everything:
        written = write_all(output or Path(), ending)
        typer.echo(f"{written:,} {'file' if written == 1 else 'files'} written.")
    else:
        typer.echo(printable(str(write_one(work, output, ending))))


def _ending(asked: str, output: Path | None) -> str:
    """The format that was asked for, or that the name of the file asks for."""
    from fanthology.archive.downloads.file import FORMATS

    ending = asked.lower().removeprefix(".")
    if ending and ending not in FORMATS:
        raise FanthologyError(f"There is no format {asked}. Choose one of: {', '.join(FORMATS)}.")
    named = output.suffix.lower().removeprefix(".") if output and not output.is_dir() else ""
    return ending or (named if named in FORMATS else "epub")


def write_one(public_id: str, output: Path | None, ending: str = "epub") -> Path:
    """Write a work and give the path. Raises FanthologyError if there is no such work or it cannot be written."""
    from fanthology.archive.catalogue.models import Work
    from fanthology.archive.catalogue.viewer import KEEPER
    from fanthology.archive.downloads.file import file_of

    try:
        file = file_of(KEEPER, public_id, ending)
    except Work.DoesNotExist:
        raise FanthologyError(f"No work here has the id {public_id}. “fanthology search” shows the ids.") from None
    path = _target(file, output)
    save(path, file.data)
    return path


def write_all(folder: Path, ending: str = "epub") -> int:
    """Write every work into a folder, which is made if need be; gives the number of files."""
    from rich.console import Console
    from rich.progress import track

    from fanthology.archive.catalogue import queries
    from fanthology.archive.catalogue.viewer import KEEPER
    from fanthology.archive.downloads.file import file_of

    _make(folder)
    ids = list(queries.works(KEEPER).order_by("pk").values_list("public_id", flat=True))
    taken: set[str] = set()
    for public_id in track(ids, "Writing", console=Console(stderr=True), transient=True):
        file = file_of(KEEPER, public_id, ending)
        name = file.name
        if name.lower() in taken:
            name = f"{name.removesuffix('.' + ending)} ({public_id}).{ending}"
        taken.add(name.lower())
        save(folder / name, file.data)
    return len(ids)


def _target(file: File, output: Path | None) -> Path:
    if output is None:
        return Path(file.name)
    return output / file.name if output.is_dir() else output


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise FanthologyError(f"The folder {folder} cannot be made: {os.strerror(error.errno or 0)}.") from error
