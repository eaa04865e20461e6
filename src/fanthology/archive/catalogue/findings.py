"""What was inferred of works: stored apart from what they state; accepted, refused or taken back by people or rules.

Accepting is an Edit, so that its history and its undoing are those of every correction.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from django.db import transaction
from django.utils import timezone

from fanthology.archive.audit import note_after
from fanthology.fic.errors import FanthologyError

from . import changes
from .edits import edit
from .inferred import FIELDS, KINDS, VALUES, FindingRow
from .models import AcceptanceRule, Change, Edit, Finding, TagKind, Work
from .names import KnownNames
from .queries import require
from .viewer import KEEPER, Viewer

RATINGS = {"explicit": "Explicit", "mature": "Mature"}
"""What accepting a finding for adults rates a work."""

LEAST_FOR_RULES = 0.5
_UNDECIDED = (Finding.State.OPEN, Finding.State.STATED)


def store_findings(work: Work, rows: Sequence[FindingRow], names: KnownNames) -> None:
    """Put these findings in the place of the work's former ones. What somebody decided stays decided."""
    decided = {(one.kind, one.name): one for one in work.findings.exclude(state__in=_UNDECIDED)}
    work.findings.filter(state__in=_UNDECIDED).delete()
    Finding.objects.bulk_create(_made(work, row, names) for row in rows if (row.kind, row.name) not in decided)
    for row in rows:
        if (row.kind, row.name) in decided:
            one = decided[row.kind, row.name]
            work.findings.filter(pk=one.pk).update(confidence=row.confidence, role=row.role, signs=row.signs)


def new_findings(work: Work, rows: Sequence[FindingRow], names: KnownNames) -> list[Finding]:
    """The findings of a new work, to be stored."""
    return [_made(work, row, names) for row in rows]


def _made(work: Work, row: FindingRow, names: KnownNames) -> Finding:
    return Finding(
        work=work,
        kind=row.kind,
        name=row.name,
        tag_id=names.tag(TagKind(row.kind), row.name) if row.kind in FIELDS else None,
        role=row.role,
        confidence=row.confidence,
        signs=row.signs,
        state=Finding.State.STATED if row.stated else Finding.State.OPEN,
    )


@transaction.atomic
def accept(findings: Iterable[Finding], viewer: Viewer) -> int:
    """Make these facts of their works, by one Edit for each work and field. Returns how many were accepted.

    Those that were decided already are passed over. Raises PermissionDenied for whoever may not.
    """
    require(viewer, "decide")
    by_work: dict[int, list[Finding]] = defaultdict(list)
    for one in findings:
        if one.state == Finding.State.OPEN:
            by_work[one.work_id].append(one)
    works = Work.objects.in_bulk(by_work)
    for pk, those in by_work.items():
        for field, some in _by_field(those).items():
            made = edit(works[pk], field, _with(works[pk], field, some), viewer) if field else None
            _decide(some, Finding.State.ACCEPTED, viewer, made)
    changes.record(Change.Kind.SAVED, list(by_work))
    if by_work:
        note_after("suggestion", viewer.name, (f"{sum(map(len, by_work.values()))} accepted",))
    return sum(map(len, by_work.values()))


@transaction.atomic
def refuse(findings: Iterable[Finding], viewer: Viewer) -> int:
    """Say that these are not so; they are kept, and not suggested again. Returns how many. Raises as `accept`."""
    require(viewer, "decide")
    some = [one for one in findings if one.state == Finding.State.OPEN]
    _decide(some, Finding.State.REFUSED, viewer, None)
    changes.record(Change.Kind.SAVED, sorted({one.work_id for one in some}))
    if some:
        note_after("suggestion", viewer.name, (f"{len(some)} refused",))
    return len(some)


@transaction.atomic
def take_back(finding: Finding, viewer: Viewer) -> None:
    """Undo a decision: what was accepted is taken out of the work's field again, and the finding waits.

    Raises FanthologyError if nothing was decided, PermissionDenied for whoever may not.
    """
    require(viewer, "decide")
    if finding.state not in (Finding.State.ACCEPTED, Finding.State.REFUSED):
        raise FanthologyError("Nothing was decided here yet.")
    if finding.state == Finding.State.ACCEPTED:
        _take_out(finding, viewer)
    Finding.objects.filter(pk=finding.pk).update(state=Finding.State.OPEN, decided_at=None, decided_by="", edit=None)
    changes.record(Change.Kind.SAVED, [finding.work_id])


