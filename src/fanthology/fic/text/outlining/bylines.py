"""Who wrote it: bylines, "T by N" lines, copyright lines and sign-offs."""

from __future__ import annotations

import re
from functools import lru_cache
from importlib.resources import files

from fanthology.fic.text.outlining.lines import unframed

_HOLDERS = frozenset(
    line.strip()
    for line in (files("fanthology.fic.text") / "data" / "rights_holders.txt").read_text("utf-8").splitlines()
    if line.strip() and not line.startswith("#")
)
_FIRST_NAMES = frozenset(
    word
    for line in (files("fanthology.fic.text") / "data" / "first_names.txt").read_text("utf-8").splitlines()
    if not line.startswith("#")
    for word in line.split()
)
_BYLINE = re.compile(
    r"[\s*_(\[~<>=+|-]{0,60}(?:(?:an?|the|my)\s(?:[\w:',()/-]{1,20}\s){0,6}?(?:story|fic|fanfic|"
    r"fan fiction|fanfiction|tale|script|"
    r"parody|poem|vignette|adventure|novel|novella|fantasy|drabble|piece)\s{1,3})?"
    r"(?:(?:written|penned|story|stories|fic|fanfic|fan fiction|fiction|fanfiction|script|screenplay|teleplay|"
    r"typed|created|authored|told|a "
    r"story|words|lyrics|parody|poem)\s{1,3})?"
    r"by(?:\s?[.:~-]{1,3}\s?|\s)\s{0,60}(\S.{0,120})$",
    re.IGNORECASE,
)
_SPACED_BY = re.compile(r"[Bb] [Yy]\s{2,}(?:\S ){1,40}\S")
_BY_ALONE = re.compile(r"[\s*_(\[~-]{0,20}(?:written |a story |story )?by\s?[.:]{0,2}[\s*_)\]~-]{0,20}$", re.IGNORECASE)
_WORD = (
    r"(?:[A-Z]\.(?:[A-Z]\b\.?|[A-Z][a-z]+){0,3}|(?:Jr|Sr|Dr|Mr|Mrs|Ms|Mme|Mlle|St|Prof|Capt|Lt)\.|"
    r"[A-Z][\w'’]*(?:-[A-Z]?[\w'’]+){0,2}|de|du|von|van|der|la|le)"
)
_MONTHS = (
    "january|february|march|april|may|june|july|august|september|october|november|december|spring|summer|"
    "autumn|fall|winter"
)
_NAME = rf"{_WORD}(?:\s(?:[\"“(']\w{{2,15}}[\"”)']\s)?{_WORD}){{0,4}}"
_INLINE = re.compile(
    rf"(?P<title>\S.{{0,90}}?),?\s{{1,8}}(?:--?\s{{0,2}})?(?:(?:written|a story|a fanfic|story|"
    rf"fic)\s)?[Bb][Yy]:?\s{{1,3}}"
    rf"(?P<name>{_NAME}|[\w.'-]{{3,20}})(?P<rest>(?:[,.(;:]|\s{{2,}}|\s[(<\[©\d]|\s(?:[Cc]opyright|and|"
    rf"&)\b|\s?-|$).{{0,200}})"
)
_COPYRIGHT = re.compile(
    r"(?:[Cc]opyright(?:ed)?|COPYRIGHT|\(c\)|©)[\s@:,.-]{0,8}(?:(?:copyright|\(c\)|©|\d{4}(?:[-/,]\s?\d{1,4})?|on|the|"
    r"this|original|story|stories|fiction|"
    r"text|by|of|to|is|@\d{4})(?:[\s@:,-]|\.(?!\s)){1,6}){0,8}"
    rf"(?P<name>[a-z]+ [a-z]+(?=\.)|{_NAME}(?:\s(?:and|&)\s{_NAME})?)",
)
_COPYRIGHT_HINT = re.compile(r"copyright|\(c\)|©", re.IGNORECASE)
_SENTENCES = (
    re.compile(rf"\b[Tt]he author (?:of (?:this|these|the)[\w\s]{{0,20}}?)?is\s(?P<name>{_NAME})"),
    re.compile(
        rf"\b(?:comments|flames|feedback|praise|mail|threats|complaints|"
        rf"criticism)s?\b[\w\s,]{{0,40}}?\sto\s(?P<name>{_WORD}\s{_NAME})\s(?:at\b|[(<])"
    ),
    re.compile(
        rf"\b(?:story|fic|script|poem|parody|tale)s? (?:was |were )?(?:is |are )?(?:written|composed) "
        rf"by\s(?P<name>{_NAME})"
    ),
    re.compile(
        rf"(?:^|[.!?]\s)(?:[Ww]ritten|WRITTEN|[Cc]omposed|[Pp]enned) by\s(?P<name>{_NAME})(?=[.,;(]|\s[a-z]|\s\W|$)"
    ),
)
_FOLLOWS = re.compile(
    r"\b(?:[Hh]ere(?:'s| is| follows| comes| begins)?|[Ff]ollows|[Pp]resenting|[Tt]his is)\s(?:[\w' "
    r"-]{0,30}?\s)?[\"“](?P<title>[^\"”\n]{2,80})[\"”],?\s"
    rf"(?:an? [\w :'-]{{1,50}},?\s)?by\s(?P<name>{_NAME})"
)
_CONTACT = re.compile(r"[\w.+%!-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}|[\w.-]{2,40}!\w{2,20}")
_ANSWER = re.compile(
    rf"\b(?:respond|respon[sc]es|reply|replies|comments|feedback|e-?mail|mail|"
    rf"write)\b[\w\s,']{{0,40}}?\s(?:to|me at|at)\s(?P<address>{_CONTACT.pattern})",
    re.IGNORECASE,
)
_DATE_TAIL = re.compile(
    r"\s{2,}.*$|[,(;]?\s*(?:\(c\)|©|copyright).*$|,?\s*\(?(?:19|20)\d\d(?:-\d{1,4})?.*$|\s+(?:jan|feb|mar|"
    r"apr|may|jun|jul|aug|sep|oct|nov|dec)\w*\.?\s+['\d].*$|\t.*$",
    re.IGNORECASE,
)
_NOT_NAMES = re.compile(
    r"^(?:the (?:time|way|end|sound|light|door|window|side|next|fire)|now|then|itself|himself|herself|"
    r"accident|chance|night|day|far|various|several|"
    r"all means|mistake|request|popular|permission|her side|his side|jove|god|george)\b|@\S+$",
    re.IGNORECASE,
)


