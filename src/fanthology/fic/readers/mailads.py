"""What stands in letters and is nobody's words in them: packed files, footers of lists, advertisements of hosts."""

from __future__ import annotations

import re
from collections.abc import Iterator

from fanthology.fic.story import Span

_RULE = r"^[ \t]*[-_=~*]{10,100}[^\n]{0,20}\n"
_LINE, _TEXT = r"[^\n]{0,200}", r"[^\n]{1,200}"
_END_RULE = r"[ \t]{0,3}[-_]{10,100}[^\n]{0,12}$"
_HOSTS = (
    r"Do You Yahoo!\?|Get (?:your|more|free)\b[^\n]{0,80}(?:mail|hotmail|yahoo|msn)|FREE [^\n]{0,40}e-?mail|"
    r"Join the world[^\n]{0,40}hotmail|Chat with friends|Yahoo! [A-Z]\w+|Juno (?:now )?offers|Try MSN|MSN [A-Z]\w+|"
    r"You don't need to buy Internet access|Sent (?:via|by) Deja"
)
_LEAVING = r"\[?To (?:un)?subscribe\b|You (?:have received|are receiving) this [^\n]{0,60}subscri"
_LINK_OF_GROUP = rf"[ \t]*(?:<\*>|\w{{1,20}}:){_LINE}(?:\n[ \t]{{2,8}}{_TEXT}){{0,3}}"
# Each is anchored to a line that only such a thing begins with, and counts the lines it may run over.
KNOWN: tuple[re.Pattern[str], ...] = tuple(
    re.compile(pattern, re.MULTILINE)
    for pattern in (
        # a file packed by uuencode; one that lost its beginning or end runs as far as its lines do
        r"^begin [0-7]{3,4} [^\n]{1,200}\n(?:[#-M][ -`]{1,90}\n)+(?:[ `]?\n)?(?:end[ \t]*$)?",
        r"^(?:M[ -`]{60}\n){4,}(?:[#-M][ -`]{1,90}\n)?(?:[ `]?\n)?(?:end[ \t]*$)?",
        # advertisements of groups, between two rules
        rf"^-{{3,100}}[ \t]{{0,3}}(?:[\w!]{{1,20}} ){{0,3}}Sponsor\b[^\n]{{0,60}}\n(?:{_LINE}\n){{0,14}}?{_END_RULE}",
        rf"^-{{5,100}}<e\|-[ \t]*\n(?:{_LINE}\n){{0,12}}?{_END_RULE}",
        # how to leave a list, and whose it is
        rf"(?:{_RULE})?^(?:{_LEAVING}){_LINE}(?:\n{_TEXT}){{0,6}}",
        rf"^Your use of Yahoo! Groups is subject to{_LINE}(?:\n[^\n]{{1,100}})?",
        rf"^(?:Yahoo! Groups Links?|Community email addresses:)[ \t]*(?:\n(?:[ \t]*\n)?{_LINK_OF_GROUP}){{0,8}}",
        rf"^_{{20,100}}\n[^\n]{{1,100}} (?:mailing )?list\n\S{{1,80}}@\S{{1,80}}(?:\n(?:https?://|To ){_TEXT}){{0,2}}",
        r"^\[Non-text portions of this message have been removed\][ \t]*$",
        # what free hosts put below
        rf"{_RULE}(?:{_HOSTS})[^\n]{{0,120}}(?:\n[^\n]{{1,120}}){{0,4}}",
        # signatures made by programs
        r"^-----BEGIN PGP SIGNED MESSAGE-----\n(?:Hash:[^\n]{0,60}\n)?",
        r"^-----BEGIN PGP SIGNATURE-----\n(?:[^\n]{0,100}\n){0,40}?-----END PGP SIGNATURE-----[ \t]*$",
    )
)


def nobodys_words(text: str) -> list[Span]:
    """The ranges of a letter that are none of its sender's words: sorted and disjoint.

    >>> text = "The end.\\n\\n____________________\\nMoors mailing list\\nmoors@lists.example\\n"
    >>> [text[slice(*span)] for span in nobodys_words(text)]
    ['____________________\\nMoors mailing list\\nmoors@lists.example']
    """
    return list(_disjoint(sorted(match.span() for known in KNOWN for match in known.finditer(text))))


def _disjoint(spans: list[Span]) -> Iterator[Span]:
    done = 0
    for start, end in spans:
        start = max(start, done)
        if start < end:
            yield start, end
            done = end
