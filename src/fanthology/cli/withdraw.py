"""``fanthology withdraw`` and ``fanthology refuse``: what authors ask for."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from fanthology.cli.context import home_of
from fanthology.cli.importing import indexing
from fanthology.cli.intake_words import counted
from fanthology.cli.say import printable
from fanthology.fic.errors import FanthologyError

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from fanthology.archive.catalogue.models import Work


class Kind(StrEnum):
    """What can be refused."""

    CREATOR = "creator"
    ADDRESS = "address"
    HASH = "hash"


def withdraw(
    ctx: typer.Context,
    works: Annotated[list[str] | None, typer.Argument(metavar="WORK...", help="The works' ids.")] = None,
    creator: Annotated[
        str, typer.Option(metavar="NAME", help="Every work of this creator, and refuse what comes later.")
    ] = "",
    after: Annotated[int, typer.Option(metavar="DAYS", help="When the bytes go; 0 is at once.")] = 30,
    due: Annotated[bool, typer.Option("--due", help="Only remove the bytes of those whose term has ended.")] = False,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
) -> None:
    """Withdraw works: they leave every page, search, count, download and export at once, and their files are not
    brought in again. After the term their bytes are removed; that a work was withdrawn is all that is left.

    \b
    Examples:
      fanthology withdraw k4m2xw9bq
      fanthology withdraw --creator "Hester Lark" --after 0
      fanthology withdraw --due
    """
    from fanthology.cli.site import open_home

    open_home(home_of(ctx))
    from fanthology.archive.catalogue.queries import works_to_withdraw
    from fanthology.archive.catalogue.refusals import refuse as refuse_it
    from fanthology.archive.catalogue.viewer import KEEPER
    from fanthology.archive.catalogue.withdrawing import withdraw as take_out
    from fanthology.archive.keeping.purging import held_in_containers, purge_due

    if due:
        with indexing(wanted=True):
            number = purge_due()
        typer.echo(f"The bytes of {counted(number, 'work')} were removed.")
        return
    found = _found(works_to_withdraw(KEEPER), works or [], creator)
    if not yes:
        _ask(found)
    with indexing(wanted=True):
        made = take_out(found, KEEPER, after)
        held = sorted({name for one in made for name in held_in_containers(one)})
        if creator:
            refuse_it("creator", creator, KEEPER)
        purge_due()
    typer.echo(f"Withdrew {counted(len(found), 'work')}.")
    for name in held:
        typer.echo(f"The container {printable(name)}, which is kept for you alone, has their bytes too.")


def remove(
    ctx: typer.Context,
    works: Annotated[list[str], typer.Argument(metavar="WORK...", help="The works' ids.")],
    after: Annotated[int, typer.Option(metavar="DAYS", help="When nothing is left of them; 0 is at once.")] = 30,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
) -> None:
    """Put works in the trash: out of every page and search at once; for some days they can be put back.

    A file that is brought in again meanwhile brings its work back. What an author asks for is “fanthology withdraw”.

    \b
    Example:
      fanthology remove k4m2xw9bq
    """
    from fanthology.cli.site import open_home

    open_home(home_of(ctx))
    from fanthology.archive.catalogue import queries
    from fanthology.archive.catalogue.viewer import KEEPER
    from fanthology.archive.catalogue.withdrawing import remove as put_in_trash
    from fanthology.archive.keeping.purging import purge_due

    found = _found(queries.works(KEEPER), works)
    if not yes:
        _ask(found, "Remove")
    with indexing(wanted=True):
        put_in_trash(found, KEEPER, after)
        purge_due()
    typer.echo(f"Removed {counted(len(found), 'work')}.")


def refuse(
    ctx: typer.Context,
    kind: Annotated[Kind, typer.Argument(help="creator, address or hash.")],
    value: Annotated[str, typer.Argument(help="The name, the mail address, or the SHA-256 of a file.")],
    allow: Annotated[bool, typer.Option("--allow", help="Take it back: it may come in again.")] = False,
) -> None:
    """Bring nothing in any more of a creator, from a mail address, or of a file. Of an address only a digest is kept.

    \b
    Examples:
      fanthology refuse creator "Hester Lark"
      fanthology refuse address hester@moors.example --allow
    """
    from fanthology.cli.site import open_home

    open_home(home_of(ctx))
    from fanthology.archive.catalogue import refusals
    from fanthology.archive.catalogue.viewer import KEEPER

    made = refusals.refuse(kind.value, value, KEEPER)
    if allow:
        refusals.allow(made, KEEPER)
    typer.echo("It may come in again." if allow else f"No intake brings in {printable(made.said)} from now on.")


def _found(every: QuerySet[Work], ids: list[str], creator: str = "") -> list[Work]:
    found = list(every.filter(public_id__in=ids))
    unknown = sorted(set(ids) - {work.public_id for work in found})
    if unknown:
        raise FanthologyError(f"There is no work {', '.join(unknown)}. A work's id is in its address.")
    if creator:
        found += every.filter(creators__name=creator).exclude(pk__in=[work.pk for work in found]).distinct()
    if not found and not creator:
        raise FanthologyError("Say which works: their ids, or --creator NAME.")
    return found


def _ask(found: list[Work], what: str = "Withdraw") -> None:
    for work in found[:20]:
        typer.echo(f"{work.public_id}  {printable(work.display_title)}")
    try:
        typer.confirm(f"{what} {counted(len(found), 'work')}?", abort=True)
    except typer.Abort as error:
        raise FanthologyError(f"Nothing was done. Add --yes to {what.lower()} without being asked.") from error
