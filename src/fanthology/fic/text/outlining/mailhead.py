"""Mail and Usenet headers, whole or in part, at the top of a post or where a file joins several posts."""

from __future__ import annotations

import re
from dataclasses import dataclass

from fanthology.fic.text.outlining.lines import Lines

_STRONG = (
    "path|newsgroups|message-id|xref|nntp-posting-host|references|received|return-path|x-newsreader|x-mailer|"
    "article-i\\.d\\.|followup-to|sender|organi[sz]ation|mime-version|content-type|content-transfer-encoding|"
    "news-software|in-reply-to|x-envelope-to|errors-to|precedence|delivered-to|list-id"
)
_WEAK = (
    "bbs|from|subject|subj|date|to|cc|lines|keywords|summary|distribution|reply-to|status|resent-from|article|"
    "section|aka"
)
_FIELD = re.compile(rf"[>~|]{{0,3}}\s{{0,3}}({_STRONG}|{_WEAK}|x-[a-z0-9-]{{1,30}})\s?:(?:\s(.*)|$)", re.IGNORECASE)
_SECOND = re.compile(r"\s{3,}(?=[A-Z][A-Za-z]{1,9}#?:\s)")  # a BBS sets two fields in a line
_ARTICLE = re.compile(r"(?:Article:? \d+ of [a-z0-9.+-]+:?|Message: \d{1,4})$", re.IGNORECASE)
_ENVELOPE = re.compile(
    r">?From \S+ {1,2}(?:\S+ )?(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\b"
)
_ANY = re.compile(r"[A-Z][A-Za-z]{1,20}(?:-[A-Za-z]{1,20}){0,3}: \S")
_STRONG_NAME = re.compile(rf"(?:{_STRONG})$", re.IGNORECASE)
_KEYS = frozenset(("pat", "fro", "new", "sub", "mes", "xre", "rec", "ret", "art"))
_INNER = re.compile(
    r"(?:[>~|]{0,3} ?(?:path|from|newsgroups|subj(?:ect)?|message-id|xref|received|return-path):[ \t]|"
    r"article:? \d{1,9} of |message: \d{1,4}$|>?from \S+[@!]\S+ +(?:mon|tue|wed|thu|fri|sat|sun) )",
    re.IGNORECASE,
)
_SIGNATURE = 8  # lines between the mark of a signature and the next header, at the most
_ADDRESS = re.compile(r"[\w.+%!/=-]+@[\w.-]+\w|[\w.-]+![\w.!-]+")


@dataclass(frozen=True, slots=True)
class MailHeader:
    """A block of mail headers: its lines, and each field's value and line by lower-case name (the first of each)."""

    first: int
    last: int
    fields: dict[str, tuple[str, int]]

    def value(self, *names: str) -> str:
        """The first value there is under one of these names, or the empty string."""
        return next((self.fields[name][0] for name in names if name in self.fields), "")

    def line(self, *names: str) -> int:
        """The line of the first of these names that is there, or the first line of the block."""
        return next((self.fields[name][1] for name in names if name in self.fields), self.first)


def mail_header(lines: Lines, index: int, end: int) -> MailHeader | None:
    """The block of mail headers that begins exactly at a line, or None.

    One field that only mail has is enough; of the others it takes a Subject, or a From and one more.
    """
    fields: dict[str, tuple[str, int]] = {}
    at, marks, last_name = index, 0, ""
    while at < end and (line := lines.raw[at].rstrip()):
        if _ENVELOPE.match(line) or _ARTICLE.match(line):
            marks += 1
        elif match := _FIELD.match(line):
            last_name = match[1].lower()
            fields.setdefault(last_name, (_SECOND.split((match[2] or "").strip())[0], at))
        elif (fields or marks) and line[0] in " \t" and not lines.blank(at):
            _continue(fields, last_name, line)
        elif not (fields and _wrapped(fields, last_name, line)) and not (len(fields) > 3 and _ANY.match(line)):
            break
        at += 1
    strong = sum(1 for name in fields if _STRONG_NAME.match(name))
    if "from" in fields and len(fields) == 1 and not lines.text[: lines.starts[index]].strip():
        return MailHeader(index, at, fields) if "@" in fields["from"][0] else None
    if marks or strong or "subject" in fields or "subj" in fields or ("from" in fields and len(fields) > 1):
        return MailHeader(index, at, fields)
    return None


