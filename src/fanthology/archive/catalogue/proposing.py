"""What is proposed to the keeper, and what becomes of it."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from fanthology.archive.audit import note_after
from fanthology.fic.errors import FanthologyError

from .gathering import join_parts, keep_as_copy, take_apart
from .models import Proposal, Work
from .queries import require
from .viewer import Viewer


def propose(kind: Proposal.Kind, one: Work, other: Work, reason: str) -> bool:
    """Propose that two works belong together, once: what was proposed or decided before stays. True if it is new."""
    first, second = sorted((one, other), key=lambda work: work.pk)
    ours, theirs = _group(first), _group(second)
    among = Q(first__in=ours, second__in=theirs) | Q(first__in=theirs, second__in=ours)
    if Proposal.objects.filter(among, kind=kind).exists():
        return False
    _, made = Proposal.objects.get_or_create(kind=kind, first=first, second=second, defaults={"reason": reason})
    return made


@transaction.atomic
def accept(proposal: Proposal, viewer: Viewer, shown: Work | None = None) -> Work:
    """Do what is proposed; of copies, ``shown`` is the one whose text is shown (else the first). Returns the work.

    Raises FanthologyError if it was decided already or cannot be done any more, PermissionDenied for anyone but the
    keeper.
    """
    require(viewer, "decide")
    first, second = _whole(proposal.first), _whole(proposal.second)
    if proposal.state != Proposal.State.OPEN:
        raise FanthologyError("This was decided already. Take that back first.")
    if first.pk == second.pk:
        raise FanthologyError("These two are one work already.")
    if proposal.kind == Proposal.Kind.PARTS:
        work = join_parts([first, second], viewer)
    else:
        other = first if shown is not None and shown.pk == proposal.second_id else second
        work = keep_as_copy(second if other is first else first, other, viewer)
    _decide(proposal, Proposal.State.ACCEPTED)
    note_after("proposal", viewer.name, (str(proposal.pk), "accepted"))
    return work


def refuse(proposal: Proposal, viewer: Viewer) -> None:
    """Say that it is not so; it is not proposed again. Raises as `accept`."""
    require(viewer, "decide")
    if proposal.state != Proposal.State.OPEN:
        raise FanthologyError("This was decided already. Take that back first.")
    _decide(proposal, Proposal.State.REFUSED)
    note_after("proposal", viewer.name, (str(proposal.pk), "refused"))


@transaction.atomic
def take_back(proposal: Proposal, viewer: Viewer) -> None:
    """Undo a decision: what was put together comes apart, and the proposal waits again. Raises as `accept`."""
    require(viewer, "decide")
    if proposal.state == Proposal.State.OPEN:
        raise FanthologyError("This was not decided yet.")
    if proposal.state == Proposal.State.ACCEPTED:
        take_apart([proposal.first, proposal.second], viewer)
    Proposal.objects.filter(pk=proposal.pk).update(state=Proposal.State.OPEN, decided_at=None)
    note_after("proposal", viewer.name, (str(proposal.pk), "taken back"))


def _group(work: Work) -> list[int]:
    """A work and those that are gathered into it: a decision about one is a decision about it."""
    return [work.pk, *work.absorbed.values_list("pk", flat=True)]


def _whole(work: Work) -> Work:
    return work.merged_into or work


def _decide(proposal: Proposal, state: Proposal.State) -> None:
    Proposal.objects.filter(pk=proposal.pk).update(state=state, decided_at=timezone.now())
    proposal.state = state
