"""``fanthology check``: is everything there, and as it was?"""

from __future__ import annotations

import json
from typing import Annotated

import typer

from fanthology.cli.context import home_of
from fanthology.cli.say import harmless_json, printable


def check(
    ctx: typer.Context,
    mend: Annotated[
        bool, typer.Option("--mend", help="Put right what can be put right without losing anything.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print a line of JSON for each problem.")] = False,
) -> None:
    """Check every original against its hash, every row against its rules, every work against the search index.

    Each problem is one line that names the thing. The exit status is 1 if something is wrong and was not mended.

    \b
    Examples:
      fanthology check
      fanthology check --mend
    """
    from fanthology.cli.site import open_home

    open_home(home_of(ctx))
    if report(mend=mend, as_json=as_json):
        raise typer.Exit(1)


def report(*, mend: bool, as_json: bool = False) -> int:
    """Check, and print what is wrong. Returns how many problems are left."""
    from rich.console import Console
    from rich.progress import Progress, TextColumn

    from fanthology.archive.keeping.checking import check as problems

    left = mended = 0
    console = Console(stderr=True)
    words = TextColumn("{task.description}")
    with Progress(words, console=console, transient=True, disable=not console.is_terminal) as progress:
        task = progress.add_task("Checking")
        counts: dict[str, int] = {}

        def tell(name: str, number: int) -> None:
            counts[name] = counts.get(name, 0) + number
            progress.update(task, description=f"Checking {name}: {counts[name]:,}")

        for problem in problems(tell):
            done = mend and problem.mend is not None
            if done and problem.mend:
                problem.mend()
            mended += done
            left += not done
            line = {"problem": problem.what, "can_be_mended": problem.mend is not None, "mended": done}
            if as_json:
                typer.echo(harmless_json(json.dumps(line, ensure_ascii=False)).decode())
            else:
                typer.echo(printable(problem.what) + (" Mended." if done else ""))
    if not as_json:
        typer.echo(_sum(left, mended, counts))
    return left


def _sum(left: int, mended: int, counts: dict[str, int]) -> str:
    looked = f"Looked at {counts.get('originals', 0):,} originals and {counts.get('works', 0):,} works."
    if not left and not mended:
        return f"{looked} All is as it should be."
    again = " “--mend” puts right what can be put right." if left and not mended else ""
    return f"{looked} {left:,} wrong, {mended:,} mended.{again}"
