"""What the catalogue has of somebody with an account, and what becomes of their works when they go."""

from __future__ import annotations

from typing import Any

from fanthology.archive.accounts.keeping import LEAVING, OWN_DATA
from fanthology.archive.accounts.models import User

from .models import Claim, Edit
from .owning import orphan
from .queries import own_works, works_to_withdraw
from .viewer import Viewer
from .withdrawing import withdraw


def settle(user: User, fate: str) -> None:
    """Orphan or withdraw the works that an account owns."""
    viewer = Viewer(user_id=user.pk, name="its author", roles=frozenset({"reader"}))
    if fate == "withdraw":
        if works := list(works_to_withdraw(viewer)):
            withdraw(works, viewer)
        return
    for work in list(own_works(viewer)):
        orphan(work, viewer)


def claims_of(user: User) -> list[dict[str, Any]]:
    """The names that an account claimed."""
    found = Claim.objects.filter(user=user).select_related("creator").order_by("pk")
    return [{"name": one.creator.name, "state": one.state, "at": one.at.isoformat()} for one in found]


def corrections_of(user: User) -> list[dict[str, Any]]:
    """The corrections that an account made."""
    found = Edit.objects.filter(by_id=user.pk).select_related("work").order_by("pk")
    return [
        {
            "work": one.work.public_id,
            "field": one.field,
            "from": one.previous,
            "to": one.value,
            "at": one.at.isoformat(),
        }
        for one in found
    ]


def register() -> None:
    """Have accounts know of this; done twice it changes nothing."""
    OWN_DATA.update({"claims": claims_of, "corrections": corrections_of})
    if settle not in LEAVING:
        LEAVING.append(settle)
