"""Blocks in the making, and the characters of their text.

Everything that changes a word is an `Edit`, so that the words of a block can be recounted from the source.
"""

from __future__ import annotations

import re
from hashlib import sha256
from typing import NamedTuple

from fanthology.fic.story import BlockKind

# What XML 1.0 does not allow and is no white space; white space of that kind becomes an ordinary blank.
ILLEGAL = re.compile("[\x00-\x08\x0e-\x1b\ud800-\udfff\ufffe\uffff]+")
BLANKS = re.compile("[ \t\n\r\x0b\x0c\x1c-\x1f\x85\u2028\u2029]+")
# White space that is meant: no-break, thin and wide blanks.
WIDE_BLANKS = re.compile("[\xa0\u1680\u2000-\u200a\u202f\u205f\u3000]")
# What makes a paragraph special: signs of emphasis, what html escapes, a hyphen or dash at the end of a line.
_SPECIAL = [(sign, re.compile(re.escape(sign))) for sign in "*_/&<>"]
_SPECIAL += [(dash, re.compile(dash + r"[^\S\n]*\n")) for dash in ("-", "—")]
# Every blank but the ordinary one and the line end.
_OTHER_BLANKS = "\t\r\x0b\x0c\x1c\x1d\x1e\x1f\x85\u2028\u2029\xa0\u1680\u202f\u205f\u3000" + "".join(
    map(chr, range(0x2000, 0x200B))
)
_ILLEGAL_BYTES = bytes([*range(0x09), *range(0x0E, 0x1C)])
WHITE_CONTROLS = dict.fromkeys([0x0B, 0x0C, *range(0x1C, 0x20)], " ")
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
    if text.isascii() or not WIDE_BLANKS.search(text):
        return " ".join(text.split())
    return BLANKS.sub(" ", text).strip()


def escaped(text: str) -> str:
    """With ``&``, ``<`` and ``>`` safe in the text of an element."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def illegal_edits(text: str, start: int, end: int) -> list[Edit]:
    """The removal of every character between two positions that XML does not allow."""
    return [Edit(*match.span(), "", "control-character") for match in ILLEGAL.finditer(text, start, end)]


def special_places(text: str) -> list[int]:
    """The places, sorted, of what `set_lines` would not let through as it is; where none is, there is a short way."""
    places = [match.start() for sign, form in _SPECIAL if sign in text for match in form.finditer(text)]
    if has_illegal(text):
        places += [match.start() for match in ILLEGAL.finditer(text)]
    places.sort()
    return places


def has_illegal(text: str) -> bool:
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
    drawn = ILLEGAL.sub("", text[start:end])
    lines = [collapsed(line) for line in drawn.split("\n") if line.strip()]
    html = "<br/>\n".join(map(escaped, lines))
    edits = illegal_edits(text, start, end)
    return SetBlock("scene-break", start, end, f'<p class="scene-break">{html}</p>', "\n".join(lines), edits)


def set_verbatim(text: str, start: int, end: int) -> SetBlock:
    """The block of a table or drawing: every line as it is, in a fixed width."""
    edits = illegal_edits(text, start, end)
    lines = _BLANK_LINE_ENDS.sub("", ILLEGAL.sub("", text[start:end])).expandtabs().split("\n")
    plain = "\n".join(lines).translate(WHITE_CONTROLS)
    return SetBlock("paragraph", start, end, f"<pre>{escaped(plain)}</pre>", plain, edits)
