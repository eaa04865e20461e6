"""Knows the description of a story that FanFicFare writes beside it, which on its own is no story."""

from __future__ import annotations

import json
from typing import Any

from fanthology.fic.readers.look import Look
from fanthology.fic.readers.reader import SURE, Item, Reader
from fanthology.fic.story import Rejection

_KEYS = (b'"storyUrl"', b'"author"', b'"formatname"')


def detect(look: Look) -> float:
    """Sure of a JSON object with FanFicFare's keys."""
    begins = look.head.lstrip()[:1] == b"{"
    return SURE if begins and all(key in look.data for key in _KEYS) else 0.0


def read_description(item: Item) -> Rejection:
    """What the description is of, in words: its story is in the file beside it."""
    try:
        record: Any = json.loads(item.data)
        title = record.get("title") if isinstance(record, dict) else None
    except (ValueError, RecursionError):
        title = None
    of = f" “{title}”" if isinstance(title, str) and title else " a story"
    message = f"This is FanFicFare's description of{of}. The story is in the file of the same name beside it."
    return Rejection(item.source, "not-a-story", message)


def text_of(data: bytes) -> str:
    """The description as it is."""
    return data.decode("utf-8", "replace")


FANFICFARE_JSON = Reader("fanficfare-json", "1", ("fanficfare-json",), detect, read_description, text_of)
