"""The ``fanthology`` command. Light to import: a process that reads items for an import begins by importing this."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import NoReturn


def run(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status; see `fanthology.cli.program.run`."""
    from fanthology.cli.program import run as run_command

    return run_command(arguments)


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """The entry point: `run`, then leave with its status."""
    sys.exit(run(arguments))
