"""``fanthology restore``: an archive back from a backup."""

from __future__ import annotations

from typing import Annotated

import typer

from fanthology.cli.backup import KeyFile, open_place
from fanthology.cli.check import report
from fanthology.cli.context import home_of
from fanthology.cli.progress import bar
from fanthology.cli.reindex import build_index


def restore(
    ctx: typer.Context,
    place: Annotated[
        str, typer.Argument(metavar="PLACE", help="Where the backup lies: a folder, or s3://bucket/prefix.")
    ],
    key_file: KeyFile = None,
    snapshot: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="Which snapshot; the newest if none is named.", show_default=False),
    ] = None,
) -> None:
    """Get an archive back from a backup, into a new or empty folder; then check it.

    Every byte is checked on its way. What was withdrawn after the snapshot was made is withdrawn again.

    \b
    Examples:
      fanthology --home new-archive restore /media/disk/archive
      fanthology --home new-archive restore s3://my-bucket/archive --key-file archive.key
    """
    from fanthology.cli.site import open_home, set_up

    home = home_of(ctx)
    set_up(home)
    from fanthology.archive.keeping.restoring import restore as get_back

    opened, seal = open_place(place, key_file)
    with bar("Restoring") as tell:
        done = get_back(opened, seal, home, snapshot, tell)
    open_home(home)
    from fanthology.archive.catalogue.withdrawing import apply_withdrawals
    from fanthology.archive.keeping.purging import purge_due

    again = apply_withdrawals()
    purge_due()
    build_index()
    counts = done.snapshot.counts
    typer.echo(f"Restored {done.snapshot.name}: {counts['works']:,} works, {counts['originals']:,} originals.")
    if again:
        typer.echo(f"{again:,} works that were withdrawn since are withdrawn again.")
    if report(mend=True):
        raise typer.Exit(1)
