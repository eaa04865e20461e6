"""What a subject line says beside the title: codes in brackets, marks of newness in front, "by NAME" behind."""

from __future__ import annotations

import re

_SHOW = (
    r"(?:st[: ]?)?(?:tng|tos|ds ?9|voy|ent|tas)|sttng|stds9|stvoy|trek|xf|x-files|txf|b5|fk|hl|ds|btvs|ats|qL|sm|sg-?1"
)
_RATED = r"nc-?17|pg-?1[35]|pg|fr-?\w{1,2}|[rgxt]|k\+?|ma|15\+?|18\+?"
_CODE = (
    rf"{_SHOW}|(?:rated|rating:?|strong|mild|soft|hard)?\s?(?:{_RATED})|{_RATED}\s?/\s?(?:{_RATED})|msr|ust|rst|"
    rf"[sxra]{{2,3}}|s/?a|h/?c|a/?u|"
    r"pwp|angst|humou?r|humorous|drama|gen|slash|het|femslash|adult|wip|complete|crossover|x-?over|vignette|poem|"
    r"filk|parody|"
    r"spoilers?.{0,20}|\w{0,10}angst|short|long|new|repost|revised|unfinished|one ?shot|\w{1,8}/\w{1,8}(?:/\w{1,8})?"
)
_SEGMENT = re.compile(rf"\s*(?:{_CODE})\s*", re.IGNORECASE)
_GROUP = re.compile(r"\s*[(\[{]([^()\[\]{}]{1,60})[)\]}]")
_LEAD = re.compile(
    rf"^\s*(?:(?:[A-Z][\w'’.]{{0,15}}[ /-]){{1,4}}(?:fan ?)?fic\s?:(?=\s)|"
    rf"(?:new|repost|revised)!?\s(?:{_SHOW})\s+(?=[A-Z\"])|"
    r"\*+\s?new\s?\*+|new!+|[(<{]\s?(?:fic|fanfic|fiction|story|new|repost)\s?[)>}]|"
    r"(?:asc|atxc|xfc|xfcreative|fiction|updated?|ffml|raac|my (?:new |first )?(?:story|fic)|first post)\s?[:*>!]+|"
    rf"(?:{_SHOW})(?:[ ,:]{{1,2}}\w{{1,6}}/\w{{1,6}}(?=\s?[:>-]))?\s?(?:[:>]|--?\s)|\w{{1,6}}/\w{{1,6}}\s?:|"
    r"(?:tos|tng|ds9|voy)[ ,]\s?\w{1,4}/\w{1,4}\s)\s*",
    re.IGNORECASE,
)
# a rating among the codes in brackets, or in capitals among the codes behind the title
CODED_RATING = re.compile(r"(?:[(\[,;]\s?(?:rated )?|\s(?=PG|NC))((?i:nc-?17|pg-?13|pg)|[RGX])\s?(?=[)\],;]|$)")
_BARE = re.compile(r"(?:[\s,;-]+(?:NC-?17|PG-?1[35]|PG|MSR|UST|SRA?|[A-Z][a-z]?/[A-Z][a-z]?))+$")
_BY = re.compile(
    r",?\s+(?:--?\s?)?by:?\s+(?P<name>[A-Z][\w.'-]*(?:\s(?:[A-Z][\w.'-]*|and|&|de|van|von)){1,4})\s*$", re.IGNORECASE
)


def without_codes(subject: str) -> str:
    """A subject without what is told by codes: shows, pairings, ratings, "*NEW*", and what follows them.

    >>> [without_codes(s) for s in ("DS9: The Moor (PG) Kira, Odo", "The Moor (A Tale)", "*NEW* Moor NC-17")]
    ['The Moor', 'The Moor (A Tale)', 'Moor']
    """
    for _ in range(3):
        subject = _LEAD.sub("", subject)
    for group in _GROUP.finditer(subject):
        if group.start() > 1 and any(_SEGMENT.fullmatch(part) for part in re.split(r"[,;]|\s-\s", group[1])):
            subject = subject[: group.start()]
            break
    return _BARE.sub("", subject).strip()


def is_codes(line: str) -> bool:
    """True for a line that is nothing but codes: ``DS9, K/O, PG-13``.

    >>> is_codes("DS9, K/O, PG-13"), is_codes("Adult, Long Goodbyes"), is_codes("Drama")
    (True, False, False)
    """
    pieces = [piece for piece in re.split(r"[,;|()\[\]]|\s--?\s", line[:100]) if piece.strip()]
    return len(pieces) > 1 and all(_SEGMENT.fullmatch(piece) for piece in pieces)


def signed(subject: str) -> tuple[str, str] | None:
    """The title and the name in ``T by First Last``; one name alone may belong to the title.

    >>> signed("The Steps, by Irene Adler"), signed("Death by Chocolate")
    (('The Steps', 'Irene Adler'), None)
    """
    match = _BY.search(subject)
    if match is None or match.start() < 2 or not match["name"][0].isupper():
        return None
    return subject[: match.start()].strip(), match["name"]
