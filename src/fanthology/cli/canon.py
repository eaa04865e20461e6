"""``fanthology canon``: what is known of fandoms, and what an archive could add to it."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from fanthology.cli.context import home_of
from fanthology.cli.intake_words import counted
from fanthology.cli.say import printable


class Action(StrEnum):
    """What is to be done."""

    LIST = "list"
    LEARN = "learn"


def canon(
    ctx: typer.Context,
    action: Annotated[Action, typer.Argument(help="list what is known, or learn from the archive's tags.")],
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FOLDER", help="Write a file for each fandom there.")
    ] = None,
) -> None:
    """Say what is known of fandoms, or propose what an archive could add.

    \b
    list   name the fandoms that are known, with how many characters of each
    learn  for fandoms that works here state and that are not known: names that keep company with the one tag and no
           other, as files to look through; put them into the archive's folder “canon” and run “fanthology enrich”

    \b
    Examples:
      fanthology canon list
      fanthology canon learn -o ~/proposed
    """
    from fanthology.cli.site import open_home

    open_home(home_of(ctx))
    for line in _listed() if action is Action.LIST else _learned(output):
        typer.echo(printable(line))


def _listed() -> Iterator[str]:
    from fanthology.archive.catalogue.canon import fandoms

    for fandom in fandoms():
        yield f"{fandom.name}: {counted(len(fandom.characters), 'character')}"


def _learned(output: Path | None) -> Iterator[str]:
    from fanthology.archive.catalogue.learning import learned
    from fanthology.fic.enrich.learning import as_toml
    from fanthology.fic.errors import FanthologyError
    from fanthology.fic.text.folding import fold

    found = learned()
    if not found:
        yield "There is nothing to learn: no fandom that is not known has three works here that state it alone."
    for one in found:
        if output is None:
            yield from as_toml(one).splitlines()
            yield ""
            continue
        path = output / f"{fold(one.fandom).replace(' ', '_')[:60] or 'fandom'}.toml"
        try:
            output.mkdir(parents=True, exist_ok=True)
            path.write_text(as_toml(one), encoding="utf-8")
        except OSError as error:
            raise FanthologyError(f"{path} cannot be written: {error.strerror or error}.") from error
        yield f"{one.fandom}: {counted(len(one.characters), 'character')}, {counted(len(one.names), 'name')} in {path}"
