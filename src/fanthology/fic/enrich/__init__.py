"""Enrichment: from a Story to Findings, each with what in the text speaks for it and against it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from fanthology.fic.enrich.adult import adult_findings
from fanthology.fic.enrich.characters import character_findings
from fanthology.fic.enrich.fandoms import fandom_findings
from fanthology.fic.enrich.finding import Finding, Sign
from fanthology.fic.enrich.lexicon import Lexicon, built_in_lexicon
from fanthology.fic.enrich.pov import narration_findings
from fanthology.fic.enrich.relationships import relationship_findings
from fanthology.fic.enrich.seen import Seen, seen_in
from fanthology.fic.enrich.tongue import language_findings
from fanthology.fic.story import Story

__all__ = ["KINDS", "Finding", "Seen", "Sign", "enrich"]

Kind: TypeAlias = Callable[[Seen], tuple[Finding, ...]]

KINDS: tuple[Kind, ...] = (
    lambda seen: fandom_findings(seen.mentions, seen.fandoms),
    lambda seen: character_findings(seen.telling, seen.cast),
    lambda seen: relationship_findings(seen.telling, seen.mentions.lexicon, seen.cast),
    lambda seen: narration_findings(seen.telling, seen.cast),
    lambda seen: language_findings(seen.telling),
    lambda seen: adult_findings(seen.telling),
)
"""Every kind of finding, in the order in which they are told."""


def enrich(story: Story, lexicon: Lexicon | None = None) -> tuple[Finding, ...]:
    """What seems to be so in a Story, from its text alone: the tags that it states are not asked.

    Without a Lexicon that of the built-in fandoms is used.

    >>> from fanthology.fic.story import Block, Chapter, SourceInfo
    >>> words = "<p>“Watson,” said Sherlock Holmes, “the game is afoot.” Lestrade waited in Baker Street. "
    >>> words += "Watson took his hat, and Holmes smiled at Watson.</p>"
    >>> block = Block("b1", "paragraph", 1, None, words)
    >>> found = enrich(Story(SourceInfo("a", "text", "0" * 64, 1), chapters=(Chapter((block,)),)))
    >>> found[0].kind, found[0].name
    ('fandom', 'Sherlock Holmes - Arthur Conan Doyle')
    """
    seen = seen_in(story, lexicon or built_in_lexicon())
    return tuple(finding for kind in KINDS for finding in kind(seen))