@lru_cache(maxsize=1024)
def byline(line: str) -> str | None:
    """What a byline names, untidied; "" if the name stands on the next line; None if this is no byline.

    >>> byline("   By: John H. Watson, M.D.")
    'John H. Watson, M.D.'
    >>> byline("by"), byline("by the time he came") is None, byline("Rugby was dull") is None
    ('', True, True)
    """
    line = unframed(line[:400].strip())
    if len(line) > 240:
        return None
    if _SPACED_BY.match(line):
        line = " ".join(word.replace(" ", "") for word in re.split(r"\s{2,}", line))
    if _BY_ALONE.match(line):
        return ""
    match = _BYLINE.match(line)
    if match is None or _NOT_NAMES.match(match[1]) or not plausible(match[1]):
        return None
    return match[1]


def plausible(raw: str) -> bool:
    """True if this may be a name: a few words, no sentence."""
    name = _CONTACT.sub("", _DATE_TAIL.sub("", raw.strip())).strip(" ()<>[]*_~")
    words = name.split()
    return (
        bool(name)
        and len(name) <= 70
        and len(words) <= 10
        and any(c.isalpha() for c in name)
        and not re.search(r"[!?:;]\s", name)
    )


def people(raw: str) -> list[tuple[str, str | None]]:
    """Names with their contacts out of a byline's value.

    >>> people("Mary Russell (mary@beeton.uk) and S. Holmes, 1915")
    [('Mary Russell', 'mary@beeton.uk'), ('S. Holmes', None)]
    >>> people("my fragile trust")
    [('my fragile trust', None)]
    """
    raw = re.sub(r"^\[\w+\]\s?|^(?:lj|ljuser|user)[:=]\s?", "", raw)
    contacts = _CONTACT.findall(raw)
    text = _CONTACT.sub(" \x00 ", raw)
    text = re.sub(r"[<(\[{]\s*(?:e-?mail:?)?\s*\x00\s*[>)\]}]", "\x00", text)
    pieces = re.split(r"\s+(?:and|&|with)\s+|\s*[,;/]\s+(?=[A-Z][\w.'-]*\s+[A-Z])|\s+\+\s+", text)
    found: list[tuple[str, str | None]] = []
    for piece in pieces:
        contact = contacts.pop(0) if "\x00" in piece and contacts else None
        name = _tidy(piece.replace("\x00", "  "))
        if name:
            found.append((name, contact))
    return found


