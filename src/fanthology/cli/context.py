"""What the options before a command's name said, for the commands that want to know."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import typer

HOME_VARIABLE = "FANTHOLOGY_HOME"


@dataclass(frozen=True, slots=True)
class State:
    """``home`` is the folder given by ``--home`` or ``FANTHOLOGY_HOME``, if any."""

    home: Path | None = None


def home_of(ctx: typer.Context) -> Path:
    """The folder in which the archive lives: as given, else the user's data folder. It need not exist yet."""
    state = ctx.find_root().obj
    if isinstance(state, State) and state.home is not None:
        return state.home.expanduser().absolute()
    from fanthology.archive.config.home import default_home

    return default_home()
