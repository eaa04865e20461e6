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
    from fanthology.fic.writers.choices import Choices


def download(
    ctx: typer.Context,
    work: Annotated[
        str, typer.Argument(metavar="[WORK_ID]", help="The work's id, as in its address or in a search.")
    ] = "",
    everything: Annotated[bool, typer.Option("--all", help="Every work of the archive.")] = False,
    search: Annotated[str, typer.Option(metavar="WORDS", help="All that a search finds, as one file.")] = "",
    series: Annotated[str, typer.Option(metavar="SERIES_ID", help="A whole series, as one file.")] = "",
    format_: Annotated[
        str,
        typer.Option(
            "--format", metavar="FORMAT", help="epub, pdf, html, txt, md, json, azw3 or mobi; else as FILE ends."
        ),
    ] = "",
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="FILE|DIR", help="The file to write, or the folder to write into."),
    ] = None,
    title: Annotated[str, typer.Option(metavar="TITLE", help="What to call the works of a search.")] = "",
    zipped: Annotated[bool, typer.Option("--zip", help="A zip with a file for each, instead of one book.")] = False,
    notes: Annotated[bool, typer.Option("--notes/--no-notes", help="The notes around the story.")] = True,
    warnings: Annotated[bool, typer.Option("--warnings-first", help="Rating and warnings before all else.")] = False,
    cover: Annotated[bool, typer.Option("--cover/--no-cover", help="A cover.")] = True,
    paper: Annotated[str, typer.Option(metavar="PAPER", help="For a PDF: a5, a4, letter or large (print).")] = "a5",
    facing: Annotated[bool, typer.Option("--facing", help="For a PDF: left and right pages.")] = False,
) -> None:
    """Write a work of the archive to a file, an EPUB unless you say otherwise, or all of them into a folder.

    A search or a series becomes one book, or a zip. A file of the same name is replaced, once the new one is whole.
    Private works are included: this is the keeper's own command.

    \b
    Examples:
      fanthology download 9ng9427rt
      fanthology download 9ng9427rt -o story.epub
      fanthology download 9ng9427rt --format pdf --paper large
      fanthology download --search "rain rose" -o rain.epub
      fanthology download --series 4kd2mmx7q --zip
      fanthology download --all -o books
    """
    if [bool(work), everything, bool(search), bool(series)].count(True) != 1:
        raise FanthologyError(
            "Name one work, or say --all, --search or --series. “fanthology search” shows the ids of works."
        )
    home = home_of(ctx)
    if not (home / DATABASE).exists():
        raise FanthologyError(f"There is no archive in {home} yet. “fanthology import PATH” makes one.")
    open_home(home)
    from fanthology.fic.writers.choices import PAPERS, Choices

    size = next((one for one in PAPERS if one == paper.lower()), None)
    if size is None:
        raise FanthologyError(f"There is no paper {paper}. Choose one of: {', '.join(PAPERS)}.")
    choices = Choices(notes, warnings, cover, size, facing)
    ending = _ending(format_, output)
    if everything:
        written = write_all(output or Path(), ending, choices)
        typer.echo(f"{written:,} {'file' if written == 1 else 'files'} written.")
    elif work:
        typer.echo(printable(str(write_one(work, output, ending, choices))))
    else:
        name, numbers = _series(series) if series else _found(search)
        typer.echo(printable(str(write_several(title or name, numbers, output, ending, zipped, choices))))


def _ending(asked: str, output: Path | None) -> str:
    """The format that was asked for, or that the name of the file asks for."""
    from fanthology.archive.downloads.formats import formats

    ending = asked.lower().removeprefix(".")
    if ending and ending not in formats():
        raise FanthologyError(f"There is no format {asked} here. Choose one of: {', '.join(formats())}.")
    named = output.suffix.lower().removeprefix(".") if output and not output.is_dir() else ""
    return ending or (named if named in formats() else "epub")


