"""``fanthology backup``: a copy of the whole archive elsewhere, made while the site runs."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from fanthology.cli.context import home_of
from fanthology.cli.progress import bar
from fanthology.fic.errors import FanthologyError

if TYPE_CHECKING:
    from fanthology.archive.keeping.places import Place
    from fanthology.archive.keeping.sealing import Seal

KeyFile = Annotated[
    Path | None, typer.Option("--key-file", metavar="FILE", help="The key that the backup is encrypted with.")
]


def backup(
    ctx: typer.Context,
    place: Annotated[str, typer.Argument(metavar="PLACE", help="A folder, or s3://bucket/prefix.")] = "",
    key_file: KeyFile = None,
    list_: Annotated[bool, typer.Option("--list", help="Name the snapshots that are there.")] = False,
    keep: Annotated[
        int, typer.Option(metavar="N", help="Forget all but the newest N snapshots, after this one is made.")
    ] = 0,
    make_key: Annotated[
        Path | None, typer.Option("--new-key", metavar="FILE", help="Make a key, write it to a file, and end.")
    ] = None,
) -> None:
    """Back the archive up to a folder or to storage that speaks S3. What is there already is not sent again.

    Every run makes a snapshot, which “fanthology restore” gets back whole. A run that is cut short makes none.

    \b
    Examples:
      fanthology backup /media/disk/archive
      fanthology backup --new-key archive.key
      fanthology backup s3://my-bucket/archive --key-file archive.key --keep 30
    """
    from fanthology.archive.keeping.sealing import new_key

    if make_key is not None:
        new_key(make_key)
        typer.echo(f"The key is in {make_key}. Keep it apart from the backup: without it nothing can be restored.")
        return
    if not place:
        raise FanthologyError("Say where to: a folder, or s3://bucket/prefix.")
    from fanthology.cli.site import open_home

    open_home(home_of(ctx))
    opened, seal = open_place(place, key_file)
    if list_:
        list_snapshots(opened, seal)
        return
    make(opened, seal)
    if keep:
        from fanthology.archive.keeping.backing_up import forget

        snapshots, pieces = forget(opened, seal, keep)
        typer.echo(f"Forgot {snapshots:,} older snapshots and removed {pieces:,} pieces that only they needed.")


def open_place(place: str, key_file: Path | None) -> tuple[Place, Seal]:
    """Where a backup lies, and what opens it. Raises FanthologyError for a place or key that cannot be."""
    from fanthology.archive.keeping.places import Place
    from fanthology.archive.keeping.sealing import Seal, read_key

    return Place(place), Seal(read_key(key_file) if key_file else None)


def make(place: Place, seal: Seal) -> None:
    """Make a snapshot and say what it holds."""
    from fanthology.archive.keeping.backing_up import back_up

    with bar("Backing up") as tell:
        made = back_up(place, seal, tell)
    counts = made.snapshot.counts
    typer.echo(
        f"Snapshot {made.snapshot.name}: {counts['works']:,} works, {counts['originals']:,} originals, "
        f"{counts['containers']:,} containers; {made.sent / 1_000_000:,.1f} MB sent."
    )
    if made.snapshot.left_out:
        typer.echo(
            "It is not encrypted, so the key that signs cookies is not in it: after restoring, people sign in anew."
        )


def list_snapshots(place: Place, seal: Seal) -> None:
    """A line for each snapshot, the newest first."""
    from fanthology.archive.keeping import snapshots

    names = snapshots.names(place)
    for name in reversed(names):
        counts = snapshots.read(place, seal, name).counts
        typer.echo(f"{name}  {counts['works']:>9,} works  {counts['originals']:>9,} originals")
    if not names:
        typer.echo("There is no backup here.")
