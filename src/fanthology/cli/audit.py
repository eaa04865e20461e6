"""``fanthology audit``: who did what."""

from __future__ import annotations

import json
from dataclasses import asdict
from itertools import islice
from typing import Annotated

import typer

from fanthology.cli.context import home_of
from fanthology.cli.say import harmless_json, printable


def audit(
    ctx: typer.Context,
    last: Annotated[int, typer.Option(metavar="N", min=1, help="How many lines, the newest first.")] = 50,
    verify: Annotated[bool, typer.Option("--verify", help="Say whether every line follows the one before it.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print a line of JSON for each.")] = False,
) -> None:
    """Say what was done by whom, from a log that no page changes.

    \b
    Examples:
      fanthology audit --last 20
      fanthology audit --verify
    """
    from fanthology.cli.site import open_home

    open_home(home_of(ctx))
    from fanthology.archive import audit as log

    if verify:
        wrong = list(log.verify())
        for line in wrong:
            typer.echo(line)
        if wrong:
            raise typer.Exit(1)
        typer.echo("Every line follows the one before it.")
        return
    for one in islice(log.read_back(), last):
        if as_json:
            typer.echo(harmless_json(json.dumps(asdict(one), ensure_ascii=False)).decode())
        else:
            typer.echo(printable(f"{one.at}  {one.who}  {log.KINDS.get(one.what, one.what)}  {', '.join(one.things)}"))
