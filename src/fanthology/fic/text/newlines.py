"""One kind of line end, without moving a single character.

Every later step may then look for ``\\n`` alone, and a position in the result is a position in what came in.
"""

from __future__ import annotations


def one_kind_of_newline(text: str) -> str:
    """The text with ``\\n`` line ends and the same length: CR LF becomes a blank and LF, a lone CR becomes LF.

    >>> one_kind_of_newline("one\\r\\ntwo\\rthree\\n")
    'one \\ntwo\\nthree\\n'
    """
    if "\r" not in text:
        return text
    return text.replace("\r\n", " \n").replace("\r", "\n")