def _tidy(piece: str) -> str:
    name = _DATE_TAIL.sub("", piece.strip().strip("*_~").strip())
    name = re.sub(r"\s*[(\[<{].*$", "", name).strip().strip('*_~"“”').strip(" ,;:-")
    name = re.sub(r"\s(?:a|an) (?:[\w:-]+ ){0,5}(?:story|fic)$", "", name, flags=re.IGNORECASE)
    name = re.sub(r"\s(?:for|to) (?:the|a|an|my) .{4,}$", "", name)
    if name.endswith(".") and not re.search(r"\b(?:\w|Jr|Sr|Dr|M\.D|Esq|Ph\.D)\.$", name):
        name = name.rstrip(".")
    return " ".join(name.split())


def inline_byline(text: str) -> tuple[str, str, str] | None:
    """Title, name and the rest out of a line such as ``"The Moor" by J. Stapleton, a Holmes story``.

    >>> inline_byline('"The Moor" by Jack Stapleton, a Holmes story')
    ('"The Moor"', 'Jack Stapleton', ', a Holmes story')
    >>> inline_byline("He was followed by Lestrade.") is None
    True
    """
    match = _INLINE.match(text.strip()[:400])
    if match is None:
        return None
    title, name, rest = match["title"].strip(), match["name"], match["rest"]
    if not any(c.isalpha() for c in title):
        return None
    if (show := re.search(r",? (?:an?|another) [\w:' -]{2,40} (?:story|fic|fanfic|tale)$", title)) and len(
        title[: show.start()]
    ) > 2:
        return (title, name, rest) if _titled(title[: show.start()]) and not _holder(name) else None
    if joined := re.match(rf"\s(?:and|&)\s{_NAME}", rest):
        name, rest = name + joined[0], rest[joined.end() :]
    return (title, name, rest) if _titled(title) and not _holder(name) else None


def _titled(title: str) -> bool:
    if _COPYRIGHT_HINT.match(title):
        return False
    if re.search(
        r"(?:^|\s)(?:written|penned|posted|compiled|reviewed|created|conducted|edited|submitted|copyright(?: \S+)?|"
        r"typed|inspired|followed|review|report)$",
        title,
        re.IGNORECASE,
    ):
        return False
    if title[:1] in "\"“'`_*" or "story" in title.lower()[-8:]:
        return len(title) < 100
    words = [w for w in re.findall(r"[A-Za-z][\w'’]*", title) if len(w) > 3]
    return (
        bool(words)
        and sum(w[0].isupper() for w in words) == len(words)
        and len(title.split()) <= 16
        and title[-1:] not in ".,;"
    )


def follows(text: str) -> re.Match[str] | None:
    """``Here follows "T," by N`` in the text of a paragraph: groups ``title`` and ``name``."""
    return _FOLLOWS.search(text[:3000])


def copyright_names(text: str) -> list[tuple[str, int, int]]:
    """Names that a copyright line gives, with their place; companies and shows' makers are left out.

    >>> [name for name, _, _ in copyright_names("Copyright 1994 by Irene Adler. Characters copyright Paramount.")]
    ['Irene Adler']
    """
    text = text[:6000]
    lower = text.lower()
    if "copyright" not in lower and "(c)" not in lower and "©" not in text:
        return []
    found = []
    for match in _COPYRIGHT.finditer(text):
        before = text[max(0, match.start() - 30) : match.start()].lower()
        name = re.split(
            r"\s(?:All|Any|No|Rights|Characters|January|February|March|April|May|June|July|August|"
            r"September|October|November|December)\b",
            match["name"],
        )[0]
        if (
            not any(_holder(person) for person in re.split(r"\s(?:and|&)\s", name))
            and "character" not in before
            and len(name) > 3
            and not re.match(r"(?:Star Trek|The |All |No )", name)
        ):
            found.append((name.rstrip("."), match.start("name"), match.start("name") + len(name)))
    return found


