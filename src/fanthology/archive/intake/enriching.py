"""What is inferred of a Story, ready to be stored. Knows no database: it runs in reading processes."""

from __future__ import annotations

from collections.abc import Iterable

from fanthology.archive.catalogue.canon import fandoms
from fanthology.archive.catalogue.inferred import FindingRow
from fanthology.fic.canon import Fandom, built_in
from fanthology.fic.canon.canonical import CanonicalNames, names_of
from fanthology.fic.enrich import Finding, Sign, enrich
from fanthology.fic.enrich.lexicon import Lexicon, built_in_lexicon, lexicon_of
from fanthology.fic.story import Story
from fanthology.fic.writers.privacy import mask_addresses

_MOST_SIGNS = 24


def finding_rows(story: Story) -> tuple[FindingRow, ...]:
    """The findings of a Story. Raises FanthologyError for a file of canon of the archive's own that cannot be used."""
    known = fandoms()
    found = enrich(story, _lexicon(known))
    inferred = [one.name for one in found if one.kind == "fandom"]
    names = names_of(known)
    return tuple(_row(one, _is_stated(one, story, inferred, names)) for one in found)


# By the identity of the fandoms, which are kept: to hash them all for each story would take as long as a third of it.
_LEXICONS: dict[int, tuple[tuple[Fandom, ...], Lexicon]] = {}


def _lexicon(known: tuple[Fandom, ...]) -> Lexicon:
    if known is built_in():
        return built_in_lexicon()
    if id(known) not in _LEXICONS:
        _LEXICONS[id(known)] = known, lexicon_of(known)
    return _LEXICONS[id(known)][1]


def _row(one: Finding, stated: bool) -> FindingRow:
    signs = {"for": [_sign(sign) for sign in one.speaks_for[:_MOST_SIGNS]]}
    signs["against"] = [_sign(sign) for sign in one.speaks_against[:_MOST_SIGNS]]
    return FindingRow(one.kind, one.name, one.role or "", round(one.confidence, 4), signs, stated)


def _sign(sign: Sign) -> dict[str, object]:
    return {"quote": mask_addresses(sign.quote), "block": sign.block, "count": sign.count}


def _pair(name: str) -> frozenset[str]:
    """Who belongs together, in whatever order they are named."""
    return frozenset(name.replace(" & ", "/").split("/"))


def _is_stated(one: Finding, story: Story, inferred: Iterable[str], names: CanonicalNames) -> bool:
    """True if the file says the same, in its own words."""
    if one.kind == "fandom":
        return one.name in {names.fandom(written) or written for written in story.fandoms}
    worlds = {names.fandom(written) or written for written in story.fandoms} | set(inferred)
    if one.kind == "character":
        return one.name in {names.character(written, worlds) or written for written in story.characters}
    if one.kind == "relationship":
        stated = (names.relationship(written, worlds) or written for written in story.relationships)
        return _pair(one.name) in map(_pair, stated)
    if one.kind == "category":
        return one.name in story.categories
    if one.kind == "language":
        return (story.language or "").partition("-")[0] == one.name.partition("-")[0]
    return one.kind == "adult" and story.rating is not None
