"""The ``fanthology`` command as a program: its options, its table of commands, and how it ends.

Each command is one module, named in `COMMANDS`; it is imported only when it runs, so that ``fanthology read`` starts
without the site. A command is a plain function that typer can turn into a command; see `fanthology.cli.read`.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from fanthology import __version__
from fanthology.cli.commands import CommandTable
from fanthology.cli.context import HOME_VARIABLE, State
from fanthology.cli.say import complain
from fanthology.cli.trouble import told
from fanthology.fic.errors import FanthologyError

INTERRUPTED = 130

app = typer.Typer(cls=CommandTable, add_completion=False, rich_markup_mode=None, no_args_is_help=True)


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"fanthology {__version__}")
        raise typer.Exit


@app.callback()
def fanthology(
    ctx: typer.Context,
    home: Annotated[
        Path | None,
        typer.Option(metavar="DIR", envvar=HOME_VARIABLE, help="The folder in which the archive lives."),
    ] = None,
    version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    """Turn a pile of fan-fiction files into an archive.

    \b
    Examples:
      fanthology read story.txt
      fanthology import ~/stories
      fanthology serve

    Every command has its own help: fanthology read --help
    """
    ctx.obj = State(home)


def run(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status.

    A `FanthologyError` becomes a plain sentence on the error output and status 1, and so does a disk that is full or a
    database that is damaged; an interrupt, status 130. Any other exception is a fault and goes through.
    """
    for stream in (sys.stdout, sys.stderr):
        # names of files need not be UTF-8, and the terminal need not be either
        getattr(stream, "reconfigure", lambda **_: None)(errors="backslashreplace")
    try:
        status = _run(arguments)
        sys.stdout.flush()
    except FanthologyError as error:
        complain(str(error))
        return 1
    except BrokenPipeError:
        # whoever read our output has gone; leave nothing in the buffer to fail once more at exit
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except Exception as error:
        words = told(error)
        if words is None:
            raise
        complain(words)
        return 1
    return status


def _run(arguments: Sequence[str] | None) -> int:
    command = typer.main.get_command(app)
    try:
        command.main(args=arguments, prog_name="fanthology")
    except SystemExit as end:
        if end.code == INTERRUPTED:
            complain("stopped.")
        return end.code if isinstance(end.code, int) else int(end.code is not None)
    return 0
