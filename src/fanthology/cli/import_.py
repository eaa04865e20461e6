"""``fanthology import``: files in, an archive out."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from fanthology.cli.context import home_of
from fanthology.cli.importing import Stop, indexing, progress_bar
from fanthology.cli.intake_words import report_lines
from fanthology.cli.say import complain, harmless_json
from fanthology.cli.site import open_home


def import_(
    ctx: typer.Context,
    paths: Annotated[list[Path], typer.Argument(metavar="PATH...", help="Files and folders.", show_default=False)],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would come in; write nothing.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the report as one JSON object.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Print problems and one line of summary only.")] = False,
) -> None:
    """Bring files and folders into the archive.

    Folders are walked, and archives and mailboxes opened. What comes in is private until you publish it. A file that is
    here already changes nothing, so a run that was stopped can simply be started again. The exit status is 0 if nothing
    was broken or missing; files that are merely no stories do not count as broken.

    \b
    Examples:
      fanthology import ~/stories
      fanthology import --dry-run ~/stories
    """
    open_home(home_of(ctx), writing=not dry_run)
    from fanthology.archive.intake.run import run_intake

    with Stop() as stop, progress_bar(shown=not (quiet or as_json)) as progress, indexing(wanted=not dry_run):
        report = run_intake(list(paths), dry_run=dry_run, progress=progress, should_stop=stop.asked)
    if as_json:
        typer.echo(harmless_json(json.dumps(report.record(), ensure_ascii=False)))
    else:
        for line in report_lines(report, quiet=quiet):
            typer.echo(line)
    if report.stopped:
        complain(report.stopped)
    if report.interrupted:
        raise typer.Exit(130)
    if not report.went_well:
        raise typer.Exit(1)
