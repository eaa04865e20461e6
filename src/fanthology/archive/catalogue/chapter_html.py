"""A chapter's Blocks as the one piece of HTML that pages, downloads and the index take. Knows no database."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import escape

from fanthology.fic.story import Block

_FIRST_TAG = re.compile(r"\A<[a-z][a-z0-9]*")


def chapter_html(blocks: Iterable[Block]) -> str:
    """The blocks one after another, a line each, with their ids on their elements.

    >>> chapter_html([Block("b1", "paragraph", 1, None, "<p>It was <em>cold</em>.</p>")])
    '<p id="b1">It was <em>cold</em>.</p>'
    """
    return "\n".join(with_id(block.html, block.id) for block in blocks)


def with_id(html: str, block_id: str) -> str:
    """A block's element with its id. What is no element is put into one.

    >>> with_id('<p class="scene-break">* * *</p>', "b2"), with_id("A & B", 'b"3')
    ('<p id="b2" class="scene-break">* * *</p>', '<p id="b&quot;3">A &amp; B</p>')
    """
    attribute = f' id="{escape(block_id)}"'
    found = _FIRST_TAG.match(html)
    if not found:
        return f"<p{attribute}>{escape(html, quote=False)}</p>"
    return html[: found.end()] + attribute + html[found.end() :]
