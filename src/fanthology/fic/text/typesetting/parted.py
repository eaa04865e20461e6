"""Tells the hyphen that parts a word at the end of a line from the one that the word has.

There is no dictionary: the text itself is one. A word that it has elsewhere in one piece was parted; so was one of
which the second half is an ending that stands for no word. In doubt the hyphen is the word's own.
"""

from __future__ import annotations

_ENDINGS = """
    tion tions tional tionally sion sions cian cians ment ments mented menting mental mentally ness nesses ously iously
    ingly edly ably ibly ally ively ity ities ance ances ence ences ency ancy ible ibility ability ative atively ation
    ations ture tures tures tury turies cial cially tial tially cious ciously tious tiously geous ried ries rying tered
    tering tled tling dled dling bling bled gled gling pled pling zled zling ized izing ised ising ification cerned
    cerning cern sider sidered sidering tinued tinue tinuing vered vering tained taining plained plaining pected pecting
    jected jecting fused fusing lieved lieving ceived ceiving mained maining tioned tioning prised prising
"""
ENDINGS = frozenset(_ENDINGS.split())
_LONGEST = 24  # letters of half a word
_MOST_PLACES = 40  # where the whole word might stand, that are looked at


def parts_a_word(text: str, start: int, end: int) -> bool:
    """True if the hyphen at ``start`` is the line's, and the word goes on at ``end``.

    >>> [parts_a_word(text, 3, 5) for text in ("con-\\ncerned", "red-\\nnosed", "run-\\nning: a running hare")]
    [True, False, True]
    """
    if text[start] != "-":
        return False
    left, right = start, end
    while left > max(0, start - _LONGEST) and text[left - 1].isalpha():
        left -= 1
    while right < min(len(text), end + _LONGEST) and text[right].isalpha():
        right += 1
    first, second = text[left:start], text[end:right]
    if (
        not first
        or not second
        or not second.islower()
        or text[left - 1 : left] == "-"
        or text[right : right + 1] == "-"
    ):
        return False
    if _stands(text, f"{first}-{second}", left):
        return False
    if _stands(text, first + second, left) or _stands(text, (first + second).lower(), left):
        return True
    return second in ENDINGS and not _stands(text, second, end)


def _stands(text: str, word: str, but_at: int) -> bool:
    """True if a text has a word, as a whole, at another place."""
    at = text.find(word)
    for _ in range(_MOST_PLACES):
        if at < 0:
            return False
        around = text[at - 1 : at] + text[at + len(word) : at + len(word) + 1]
        if at != but_at and not any(sign.isalnum() or sign == "-" for sign in around):
            return True
        at = text.find(word, at + 1)
    return False
