"""UTF-8 that was read as something else (`â€œnaÃ¯veâ€`), mended line by line with ftfy.

ftfy reads 5 MB/s, so only lines that hold a telling pair of characters are shown to it. It decides from a whole line;
what it changed is then traced back to the words it changed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher

from ftfy import TextFixerConfig, fix_and_explain
from ftfy.badness import is_bad

from fanthology.fic.story import Repair, Span

LEADS = "ÂÃÄÅÆÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖ×ØÙÚÛÜÞßàáâãäåæçèéêëìíîïðñòóôĂĹŕ"
"""What the first byte of a UTF-8 sequence looks like in the Western and Central European code pages."""

PAIRS = (
    *("вЂ", "β€", "ā€", "ΓÇ", "‚Ä"),
    *("√©", "√®", "√¢", "√†", "√±", "√≥", "√º", "√∂"),
    *("├⌐", "├»", "├¿", "├í", "├│", "├╝"),
)
"""Telling pairs in code pages where the first byte alone is too common a letter or sign to look at."""

CONFIG = TextFixerConfig(
    unescape_html=False,
    remove_terminal_escapes=False,
    fix_encoding=True,
    restore_byte_a0=True,
    replace_lossy_sequences=False,
    decode_inconsistent_utf8=True,
    fix_c1_controls=True,
    fix_latin_ligatures=False,
    fix_character_width=False,
    uncurl_quotes=False,
    fix_line_breaks=False,
    fix_surrogates=False,
    remove_control_chars=False,
    normalization=None,
    explain=True,
)
RULE = "mojibake"

_C1 = "".join(map(chr, range(0x80, 0xA0)))
_LONGEST_LINE = 100_000
_LONGEST_DIFF = 4_000

# The closing quotation mark is E2 80 9D, and 9D is no character in cp1252: most programs dropped or blanked it.
_CLOSING_QUOTE = re.compile("â€(?=[\\s\ufffd.,;:!?)\\]*_—-]|$)\ufffd?")
# `“… ‘café’”`: an accented letter and two closing marks are also the three bytes of some Chinese character.
_PUNCTUATED = re.compile("[à-ö][‘’“”„–—…«»]{2}")
_UNMISTAKABLE = re.compile("[ÂÃ\x80-\x9f]|â€")
_RUN = re.compile(r"[^\x00-\x7f]+")
_WORD_END = re.compile(r"(?:[^\W_]|['’](?=[^\W_]))*")
_WORD_START = re.compile(r"(?:[^\W_]|(?<=[^\W_])['’])*\Z")


def mend_mojibake(text: str) -> Iterator[Repair]:
    """The repairs of every line of ``text`` that ftfy can explain, one for each changed word.

    >>> [(repair.was, repair.now) for repair in mend_mojibake("A cafÃ© in the naÃ¯ve town.")]
    [('cafÃ©', 'café'), ('naÃ¯ve', 'naïve')]
    """
    for start, end in damaged_lines(text):
        line = text[start:end]
        for low, high, now in _changes(line, _fixed(line)):
            was = line[low:high]
            if _UNMISTAKABLE.search(was) or not _PUNCTUATED.search(was):
                yield Repair((start + low, start + high), was, now, RULE)


def damaged_lines(text: str) -> Iterator[Span]:
    """The lines that hold a telling pair and that ftfy finds bad."""
    if text.isascii():
        return
    pattern = _telling(text)
    position = 0
    while pattern and (found := pattern.search(text, position)):
        start = max(text.rfind("\n", 0, found.start()) + 1, position)
        end = text.find("\n", found.end())
        end = min(len(text) if end < 0 else end, start + _LONGEST_LINE)
        end = max(end, found.end())
        line = text[start:end]
        if is_bad(line) or any(character in _C1 for character in line):
            yield start, end
        position = end


def _telling(text: str) -> re.Pattern[str] | None:
    """A pattern of only those telling characters that occur in ``text`` at all: looking for one is memory-fast."""
    leads = "".join(lead for lead in LEADS if lead in text)
    wholes = [pair for pair in PAIRS if pair[0] in text and pair in text] + [sign for sign in _C1 if sign in text]
    choices = [re.escape(whole) for whole in wholes]
    if leads:
        choices.append(f"[{leads}](?:[^\\x00-\\x7f]|(?<=[ÂÃ]) )")
    return re.compile("|".join(choices)) if choices else None


def _fixed(line: str) -> str:
    fixed = fix_and_explain(_CLOSING_QUOTE.sub("â€\x9d", line), CONFIG).text
    return fixed if "\n" not in fixed else line


def _changes(line: str, fixed: str) -> Iterator[tuple[int, int, str]]:
    """Where ``fixed`` differs from ``line``: (start, end, what is there now), widened to whole words."""
    if fixed == line:
        return
    last_end = last_new = 0
    held: tuple[int, int, int, int] | None = None
    for low, high, new_low, new_high in _differences(line, fixed):
        before = _WORD_START.search(line, last_end, low)
        after = _WORD_END.match(line, high)
        left = low - before.start() if before else 0
        right = after.end() - high if after else 0
        left = min(left, new_low - last_new)
        if held and low - left <= held[1]:
            held = (held[0], high + right, held[2], new_high + right)
        else:
            if held:
                yield held[0], held[1], fixed[held[2] : held[3]]
            held = (low - left, high + right, new_low - left, new_high + right)
        last_end, last_new = high, new_high
    if held:
        yield held[0], held[1], fixed[held[2] : held[3]]


def _differences(line: str, fixed: str) -> Iterator[tuple[int, int, int, int]]:
    """Pairs of ranges that differ. ftfy leaves ASCII alone, so the runs between ASCII match one to one;
    where it did not (it turns some spaces into the no-break spaces they were), the texts are compared in full."""
    old, new = list(_RUN.finditer(line)), list(_RUN.finditer(fixed))
    if _RUN.split(line) == _RUN.split(fixed):
        for was, now in zip(old, new, strict=True):
            if was.group() != now.group():
                yield was.start(), was.end(), now.start(), now.end()
        return
    if max(len(line), len(fixed)) > _LONGEST_DIFF:
        yield _trimmed(line, fixed)
        return
    for tag, low, high, new_low, new_high in SequenceMatcher(None, line, fixed, autojunk=False).get_opcodes():
        if tag != "equal":
            yield low, high, new_low, new_high


def _trimmed(line: str, fixed: str) -> tuple[int, int, int, int]:
    """One range: all but the common beginning and end."""
    shorter = min(len(line), len(fixed))
    head = next((i for i in range(shorter) if line[i] != fixed[i]), shorter)
    tail = next((i for i in range(shorter - head) if line[-1 - i] != fixed[-1 - i]), shorter - head)
    return head, len(line) - tail, head, len(fixed) - tail
