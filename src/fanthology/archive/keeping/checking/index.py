"""Does the search index hold exactly the works that the catalogue has, and is that of names whole?"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from fanthology.archive.catalogue.models import STANDING, Work
from fanthology.archive.search import generations, holding
from fanthology.archive.search.follow import catch_up, rebuild
from fanthology.archive.search.names.follow import rebuild as rebuild_names
from fanthology.archive.search.names.schema import SHELF as NAMES

from .problem import Problem, Tick

_MOST_NAMED = 5


def check_index(tick: Tick) -> Iterator[Problem]:
    """Every Work against the index, and the index against the catalogue."""
    names = NAMES.current()
    if names is not None and any(holding.damaged_files(names)):
        yield Problem("The index of names is damaged.", partial(rebuild_names))
    generation = generations.current()
    if generation is None:
        if Work.objects.exists():
            yield Problem("There is no search index.", partial(_rebuild))
        return
    try:
        if any(holding.damaged_files(generation)):
            yield Problem("The search index is damaged.", partial(_rebuild))
            return
        catch_up(wait=True)
        held = holding.held()
    except (OSError, generations.DamagedIndexError):
        yield Problem("The search index is damaged.", partial(_rebuild))
        return
    rows = Work.objects.filter(**STANDING).order_by("pk").values_list("pk", "visibility", "display_title")
    wrong: list[str] = []
    for pk, visibility, title in rows.iterator(chunk_size=1_000):
        tick(1)
        if held.pop(pk, None) != visibility:
            wrong.append(title)
    if wrong or held:
        named = ", ".join(f"“{title}”" for title in wrong[:_MOST_NAMED])
        strange = f"{len(held)} that the archive does not have" if held else ""
        told = ", and ".join(filter(None, (f"{len(wrong)} not as they are ({named})" if wrong else "", strange)))
        yield Problem(f"The search index has works wrong: {told}.", partial(_rebuild))


def _rebuild() -> None:
    rebuild()