def _continue(fields: dict[str, tuple[str, int]], name: str, line: str) -> None:
    if name in ("subject", "subj") and len(fields[name][0]) < 300:
        value, at = fields[name]
        fields[name] = (f"{value} {line.strip()}", at)


def _wrapped(fields: dict[str, tuple[str, int]], name: str, line: str) -> bool:
    """A value that a careless gateway broke: the rest of a list of groups or of a subject, without an indent."""
    if name in ("newsgroups", "path", "xref"):
        return bool(re.fullmatch(r"[\w.,!+-]+", line))
    if name in ("subject", "subj") and len(fields) <= 2 and len(line) < 60 and re.match(r"[a-z][\w' -]+$", line):
        fields[name] = (fields[name][0] + line, fields[name][1])
        return True
    return False


def inner_headers(lines: Lines) -> list[MailHeader]:
    """Blocks of mail headers after the first filled line: where a file that joins several posts has its seams."""
    found: list[MailHeader] = []
    for index in lines.beginning(_KEYS):
        if index == 0 or (found and index < found[-1].last) or not _INNER.match(lines.raw[index]):
            continue
        header = mail_header(lines, index, min(lines.count, index + 60))
        if header and (_plain(header) or _below_signature(lines, header)):
            found.append(header)
    return found


def _below_signature(lines: Lines, header: MailHeader) -> bool:
    """True for a header cut short to who and when, under the signature of the post before it."""
    above = lines.raw[max(0, header.first - _SIGNATURE) : header.first]
    return (
        {"from", "date"} <= set(header.fields)
        and "@" in header.value("from")
        and any(line.rstrip() == "--" for line in above)
    )


def _plain(header: MailHeader) -> bool:
    names = header.fields
    strong = sum(1 for name in names if _STRONG_NAME.match(name))
    if strong:
        return strong >= 2 or len(names) >= 2
    return len({"from", "subject", "subj", "to", "date"} & set(names)) >= 3 and not _in_story(header)


def _in_story(header: MailHeader) -> bool:
    """True for mail that people in a story send: from a name to a name, without an address or a date."""
    sender = header.value("from")
    return bool(sender) and not header.value("date") and _ADDRESS.search(sender + " " + header.value("to")) is None


def mailbox(value: str) -> tuple[str, str]:
    """The name and the address of a From value; either may be empty.

    >>> mailbox("moriarty@reichenbach.ch (Prof. James Moriarty)")
    ('Prof. James Moriarty', 'moriarty@reichenbach.ch')
    >>> mailbox('"Irene Adler" <irene@opera.pl>'), mailbox("irene@opera.pl")
    (('Irene Adler', 'irene@opera.pl'), ('', 'irene@opera.pl'))
    """
    value = value[:300]
    found = _ADDRESS.search(value)
    address = found[0] if found else ""
    if match := re.search(r"\(([^()]{2,60})\)", value):
        return _tidy(match[1]), address
    if match := re.match(r"\s*\"?([^<\"]{2,60}?)\"?\s*<", value):
        return _tidy(match[1]), address
    rest = value.replace(address, "").strip(" <>\"'") if address else value.strip(" \"'")
    return _tidy(re.split(r"\s{2,}", rest)[0]) if re.match(r"[A-Za-z]", rest) else "", address


def _tidy(name: str) -> str:
    name = " ".join(name.split()).strip("\"' ")
    return "" if "@" in name else name
