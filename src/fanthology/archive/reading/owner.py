"""Whose something is: an account's, or of the keeper of a laptop, who has none."""

from __future__ import annotations

from typing import Any, cast

from fanthology.archive.accounts.keeping import roles_of
from fanthology.archive.accounts.models import User
from fanthology.archive.catalogue.viewer import Viewer, ViewerRole


def owned_by(user_id: int | None) -> dict[str, Any]:
    """What finds and makes the rows of an account, or of the keeper of a laptop, for whom this is None."""
    return {"user_id": user_id}


def viewer_as(user: User, adult: bool | None = None) -> Viewer:
    """What this account sees with all its roles; ``adult`` is what was answered at the gate for adults."""
    roles = cast("frozenset[ViewerRole]", roles_of(user))
    return Viewer(user_id=user.pk, name=user.get_username(), roles=roles, adult=adult)
