"""What may stand before a colon: knowledge as data."""

from __future__ import annotations

from typing import Literal, TypeAlias

from fanthology.fic.story import RATINGS

FieldKind: TypeAlias = Literal["text", "name", "value", "number", "date", "flag"]

FIELDS: dict[str, FieldKind] = {
    "title": "text",
    "summary": "text",
    "notes": "text",
    "text": "text",
    "creator": "name",
    "fandom": "name",
    "character": "name",
    "ship": "name",
    "primary": "name",
    "tag": "name",
    "series": "name",
    "warning": "name",
    "category": "name",
    "language": "value",
    "rating": "value",
    "status": "value",
    "pov": "value",
    "words": "number",
    "chapters": "number",
    "updated": "date",
    "published": "date",
    "added": "date",
    "otp": "flag",
    "crossover": "flag",
    "complete": "flag",
    "single_chapter": "flag",
}

OTHER_NAMES = {
    "author": "creator",
    "by": "creator",
    "creators": "creator",
    "authors": "creator",
    "fandoms": "fandom",
    "characters": "character",
    "relationship": "ship",
    "relationships": "ship",
    "pairing": "ship",
    "ships": "ship",
    "tags": "tag",
    "freeform": "tag",
    "note": "notes",
    "warnings": "warning",
    "archive_warning": "warning",
    "categories": "category",
    "lang": "language",
    "language_id": "language",
    "ratings": "rating",
    "word_count": "words",
    "wordcount": "words",
    "chapter_count": "chapters",
    "revised": "updated",
    "revised_at": "updated",
    "posted": "published",
    "created": "published",
    "created_at": "published",
    "crossovers": "crossover",
    "person": "pov",
    "fandom_names": "fandom",
    "character_names": "character",
    "relationship_names": "ship",
    "freeform_names": "tag",
    "freeforms": "tag",
    "additional_tags": "tag",
    "archive_warning_names": "warning",
    "category_names": "category",
    "rating_names": "rating",
    "series_titles": "series",
}
"""Other words for the same, among them those of AO3's own search."""

NOT_HERE = ("kudos", "hits", "comments", "bookmarks", "collected", "collection", "gift")
"""What AO3 can ask for and no file tells."""

NO_FIELDS = {
    **{name: f"Files do not tell their {name}, so this was left out." for name in NOT_HERE},
    "sort": "The order is chosen beside the list, so this was left out.",
}
"""What looks like a field and is left out, with what is said of it."""

SPOKEN = ("text", "notes")
"""Fields that have to be followed at once, because people write these words with a colon in sentences."""

_ELSEWHERE = {
    "nr": "Not Rated",
    "unrated": "Not Rated",
    "g": "General Audiences",
    "k": "General Audiences",
    "pg": "General Audiences",
    "k+": "General Audiences",
    "t": "Teen And Up Audiences",
    "pg-13": "Teen And Up Audiences",
    "m": "Mature",
    "r": "Mature",
    "adult": "Explicit",
    "e": "Explicit",
    "nc-17": "Explicit",
    "ma": "Explicit",
}

VALUES: dict[str, dict[str, tuple[str, ...]]] = {
    "rating": {
        **{rating.casefold(): (rating,) for rating in RATINGS},
        **{rating.casefold().split()[0]: (rating,) for rating in RATINGS},
        **{written: (rating,) for written, rating in _ELSEWHERE.items()},
    },
    "status": {
        "complete": ("complete",),
        "completed": ("complete",),
        "finished": ("complete",),
        "in-progress": ("in-progress",),
        "in progress": ("in-progress",),
        "incomplete": ("in-progress",),
        "wip": ("in-progress",),
        "unknown": ("unknown",),
    },
    "pov": {
        **dict.fromkeys(("first", "1st", "first person", "i"), ("first",)),
        **dict.fromkeys(("second", "2nd", "second person", "you"), ("second",)),
        **dict.fromkeys(("third", "3rd", "third person"), ("third",)),
    },
}
"""The values a field can have, by what people write for them."""

SHORT_NAMES: dict[str, dict[str, str]] = {
    "warning": {
        "mcd": "Major Character Death",
        "death": "Major Character Death",
        "violence": "Graphic Depictions Of Violence",
        "none": "No Archive Warnings Apply",
        "noncon": "Rape/Non-Con",
        "non-con": "Rape/Non-Con",
        "cnw": "Creator Chose Not To Use Archive Warnings",
        "cntw": "Creator Chose Not To Use Archive Warnings",
    },
    "category": {"slash": "M/M", "femslash": "F/F", "het": "F/M", "m/f": "F/M", "general": "Gen"},
}
"""Short for a tag."""


def field_called(written: str) -> str | None:
    """The field that a word before a colon means.

    >>> field_called("Author"), field_called("http")
    ('creator', None)
    """
    name = written.lower()
    name = OTHER_NAMES.get(name, name)
    return name if name in FIELDS else None
