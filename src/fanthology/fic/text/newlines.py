"""One kind of line end, without moving a single character.

Every later step may then look for ``\\n`` alone, and a position in the result is a position in what came in.
"""

from __future__ import annotations

import re

_PAGE_IN_LINE = re.compile(r"(?<=[^\s\f])\f(?=\S)")


def one_kind_of_newline(text: str) -> str:
    """The text with ``\\n`` line ends and the same length: CR LF becomes a blank and LF, a lone CR becomes LF.

    CR CR LF, which a program makes that takes LF for CR LF once too often, is one line end. A new page in the middle of
    a line begins a line too.

    >>> one_kind_of_newline("one\\r\\ntwo\\rthree\\n"), one_kind_of_newline("The end.\\fChapter 2")
    ('one \\ntwo\\nthree\\n', 'The end.\\nChapter 2')
    >>> one_kind_of_newline("one\\r\\r\\ntwo")
    'one  \\ntwo'
    """
    if "\f" in text:
        text = _PAGE_IN_LINE.sub("\n", text)
    if "\r" not in text:
        return text
    return text.replace("\r\r\n", "  \n").replace("\r\n", " \n").replace("\r", "\n")
