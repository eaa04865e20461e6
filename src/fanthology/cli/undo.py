"""``fanthology undo``: take a whole intake back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from fanthology.cli.context import home_of
from fanthology.cli.importing import indexing
from fanthology.cli.intake_words import counted
from fanthology.cli.site import open_home
from fanthology.fic.errors import FanthologyError

if TYPE_CHECKING:
    from fanthology.archive.intake.undo import Undone

LISTED = 10


def undo(
    ctx: typer.Context,
    intake: Annotated[
        str | None, typer.Argument(metavar="INTAKE", help="The intake's id, as its report said.", show_default=False)
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
) -> None:
    """Take a whole intake back out of the archive: its works, with the corrections made to them, and its originals.

    What was in the archive before stays. What a later import found "already here" was brought by this one, and goes.
    Without an INTAKE the last ones are listed.

    \b
    Examples:
      fanthology undo
      fanthology undo k4m2xw9bq
    """
    open_home(home_of(ctx))
    if intake is None:
        _list_intakes()
        return
    from fanthology.archive.intake.undo import find_intake, undo_intake, would_undo

    would = would_undo(find_intake(intake))
    if not yes:
        _ask(f"This removes {_sum(would)}. Go on?")
    with indexing(wanted=True):
        done = undo_intake(intake)
    typer.echo(f"Took back {_sum(done)}.")


def _sum(undone: Undone) -> str:
    edited = f" ({undone.edited} with corrections made by hand)" if undone.edited else ""
    containers = f" and {counted(undone.containers, 'container')}" if undone.containers else ""
    joint = "," if containers else " and"
    return f"{counted(undone.works, 'work')}{edited}{joint} {counted(undone.sources, 'original')}{containers}"


def _ask(question: str) -> None:
    try:
        typer.confirm(question, abort=True)
    except typer.Abort as error:
        raise FanthologyError("Nothing was taken back. Add --yes to take it back without being asked.") from error


def _list_intakes() -> None:
    from django.db.models import Count, Q

    from fanthology.archive.intake.models import Intake, IntakeItem

    read = Count("items", filter=Q(items__outcome=IntakeItem.Outcome.READ))
    intakes = list(Intake.objects.annotate(brought=read).order_by("-started_at", "-pk")[:LISTED])
    if not intakes:
        typer.echo("Nothing has been imported yet.")
    for one in intakes:
        state = "  taken back" if one.undone_at else "" if one.finished_at else "  stopped before its end"
        typer.echo(f"{one.public_id}  {one.started_at:%Y-%m-%d %H:%M}  {one.brought:>7,} works{state}")
