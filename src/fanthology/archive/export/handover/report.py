"""What a hand-over came to, for the keeper: a text in plain words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from fanthology.archive.catalogue.models import Work

from .handed import Handed, makers

REPORT = "report.txt"


@dataclass(slots=True)
class Report:
    """What was handed over, held because AO3 would not take it, and left out."""

    over: int = 0
    held: list[str] = field(default_factory=list)
    remarked: list[str] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)

    def hand_over(self, work: Handed) -> None:
        self.over += 1
        if work.remarks:
            self.remarked.append(_entry(_line(work), work.remarks))

    def hold(self, work: Handed, sentences: Sequence[str]) -> None:
        self.held.append(_entry(f"{_line(work)} (held/{work.public_id}.json)", sentences))

    def leave_out(self, work: Work, reason: str) -> None:
        names = ", ".join(one.creator.name for one in work.credits.all()) or "nobody credited"
        self.left_out.append(f"{work.public_id}  “{work.display_title}” by {names}: {reason}.\n")

    def text(self, opening: str) -> str:
        """The whole report under what was written and where to."""
        return "\n".join((opening, "", *self._parts()))

    def _parts(self) -> Iterator[str]:
        yield f"Handed over: {_works(self.over)}."
        if self.held:
            yield f"Held: {_works(len(self.held))}. AO3 would refuse or cut them, so nothing of them is in the files;"
            yield "each lies whole in the folder held. Shorten or correct them in the archive, and export again."
            yield from ("", *self.held)
        if self.remarked:
            yield "To see to in what is handed over:"
            yield from ("", *self.remarked)
        if self.left_out:
            yield f"Left out: {_works(len(self.left_out))}. What you know may be handed over, name with --work."
            yield from ("", "".join(self.left_out))


def _line(work: Handed) -> str:
    return f"{work.public_id}  “{work.title}” by {makers(work.book.creators)}"


def _entry(line: str, sentences: Sequence[str]) -> str:
    return "\n".join((line, *(f"    {one}" for one in sentences), ""))


def _works(number: int) -> str:
    return "1 work" if number == 1 else f"{number:,} works"
