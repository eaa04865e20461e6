"""Characters that HTML writes as names or numbers (``&nbsp;``, ``&#8217;``), left in a text that is no HTML."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from html.entities import name2codepoint

from fanthology.fic.story import Repair

RULE = "html-entity"

# A page that was escaped twice or more has ``&amp;`` before each name.
_ENTITY = re.compile(r"&(?:amp;){0,4}(#\d{2,6}|#[xX][0-9a-fA-F]{2,5}|[A-Za-z][A-Za-z0-9]{1,8});|&nbsp(?![\w;])")
_NAMES = frozenset(name2codepoint) | {"apos"}
_LINE_ENDS = {"\r": "", "\n": "\n", "\t": "\t"}


def mend_entities(text: str) -> Iterator[Repair]:
    """The repairs of every entity that stands for a character.

    >>> [(repair.was, repair.now) for repair in mend_entities("Holmes &amp; Watson didn&#146;t; AT&T; &c;")]
    [('&amp;', '&'), ('&#146;', '’')]
    """
    if "&" not in text:
        return
    for match in _ENTITY.finditer(text):
        name = match[1] or "nbsp"
        if name[0] != "#" and name not in _NAMES:
            continue
        now = unescape(f"&{name};")
        if len(now) == 1 and (now.isprintable() or now.isspace() or now == "\u00ad"):
            yield Repair(match.span(), match[0], _LINE_ENDS.get(now, now), RULE)
