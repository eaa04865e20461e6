"""Which works are handed over: those whose authors allow it, or those that the keeper names."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from fanthology.archive.catalogue import queries
from fanthology.archive.catalogue.models import Work
from fanthology.archive.catalogue.refusals import refused
from fanthology.archive.catalogue.viewer import GUEST, KEEPER
from fanthology.fic.errors import FanthologyError
from fanthology.fic.text.outlining.permission import permission_term

_CHUNK = 50
_MOST_NAMED = 5
_ALLOWS = "anywhere"
_TERMS = {
    "ask-first": "its author wants to be asked first",
    "do-not-archive": "its author does not want it archived elsewhere",
    "exclusive": "its author keeps it to some archives",
    "link-only": "its author allows links only",
    None: "it says nothing that allows it",
}
_REFUSED = "its creator asked to be left out"


@dataclass(frozen=True, slots=True)
class Choice:
    """What the keeper asks for. ``named`` holds public ids; empty, it is every work whose permission allows it.
    ``private`` lets works in that not everybody may see."""

    named: Sequence[str] = ()
    private: bool = False


def require_named(choice: Choice) -> None:
    """Raises FanthologyError if a work that was named is not there, or is private and that was not allowed."""
    found = set(_works(choice).values_list("public_id", flat=True)) if choice.named else set()
    lost = [one for one in dict.fromkeys(choice.named) if one not in found]
    if lost:
        more = f" and {len(lost) - _MOST_NAMED:,} more" if len(lost) > _MOST_NAMED else ""
        hint = "" if choice.private else " Works that are not public need --private."
        raise FanthologyError(f"No such works to hand over: {', '.join(lost[:_MOST_NAMED])}{more}.{hint}")


def chosen(choice: Choice) -> Iterator[tuple[Work, str]]:
    """The works that may be meant, in an order that stays; each with why it is left out, or an empty string."""
    refusing = refused()
    for work in _works(choice).order_by("pk").iterator(chunk_size=_CHUNK):
        if refusing.refuses((one.creator.name, one.creator.contact) for one in work.credits.all()):
            yield work, _REFUSED
        elif choice.named:
            yield work, ""
        else:
            term = permission_term(work.permission) if work.permission else None
            yield work, "" if term == _ALLOWS else _TERMS[term]


def how_many(choice: Choice) -> int:
    """How many works `chosen` gives."""
    return _works(choice).count()


def _works(choice: Choice) -> QuerySet[Work]:
    found = queries.credited_works(KEEPER if choice.private else GUEST)
    return found.filter(public_id__in=choice.named) if choice.named else found
