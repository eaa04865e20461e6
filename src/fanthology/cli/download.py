"""``fanthology download``: works of the archive as files."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from fanthology.cli.context import home_of
from fanthology.cli.say import complain, printable
from fanthology.cli.site import DATABASE, open_home
from fanthology.fic.errors import FanthologyError
from fanthology.fic.writers.save import is_folder

if TYPE_CHECKING:
    from fanthology.fic.writers.choices import Paper


def download(
    ctx: typer.Context,
    work: Annotated[
        str, typer.Argument(metavar="[WORK_ID]", help="The work's id, as in its address or in a search.")
    ] = "",
    everything: Annotated[bool, typer.Option("--all", help="Every work of the archive.")] = False,
    search: Annotated[str, typer.Option(metavar="WORDS", help="All that a search finds, as one file.")] = "",
    series: Annotated[str, typer.Option(metavar="SERIES_ID", help="A whole series, as one file.")] = "",
    shelf: Annotated[str, typer.Option(metavar="NAME", help="A shelf made on this machine, as one file.")] = "",
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
    title: Annotated[str, typer.Option(metavar="TITLE", help="What to call the works of several in one file.")] = "",
    zipped: Annotated[bool, typer.Option("--zip", help="A zip with a file for each, instead of one book.")] = False,
    notes: Annotated[bool, typer.Option("--notes/--no-notes", help="The notes around the story.")] = True,
    warnings: Annotated[bool, typer.Option("--warnings-first", help="Rating and warnings before all else.")] = False,
    cover: Annotated[bool, typer.Option("--cover/--no-cover", help="A cover.")] = True,
    paper: Annotated[str, typer.Option(metavar="PAPER", help="For a PDF: a5, a4, letter or large (print).")] = "a5",
    facing: Annotated[bool, typer.Option("--facing", help="For a PDF: left and right pages.")] = False,
) -> None:
    """Write a work of the archive to a file, an EPUB unless you say otherwise, or all of them into a folder.

    A search, a series or a shelf becomes one book, or a zip. A file of the same name is replaced, once the new one is
    whole. Private works are included: this is the keeper's own command.

    \b
    Examples:
      fanthology download 9ng9427rt
      fanthology download 9ng9427rt -o story.epub
      fanthology download 9ng9427rt --format pdf --paper large
      fanthology download --search "rain rose" -o rain.epub
      fanthology download --series 4kd2mmx7q --zip
      fanthology download --shelf "For the train"
      fanthology download --all -o books
    """
    _check_one_thing_asked(work, everything, search, series, shelf)
    if (zipped or title) and not (search or series or shelf):
        raise FanthologyError("--zip and --title are for --search, --series and --shelf.")
    home = home_of(ctx)
    if not (home / DATABASE).exists():
        raise FanthologyError(f"There is no archive in {home} yet. “fanthology import PATH” makes one.")
    open_home(home)
    from fanthology.cli import downloading
    from fanthology.fic.writers.choices import Choices

    choices = Choices(notes, warnings, cover, _paper(paper), facing)
    if everything:
        _tell_all(*downloading.write_all(output or Path(), _format(format_) or "epub", choices))
        return
    zipped = zipped or (not work and _ending_of(output) == "zip")
    if zipped and _ending_of(output) not in ("", "zip"):
        raise FanthologyError(f"{output} would be a zip. Let its name end in .zip.")
    ending = _format(format_) or ("epub" if zipped else _format_of(output))
    if work:
        path = downloading.write_one(work, output, ending, choices)
    else:
        name, numbers = downloading.works_of(search=search, series=series, shelf=shelf)
        path = downloading.write_several(title or name, numbers, output, ending, zipped, choices)
    typer.echo(printable(str(path)))


def _check_one_thing_asked(*asked: object) -> None:
    if [bool(one) for one in asked].count(True) != 1:
        raise FanthologyError(
            "Name one work, or say --all, --search, --series or --shelf. “fanthology search” shows the ids of works."
        )


def _paper(asked: str) -> Paper:
    from fanthology.fic.writers.choices import PAPERS

    for one in PAPERS:
        if one == asked.lower():
            return one
    raise FanthologyError(f"There is no paper {asked}. Choose one of: {', '.join(PAPERS)}.")


def _format(asked: str) -> str:
    """The format that was asked for, if one was."""
    from fanthology.archive.downloads.formats import formats

    ending = asked.lower().removeprefix(".")
    if asked and ending not in formats():
        raise FanthologyError(f"There is no format {asked} here. Choose one of: {', '.join(formats())}.")
    return ending


def _format_of(output: Path | None) -> str:
    """The format that the name of the file asks for."""
    from fanthology.archive.downloads.formats import formats

    ending = _ending_of(output)
    if ending and ending not in formats():
        # else an EPUB would lie there under a name that says it is something else
        raise FanthologyError(
            f"{output} ends in no format that there is here: {', '.join(formats())}. Name another, or say --format."
        )
    return ending or "epub"


def _ending_of(output: Path | None) -> str:
    return "" if output is None or is_folder(output) else output.suffix.lower().removeprefix(".")


def _tell_all(written: int, problems: list[str]) -> None:
    typer.echo(f"{written:,} {'file' if written == 1 else 'files'} written.")
    for problem in problems:
        complain(problem)
    if problems:
        raise typer.Exit(1)
