"""Names at the foot of a text: what signs it, alone, over an address, behind a dash, or with the title once more."""

from __future__ import annotations

import re

from fanthology.fic.story import Creator
from fanthology.fic.text.outlining import bylines
from fanthology.fic.text.outlining.claims import Claims
from fanthology.fic.text.outlining.lines import Lines

_DASHED_NAME = re.compile(r"[A-Z][\w.'’]{1,24}(?:\s[A-Z][\w.'’]{0,20}){0,3}|[a-z_\d]{3,20}")
_ADDRESS = re.compile(r"[<(\[]?(?:e-?mail:?\s)?[\w.+-]{1,64}@[\w.-]{3,64}[>)\]]?", re.IGNORECASE)
_UNDER_NAME = re.compile(r"@|https?:|www\.|\b(?:19|20)\d\d\b|^[(\[].{0,50}[)\]]$")
_BESIDE_NAME = re.compile(r",?\s{2,}|\s?(?:--|[-–—|(<,;*])\s?|\s\W")


def name_over_address(lines: Lines, at: int) -> str | None:
    """A name with nothing but an address under it."""
    name = lines.stripped(at).strip("-~* ,")
    alone = re.fullmatch(r"[<(\[]?[\w.+-]{1,64}@[\w.-]{3,64}[>)\]]?", lines.stripped(at + 1))
    return name if alone and re.fullmatch(r"[A-Z]\w+(?:\s[A-Z]\w*\.?){0,3}", name) else None


def signed_name(lines: Lines, first: int, last: int) -> str | None:
    """The name that signs a text, with nothing under it but an address, a place or a date."""
    text = lines.stripped(first)
    if last - first > 4 or len(text) > 50 or any(len(lines.stripped(i)) > 60 for i in range(first + 1, last)):
        return None
    dashed = text[0] in "-–—~"
    name = text.strip("-–—~*_ ,")
    if not (bylines.is_person(name) or (dashed and _DASHED_NAME.fullmatch(name)) or _over_address(lines, first, name)):
        return None
    return name if all(_UNDER_NAME.search(lines.stripped(i)) for i in range(first + 1, last)) else None


def _over_address(lines: Lines, at: int, name: str) -> bool:
    """True for a name of one word or several over an address."""
    return _ADDRESS.fullmatch(lines.stripped(at + 1)) is not None and bool(
        re.fullmatch(r"[A-Z]\w+(?:\s[A-Z]\w*\.?){0,3}", name)
    )


def title_and_name(line: str) -> tuple[str, str] | None:
    """Title and author of a line that signs a story: ``-- "The Moor", by Irene Adler, 1895``."""
    found = bylines.inline_byline(line.lstrip("-—–~ ")) if len(line) < 120 else None
    return (found[0], found[1]) if found and found[0][:1] in '"“_*' and len(found[1].split()) >= 2 else None


def signs_again(lines: Lines, claims: Claims, first: int, last: int) -> bool:
    """True for the name of the author, who is known, under the story; what is beside it or below it is about them."""
    if last - first > 4 or any(len(lines.stripped(at)) > 75 for at in range(first, last)):
        return False
    text = lines.stripped(first).strip("-–—~*_ ")
    names = [claim.value.name for claim in claims.of("creator") if isinstance(claim.value, Creator)]
    behind = [text[len(name) :] for name in names if text.casefold().startswith(name.casefold())]
    given = {name.split()[0].casefold() for name in names if len(name.split()) > 1}
    return any(not rest or _BESIDE_NAME.match(rest) for rest in behind) or text.casefold() in given


def signs(lines: Lines, first: int, last: int) -> bool:
    """True for a byline, or a title with one, at the end of a text; a date and an address may stand under it."""
    if title_and_name(lines.stripped(first)):
        return last - first <= 6
    if signed_name(lines, first, last):
        return True
    if last - first <= 3 and len(lines.stripped(first)) < 100 and bylines.copyright_names(lines.stripped(first)):
        return True
    return bool(bylines.byline(lines.raw[first])) and (
        last - first <= 2 or (last - first <= 4 and all(len(lines.stripped(i)) < 45 for i in range(first, last)))
    )
