"""Who is looking. A frozen value that every query of `queries` takes; nothing else decides what is seen."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, TypeAlias

ViewerRole: TypeAlias = Literal["keeper", "reader"]


@dataclass(frozen=True, slots=True)
class Viewer:
    """``roles`` is empty for a guest. ``hidden`` holds ids of works this viewer asked not to see. ``adult`` is what was
    answered at the gate for adults: True to be shown such works, False to be asked each time, None nothing yet.

    >>> GUEST.is_keeper, KEEPER.is_keeper
    (False, True)
    """

    user_id: int | None = None
    name: str = ""
    roles: frozenset[ViewerRole] = frozenset()
    hidden: frozenset[int] = field(default=frozenset())
    adult: bool | None = None

    @property
    def is_keeper(self) -> bool:
        return "keeper" in self.roles

    @property
    def is_registered(self) -> bool:
        return bool(self.roles)


GUEST = Viewer()
KEEPER = Viewer(name="keeper", roles=frozenset({"keeper"}))
"""The person at the command line, who can read the files anyway."""
