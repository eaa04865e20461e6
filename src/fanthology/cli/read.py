"""``fanthology read``: what files hold, for people or as Story JSON."""

from __future__ import annotations

from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Annotated, Any

import typer

from fanthology.cli.say import complain, harmless_json
from fanthology.cli.summary import summary
from fanthology.fic.containers.container import Member, Refused, Tally
from fanthology.fic.enrich import enrich
from fanthology.fic.enrich.records import finding_record
from fanthology.fic.errors import FanthologyError
from fanthology.fic.items import FileItem, InBox, ItemFound, items_in
from fanthology.fic.readers import read as read_item
from fanthology.fic.readers.loading import shown_path
from fanthology.fic.readers.walk import WalkProblem
from fanthology.fic.story import Outcome, Rejection, SourceInfo, Story
from fanthology.fic.writers.json import json_line, page_record, rejection_record, schema_text, story_record


def read(
    paths: Annotated[
        list[Path] | None, typer.Argument(metavar="PATH...", help="Files and folders.", show_default=False)
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one line of Story JSON per item.")] = False,
    private: Annotated[bool, typer.Option("--private", help="Do not mask addresses in the JSON.")] = False,
    admit: Annotated[bool, typer.Option("--admit", help="Read as a story what does not look like one.")] = False,
    schema: Annotated[bool, typer.Option("--schema", help="Print the JSON Schema of Story JSON.")] = False,
) -> None:
    """Show what files hold, or print it as Story JSON.

    Folders are walked, and archives and mailboxes opened. An item that is no story is reported with the reason. The
    exit status is 0 if every path could be read.

    \b
    Examples:
      fanthology read story.txt
      fanthology read --json ~/stories > stories.jsonl
    """
    if schema:
        typer.echo(schema_text(), nl=False)
    elif not paths:
        raise FanthologyError("Name the files or folders to read, as in: fanthology read story.txt")
    elif not read_all(paths, admit, _json_printer(private) if as_json else _print_summary):
        raise typer.Exit(1)


def read_all(paths: list[Path], admit: bool, show: Callable[[Outcome], None]) -> bool:
    """Read every path and show what comes of it; say what could not be read, go on, and return whether all could."""
    all_read = True
    for found in items_in(paths):
        if isinstance(found, WalkProblem):
            complain(found.message)
            all_read = all_read and not found.serious
            continue
        try:
            outcome = _outcome(found, admit)
        except (FanthologyError, OSError) as error:
            complain(str(error))
            all_read = False
            continue
        if outcome is not None:
            show(outcome)
    return all_read


def _outcome(found: ItemFound, admit: bool) -> Outcome | None:
    """What reading an item gives; None for what is no item. Raises FanthologyError for what cannot be had."""
    if isinstance(found, FileItem):
        return read_item(found.path, admit=admit, beside=found.beside)
    if not isinstance(found, InBox):
        return None
    box, one = shown_path(found.box), found.found
    if isinstance(one, Member):
        return read_item(one.data, name=box, member=one.name, admit=admit, beside=one.beside)
    if isinstance(one, Refused):
        source = SourceInfo(box, "unknown", sha256(b"").hexdigest(), 0, member=one.name or None)
        return Rejection(source, one.reason, one.message)
    if isinstance(one, Tally):
        for remark in one.remarks:
            complain(remark)
    return None


def _json_printer(private: bool) -> Callable[[Outcome], None]:
    def show(outcome: Outcome) -> None:
        typer.echo(harmless_json(json_line(_record(outcome, private))))

    return show


def _record(outcome: Outcome, private: bool) -> dict[str, Any]:
    if isinstance(outcome, Story):
        return {**story_record(outcome, private), "findings": [finding_record(one) for one in enrich(outcome)]}
    return rejection_record(outcome) if isinstance(outcome, Rejection) else page_record(outcome)


def _print_summary(outcome: Outcome) -> None:
    typer.echo(summary(outcome))
