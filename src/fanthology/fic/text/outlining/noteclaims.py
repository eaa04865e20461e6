"""What a note before the story says in its sentences: who wrote it, whose the characters are."""

from __future__ import annotations

import re

from fanthology.fic.story import Creator, Span
from fanthology.fic.text.outlining import bylines, notes, titles
from fanthology.fic.text.outlining.people import claim_copyright, claim_people
from fanthology.fic.text.outlining.permission import permission_term
from fanthology.fic.text.outlining.zone import Front

_CALLED = re.compile(
    r"\b(?i:story|fic|one|piece|it)(?:['’]s| is)? (?:called|titled|entitled)\s[\"“_*]{1,2}([A-Z][^\"”_*]{1,60})[\"”_*]"
)


def claim_note(front: Front, text: str, span: Span) -> None:
    """Claim an author, a copyright and a disclaimer, if the text of a note has them."""
    claim_copyright(front.claims, text, span)
    if match := _CALLED.search(text[:1500]):
        front.claims.add("title", titles.clean_title(match[1]), match[1], span, "title-sentence", 0.5)
    if match := bylines.author_in_sentence(text):
        claim_people(front.claims, match["name"], span, "creator-sentence", 0.6)
    if (match := bylines.answer_to(text)) and (name := bylines.handle(match["address"])):
        front.claims.add("creator", Creator(name, "author", match["address"]), match[0], span, "creator-address", 0.3)
    if (words := notes.permission_in(text)) and (term := permission_term(words)):
        front.claims.add("permission", words, words, span, f"permission-{term}", 0.7)
    if disclaimer := notes.disclaimer_in(text):
        front.claims.add("disclaimer", disclaimer, disclaimer, span, "disclaimer-sentence", 0.7)
