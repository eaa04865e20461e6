"""Mends a plain text: what any text suffers, and before that what only a text without mark-up does.

Three rounds, told as one. The first undoes what was done to the whole text on its way (mail that was not decoded,
letters turned by thirteen, line ends written as signs), the second takes out tags, the third mends words.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from fanthology.fic.story import Repair
from fanthology.fic.text.decoding.composing import compose
from fanthology.fic.text.decoding.lostbreaks import mend_lost_paragraphs
from fanthology.fic.text.decoding.quoted import mend_encoded_words, mend_quoted_printable
from fanthology.fic.text.decoding.repair import RULES, Repaired, apply, without_overlaps
from fanthology.fic.text.decoding.rot13 import mend_rot13
from fanthology.fic.text.decoding.tags import moved, take_out_tags

ON_ITS_WAY: tuple[Callable[[str], Iterable[Repair]], ...] = (
    mend_quoted_printable,
    mend_encoded_words,
    mend_rot13,
    mend_lost_paragraphs,
)


def repair_plain(text: str) -> Repaired:
    """Mends a text that is no mark-up.

    >>> mended = repair_plain("He was <b>na\u00b4ve</b> &amp; late.")
    >>> mended.text, [(mark.start, mark.end, mark.tag) for mark in mended.marks]
    ('He was na\u00efve & late.', [(7, 12, 'strong')])
    """
    mended = _after(Repaired(text), text, [found for rule in ON_ITS_WAY for found in rule(text)])
    untagged = take_out_tags(mended.text)
    mended = _after(replace(mended, marks=untagged.marks), text, untagged.repairs)
    return _after(mended, text, [found for rule in RULES for found in rule(mended.text)])


def _after(mended: Repaired, source: str, found: Iterable[Repair]) -> Repaired:
    """The text after one more round of repairs, which are of ``mended.text``."""
    more = without_overlaps(found)
    if not more:
        return mended
    repairs = compose(source, mended.repairs, mended.text, more) if mended.repairs else more
    return replace(apply(source, repairs), marks=moved(mended.marks, more))
