"""Reads FanFicFare's plain text: labels, a table of contents, chapters under indented titles.

FanFicFare makes this text from HTML by html2text, so it is Markdown of a kind: it is set as the page that it was, and
read by the same rules as FanFicFare's HTML. Spans point into the character data of that page.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import replace

from fanthology.fic.readers.fanficfare.html import story_on
from fanthology.fic.readers.fanficfare.labels import KNOWN
from fanthology.fic.readers.look import Look
from fanthology.fic.readers.pages import Pages
from fanthology.fic.readers.reader import SURE, Item, Reader
from fanthology.fic.story import Rejection, Story
from fanthology.fic.text.decoding.decode import decode
from fanthology.fic.text.newlines import one_kind_of_newline

_HEAD = re.compile(rb"\nPackaged: \d{4}-\d\d-\d\d|\nPublisher: ")
_CONTENTS = "TABLE OF CONTENTS"
_END = "End file."
_TITLE = re.compile(r"\n{3,}(?:\t| {4,12})(?=\S)(?P<title>[^\n]+(?:\n[^\s][^\n]*)*)\n{3,}")
_LABEL = re.compile(r"([A-Z][\w ]{2,24}):(?: |$)")
_HEADING = re.compile(r"(#{1,6}) (.+)", re.DOTALL)
_RULE = re.compile(r"\* \* \*")
_EMPHASIS = (
    (re.compile(r"\*\*(?=\S)(.+?)(?<=\S)\*\*( (?=[,.;:!?)\]]))?", re.DOTALL), r"<b>\1</b>"),
    (re.compile(r"(?<![\w_])_(?=\S)([^_]+?)(?<=\S)_(?![\w_])( (?=[,.;:!?)\]]))?", re.DOTALL), r"<i>\1</i>"),
    (re.compile(r"~~(?=\S)(.+?)(?<=\S)~~( (?=[,.;:!?)\]]))?", re.DOTALL), r"<s>\1</s>"),
)
_ESCAPED = re.compile(r"\\([\\`*_{}\[\]()#+.!~-])")


def detect(look: Look) -> float:
    """Sure of a text with FanFicFare's labels that ends as it ends."""
    whole = look.data.rstrip().endswith(_END.encode())
    return SURE if whole and _HEAD.search(look.head.replace(b"\r\n", b"\n")) else 0.0


def read_text(item: Item) -> Story | Rejection:
    """The Story in the text."""
    decoded = decode(item.data)
    item = replace(item, source=replace(item.source, encoding=decoded.encoding))
    return story_on(Pages([as_page(decoded.text)]), item)


def as_page(text: str) -> str:
    """The text as the page of HTML that FanFicFare would have made of the same story."""
    text = "\n".join(one_kind_of_newline(text).split(" \n")) if "\r" in text else text
    body = text.rstrip().removesuffix(_END)
    front, contents, rest = body.partition(f"\n{_CONTENTS}\n")
    rest = rest if contents else front
    titles = list(_TITLE.finditer(rest))
    front = front if contents else rest[: titles[0].start() + 1] if titles else rest
    listed = rest[: titles[0].start()] if contents and titles else ""
    pieces = [*_front(front)]
    if listed:
        pieces.append(f'<a name="TOCTOP"><h2>{_CONTENTS.title()}</h2></a>')
        parts = (" ".join(part.split()) for part in re.split(r"\n{2,}", listed))
        pieces += (f"<p>{html.escape(part)}</p>" for part in parts if part)
    for number, title in enumerate(titles, start=1):
        end = titles[number].start() if number < len(titles) else len(rest)
        heading = html.escape(" ".join(title["title"].split()))
        pieces.append(f'<a name="section{number:04}"><h2>{heading}</h2></a><div>{_body(rest[title.end() : end])}</div>')
    pieces.append(f'<p class="fff_end">{_END}</p>')
    return "".join(pieces)


def _front(text: str) -> Iterator[str]:
    """Title, byline, labels; a value may run over lines, and the last one over paragraphs."""
    head, labels = _parted(text)
    lines = [line.strip() for line in head.split("\n") if line.strip()]
    by = next((at for at, line in enumerate(lines) if line.startswith("by ")), len(lines))
    values = dict(labels)
    title, people = " ".join(lines[:by]), " ".join(lines[by:]).removeprefix("by ")
    story, person = (html.escape(values.get(name, "")) for name in ("Story URL", "Author URL"))
    names, addresses = people.split(", "), [part.strip() for part in person.split(",")]
    addresses += [""] * len(names)
    links = ", ".join(
        f"<a class='authorlink' href='{address}'>{html.escape(name)}</a>"
        for name, address in zip(names, addresses, strict=False)
    )
    yield f"<h1><a href='{story}'>{html.escape(title)}</a> by {links}</h1>"
    for label, value in labels:
        link = html.escape(values.get(f"{label} URL", ""))
        set_value = _paragraphs(value)
        if label == "Series" and link:
            set_value = f"<a class='serieslink' href='{link}'>{html.escape(' '.join(value.split()))}</a>"
        yield f"<div><b>{label}:</b> {set_value}</div>"


def _parted(text: str) -> tuple[str, list[tuple[str, str]]]:
    """What stands before the first label, and the labels with their values."""
    head: list[str] = []
    labels: list[tuple[str, list[str]]] = []
    for line in text.split("\n"):
        found = _LABEL.match(line)
        if found and found[1].casefold() in KNOWN and not (labels and labels[-1][0] == "Summary"):
            labels.append((found[1], [line[found.end() :]]))
        elif labels:
            labels[-1][1].append(line)
        else:
            head.append(line)
    return "\n".join(head), [(label, "\n".join(lines).strip()) for label, lines in labels]


def _paragraphs(value: str) -> str:
    parts = [html.escape(" ".join(part.split())) for part in re.split(r"\n{2,}", value) if part.strip()]
    return parts[0] if len(parts) == 1 else "".join(f"<p>{part}</p>" for part in parts)


def _body(text: str) -> str:
    """Paragraphs parted by blank lines; two blanks at the end of a line are a line end that was meant."""
    return "".join(_block(part) for part in re.split(r"\n[ \t]*\n", text) if part.strip())


def _block(part: str) -> str:
    words = part.strip("\n")
    if _RULE.fullmatch(words.strip()):
        return "<hr>"
    if found := _HEADING.fullmatch(words.strip()):
        level = len(found[1])
        return f"<h{level}>{_inline(' '.join(found[2].split()))}</h{level}>"
    if words.startswith("> "):
        return f"<blockquote>{_body(re.sub(r'(?m)^> ?', '', words))}</blockquote>"
    lines = re.split(r"  +\n", words)
    return "<p>" + "<br>".join(_inline(" ".join(line.split())) for line in lines) + "</p>"


def _inline(text: str) -> str:
    kept: list[str] = []

    def keep(found: re.Match[str]) -> str:
        kept.append(found[1])
        return f"\0{len(kept) - 1}\0"

    escaped = html.escape(_ESCAPED.sub(keep, text), quote=False)
    for pattern, marked in _EMPHASIS:
        escaped = pattern.sub(marked, escaped)
    return re.sub("\0(\\d+)\0", lambda found: html.escape(kept[int(found[1])], quote=False), escaped)


def text_of(data: bytes) -> str:
    """The character data of the page that the text is set as: what spans count in."""
    return Pages([as_page(decode(data).text)]).decoded


FANFICFARE_TXT = Reader("fanficfare-txt", "1", ("fanficfare-txt",), detect, read_text, text_of)
