"""Highlights drawn into a chapter's HTML. The text stays what it was to the letter. Knows no database."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from html import escape
from typing import NamedTuple

from .anchors import TextBlock

_TOKEN = re.compile(r'<(?:[^>"]|"[^"]*")*>|&[^;\s]+;|[^<&]+|.', re.DOTALL)


class Span(NamedTuple):
    """A part of the text of one block to be marked. ``name`` is what the mark is called in addresses, set on its first
    span; ``sign`` is where the sign after its last span leads, ``told`` what that is called; both may be empty."""

    block: int
    start: int
    end: int
    name: str = ""
    sign: str = ""
    told: str = ""


def drawn(blocks: Sequence[TextBlock], spans: Sequence[Span]) -> str:
    """The HTML of blocks with spans marked. Where two overlap, what is marked already stays its own.

    >>> from .anchors import blocks_of
    >>> drawn(blocks_of('<p id="a">Rain, <em>again</em>.</p>'), [Span(0, 3, 9, "n1")])
    '<p id="a">Rai<mark class="own" id="n1">n, </mark><em><mark class="own">aga</mark>in</em>.</p>'
    """
    of_block: dict[int, list[Span]] = {}
    for span in sorted(spans):
        mine = of_block.setdefault(span.block, [])
        start = max(span.start, mine[-1].end) if mine else span.start
        if start < span.end or span.sign:
            mine.append(span._replace(start=start, end=max(start, span.end)))
    return "".join(
        "".join(_block(one.html, of_block[number])) if number in of_block else one.html
        for number, one in enumerate(blocks)
    )


def _block(html: str, spans: list[Span]) -> Iterator[str]:
    """A block's HTML in pieces. A sign inside a link would be a link in a link, so it waits until that ends."""
    left, waiting = list(spans), [""]
    at, in_link = 0, False
    for token in _TOKEN.findall(html):
        if token.startswith("<") and len(token) > 1:
            in_link = (in_link and not token.startswith("</a")) or token.startswith(("<a ", "<a>"))
            yield token
            if not in_link:
                yield from _flushed(waiting)
            continue
        whole = token.startswith("&") and len(token) > 1
        length = 1 if whole else len(token)
        done = 0
        while left and left[0].start < at + length:
            span = left[0]
            start, end = max(span.start - at, done), min(span.end - at, length)
            yield token[done:start] if not whole else ""
            if end > start:
                name = f' id="{escape(span.name)}"' if span.name and at + start == span.start else ""
                yield f'<mark class="own"{name}>{token if whole else token[start:end]}</mark>'
            done = max(end, start)
            if span.end > at + length:
                break
            waiting.append(_sign(left.pop(0)))
            if not in_link:
                yield from _flushed(waiting)
        yield token[done:] if not whole or not done else ""
        at += length
    yield from waiting


def _flushed(waiting: list[str]) -> Iterator[str]:
    yield from waiting
    waiting.clear()


def _sign(span: Span) -> str:
    return f'<a class="own-sign" href="{escape(span.sign)}" aria-label="{escape(span.told)}"></a>' if span.sign else ""
