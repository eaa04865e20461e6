"""Blocks in a file of ours: what their mark-up says they are, and their words."""

from __future__ import annotations

import html as entities
import re

from fanthology.fic.story import BlockKind

_KINDS: tuple[tuple[re.Pattern[str], BlockKind], ...] = (
    (re.compile(r'<\w+ class="scene-break"'), "scene-break"),
    (re.compile(r'<\w+ class="verse"'), "verse"),
    (re.compile(r'<\w+ class="letter"'), "letter"),
    (re.compile(r"<blockquote\b"), "quotation"),
    (re.compile(r"<[uod]l\b"), "list"),
    (re.compile(r"<h[3-6]\b"), "heading"),
    (re.compile(r"<p><img\b[^<>]*></p>"), "image"),
)
BLOCK_KINDS: dict[str, BlockKind] = {"paragraph": "paragraph", **{kind: kind for _, kind in _KINDS}}
_TAG = re.compile(r"<[^<>]*>")


def kind_of(html: str) -> BlockKind:
    """The kind of a block, as its element says; a file says only what differs from this.

    >>> kind_of('<p class="verse">Up above</p>'), kind_of("<p>Quite so.</p>")
    ('verse', 'paragraph')
    """
    return next((kind for pattern, kind in _KINDS if pattern.match(html)), "paragraph")


def words_of(html: str) -> str:
    """The text of a block, line breaks as line ends: what its id is made from and its words are counted in.

    >>> words_of("<p>Tea &amp;<br/>\\n<em>jam</em></p>")
    'Tea &\\njam'
    """
    return entities.unescape(_TAG.sub("", html))
