"""From a stretch of plain text to the html of a Block, and the edits that were made on the way.

Everything that changes a word is an `Edit`, so that the words of a block can be recounted from the source.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from hashlib import sha256
from typing import NamedTuple

from fanthology.fic.story import BlockKind, Span
from fanthology.fic.text.typesetting.emphasis import emphases

# What XML 1.0 does not allow and is no white space; white space of that kind becomes an ordinary blank.
ILLEGAL = re.compile("[\x00-\x08\x0e-\x1b\ud800-\udfff\ufffe\uffff]+")
_BLANKS = re.compile("[ \t\n\r\x0b\x0c\x1c-\x1f\x85\u2028\u2029]+")
# White space that is meant: no-break, thin and wide blanks.
_WIDE_BLANKS = re.compile("[\xa0\u1680\u2000-\u200a\u202f\u205f\u3000]")
_JOINTS = (
    # A hyphen inside a word ("pre- and post-war" is left alone), or the last of a dash that touches its word.
    re.compile(
        r"-(?:(?<=[^\W_]-)[^\S\n]*\n\s*(?=[^\W\d_])(?!(?:and|or|to|nor|und|oder)\b)|(?<=[^\s-]--)[^\S\n]*\n\s*(?=\S))"
    ),
    re.compile(r"—(?<=\S—)[^\S\n]*\n\s*(?=\S)"),
)
# What a hyphen joins to a name: "non-American", "mid-Atlantic".
_PREFIXES = frozenset(
    (
        "all",
        "anti",
        "ex",
        "half",
        "mid",
        "neo",
        "non",
        "pan",
        "post",
        "pre",
        "pro",
        "self",
        "semi",
        "sub",
        "trans",
        "un",
    )
)
_LONGEST_PREFIX = 24  # characters before a hyphen that are looked at
# What makes a paragraph special: signs of emphasis, what html escapes, a hyphen or dash at the end of a line.
_SPECIAL = [(sign, re.compile(re.escape(sign))) for sign in "*_/&<>"]
_SPECIAL += [(dash, re.compile(dash + r"[^\S\n]*\n")) for dash in ("-", "—")]
# Every blank but the ordinary one and the line end.
_OTHER_BLANKS = "\t\r\x0b\x0c\x1c\x1d\x1e\x1f\x85\u2028\u2029\xa0\u1680\u202f\u205f\u3000" + "".join(
    map(chr, range(0x2000, 0x200B))
)
_ILLEGAL_BYTES = bytes([*range(0x09), *range(0x0E, 0x1C)])
WHITE_CONTROLS = dict.fromkeys([0x0B, 0x0C, *range(0x1C, 0x20)], " ")
_TAGGED_RULE = re.compile(r"<hr\b[^<>\n]*>", re.IGNORECASE)  # in a plain text: drawn as a rule, its tag not shown
_BLANK_LINE_ENDS = re.compile(r"\A(?:\s*\n)?|[^\S\n]+(?=\n)")


class Edit(NamedTuple):
    """A change to the text of a Document: what stood between two of its positions, and what stands there now."""

    start: int
    end: int
    now: str
    rule: str


class SetBlock(NamedTuple):
    """A Block in the making: positions are the Document's; ``text`` is what the id and the words are counted from."""

    kind: BlockKind
    start: int
    end: int
    html: str
    text: str
    edits: list[Edit]


class BlockIds:
    """Hands out the ids of blocks: made from their words, so that they stay when the text is read again.

    >>> ids = BlockIds()
    >>> first, again = ids.of("The  end"), ids.of("the end")
    >>> len(first), again == first + "-2"
    (11, True)
    """

    def __init__(self) -> None:
        self._seen: dict[str, int] = {}

    def of(self, text: str) -> str:
        """The id of the next block that has this text."""
        if not text.isascii() or "\n" in text or "  " in text:
            text = " ".join(text.split())
        name = "b" + sha256(text.casefold().encode("utf-8", "replace")).hexdigest()[:10]
        count = self._seen.get(name, 0) + 1
        self._seen[name] = count
        return name if count == 1 else f"{name}-{count}"


def has_plain_blanks(text: str) -> bool:
    """True if the only white space in a text are ordinary blanks and line ends: then `joined` is enough."""
    return not any(blank in text for blank in _OTHER_BLANKS)


def joined(text: str) -> str:
    """`collapsed`, for a text without blanks at its ends that `has_plain_blanks`; twice as fast."""
    line = text.replace("\n", " ")
    return " ".join(line.split()) if "  " in line else line


def collapsed(text: str) -> str:
    """With single blanks for white space. A no-break space or another wide blank inside stays what it is."""
    if text.isascii() or not _WIDE_BLANKS.search(text):
        return " ".join(text.split())
    return _BLANKS.sub(" ", text).strip()


def _single_spaced(text: str) -> str:
    """`collapsed`, but blanks at the ends stay, one at each."""
    if text.isascii() or not _WIDE_BLANKS.search(text):
        return " ".join(f"|{text}|".split())[1:-1]
    return _BLANKS.sub(" ", text)


