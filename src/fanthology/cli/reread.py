"""``fanthology reread``: read the kept originals again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from fanthology.cli.context import home_of
from fanthology.cli.importing import indexing
from fanthology.cli.intake_words import counted
from fanthology.cli.say import complain, printable
from fanthology.cli.site import open_home

if TYPE_CHECKING:
    from fanthology.archive.intake.reread import FieldChange, Rereading

LONGEST = 60


def reread(
    ctx: typer.Context,
    works: Annotated[
        list[str] | None, typer.Argument(metavar="WORK...", help="Ids of works; all, if none.", show_default=False)
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show what would change; write nothing.")] = False,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
    force: Annotated[bool, typer.Option("--force", help="Read again even what the present reader read.")] = False,
) -> None:
    """Read the kept originals again with the present readers.

    Shows field by field what would change, and asks. Corrections made by hand always stay; works keep their ids and
    who may see them. The exit status is 1 if an original could not be read again.

    \b
    Examples:
      fanthology reread --dry-run
      fanthology reread k4m2xw9bq
    """
    open_home(home_of(ctx), writing=not dry_run)
    from fanthology.archive.intake.reread import rereadings, works_to_read

    chosen = works_to_read(works or ())
    changed, problems = [], 0
    for found in rereadings(chosen, force=force):
        _show(found)
        problems += bool(found.problem)
        if not found.problem:
            changed.append(found.work.public_id)
    typer.echo(f"{counted(len(changed), 'work')} read anew." if changed else "There is nothing to change.")
    if changed and not dry_run and (yes or typer.confirm("Keep the new readings?")):
        _keep(changed, force)
    if problems:
        raise typer.Exit(1)


def _keep(changed: list[str], force: bool) -> None:
    """Read once more and keep it: a second reading costs less than holding every story in memory."""
    from fanthology.archive.intake.reread import apply_rereading, rereadings, works_to_read

    kept = 0
    with indexing(wanted=True):
        for start in range(0, len(changed), 400):
            for found in rereadings(works_to_read(changed[start : start + 400]), force=force):
                apply_rereading(found)
                kept += not found.problem
    typer.echo(f"Kept {counted(kept, 'new reading')}.")


def _show(found: Rereading) -> None:
    name = f"{found.work.public_id} {found.work.display_title}"
    if found.problem:
        complain(f"{name}: {found.problem} It stays as it is.")
        return
    typer.echo(printable(name) + ("" if found.changed else ": the same as before"))
    for change in found.changes:
        typer.echo(f"  {change.field}: {_change(change)}")
    if found.text_changed:
        typer.echo("  text: changed")


def _change(change: FieldChange) -> str:
    stays = " (corrected by hand; that stays)" if change.edited else ""
    return f"{_short(change.before)} → {_short(change.after)}{stays}"


def _short(value: Any) -> str:
    if value in (None, [], ""):
        return "unknown"
    text = printable(", ".join(map(str, value)) if isinstance(value, list) else str(value))
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