def _holder(name: str) -> bool:
    words = re.findall(r"[\w-]+", name.lower())
    text = " ".join(words)
    return any(holder in words or (len(holder) > 5 and holder in text) for holder in _HOLDERS)


def author_in_sentence(text: str) -> re.Match[str] | None:
    """A sentence that names the author: "The author is N", "send comments to N at". Group ``name``."""
    for pattern in _SENTENCES:
        if (match := pattern.search(text[:3000])) and not _holder(match["name"]):
            return match
    return None


def answer_to(text: str) -> re.Match[str] | None:
    """A sentence that asks for answers to an address: "Respond to irene@opera.pl". Group ``address``."""
    return _ANSWER.search(text[:3000])


def named_line(text: str) -> tuple[str, str] | None:
    """A line that is a name with an address and nothing else: ``Benjamin Hope (hope@here.org)``.

    >>> named_line("  Benjamin Hope (hope@here.org)")
    ('Benjamin Hope', 'hope@here.org')
    """
    match = re.fullmatch(
        rf"[\s*_~]{{0,60}}(?:from )?({_NAME}|\w{{3,20}})\s{{1,4}}[(<\[]\s?({_CONTACT.pattern})\s?[)>\]]"
        r"(?:,?\s(?:[A-Z][a-z]{2,8}\.?\s)?(?:\d{1,2},?\s)?(?:19|20)\d\d)?\s{0,20}",
        text[:200],
    )
    if match is None and (
        dated := re.fullmatch(
            rf"\s{{0,60}}(?!(?i:copyright|{_MONTHS}))({_NAME}),?\s\(?(?:19|20)\d\d\)?\s{{0,20}}", text[:200]
        )
    ):
        return (dated[1], "") if is_name(dated[1]) else None
    return (match[1], match[2]) if match else None


def is_name(text: str) -> bool:
    """True if a line could be a person's name and nothing else.

    >>> is_name("Irene Adler"), is_name("J. R. Holmes"), is_name("The Final Problem"), is_name("Moor")
    (True, True, False, False)
    """
    return (
        bool(re.fullmatch(rf"{_NAME}", text))
        and 2 <= len(text.split()) <= 4
        and text.split()[0] not in ("The", "A", "An", "Of", "In", "On")
    )


def is_person(text: str) -> bool:
    """True if a line is a person's name for certain: it begins with a usual first name or has an initial.

    >>> is_person("Irene Adler"), is_person("K. Lindqvist"), is_person("Silver Blaze"), is_person("Grace")
    (True, True, False, False)
    """
    words = text.split()
    return is_name(text) and (words[0].lower() in _FIRST_NAMES or any(re.fullmatch(r"[A-Z]\.?", w) for w in words[:-1]))


def handle(address: str) -> str | None:
    """The part of an address before the @, if it may stand for a name: letters, with a number behind them at most, and
    no machine's.

    >>> [handle(address) for address in ("milverton@appledore.uk", "icefloe77@x.org", "v130qh57@x.edu", "news@x.edu")]
    ['milverton', 'icefloe77', None, None]
    """
    local = re.split(r"[@!]", address)[0]
    if not re.fullmatch(r"[A-Za-z][A-Za-z_.-]{3,24}\d{0,4}", local) or len(re.findall("[A-Za-z]", local)) < 4:
        return None
    machines = (
        "daemon|news|usenet|root|postmaster|nobody|listserv|majordomo|anonymous|anon|admin|"
        "webmaster|owner|mail|uucp|guest|user"
    )
    return None if re.fullmatch(machines, local.rstrip("0123456789"), re.IGNORECASE) else local
