"""What a mail header says about a story: subject, sender, date, message id. Weaker than what the story says itself."""

from __future__ import annotations

import re

from fanthology.fic.story import Creator, Identity
from fanthology.fic.text.outlining.bylines import handle
from fanthology.fic.text.outlining.claims import Claims
from fanthology.fic.text.outlining.dates import iso_date
from fanthology.fic.text.outlining.lines import Lines
from fanthology.fic.text.outlining.mailhead import MailHeader, mailbox
from fanthology.fic.text.outlining.parts import part_in, without_part
from fanthology.fic.text.outlining.people import claim_people
from fanthology.fic.text.outlining.ratings import rating_in_sentence, rating_of
from fanthology.fic.text.outlining.subjects import CODED_RATING, signed, without_codes
from fanthology.fic.text.outlining.titles import subject_title

_FORWARDED = re.compile(
    r"\b(?:this(?: \w+)?|it|story|fic) ?(?:isn'?t|['’]s not|is not) mine\b|"
    r"not my (?:story|work)|i did(?:n'?t| not) write|forward(?:ed|ing)|repost(?:ed|"
    r"ing)? for|post(?:ed|ing) (?:this )?for\b|for a friend|"
    r"\bon behalf of|written by (?!me)|could someone|request:|thanks to my \w+ for posting|permission of "
    r"the author|with the author'?s permission|"
    r"this (?:story )?was written by",
    re.IGNORECASE,
)


def claim_mail(claims: Claims, lines: Lines, mails: list[MailHeader], introduction: str) -> None:
    """Claim what the headers at the top of a file say: the outermost is the poster's, the innermost the author's."""
    first, inner = mails[0], mails[-1]
    _claim_subject(claims, lines, mails)
    _claim_poster(claims, lines, first)
    forwarded = _FORWARDED.search(" ".join([first.value("subject", "subj"), introduction])) is not None
    if inner.value("from") and (inner is not first or not forwarded):
        _claim_sender(claims, lines, inner)
    identity, line = first.value("message-id"), first.line("message-id")
    if identity:
        claims.add(
            "identity",
            Identity("message-id", identity.strip("<> ")),
            identity,
            lines.span(line, line + 1),
            "mail-message-id",
            1.0,
        )
    if (day := iso_date(inner.value("date"))) or (day := iso_date(first.value("date"))):
        line = inner.line("date")
        claims.add("published", day, lines.stripped(line), lines.span(line, line + 1), "mail-date", 0.8)


def _claim_subject(claims: Claims, lines: Lines, mails: list[MailHeader]) -> None:
    for mail in reversed(mails):
        subject, line = mail.value("subject", "subj"), mail.line("subject", "subj")
        if not subject:
            continue
        span = lines.span(line, line + 1)
        claims.add("title", subject_title(subject), subject, span, "title-subject", 0.6)
        if part := part_in(subject):
            claims.add("part", part.number or 0, part.written, span, "part-subject", 0.8)
            claims.add("total", part.total or "", part.written, span, "part-subject", 0.8)
        break
    for mail in reversed(mails):
        subject, line = mail.value("subject", "subj"), mail.line("subject", "subj")
        span = lines.span(line, line + 1)
        if found := signed(without_codes(without_part(subject))):
            claim_people(claims, found[1], span, "creator-subject", 0.6)
        rated = rating_in_sentence(subject) or CODED_RATING.search(without_part(subject))
        if rated and not claims.has("rating"):
            claims.add("rating", rating_of(rated[1]), rated[0], span, "rating-subject", 0.8)


def _claim_poster(claims: Claims, lines: Lines, mail: MailHeader) -> None:
    name, address = mailbox(mail.value("from"))
    line = mail.line("from")
    if poster := name or handle(address):
        claims.add("posted_by", poster, mail.value("from"), lines.span(line, line + 1), "posted-by-from", 0.9)


def _claim_sender(claims: Claims, lines: Lines, mail: MailHeader) -> None:
    name, address = mailbox(mail.value("from"))
    line = mail.line("from")
    span = lines.span(line, line + 1)
    if name:
        claims.add("creator", Creator(name, "author", address or None), mail.value("from"), span, "creator-from", 0.5)
    elif word := handle(address):
        claims.add("creator", Creator(word, "author", address), mail.value("from"), span, "creator-address", 0.3)
