"""Claims about who wrote a story, made of names as written."""

from __future__ import annotations

from fanthology.fic.story import Creator, Role, Span
from fanthology.fic.text.outlining.bylines import copyright_names, people
from fanthology.fic.text.outlining.claims import Claims


def claim_people(
    claims: Claims, raw: str, span: Span | None, rule: str, confidence: float, role: Role = "author"
) -> None:
    """Claim every person a value names as a creator; an address that stands beside the name becomes the contact."""
    field = "creator" if role in ("author", "coauthor") else "helper"
    for name, contact in people(raw):
        claims.add(field, Creator(name, role, contact), name, span, rule, confidence)


def claim_copyright(claims: Claims, text: str, span: Span) -> None:
    """Claim whom a copyright line names. Weak: it says who owns the words, not under which name they are signed."""
    for name, _, _ in copyright_names(text):
        claim_people(claims, name, span, "creator-copyright", 0.7)
