"""Steps for what carries a story to its readers: mail headers, a journal's or a board's lines, the end of a letter."""

from __future__ import annotations

import re

from fanthology.fic.text.outlining import titles
from fanthology.fic.text.outlining.bylines import is_name
from fanthology.fic.text.outlining.mailhead import mail_header
from fanthology.fic.text.outlining.people import claim_people
from fanthology.fic.text.outlining.waiting import title_from_pending
from fanthology.fic.text.outlining.zone import Front

_POSTED = re.compile(
    r"[\s*_=~<>|#-]{0,20}(?:posted|uploaded|submitted|forwarded)(?: on [\w ,:/]{4,30}?)? by:?\s{1,4}(\S.{1,80})$",
    re.IGNORECASE,
)
_WROTE = re.compile(
    r"(?:-{0,3}\s?In\s\S{2,60}@\S{2,60},?|(?:>{1,3}\s?)?On\s.{4,60}?\d,?)\s.{1,90}\s(?:wrote|writes|said):?|"
    r"-{2,12}\s?(?:original|forwarded|begin forwarded) message\s?(?:from .{1,60})?-{0,12}",
    re.IGNORECASE,
)
_JOURNAL = re.compile(
    r"\[?(?:info\]\s?)?([A-Za-z_\d-]{2,25})\s\([\[\]A-Za-z_\d-]{2,30}\)\s(?:wrote|posting|posted)\b.{0,40}",
    re.IGNORECASE,
)
_MOMENT = re.compile(
    r"@?\s?(?:(?:19|20)\d\d-\d\d-\d\d|[A-Z][a-z]{2,8}\.? \d{1,2}(?:st|nd|rd|th)?,? (?:19|20)\d\d).{0,20}$"
)
_CLOSING = re.compile(
    r"(?:with )?(?:much |lots of |all my )?(?:love|cheers|regards|best(?: wishes)?|yours(?: truly)?|"
    r"sincerely(?: yours)?|hugs|"
    r"thanks(?: again| in advance)?|thank you|peace|later|take care|ciao|enjoy|warmly|slainte|blessed be|ta|xoxo|ttfn|"
    r"happy reading|until next time)\s?[,.!~-]{0,3}",
    re.IGNORECASE,
)


def posted(front: Front, at: int) -> int | None:
    """A line a bulletin board or archive put there: ``Posted by N``."""
    match = _POSTED.match(front.lines.stripped(at))
    if match is None:
        return None
    span = front.lines.span(at, at + 1)
    name = re.split(r"[,(<]|\s{2,}", match[1])[0].strip()
    front.claims.add("posted_by", name, match[1], span, "posted-by-line", 0.8)
    if at - 1 in front.pending:  # right under a title: a journal's entry, and the poster's own
        claim_people(front.claims, name, span, "creator-line", 0.5)
        title_from_pending(front, "title-byline", 0.85)
    front.lines.paint(at, at + 1, "furniture")
    if front.lines.stripped(at + 1)[:3] == match[0][:3] and not match[0][:3].isalpha():
        front.lines.paint(at + 1, at + 2, "furniture")
        return at + 2
    return at + 1


def journal(front: Front, at: int) -> int | None:
    """The head of a journal's entry: ``irene (irene_a) wrote,``."""
    match = _JOURNAL.fullmatch(front.lines.stripped(at)) if not front.titled else None
    if match is None:
        return None
    span = front.lines.span(at, at + 1)
    front.claims.add("posted_by", match[1], match[0], span, "posted-by-line", 0.8)
    claim_people(front.claims, match[1], span, "creator-line", 0.5)
    last = at + 1
    if _MOMENT.match(front.lines.stripped(last)):
        last += 1
    front.lines.paint(at, last, "furniture")
    return last


def quoted_from(front: Front, at: int) -> int | None:
    """The line a mail program puts over what it quotes: ``On Monday, N wrote:``, ``--- In list@host, N wrote:``."""
    line = front.lines.stripped(at)
    if front.titled or not _WROTE.fullmatch(line):
        return None
    front.lines.paint(at, at + 1, "furniture")
    return at + 1


def closing(front: Front, at: int) -> int | None:
    """The end of a letter to readers, before the title: ``Love,`` and a name."""
    lines = front.lines
    last = lines.run_end(at, front.end)
    if front.titled or front.heading or not (front.noted or front.mails) or last - at > 3:
        return None
    below = lines.stripped(at + 1).strip(" -~*") if last > at + 1 else ""
    signs = front.noted and last == at + 2 and "@" in below and " " not in below and is_name(lines.stripped(at))
    if not (signs or _CLOSING.fullmatch(lines.stripped(at))):
        return None
    name = lines.stripped(at) if signs else below
    front.note(at, last)
    if re.fullmatch(r"[A-Za-z][\w.'-]{1,24}(?:\s[A-Z][\w.'-]{0,24}){0,3}", name):
        claim_people(front.claims, name, lines.span(at, at + 2), "creator-signoff", 0.45)
    return last


def signature(front: Front, at: int) -> int | None:
    """A poster's signature in the introduction: an address among lines cut in columns."""
    last = front.lines.run_end(at, front.end)
    rows = front.lines.raw[at:last]
    if not (front.mails or front.noted) or last - at > 12 or front.titled:
        return None
    if sum(1 for row in rows if re.search(r"\s[|+]\s|\s[|+]$|^[|+]", row)) * 2 < len(rows) or not any(
        "@" in row or "|" in row for row in rows
    ):
        return None
    front.lines.paint(at, last, "furniture")
    return last


def mail(front: Front, at: int) -> int | None:
    """A block of mail headers."""
    if front.titled or front.labels or len(front.mails) > 4:
        return None
    header = mail_header(front.lines, at, front.end)
    if header is None or (header.fields.keys() <= {"summary", "date", "keywords", "status", "section"}):
        return None
    for above in front.pending:  # who passes the post on signs before it
        front.note(above, above + 1)
    front.pending.clear()
    front.lines.paint(at, header.last, "header")
    front.mails.append(header)
    if subject := header.value("subject", "subj"):
        front.known.append(titles.subject_title(subject))
    return header.last
