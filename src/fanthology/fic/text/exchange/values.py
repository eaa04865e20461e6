"""Values in the labelled lines of a text file of ours: as a person would write them, quoted as JSON where that fails.

Whoever writes tries the plain way first and takes it only if it reads back the same.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

from fanthology.fic.text.exchange.facts import FactsError

_CONTROL = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff]")
_QUOTED = re.compile(r'"(?:[^"\\]|\\.)*"')
_ITEM = re.compile(rf"\s*({_QUOTED.pattern}|[^,]*)(?:,|$)")
_PLACE = re.compile(r"(.*), part (\d{1,9})")
INDENT = "    "


def text_value(value: str) -> str:
    """A text as the value of a label; lines after the first are set in.

    >>> text_value("One\\n\\nTwo"), text_value(" blank before")
    ('One\\n\\n    Two', '" blank before"')
    """
    lines = value.split("\n")
    plain = all(line == line.strip() for line in lines) and lines[0] and lines[-1] and not _CONTROL.search(value)
    if not plain or value[0] in '"{[':
        return quoted(value)
    return "\n".join(INDENT + line if line and number else line for number, line in enumerate(lines))


def read_text(written: str) -> str:
    """The text of a value.

    >>> read_text("One\\n\\n    Two"), read_text('" blank before"')
    ('One\\n\\nTwo', ' blank before')
    """
    if written.startswith('"'):
        return str(read_json(written))
    return "\n".join(line.strip() for line in written.split("\n")).strip()


def quoted(value: Any) -> str:
    """A value as JSON on one line, control characters and lone surrogates escaped."""
    written = json.dumps(value, ensure_ascii=False, allow_nan=False)
    return _CONTROL.sub(lambda sign: f"\\u{ord(sign[0]):04x}", written)


def read_json(written: str) -> Any:
    """The value of JSON. Raises FactsError."""
    try:
        return json.loads(written)
    except (ValueError, RecursionError) as error:
        raise FactsError("a value in its header cannot be read") from error


def list_value(values: list[str]) -> str:
    """Several names, parted by commas.

    >>> list_value(["Dracula", "Tea, with jam"])
    'Dracula, "Tea, with jam"'
    """
    return ", ".join(value if text_value(value) == value and "," not in value else quoted(value) for value in values)


def read_list(written: str) -> list[str]:
    """The names of a list."""
    found: list[str] = []
    at = 0
    while at < len(written):
        match = _ITEM.match(written, at)
        if match is None:
            raise FactsError("a list in its header cannot be read")
        found.append(read_text(match[1].strip()))
        at = max(match.end(), at + 1)
    return found


def person_value(one: dict[str, Any]) -> str:
    """A creator without the role: the name alone, if there is no more.

    >>> person_value({"name": "Mina", "role": "author"})
    'Mina'
    """
    return _plainest(one, lambda: text_value(one["name"]), read_person)


def read_person(written: str) -> dict[str, Any]:
    """A creator of a value, but for the role."""
    return _object(written) or {"name": read_text(written)}


def place_value(one: dict[str, Any]) -> str:
    """A series and the place in it.

    >>> place_value({"name": "Letters", "position": 2})
    'Letters, part 2'
    """
    part = "" if one.get("position") is None else f", part {one['position']}"
    return _plainest(one, lambda: text_value(one["name"]) + part, read_place)


def read_place(written: str) -> dict[str, Any]:
    """A place in a series."""
    if told := _object(written):
        return told
    match = _PLACE.fullmatch(written)
    return {"name": read_text(match[1]), "position": int(match[2])} if match else {"name": read_text(written)}


def _object(written: str) -> dict[str, Any] | None:
    told = read_json(written) if written.startswith("{") else None
    return told if isinstance(told, dict) else None


def _plainest(one: dict[str, Any], plain: Callable[[], str], read: Callable[[str], dict[str, Any]]) -> str:
    without_role = {name: value for name, value in one.items() if name != "role"}
    written = plain()
    try:
        if "\n" not in written and read(written) == without_role:
            return written
    except FactsError:
        pass
    return quoted(without_role)
