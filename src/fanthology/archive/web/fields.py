"""The fields of a work as the keeper edits them: what each is called, and how a form writes it.

`catalogue.values` reads what was typed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from fanthology.archive.telling.words import STATUSES
from fanthology.fic.story import RATINGS

Form: TypeAlias = Literal["line", "text", "names", "places", "choice", "date", "number"]


@dataclass(frozen=True, slots=True)
class Field:
    """``form`` is how it is written; ``choices`` are the values that a choice may have, each with its words; ``kind``
    is by which names are suggested."""

    name: str
    label: str
    form: Form
    hint: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    kind: str = ""


_RATINGS = (("", "Not stated"), *((name, name) for name in RATINGS))
_ONE_A_LINE = "One a line."

FIELDS: tuple[Field, ...] = (
    Field("title", "Title", "line"),
    Field("creators", "Creators", "names", _ONE_A_LINE, kind="creator"),
    Field("fandoms", "Fandoms", "names", _ONE_A_LINE, kind="fandom"),
    Field("rating", "Rating", "choice", choices=_RATINGS),
    Field("warnings", "Warnings", "names", _ONE_A_LINE, kind="warning"),
    Field("categories", "Categories", "names", _ONE_A_LINE, kind="category"),
    Field("relationships", "Relationships", "names", _ONE_A_LINE, kind="relationship"),
    Field("characters", "Characters", "names", _ONE_A_LINE, kind="character"),
    Field("freeforms", "Additional tags", "names", _ONE_A_LINE, kind="freeform"),
    Field("series", "Series", "places", "One a line; its place after a #, as in “The Wet Spring #2”.", kind="series"),
    Field("summary", "Summary", "text"),
    Field("notes_before", "Notes before the story", "text"),
    Field("notes_after", "Notes after the story", "text"),
    Field("disclaimer", "Disclaimer", "text"),
    Field("permission", "Permission to archive", "text"),
    Field("language", "Language", "line", "Its code, such as en, fr or pt-BR."),
    Field("status", "Status", "choice", choices=tuple(STATUSES.items())),
    Field("chapters_expected", "Chapters expected", "number"),
    Field("published", "Published", "date"),
    Field("updated", "Updated", "date"),
)
BY_NAME = {field.name: field for field in FIELDS}


def written(field: Field, value: Any) -> str:
    """A value as its form shows it.

    >>> written(BY_NAME["series"], [{"name": "The Wet Spring", "position": 2}])
    'The Wet Spring #2'
    """
    if field.form == "names":
        return "\n".join(value or ())
    if field.form == "places":
        return "\n".join(f"{one['name']} #{one['position']}" if one["position"] else one["name"] for one in value or ())
    return "" if value is None else str(value)
