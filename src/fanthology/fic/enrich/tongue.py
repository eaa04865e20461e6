"""The language that a story is written in, from its words."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache

from py3langid.langid import MODEL_FILE, LanguageIdentifier

from fanthology.fic.enrich.finding import Finding, Sign
from fanthology.fic.enrich.telling import Telling
from fanthology.fic.enrich.wordlists import words_of

LANGUAGES = (
    "ar", "bg", "ca", "cs", "cy", "da", "de", "el", "en", "eo", "es", "et", "eu", "fa", "fi", "fr", "ga", "gl", "he",
    "hi", "hr", "hu", "id", "is", "it", "ja", "ko", "la", "lt", "lv", "mk", "ms", "nl", "no", "pl", "pt", "ro", "ru",
    "sk", "sl", "sq", "sr", "sv", "th", "tl", "tr", "uk", "vi", "zh",
)  # fmt: skip
"""What fan fiction is written in, and the library can tell."""

_SAMPLES, _SAMPLE = 3, 500
_SHORT, _LEAST = 200, 20
_WORD = re.compile(r"[a-z']+")
_LEAST_ENGLISH, _SHARE_ENGLISH = 40, 0.12


def language_findings(telling: Telling) -> tuple[Finding, ...]:
    """The language of a story, from samples of its text; a second one if much of it is in that."""
    samples = list(_samples(telling.text))
    if sum(len(text) for _, text in samples) < _LEAST:
        return ()
    tongues = ["en" if reads_english(text) else _classified(text) for _, text in samples]
    if None in tongues:
        return ()
    found = Counter(tongue for tongue in tongues if tongue)
    first, votes = found.most_common(1)[0]
    share = votes / len(samples)
    length = min(1.0, len(telling.text) / _SHORT)
    sure = round(min(0.99, (0.5 + 0.5 * share) * (0.6 + 0.4 * length)), 3)
    others = [(tongue, number) for tongue, number in found.most_common(3)[1:] if number > 1]
    against = tuple(Sign(f"reads as {tongue}", None, number) for tongue, number in others)
    block = next((place.block for place in telling.places), None)
    return (Finding("language", first, sure, None, (Sign(f"reads as {first}", block, votes),), against),)


def reads_english(text: str) -> bool:
    """True for a text that is surely English; most are, and the library's model takes a second to load.

    >>> reads_english("The lamp that she had lit was out, and they were not there. " * 5)
    True
    >>> reads_english("Die Lampe, die er angezündet hatte, war aus, und sie waren nicht da. " * 5)
    False
    """
    words = _WORD.findall(text.lower().replace("’", "'"))
    small = words_of("english")
    return len(words) >= _LEAST_ENGLISH and sum(word in small for word in words) >= _SHARE_ENGLISH * len(words)


def _classified(text: str) -> str | None:
    identifier = _identifier()
    return identifier.classify(text)[0] if identifier else None


def _samples(text: str) -> list[tuple[int, str]]:
    """Some stretches of the text, spread over all of it."""
    step = max(_SAMPLE, len(text) // _SAMPLES)
    starts = range(0, max(1, len(text) - _SAMPLE // 4), step)
    return [(start, text[start : start + _SAMPLE]) for start in list(starts)[:_SAMPLES]]


@cache
def _identifier() -> LanguageIdentifier | None:
    """The library's model; None where the disk has no room to unpack it, for a language is not worth a story."""
    try:
        identifier = LanguageIdentifier.from_model_file(MODEL_FILE)
    except OSError:
        return None
    identifier.set_languages(list(LANGUAGES))
    return identifier
