"""What was found, on a terminal, for another program, or as JSON."""

from __future__ import annotations

import html
import re
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import typer

from fanthology.cli.say import complain, printable

if TYPE_CHECKING:
    from fanthology.archive.search.query import Results

_MARKED = re.compile(r"<mark>(.*?)</mark>")


@dataclass(frozen=True, slots=True)
class Row:
    """A work that was found, in the words of a terminal. ``passage`` has its marks as in HTML."""

    id: str
    title: str
    creators: list[str]
    fandoms: list[str]
    words: int
    passage: str


def rows_of(results: Results) -> list[Row]:
    """What is shown of each work that was found."""
    from fanthology.archive.catalogue.listed import listed

    told = listed(results.works)
    return [
        Row(
            id=work.public_id,
            title=work.display_title,
            creators=[credit.creator.name for credit in told[work.pk].credits],
            fandoms=[tag.name for tag in told[work.pk].tags["fandom"]],
            words=work.words,
            passage=str(hit.snippet),
        )
        for hit, work in zip(results.hits, results.works, strict=True)
    ]


def record_of(results: Results, rows: Sequence[Row]) -> dict[str, Any]:
    """The same as one value for JSON."""
    return {
        "total": results.total,
        "problem": results.problem,
        "behind": results.behind,
        "works": [asdict(row) for row in rows],
        "facets": {name: [asdict(value) for value in values] for name, values in results.facets.items()},
    }


def print_hits(results: Results, rows: Sequence[Row]) -> None:
    """A table on a terminal; elsewhere a line for each work, with tabs."""
    if results.problem:
        complain(results.problem)
    if results.behind:
        complain(f"{results.behind:,} changed works are not in the index yet.")
    if not sys.stdout.isatty():
        for row in rows:
            cells = (row.id, row.title, "; ".join(row.creators), "; ".join(row.fandoms), str(row.words))
            typer.echo("\t".join(map(printable, cells)))
        return
    _print_table(rows)
    typer.echo(f"{results.total:,} found" + (f", {len(rows)} shown." if results.total > len(rows) else "."))


def _print_table(rows: Sequence[Row]) -> None:
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table("Title", "By", "Fandom", box=SIMPLE_HEAD, pad_edge=False, leading=1)
    table.add_column("Words", justify="right")
    table.add_column("Id", no_wrap=True)
    for row in rows:
        title = Text(printable(row.title), style="bold")
        if row.passage:
            title.append("\n").append(passage_text(row.passage))
        names = (Text(printable(", ".join(names))) for names in (row.creators, row.fandoms))
        table.add_row(title, *names, f"{row.words:,}", row.id)
    Console().print(table)


def passage_text(passage: str) -> Any:
    """A passage for a terminal: its marks as a style, its HTML undone, nothing that steers the terminal."""
    from rich.text import Text

    text = Text(style="not bold")
    for number, piece in enumerate(_MARKED.split(passage)):
        plain = html.unescape(piece)
        shown = printable(plain)
        # the blank at a piece's edge parts it from the next
        before, after = (" " if plain[:1] == " " else ""), (" " if plain[-1:] == " " and shown else "")
        text.append(before + shown + after, style="reverse" if number % 2 else "")
    return text