def escaped(text: str) -> str:
    """With ``&``, ``<`` and ``>`` safe in the text of an element."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def illegal_edits(text: str, start: int, end: int) -> list[Edit]:
    """The removal of every character between two positions that XML does not allow."""
    return [Edit(*match.span(), "", "control-character") for match in ILLEGAL.finditer(text, start, end)]


def special_places(text: str) -> list[int]:
    """The places, sorted, of what `set_lines` would not let through as it is; where none is, there is a short way."""
    places = [match.start() for sign, form in _SPECIAL if sign in text for match in form.finditer(text)]
    if _has_illegal(text):
        places += [match.start() for match in ILLEGAL.finditer(text)]
    places.sort()
    return places


def _has_illegal(text: str) -> bool:
    """True if `ILLEGAL` would find something; many times faster on a long text."""
    try:
        coded = text.encode()
    except UnicodeEncodeError:  # half of a surrogate pair
        return True
    return len(coded.translate(None, _ILLEGAL_BYTES)) < len(coded) or "\ufffe" in text or "\uffff" in text


def scene_break(text: str, start: int, end: int) -> SetBlock:
    """The block of a scene break that is drawn between two positions, or of a mere gap if they are the same.

    >>> scene_break("* * *", 0, 5).html, scene_break("", 0, 0).html
    ('<p class="scene-break">* * *</p>', '<p class="scene-break"></p>')
    """
    drawn = _TAGGED_RULE.sub("", ILLEGAL.sub("", text[start:end]))
    lines = [collapsed(line) for line in drawn.split("\n") if line.strip()]
    html = "<br/>\n".join(map(escaped, lines))
    edits = illegal_edits(text, start, end)
    return SetBlock("scene-break", start, end, f'<p class="scene-break">{html}</p>', "\n".join(lines), edits)


def heading(text: str, title: Span, end: int) -> SetBlock:
    """The block of a heading with a rule drawn under it, which is left out.

    >>> heading("The Moor\\n========\\n", (0, 8), 17).html
    '<h3>The Moor</h3>'
    """
    html, plain, edits = set_lines(text, *title, ())
    return SetBlock(
        "heading", title[0], end, f"<h3>{html}</h3>", plain, [*edits, Edit(title[1], end, "", "typeset-rule")]
    )


def set_verbatim(text: str, start: int, end: int) -> SetBlock:
    """The block of a table or drawing: every line as it is, in a fixed width."""
    edits = illegal_edits(text, start, end)
    lines = _BLANK_LINE_ENDS.sub("", ILLEGAL.sub("", text[start:end])).expandtabs().split("\n")
    plain = "\n".join(lines).translate(WHITE_CONTROLS)
    return SetBlock("paragraph", start, end, f"<pre>{escaped(plain)}</pre>", plain, edits)


class SetText(NamedTuple):
    """The inside of a block: its html, its text, and the edits made."""

    html: str
    text: str
    edits: list[Edit]


def set_lines(text: str, start: int, end: int, breaks: Sequence[int]) -> SetText:
    """The text between two positions as flowing html: line breaks only at ``breaks`` (positions of ``\\n``).

    >>> set_lines("Not *now*,\\nhe said.\\n", 0, 20, ()).html
    'Not <em>now</em>, he said.'
    >>> set_lines("Roses\\nViolets", 0, 13, (5,)).html
    'Roses<br/>\\nViolets'
    """
    inserts: list[tuple[int, int, str, Edit | None]] = []
    for edit in illegal_edits(text, start, end) if _has_illegal(text[start:end]) else ():
        inserts.append((edit.start, edit.end, "", edit))
    inserts.extend((*_blanks_around(text, at, start, end), "<br/>\n", None) for at in breaks)
    for match in _joints(text, start, end):
        if bisect_left(breaks, match.start()) == bisect_left(breaks, match.end()):
            dash = match[0].rstrip()
            inserts.append((*match.span(), dash, Edit(*match.span(), dash, "typeset-join")))
    for start_mark, end_mark, mark, tag in emphases(text[start:end]):
        width = len(mark)
        for at, html in ((start + start_mark, f"<{tag}>"), (start + end_mark - width, f"</{tag}>")):
            inserts.append((at, at + width, html, Edit(at, at + width, "", "typeset-emphasis")))
    return _inserted(text, start, end, inserts)


def _joints(text: str, start: int, end: int) -> Iterator[re.Match[str]]:
    if text.find("\n", start, end) >= 0:
        for joint in _JOINTS:
            yield from (match for match in joint.finditer(text, start, end) if not _is_dash(text, match, start))


def _is_dash(text: str, match: re.Match[str], start: int) -> bool:
    """True for a hyphen between a small word and a capital, which parts sentences as a dash does."""
    if match[0][0] != "-" or text[match.start() - 1] == "-" or not text[match.end()].isupper():
        return False
    words = text[max(start, match.start() - _LONGEST_PREFIX) : match.start()].split()
    return bool(words) and words[-1][0].islower() and words[-1] not in _PREFIXES


def _blanks_around(text: str, at: int, start: int, end: int) -> tuple[int, int]:
    """The white space around a line end, which a line break takes in."""
    first, last = at, at + 1
    while first > start and text[first - 1].isspace():
        first -= 1
    while last < end and text[last].isspace():
        last += 1
    return first, last


def _inserted(text: str, start: int, end: int, inserts: list[tuple[int, int, str, Edit | None]]) -> SetText:
    """Puts the pieces together. No two inserts overlap: their characters are of different kinds."""
    inserts.sort(key=lambda insert: insert[:2])
    html: list[str] = []
    plain: list[str] = []
    edits: list[Edit] = []
    at = start
    for first, last, markup, edit in inserts:
        piece = _single_spaced(text[at:first])
        html += (escaped(piece), markup)
        plain += (piece, edit.now if edit else "\n")
        if edit:
            edits.append(edit)
        at = last
    piece = _single_spaced(text[at:end])
    html.append(escaped(piece))
    plain.append(piece)
    return SetText("".join(html).strip(), "".join(plain).strip(), edits)
