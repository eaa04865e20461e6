"""What a run did, item by item and in sum."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias

from fanthology.fic.containers.container import Tally

Outcome: TypeAlias = Literal["read", "already-here", "rejected", "failed", "used"]

OUTCOMES: tuple[Outcome, ...] = ("read", "already-here", "rejected", "failed", "used")
EXPECTED_REASONS = frozenset({"not-a-story", "unsupported"})
"""A folder of stories holds other things too; any other reason means that an item is broken."""


@dataclass(slots=True)
class Gathered:
    """How many works were joined to others, and how many pairs are newly proposed."""

    joined: int = 0
    proposed: int = 0

    def __add__(self, other: Gathered) -> Gathered:
        return Gathered(self.joined + other.joined, self.proposed + other.proposed)


@dataclass(frozen=True, slots=True)
class ItemReport:
    """What became of one item. ``title`` and ``work`` (a public id) are there when it was read."""

    name: str
    outcome: Outcome
    message: str = ""
    reason: str = ""
    mends: int = 0
    title: str = ""
    work: str | None = None

    @property
    def bad(self) -> bool:
        """True if something is wrong with the item, not merely that it is no story."""
        return self.outcome == "failed" or (self.outcome == "rejected" and self.reason not in EXPECTED_REASONS)


@dataclass(frozen=True, slots=True)
class TallyReport:
    """What a container says of itself: of each kind of thing how many it holds and how many were taken, and remarks on
    where the rest is."""

    container: str
    counts: dict[str, tuple[int, int]]
    remarks: tuple[str, ...] = ()

    @classmethod
    def of(cls, container: str, tally: Tally) -> TallyReport:
        """The account of a container of that name."""
        return cls(container, dict(tally.counts), tally.remarks)

    def record(self) -> dict[str, Any]:
        """The account as plain values."""
        counts = {name: {"held": held, "taken": taken} for name, (held, taken) in self.counts.items()}
        return {"container": self.container, "counts": counts, "remarks": list(self.remarks)}


@dataclass(slots=True)
class IntakeReport:
    """The account of a run: every item that was dealt with has exactly one outcome.

    ``intake`` is the public id to undo it by, None when nothing new came in. ``stopped`` says in a sentence why the run
    ended before its last item, ``interrupted`` that a person wanted it so.
    """

    dry_run: bool = False
    intake: str | None = None
    items: list[ItemReport] = field(default_factory=list)
    tallies: list[TallyReport] = field(default_factory=list)
    found: int = 0
    stopped: str = ""
    interrupted: bool = False
    gathered: Gathered = field(default_factory=Gathered)
    accepted: int = 0
    """How many findings the keeper's rules accepted."""
    seconds: float = 0.0

    @property
    def counts(self) -> dict[str, int]:
        """How many items had each outcome.

        >>> IntakeReport(items=[ItemReport("a.txt", "read")]).counts
        {'read': 1, 'already-here': 0, 'rejected': 0, 'failed': 0, 'used': 0}
        """
        counted = Counter(item.outcome for item in self.items)
        return {outcome: counted[outcome] for outcome in OUTCOMES}

    @property
    def repaired(self) -> int:
        """How many of the works that came in had damage that was mended."""
        return sum(item.mends > 0 for item in self.items)

    @property
    def mends(self) -> int:
        """How many places were mended in all."""
        return sum(item.mends for item in self.items)

    @property
    def went_well(self) -> bool:
        """True if every item was dealt with and none was broken."""
        return not self.stopped and not any(item.bad for item in self.items)

    def of(self, outcome: Outcome) -> list[ItemReport]:
        """The items with one outcome, in order."""
        return [item for item in self.items if item.outcome == outcome]

    def record(self) -> dict[str, Any]:
        """The report as plain values: what ``--json`` prints."""
        return {
            "schema": "fanthology.intake/1",
            "intake": self.intake,
            "dry_run": self.dry_run,
            "found": self.found,
            "counts": self.counts,
            "repaired": {"works": self.repaired, "places": self.mends},
            "gathered": {"joined": self.gathered.joined, "proposed": self.gathered.proposed},
            "accepted": self.accepted,
            "stopped": self.stopped or None,
            "seconds": round(self.seconds, 3),
            "tallies": [one.record() for one in self.tallies],
            "items": [_item_record(item) for item in self.items],
        }


def _item_record(item: ItemReport) -> dict[str, Any]:
    return {
        "name": item.name,
        "outcome": item.outcome,
        "reason": item.reason or None,
        "message": item.message or None,
        "repairs": item.mends,
        "title": item.title or None,
        "work": item.work,
    }
