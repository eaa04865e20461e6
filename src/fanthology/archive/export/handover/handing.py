"""What both ways of handing over share: choosing, checking, holding, telling."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from fanthology.fic.writers.json import write_json

from ..folder import Folder
from .choosing import Choice, chosen, how_many
from .handed import Handed, handed
from .limits import exceeds
from .report import Report

Tell = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Asked:
    """What the keeper asks for: which works, and whether the addresses of their authors go with them."""

    choice: Choice
    contacts: bool = False


def handed_works(folder: Folder, asked: Asked, report: Report, *, by_api: bool, tell: Tell) -> Iterator[Handed]:
    """The works that AO3 takes as they are. What it does not take is put whole into ``held`` and into the report."""
    total = how_many(asked.choice)
    for done, (work, reason) in enumerate(chosen(asked.choice), 1):
        if reason:
            report.leave_out(work, reason)
        else:
            one = handed(work, asked.contacts)
            if sentences := exceeds(one, by_api=by_api):
                folder.put(f"held/{one.public_id}.json", write_json(one.book))
                report.hold(one, sentences)
            else:
                report.hand_over(one)
                yield one
        tell(done, total)
