"""Paragraph breaks that were lost on the way, where something still stands in their place.

A text in one enormous line had paragraphs once. They are set again only where a sign says so: a pilcrow, the two
characters ``\\n`` that a program wrote for a line end, tabs or wide gaps after the ends of sentences. Where nothing
stands in their place, the line stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from fanthology.fic.story import Repair

RULE = "lost-paragraphs"

FEWEST = 3
ENORMOUS = 1_500  # characters of a line that must have been several paragraphs

_WRITTEN = re.compile(r"(?:(?:\\r)?\\n|\\r(?![A-Za-z]))(?:[^\S\n]{0,4}(?:\\r)?\\n)*[^\S\n]{0,8}")
_PILCROW = re.compile(r"[^\S\n]*¶(?:[^\S\n]*¶)*[^\S\n]*")
_ENDED = r"(?<=[.!?…\"”’*)])"
_WIDE = re.compile(_ENDED + r"(?:[ \xa0]{0,4}\t[ \t\xa0]{0,8}|[ \xa0]{3,12})(?=[\"“‘'A-Z*_(])")
_TWO = re.compile(_ENDED + r" {2}(?=[\"“‘'A-Z*_(])")
_ONE = re.compile(r"[.!?…\"”] (?=[\"“‘A-Z])")
_PARAGRAPH = 2_500  # characters to a paragraph, at the most: fewer marks do not part a text
_SHORTEST = 25


def mend_lost_paragraphs(text: str) -> Iterator[Repair]:
    """The repairs that set paragraphs apart again.

    >>> text = "One." + r"\\n\\n" + "Two." + r"\\n\\n" + "Three." + r"\\n" + "Four."
    >>> [repair.now for repair in mend_lost_paragraphs(text)]
    ['\\n\\n', '\\n\\n', '\\n']
    """
    if "\\" in text and "\\n" in text and (found := _standing_for_most(text, _WRITTEN)):
        for match in found:
            line_ends = max(1, match[0].count("\\n"))
            yield Repair(match.span(), match[0], "\n" * line_ends, RULE)
    elif "¶" in text and (found := _standing_for_most(text, _PILCROW)):
        for match in found:
            yield Repair(match.span(), match[0], "\n\n", RULE)
    elif len(text) > ENORMOUS * (text.count("\n", 0, len(text) - 1) + 1):
        for match in _gaps(text):
            yield Repair(match.span(), match[0], "\n\n", RULE)


def _standing_for_most(text: str, pattern: re.Pattern[str]) -> list[re.Match[str]]:
    """What the pattern finds, if it is more than the line ends that there are."""
    found = list(pattern.finditer(text))
    return found if len(found) >= FEWEST and len(found) > text.strip().count("\n") else []


def _gaps(text: str) -> list[re.Match[str]]:
    """The gaps in enormous lines that are wider than those between sentences."""
    wide = list(_WIDE.finditer(text))
    if len(wide) < FEWEST or len(wide) * _PARAGRAPH < len(text):
        two = list(_TWO.finditer(text))
        sentences = len(_ONE.findall(text))
        wide = two if len(two) >= FEWEST and sentences >= 2 * len(two) and len(two) * _PARAGRAPH >= len(text) else []
    return wide if len(text) >= _SHORTEST * len(wide) else []
