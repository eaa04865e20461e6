"""Blocks in a Markdown file of ours. What Markdown has a sign for is written with it; the rest stays HTML, which
Markdown allows. Whoever writes takes the signs only if they read back as the same block, so nothing is lost.
"""

from __future__ import annotations

import html as entities
import re
from collections.abc import Iterator

from fanthology.fic.story import BlockKind
from fanthology.fic.text.exchange.kinds import BLOCK_KINDS, kind_of
from fanthology.fic.text.exchange.signs import Cut
from fanthology.fic.text.exchange.stanzas import Stanza

_STARS = {"em": "*", "strong": "**"}
_BREAK = re.compile(r"(?:(?:\*[ \t]?){3,}|(?:-[ \t]?){3,}|(?:_[ \t]?){3,})")
_ESCAPED = re.compile(r"[\\*_~<>&\[\]`]")
_LINE_START = re.compile(r"(?m)^(?:([#+|:=-])|(\d{1,9})([.)]))")
_TOKEN = re.compile(r"\\\r?\n|\\[!-/:-@\[-`{-~]|\*\*|\*|</?[a-z][^<>]*>|\r?\n|&(?:amp|lt|gt|quot|#\d{1,7});")
_TAG = re.compile(r"<br/>\n|<(/?)(em|strong)>|<[^<>]*>")
_RAW = re.compile(r"<[^<>]*>|&(?:[a-zA-Z]{2,8}|#\d{1,7}|#x[0-9a-fA-F]{1,6});")
_KIND = re.compile(r'^(<[a-z][a-z0-9]*) data-kind="([a-z-]+)"')
_HEADING = re.compile(r"(#{3,6}) ")


def markdown_of(kind: BlockKind, html: str) -> str:
    """A block as Markdown.

    >>> markdown_of("paragraph", "<p>a <em>fine</em> day, 2 * 3</p>"), markdown_of("verse", '<p class="verse">Up</p>')
    ('a *fine* day, 2 \\\\* 3', '<p class="verse">Up</p>')
    """
    for stars in (True, False):
        written = _signed(kind, html, stars)
        if written and _reads_back(written, kind, html):
            return written
    stated = "" if kind == kind_of(html) else f' data-kind="{kind}"'
    opening = re.match(r"<[a-z][a-z0-9]*", html)
    if opening is None:
        return f"<p{stated}>{html}</p>"
    html = html.replace("\r", "&#13;")
    # a blank line would end the block, and a line that begins with a # would be a heading
    return opening[0] + stated + re.sub(r"\n(?=[ \t]*\n)|(?<=\n)[ \t]*\n|(?<=\n)#", _numbered, html[opening.end() :])


def _numbered(match: re.Match[str]) -> str:
    return "".join(f"&#{ord(sign)};" for sign in match[0])


def _reads_back(written: str, kind: BlockKind, html: str) -> bool:
    found = list(stanzas(written, 0, len(written)))
    return len(found) == 1 and (found[0].kind, found[0].html) == (kind, html)


def _signed(kind: BlockKind, html: str, stars: bool) -> str | None:
    """The block with signs, if its shape has one."""
    if kind == "scene-break" and html.startswith('<p class="scene-break">'):
        drawn = html[23:-4]
        return drawn if _BREAK.fullmatch(drawn) else None
    if kind == "paragraph" and html.startswith("<p>"):
        return _inline(html[3:-4], stars)
    if kind == "heading":
        return "#" * int(html[2]) + " " + _inline(html[4:-5], stars)
    if kind == "quotation" and html.startswith("<blockquote><p>") and html.count("<p>") == 1:
        return "> " + _inline(html[15:-17], stars).replace("\n", "\n> ")
    if kind == "list" and html.startswith("<ul><li>") and "<ul" not in html[4:]:
        items = html[8:-10].split("</li>\n<li>")
        return "\n".join("- " + _inline(item, stars).replace("\n", "\n  ") for item in items)
    return None


def _inline(html: str, stars: bool) -> str:
    pieces: list[str] = []
    at = 0
    for match in _TAG.finditer(html):
        pieces.append(_text(html[at : match.start()]))
        if match[0] == "<br/>\n":
            pieces.append("\\\n")
        elif match[2] and stars and _flanked(html, match):
            pieces.append(_STARS[match[2]])
        else:
            pieces.append(match[0])
        at = match.end()
    pieces.append(_text(html[at:]))
    return _LINE_START.sub(lambda one: f"\\{one[1]}" if one[1] else f"{one[2]}\\{one[3]}", "".join(pieces))


def _text(html: str) -> str:
    return _ESCAPED.sub(r"\\\g<0>", entities.unescape(html))


