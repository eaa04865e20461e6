"""Each field of a work beside its evidence and its history, for the page "How this was read"."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.template.defaultfilters import truncatechars

from fanthology.archive.catalogue.fields import Fields, editable_value
from fanthology.archive.catalogue.models import Edit
from fanthology.archive.telling.words import language_name, status_words

from .colouring import Record
from .fields import FIELDS, Field, written

# Evidence may name one value of a list, or what a field is worked out from.
_OF_FIELD = {
    "creator": "creators",
    "fandom": "fandoms",
    "warning": "warnings",
    "category": "categories",
    "relationship": "relationships",
    "character": "characters",
    "freeform": "freeforms",
    "total": "chapters_expected",
}
_LONGEST_QUOTE = 160
_LONGEST_CHANGE = 80
_SHOWN = {"status": status_words, "language": language_name}


@dataclass(frozen=True, slots=True)
class Proof:
    """A piece of evidence: what stands in the original, where (an anchor), by which rule and how sure."""

    quote: str
    rule: str
    confidence: float
    anchor: str = ""
    field: str = ""


@dataclass(frozen=True, slots=True)
class PastEdit:
    """An Edit as the history tells it."""

    pk: int
    at: datetime
    by: str
    before: str
    after: str
    undone: bool


@dataclass(frozen=True, slots=True)
class FieldRow:
    """A field, its value as shown and as its form has it, and why it has that value."""

    field: Field
    shown: str
    written: str
    edited: bool
    proofs: list[Proof]
    history: list[PastEdit]

    @property
    def stated(self) -> bool:
        """True if there is anything to show of it: a value, evidence, or a history."""
        return bool(self.written or self.proofs or self.history)


def field_rows(fields: Fields, edits: Sequence[Edit], record: Record) -> list[FieldRow]:
    """A row for every field that can be edited."""
    proofs = _proofs(record)
    return [_row(field, fields, [edit for edit in edits if edit.field == field.name], proofs) for field in FIELDS]


def other_proofs(record: Record) -> list[Proof]:
    """Evidence for what is no field of its own: links, chapters, contacts."""
    known = {field.name for field in FIELDS}
    return [proof for name, proofs in _proofs(record, named=True).items() if name not in known for proof in proofs]


def _row(field: Field, fields: Fields, edits: Iterable[Edit], proofs: Mapping[str, list[Proof]]) -> FieldRow:
    text = written(field, editable_value(fields, field.name))
    history = [_past(field, edit) for edit in edits]
    shown = _SHOWN[field.name](text) if field.name in _SHOWN and text else text
    edited = any(not one.undone for one in history)
    return FieldRow(field, shown, text, edited, proofs.get(field.name, []), history)


def _past(field: Field, edit: Edit) -> PastEdit:
    return PastEdit(
        edit.pk, edit.at, edit.by_name, _short(field, edit.previous), _short(field, edit.value), bool(edit.undone_at)
    )


def _short(field: Field, value: Any) -> str:
    return truncatechars(" · ".join(written(field, value).split("\n")), _LONGEST_CHANGE)


def _proofs(record: Record, named: bool = False) -> dict[str, list[Proof]]:
    found: dict[str, list[Proof]] = {}
    for index, item in enumerate(record.get("evidence", ())):
        proof = Proof(
            truncatechars(" ".join(str(item["value"]).split()), _LONGEST_QUOTE),
            item["rule"],
            item["confidence"],
            f"e{index}" if item["span"] else "",
            str(item["field"]).replace("_", " ") if named else "",
        )
        found.setdefault(_OF_FIELD.get(item["field"], item["field"]), []).append(proof)
    return found
