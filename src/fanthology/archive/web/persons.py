"""Who a character is, as far as it is known, and who else bears the name."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from fanthology.archive.catalogue import queries
from fanthology.archive.catalogue.canon import names
from fanthology.archive.catalogue.models import Tag, TagKind
from fanthology.archive.catalogue.viewer import Viewer
from fanthology.fic.canon import Character, Fandom

from .addresses import tag_address

_GENDERS = {"female": "a woman", "male": "a man", "other": "neither man nor woman", None: "someone"}
_MOST_NAMESAKES = 12


def persons(viewer: Viewer, tag: Tag) -> dict[str, Any]:
    """``who`` the tag of a character means, and its ``namesakes``."""
    who = names().who(tag.name)
    return {"who": [_who(fandom, one) for fandom, one in who], "namesakes": _namesakes(viewer, tag.name, who)}


def _who(fandom: Fandom, one: Character) -> dict[str, str]:
    called = ", ".join(name for name in (*one.aliases, *one.weak) if name not in one.name)
    return {"words": f"{_GENDERS[one.gender].capitalize()} of {fandom.name}.", "called": called}


def _namesakes(viewer: Viewer, name: str, who: Iterable[tuple[Fandom, Character]]) -> list[dict[str, str]]:
    """Those who bear one of the names elsewhere; where the tag itself is nobody's, everyone it may mean."""
    known = list(who)
    others = [pair for _, one in known for pair in names().namesakes(one)] or names().called(name)
    found = {one.name: fandom.name for fandom, one in others if (fandom, one) not in known}
    shown = {one.name: tag_address(one) for one in queries.tags(viewer, TagKind.CHARACTER).filter(name__in=found)}
    return [
        {"name": one, "fandom": fandom, "address": shown.get(one, "")}
        for one, fandom in sorted(found.items())[:_MOST_NAMESAKES]
    ]
