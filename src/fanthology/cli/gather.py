"""``fanthology gather``: parts joined and copies proposed, over the whole archive."""

from __future__ import annotations

import typer

from fanthology.cli.context import home_of
from fanthology.cli.intake_words import counted


def gather(ctx: typer.Context) -> None:
    """Look through the whole archive for parts of one story, and for copies.

    Every import does this for what it brings. It is needed once for an archive that was made before there were
    proposals, and does no harm.

    \b
    Example:
      fanthology gather
    """
    from fanthology.cli.site import open_home

    open_home(home_of(ctx))
    from fanthology.archive.intake.gather import gather_all

    found = gather_all()
    typer.echo(f"{counted(found.joined, 'work')} joined, {counted(found.proposed, 'proposal')} made.")
