"""What every kind of finding asks of a story, made once."""

from __future__ import annotations

from dataclasses import dataclass

from fanthology.fic.enrich.cast import cast_of
from fanthology.fic.enrich.fandoms import Candidate, chosen
from fanthology.fic.enrich.lexicon import Lexicon
from fanthology.fic.enrich.mentions import Mentions, mentions_in
from fanthology.fic.enrich.people import Person
from fanthology.fic.enrich.telling import Telling, telling_of
from fanthology.fic.story import Story


@dataclass(frozen=True, slots=True)
class Seen:
    """A story as enrichment sees it: its words, the names in them, the fandoms they speak for, the people."""

    telling: Telling
    mentions: Mentions
    fandoms: tuple[Candidate, ...]
    cast: tuple[Person, ...]


def seen_in(story: Story, lexicon: Lexicon) -> Seen:
    """What is seen in a Story."""
    telling = telling_of(story)
    mentions = mentions_in(telling, lexicon)
    fandoms = tuple(chosen(mentions))
    return Seen(telling, mentions, fandoms, cast_of(mentions, fandoms))
