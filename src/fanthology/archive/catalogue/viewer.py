"""Who is looking. A frozen value that every query of `queries` takes; nothing else decides what is seen."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, TypeAlias

ViewerRole: TypeAlias = Literal["keeper", "curator", "moderator", "author", "reader"]

PERMISSIONS: dict[str, frozenset[ViewerRole]] = {
    "see-private": frozenset({"keeper", "curator"}),
    "intake": frozenset({"keeper", "curator"}),
    "correct": frozenset({"keeper", "curator"}),
    "tags": frozenset({"keeper", "curator"}),
    "decide": frozenset({"keeper", "curator"}),
    "originals": frozenset({"keeper"}),
    "publish": frozenset({"keeper"}),
    "undo-intake": frozenset({"keeper"}),
    "withdraw": frozenset({"keeper"}),
    "accounts": frozenset({"keeper"}),
}
"""Who may do what. ``correct`` shows what a file says beside what was read of it, addresses too; ``decide`` is about
proposals and suggestions; ``originals`` is to take files themselves, and to reach people."""


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

    def may(self, permission: str) -> bool:
        """True if one of the roles has the permission.

        >>> KEEPER.may("publish"), GUEST.may("publish")
        (True, False)
        """
        return not self.roles.isdisjoint(PERMISSIONS[permission])

    @property
    def is_keeper(self) -> bool:
        return "keeper" in self.roles

    @property
    def is_registered(self) -> bool:
        return bool(self.roles)


GUEST = Viewer()
KEEPER = Viewer(name="keeper", roles=frozenset({"keeper"}))
"""The person at the command line, who can read the files anyway."""