def _flanked(html: str, tag: re.Match[str]) -> bool:
    """True if every Markdown program takes stars here for emphasis: a blank outside, none inside."""
    before, after = html[: tag.start()][-1:], html[tag.end() :][:1]
    outside, inside = (after, before) if tag[1] else (before, after)
    apart = not outside or outside.isspace() or (bool(tag[1]) and outside in ".,;:!?)”’…")
    return apart and bool(inside) and not inside.isspace() and inside not in "<>"


def stanzas(text: str, start: int, end: int) -> Iterator[Stanza]:
    """The blocks between two positions, parted by blank lines."""
    at = first = start
    lines: list[str] = []
    for raw in (*text[start:end].split("\n"), ""):
        line = raw.rstrip("\r")
        if line.strip(" \t"):
            if not lines:
                first = at
            lines.append(raw)
        elif lines:
            yield _stanza("\n".join(lines).rstrip("\r"), first)
            lines = []
        at += len(raw) + 1


def _stanza(text: str, at: int) -> Stanza:
    end = at + len(text)
    if re.match(r"<(?:p|pre|div|blockquote|ul|ol|dl|table|h[3-6]|hr)\b", text):
        return _raw(text, at)
    if _BREAK.fullmatch(text):
        return Stanza("scene-break", f'<p class="scene-break">{text}</p>', at, end, [])
    if match := _HEADING.match(text):
        level = len(match[1])
        return _made("heading", text, at, (f"<h{level}>", f"</h{level}>"), r"#{3,6} ", 1)
    if text.startswith(">"):
        return _made("quotation", text, at, ("<blockquote><p>", "</p></blockquote>"), r"> ?")
    if text.startswith("- "):
        return _made("list", text, at, ("<ul><li>", "</li></ul>"), r"(?:- |  )?")
    return _made("paragraph", text, at, ("<p>", "</p>"), "", 0)


def _raw(text: str, at: int) -> Stanza:
    """A block that stands there as HTML."""
    cuts = [
        Cut(at + one.start(), at + one.end(), "" if one[0][0] == "<" else entities.unescape(one[0]))
        for one in _RAW.finditer(text)
    ]
    stated = _KIND.match(text)
    html = entities_resolved(text if stated is None else stated[1] + text[stated.end() :])
    kind = BLOCK_KINDS.get(stated[2]) if stated else None
    return Stanza(kind or kind_of(html), html, at, at + len(text), cuts)


def entities_resolved(html: str) -> str:
    """With the characters that only Markdown wants written as numbers."""
    return (
        html.replace("&#10;", "\n")
        .replace("&#13;", "\r")
        .replace("&#32;", " ")
        .replace("&#9;", "\t")
        .replace("&#35;", "#")
    )


def _made(kind: BlockKind, text: str, at: int, around: tuple[str, str], prefix: str, most: int = 1 << 30) -> Stanza:
    pieces: list[str] = []
    cuts: list[Cut] = []
    open_ones: list[str] = []
    place = at
    for number, raw in enumerate(text.split("\n")):
        width = match.end() if number < most and prefix and (match := re.match(prefix, raw)) else 0
        if width:
            cuts.append(Cut(place, place + width, ""))
        if kind == "list" and number and raw.startswith("- "):
            pieces.append("</li>\n<li>")
        elif number and pieces and pieces[-1] != "<br/>\n":
            pieces.append("\n")
        _line(raw[width:].rstrip("\r"), place + width, pieces, cuts, open_ones)
        place += len(raw) + 1
    if pieces and pieces[-1] == "<br/>\n":
        pieces[-1] = ""
    pieces += (f"</{tag}>" for tag in reversed(open_ones))
    return Stanza(kind, around[0] + "".join(pieces) + around[1], at, at + len(text), cuts)


def _line(line: str, at: int, pieces: list[str], cuts: list[Cut], open_ones: list[str]) -> None:
    """The html of one line, added to the pieces; a backslash at its end is a line break."""
    done = 0
    ends = len(line) - len(line.rstrip("\\"))
    broken = ends % 2 == 1
    for match in _TOKEN.finditer(line, 0, len(line) - broken):
        token = match[0]
        pieces.append(_html(line[done : match.start()]))
        done = match.end()
        where = at + match.start(), at + match.end()
        if token[0] == "\\":
            cuts.append(Cut(where[0], where[0] + 1, ""))
            pieces.append(_html(token[1]))
        elif token[0] == "*":
            cuts.append(Cut(*where, ""))
            pieces.append(_toggled("em" if token == "*" else "strong", open_ones))
        else:
            cuts.append(Cut(*where, "" if token[0] == "<" else entities.unescape(token)))
            pieces.append(token)
    pieces.append(_html(line[done : len(line) - broken]))
    if broken:
        cuts.append(Cut(at + len(line) - 1, at + len(line), ""))
        pieces.append("<br/>\n")


def _toggled(tag: str, open_ones: list[str]) -> str:
    if open_ones and open_ones[-1] == tag:
        open_ones.pop()
        return f"</{tag}>"
    open_ones.append(tag)
    return f"<{tag}>"


def _html(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
