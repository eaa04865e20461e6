"""What the description beside a file says and the file does not: gaps are filled, nothing is changed."""

from __future__ import annotations

import html
import json
from typing import Any, Final

from fanthology.fic.readers.ao3.languages import language_of
from fanthology.fic.readers.draft import Draft
from fanthology.fic.readers.fanficfare.labels import LISTS, names_in, stated_date
from fanthology.fic.readers.fanficfare.sites import creator_identity, story_identity
from fanthology.fic.readers.reader import Item
from fanthology.fic.story import Creator
from fanthology.fic.text.outlining.ratings import rating_of

_RULE: Final = "fanficfare-json"
_LISTED: Final = ("category", "genre", "characters", "ships", "warnings")
_MOST: Final = 4_000_000  # bytes; a description is some thousand


def fill_gaps(draft: Draft, item: Item) -> None:
    """State what only the description says. One that cannot be read is passed over: the file has all that is needed."""
    record = _record(item.beside.get(".json", b""))
    if not record:
        return
    _fill(draft, "title", _text(record, "title"))
    _fill(draft, "identity", story_identity(_text(record, "storyUrl")))
    for name in names_in(_text(record, "author")) if not draft.stated("creators") else ():
        draft.state(
            "creators", Creator(name, "author", None, creator_identity(_text(record, "authorUrl"))), None, _RULE
        )
    for key in _LISTED:
        if not draft.stated(LISTS[key]):
            for name in names_in(_text(record, key)):
                draft.state(LISTS[key], name, None, _RULE)
    rating = _text(record, "rating")
    _fill(draft, "rating", rating_of(rating) if rating else None)
    _fill(draft, "language", language_of(_text(record, "language"), _text(record, "langcode")))
    _fill(draft, "summary", _text(record, "description"))
    for key, field in (("datePublished", "published"), ("dateUpdated", "updated")):
        _fill(draft, field, stated_date(_text(record, key)))


def _fill(draft: Draft, field: str, value: Any) -> None:
    if not draft.stated(field):
        draft.state(field, value, None, _RULE)


def _record(data: bytes) -> dict[str, Any]:
    try:
        record = json.loads(data) if 0 < len(data) <= _MOST else {}
    except (ValueError, RecursionError):
        return {}
    return record if isinstance(record, dict) else {}


def _text(record: dict[str, Any], key: str) -> str:
    value = record.get(key)
    return html.unescape(value).strip() if isinstance(value, str) else ""