def write_one(public_id: str, output: Path | None, ending: str = "epub", choices: Choices | None = None) -> Path:
    """Write a work and give the path. Raises FanthologyError if there is no such work or it cannot be written."""
    from fanthology.archive.catalogue.models import Work
    from fanthology.archive.catalogue.viewer import KEEPER
    from fanthology.archive.downloads.file import file_of
    from fanthology.fic.writers.choices import AS_USUAL

    try:
        file = file_of(KEEPER, public_id, ending, choices or AS_USUAL)
    except Work.DoesNotExist:
        raise FanthologyError(f"No work here has the id {public_id}. “fanthology search” shows the ids.") from None
    path = _target(file.name, output)
    save(path, file.data)
    return path


def write_several(
    title: str, numbers: list[int], output: Path | None, ending: str, zipped: bool, choices: Choices
) -> Path:
    """Write works as one file and give the path. Raises FanthologyError if that cannot be."""
    from io import BytesIO

    from rich.console import Console
    from rich.progress import Progress

    from fanthology.archive.catalogue import queries
    from fanthology.archive.catalogue.viewer import KEEPER
    from fanthology.archive.downloads.several import Wanted, check, write_works

    wanted = Wanted(title, ending, zipped, choices)
    words = queries.works(KEEPER).filter(pk__in=numbers).values_list("words", flat=True)
    check(wanted, len(numbers), sum(words))
    made = BytesIO()
    with Progress(console=Console(stderr=True), transient=True) as progress:
        bar = progress.add_task("Writing", total=len(numbers))
        write_works(KEEPER, numbers, wanted, made, lambda done, total: progress.update(bar, completed=done))
    path = _target(wanted.file_name(), output)
    save(path, made.getvalue())
    return path


def _series(public_id: str) -> tuple[str, list[int]]:
    from fanthology.archive.catalogue import queries
    from fanthology.archive.catalogue.viewer import KEEPER

    found = queries.series(KEEPER).filter(public_id=public_id).first()
    if found is None:
        raise FanthologyError(f"No series here has the id {public_id}. It is in the series' address.")
    return found.name, list(queries.series_works(KEEPER, found).values_list("pk", flat=True))


def _found(words: str) -> tuple[str, list[int]]:
    from fanthology.archive.catalogue.viewer import KEEPER
    from fanthology.archive.downloads.several import MOST
    from fanthology.archive.search.answering import Paging
    from fanthology.archive.search.query import LARGEST_PAGE, search

    numbers: list[int] = []
    for page in range(1, MOST // LARGEST_PAGE + 2):
        paging = Paging(page, LARGEST_PAGE)
        results = search(KEEPER, words, paging=paging, with_facets=False, with_snippets=False)
        numbers += [hit.work_id for hit in results.hits]
        if not results.hits or len(numbers) >= results.total:
            break
    if not numbers:
        raise FanthologyError(results.problem or f"Nothing here fits “{words}”.")
    return f"Works about “{words}”", numbers


def write_all(folder: Path, ending: str = "epub", choices: Choices | None = None) -> int:
    """Write every work into a folder, which is made if need be; gives the number of files."""
    from rich.console import Console
    from rich.progress import track

    from fanthology.archive.catalogue import queries
    from fanthology.archive.catalogue.viewer import KEEPER
    from fanthology.archive.downloads.file import file_of
    from fanthology.fic.writers.choices import AS_USUAL

    _make(folder)
    ids = list(queries.works(KEEPER).order_by("pk").values_list("public_id", flat=True))
    taken: set[str] = set()
    for public_id in track(ids, "Writing", console=Console(stderr=True), transient=True):
        file = file_of(KEEPER, public_id, ending, choices or AS_USUAL)
        name = file.name
        if name.lower() in taken:
            name = f"{name.removesuffix('.' + ending)} ({public_id}).{ending}"
        taken.add(name.lower())
        save(folder / name, file.data)
    return len(ids)


def _target(name: str, output: Path | None) -> Path:
    if output is None:
        return Path(name)
    return output / name if output.is_dir() else output


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise FanthologyError(f"The folder {folder} cannot be made: {os.strerror(error.errno or 0)}.") from error
