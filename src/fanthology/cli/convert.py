"""``fanthology convert``: a file in, a book out, no archive needed."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from fanthology.fic.errors import FanthologyError
from fanthology.fic.readers import read
from fanthology.fic.readers.walk import WalkProblem, walk
from fanthology.fic.story import Rejection, SitePage
from fanthology.fic.writers import WRITERS, save


def convert(
    source: Annotated[Path, typer.Argument(metavar="IN", help="The file to read.", show_default=False)],
    output: Annotated[
        Path,
        typer.Option("--output", "-o", metavar="OUT", help="The file to write; its ending says the format."),
    ],
    admit: Annotated[bool, typer.Option("--admit", help="Convert also what does not look like a story.")] = False,
) -> None:
    """Make a book straight from a file, without an archive.

    An existing OUT is replaced, once the new file is whole. OUT may end in .epub,
    .pdf, .html, .txt, .md or .json.

    \b
    Example:
      fanthology convert story.txt -o story.epub
      fanthology convert story.epub -o story.md
    """
    ending = output.suffix.lower().removeprefix(".")
    writer = WRITERS.get(ending)
    if writer is None:
        raise FanthologyError(f"{output} should end in one of: {', '.join('.' + name for name in WRITERS)}.")
    outcome = read(_only_file(source), admit=admit)
    if isinstance(outcome, Rejection):
        hint = " If it is a story after all, add --admit." if outcome.reason == "not-a-story" else ""
        raise FanthologyError(f"{source} was not converted: {outcome.message}{hint}")
    if isinstance(outcome, SitePage):
        raise FanthologyError(f"{source} was not converted: it is a page of an archive, not a story.")
    save(output, writer(outcome))


def _only_file(source: Path) -> Path:
    if source.is_dir():
        raise FanthologyError(f"{source} is a folder. Convert one file at a time.")
    found = next(walk([source]))
    if isinstance(found, WalkProblem):
        raise FanthologyError(found.message)
    return found
