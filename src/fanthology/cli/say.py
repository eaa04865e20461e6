"""Printing words that came from anywhere: nothing that is printed may steer the terminal."""

from __future__ import annotations

import re

import typer

_STEERING = re.compile("[\x7f-\x9f\u2028-\u202e\u2066-\u2069]")
# joiners that some scripts need within a word
_HARMLESS = frozenset("\u200c\u200d")


def printable(text: str) -> str:
    """A text for one line of a terminal: blank space collapsed, and whatever has no sign of its own written as a code.

    >>> printable("Dra\\x1b[2Jcula\\n by  B.")
    'Dra\\\\x1b[2Jcula by B.'
    """
    line = " ".join(text.split())
    if line.isprintable():
        return line
    return "".join(sign if sign.isprintable() or sign in _HARMLESS else _code(sign) for sign in line)


def harmless_json(line: str) -> bytes:
    """A line of JSON as bytes of UTF-8 (whatever the terminal speaks), with the same values, that steers nothing.

    JSON itself writes only the oldest control characters as codes; newer ones, and those that turn the direction of
    writing, stand only inside its strings and mean the same as codes.

    >>> harmless_json('{"title":"\x9b2J Émigré"}').decode()
    '{"title":"\\\\u009b2J Émigré"}'
    """
    return _STEERING.sub(lambda found: f"\\u{ord(found[0]):04x}", line).encode("utf-8", "backslashreplace")


def _code(sign: str) -> str:
    # a lone surrogate of this range stands for a byte of a file name that is not UTF-8
    return f"\\x{ord(sign) - 0xDC00:02x}" if "\udc80" <= sign <= "\udcff" else ascii(sign)[1:-1]


def complain(message: str) -> None:
    """Say what went wrong, on the error output, in one line."""
    typer.echo(f"fanthology: {printable(message)}", err=True)