def set_rule(kind: str, at_least: float | None, viewer: Viewer) -> None:
    """Accept findings of a kind from a confidence on, from now on; None ends the rule.

    Raises FanthologyError for a kind or confidence that cannot be, PermissionDenied for whoever may not.
    """
    require(viewer, "decide")
    if kind not in KINDS:
        raise FanthologyError(f"There are no findings of the kind “{kind}”. There are: {', '.join(KINDS)}.")
    note_after("rule", viewer.name, (kind, "ended" if at_least is None else f"{at_least:g}"))
    if at_least is None:
        AcceptanceRule.objects.filter(kind=kind).delete()
        return
    if not LEAST_FOR_RULES <= at_least <= 1:
        raise FanthologyError("A rule needs a confidence from 0.5 to 1: below that, more is wrong than right.")
    AcceptanceRule.objects.update_or_create(
        kind=kind, defaults={"at_least": at_least, "by_name": viewer.name or "keeper"}
    )


def apply_rules(work_ids: Iterable[int] | None = None, viewer: Viewer = KEEPER) -> int:
    """Accept what the rules say, of these works or all. Only where the file states nothing of the kind: what the author
    says is never added to by a rule. Returns how many were accepted."""
    require(viewer, "decide")
    accepted = 0
    for rule in AcceptanceRule.objects.order_by("kind"):
        by_rule = replace(viewer, name=f"the rule: {rule.kind} from {rule.at_least:g}")
        accepted += accept(sure_of(rule.kind, rule.at_least, work_ids), by_rule)
    return accepted


def sure_of(kind: str, at_least: float, work_ids: Iterable[int] | None = None) -> list[Finding]:
    """The open findings of a kind from a confidence on, of works that state nothing of the kind. People who are only
    mentioned are no tags."""
    found = Finding.objects.filter(kind=kind, confidence__gte=at_least, state=Finding.State.OPEN)
    if work_ids is not None:
        found = found.filter(work__in=list(work_ids))
    if kind in FIELDS:
        found = found.exclude(work__in=Work.objects.filter(taggings__tag__kind=kind).values("pk"))
    elif kind in VALUES:
        found = found.filter(**{f"work__{VALUES[kind]}__isnull": True})
    return list(found.exclude(role="mentioned").order_by("work", "-confidence", "pk"))


def _by_field(those: Iterable[Finding]) -> dict[str, list[Finding]]:
    """The findings by the field that they fill; "" for what is no field of a work."""
    found: dict[str, list[Finding]] = defaultdict(list)
    for one in those:
        found[FIELDS.get(one.kind) or VALUES.get(one.kind, "")].append(one)
    return found


def _with(work: Work, field: str, some: Sequence[Finding]) -> Any:
    """The field's value with what the findings say."""
    if field in VALUES.values():
        best = max(some, key=lambda one: one.confidence)
        return RATINGS.get(best.name, best.name)
    return [*_names(work, field), *(one.name for one in some)]


def _names(work: Work, field: str) -> list[str]:
    kind = next(kind for kind, filled in FIELDS.items() if filled == field)
    return list(work.taggings.filter(tag__kind=kind).values_list("tag__name", flat=True))


def _take_out(finding: Finding, viewer: Viewer) -> None:
    work = finding.work
    if finding.kind in FIELDS:
        field = FIELDS[finding.kind]
        edit(work, field, [name for name in _names(work, field) if name != finding.name], viewer)
    elif finding.kind in VALUES:
        field = VALUES[finding.kind]
        edit(work, field, finding.edit.previous if finding.edit else None, viewer)


def _decide(some: Sequence[Finding], state: Finding.State, viewer: Viewer, made: Edit | None) -> None:
    Finding.objects.filter(pk__in=[one.pk for one in some]).update(
        state=state, decided_at=timezone.now(), decided_by=viewer.name or "keeper", edit=made
    )
