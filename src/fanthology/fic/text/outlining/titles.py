"""Titles: what a line or a subject says when its decoration is taken off."""

from __future__ import annotations

import re
from functools import lru_cache
from importlib.resources import files

from fanthology.fic.text.outlining.lines import unframed
from fanthology.fic.text.outlining.parts import part_in, without_part
from fanthology.fic.text.outlining.subjects import signed, without_codes

_SHOWS = "|".join(
    f"(?:{line.strip()})"
    for line in (files("fanthology.fic.text") / "data" / "shows.txt").read_text("utf-8").splitlines()
    if line.strip() and not line.startswith("#")
)
_SHOW = re.compile(rf"(?:{_SHOWS})", re.IGNORECASE)
_SHOW_STORY = re.compile(
    r"[,:\s(-]{0,6}\b(?:an?|another|my)\s{1,3}(?P<show>[A-Za-z0-9][\w:'/() -]{1,50}?)\s{1,3}"
    r"(?:story|fic|fanfic|fanfiction|fan fiction|tale|script|episode|parody|vignette|crossover|poem|"
    r"adventure|novel|novella|filk|romance|mystery)\b[\s,.)]{0,6}",
    re.IGNORECASE,
)
_SPACED = re.compile(r"(?:\S ){2,}\S(?:\s{2,}(?:\S ){0,40}\S)*")
_TAGS = re.compile(
    r"^(?:\s{0,3}(?:(?:re|fwd?|fw|subj|new|repost(?:ed|ing)?|story|fic|fanfic|script|request|revised(?: "
    r"version)?|complete|crosspost|xover|"
    r"fan ?fic(?:tion)?|short story|long story|parody|poem|filk|resend|update|adult|ns|slash|"
    r"(?:(?:new|short|long|another)\s)?(?:st[: ]?)?(?:tng|tos|ds9|voy|st|x-files|xf|trek|b5|fk|hl)(?:[ "
    r":]{0,2}(?:tng|ds9|tos|voy))?\s?(?:story|script|fic|fanfic|poem|parody)?|"
    r"(?:new|repost|revised|short|long|another|complete)\s(?:[\w/:-]{1,15}\s){0,2}(?:story|script|fic|"
    r"version|post|repost)|mash/trek story|"
    r"repost(?:ing)?\s(?:for|of|by)\s[\w .]{1,20}|[\w]{1,9}/[\w]{1,9} (?:story|fic))\s{0,3}[:>,-]{1,3}"
    r"|\[[^\]]{0,30}\]|(?:re|new|repost)\s?:)\s{0,3}){1,4}",
    re.IGNORECASE,
)
_LEAD_SHOW_STORY = re.compile(
    r"^(?:new |repost |short )?(?:tng|tos|ds9|voy|st|xf|x-files|trek|b5)\s(?:story|script|fic)\s+(?=[A-Z])",
    re.IGNORECASE,
)
_TAIL = re.compile(
    r"\s*(?:\((?:[^()]{0,40}(?:story|fic|rated|crossover|tng|ds9|tos|voy|msr|adult|nc-?17|pg|humou?r|"
    r"repost|long|short|complete|revised|new)[^()]{0,40})\)|"
    r"[-,:]\s{0,3}(?:\*?new post\*?|\*?new\*?|repost|complete|final(?:ly)?!?|teaser|prologue|epilogue|"
    r"acts?\s[ivx\d]{1,4}(?:,\s?[ivx]{1,4})*|"
    r"(?:an?\s)?(?:long|short)\s(?:story|one)|the whole story.{0,5}|revised|[\w' -]{0,20}short story.{0,20}))\s*$",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"[\"“`]'?([^\"”`]{2,80}?)(?:'{1,2}|[\"”])")
_SMALL = frozenset(
    (
        "from", "with", "into", "over", "upon", "than", "that", "this", "when", "under", "after", "before", "without",
        "like", "through", "between", "beneath", "beyond", "where", "which", "while", "about", "until", "down", "onto",
    )
)  # fmt: skip
_CHAPTER_TAIL = re.compile(
    r"(?<=\S)\s*[-–—:,(]\s*(?:chapter|chap|part|pt|ch)\b\.?\s+(?:\d{1,3}|[ivxl]{1,6}|[a-z]{3,9})\s*[:–—-]\s*\S.*$",
    re.IGNORECASE,
)
_DECORATION = " \t*_=~#<>|+-/\\{}•·–—^%$"
_SENTENCE_END = re.compile(r"(?<!\bMr)(?<!\bMrs)(?<!\bMs)(?<!\bDr)(?<!\bSt)(?<!\bCapt)(?<!\b[A-Z])[.!?][\"')]?\s+[A-Z]")
_DATELINE = re.compile(
    r"(?:(?:star ?date|captain'?s log|ship'?s log|personal log|mission log|day|act|scene|teaser|fade in|"
    r"fade|int\.|ext\.|interior|exterior|opening|"
    r"setting|location|cut to|cast|characters|dramatis|log entry|time|date|table of contents|contents|"
    r"chapter|part|prologue|epilogue|episode)\b.*"
    r"|.*\d\s?(?:a\.?m\.?|p\.?m\.?|hours|hrs)\W{0,2}|.*\b(?:hours|hrs|a\.?m\.?|p\.?m\.?)?,?\s(?:est|gmt|pst)\W{0,2}|"
    r".*\b\d{1,2}:\d\d\b.*|"
    r"(?:[A-Z][a-z]{2,8},?\s)?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|"
    r"dec)[a-z]{0,6}\.?\s\d{1,2}(?:st|nd|rd|th)?,?(?:\s\d{4})?"
    r"|\d{1,4}[/-]\d{1,2}[/-]\d{1,4}|.*\b\d{4}\W{0,2}$|dear\s.*|(?:hi|hello|greetings|hey|howdy)\b.*|"
    r"enjoy\W*.*|\W*to the tune of\b.*|\W*the end\W*|to be continued.*|tbc)$",
    re.IGNORECASE,
)


def is_show(text: str) -> bool:
    """True if a whole value or line names a show, film or book that is written about.

    >>> is_show("STAR TREK:  THE NEXT GENERATION"), is_show("TNG"), is_show("Heaven's Shroud")
    (True, True, False)
    """
    return len(text) < 80 and bool(_SHOW.fullmatch(" ".join(text.split()).strip(" \"'.,:;*_")))


def is_dateline(text: str) -> bool:
    """True for lines that set a scene or open a script, which stand where titles stand."""
    return bool(_DATELINE.match(text[:200].strip(_DECORATION)))


def show_story(text: str) -> re.Match[str] | None:
    """The phrase ``a Star Trek story`` in a title line; group ``show`` is the fandom."""
    return _SHOW_STORY.search(text[:300])


def clean_title(text: str) -> str:
    """A title without decoration, quotes, part number and spaced letters; its own case is kept.

    >>> clean_title("*** T H E   R E T U R N ***"), clean_title('_"The Moor"_'), clean_title("The Moor (2a/7)")
    ('THE RETURN', 'The Moor', 'The Moor')
    """
    text = unframed(text[:300].strip()).strip(_DECORATION)
    if _SPACED.fullmatch(text):
        text = " ".join(word.replace(" ", "") for word in re.split(r"\s{2,}", text))
    text = without_part(_CHAPTER_TAIL.sub("", text)).strip(_DECORATION)
    text = " ".join(text.split())
    for left, right in (('"', '"'), ("“", "”"), ("`", "'"), ("'", "'"), ("«", "»"), ("`", "`"), ("[", "]"), ("(", ")")):
        if len(text) > 2 and text[0] == left and text[-1] == right and left not in text[1:-1]:
            text = text[1:-1].strip()
    text = text.strip(_DECORATION)
    if text.count('"') == 1 and text.endswith('"'):
        text = text[:-1]
    if text.endswith(".") and not text.endswith("..") and not re.search(r"\b\w\.$", text):
        text = text[:-1]
    return text.rstrip(",;: ").strip()


def subject_title(subject: str) -> str:
    """The title in a subject line: without Re:, REPOST:, part numbers, show codes and such; a quoted part wins.

    >>> subject_title("REPOST: Moorland pt. 2"), subject_title('Re: new story, "The Moor" (1/6)')
    ('Moorland', 'The Moor')
    >>> subject_title("NEW STORY: The Dancing Men (part 01/02)")
    'The Dancing Men'
    """
    text = " ".join(subject[:300].split())
    quoted = _QUOTED.search(text)
    if quoted and not (part_in(text[: quoted.start()]) and ":" in text[: quoted.start()]):
        return clean_title(quoted[1])
    for _ in range(3):
        text = without_codes(_TAGS.sub("", text))
        text = _LEAD_SHOW_STORY.sub("", text)
        text = re.sub(
            r"^(?:part|pt)\.?\s\w{1,4}\s(?:of|-)\s", "", without_part(_TAIL.sub("", text)), flags=re.IGNORECASE
        )
    text = _TAIL.sub("", text)
    if found := signed(text):
        text = found[0]
    if quoted and len(quoted[1].split()) >= 2 and not text.strip(_DECORATION + '"'):
        return clean_title(quoted[1])
    return clean_title(text.split('"')[0] if text.count('"') == 2 and len(text.split('"')[0]) > 3 else text)


def chapter_behind(text: str) -> str | None:
    """The chapter's heading behind a title on one line, or None.

    >>> chapter_behind("The Moor - Chapter 4: Rain"), chapter_behind("The Moor: Part One of the Hound Series")
    ('Chapter 4: Rain', None)
    """
    match = _CHAPTER_TAIL.search(text[:200])
    return match[0].lstrip(" -–—:,(").rstrip() if match else None


def is_spaced(text: str) -> bool:
    """True for a title in spaced letters: ``T H E   M O O R``."""
    return _SPACED.fullmatch(unframed(text.strip()).strip(_DECORATION)) is not None


@lru_cache(maxsize=1024)
def title_like(line: str) -> bool:
    """True if a stripped line could be a title: short, begun with capitals or set in capitals, and no sentence.

    >>> title_like("The Hound of the Baskervilles"), title_like("It was late."), title_like('"Come in," said Holmes')
    (True, False, False)
    """
    bare = unframed(line).strip(_DECORATION)
    if not 2 <= len(bare) <= 80 or len(bare.split()) > 14 or not any(c.isalpha() for c in bare):
        return False
    if re.match(r"copyright\b|\(c\)|©|all rights\b", bare, re.IGNORECASE):
        return False
    if _SPACED.fullmatch(bare) or re.match(r"(?:[A-Z][A-Z0-9'&-]+\s){2,8}[-:]\s", bare):
        return True
    if (
        _SENTENCE_END.search(bare)
        or bare[-1:] in ",;"
        or re.search(r"[.!?,]['\"”]?\s\w+\s(?:said|asked|cried)\b|@|\b(?:said|asked)\b", bare)
    ):
        return False
    if bare[0] in "\"“'`_" and bare[-1] not in "\"”'`_":
        return False
    if bare[0] in '"“' and bare[-1] in '"”' and bare[-2:-1] in ".,!?":
        return False
    words = [w for w in re.findall(r"[^\W\d_][\w'’-]*", bare) if len(w) > 3 and w not in _SMALL] or re.findall(
        r"[^\W_][\w'’]*", bare
    )
    capital = sum(1 for w in words if not w[0].islower())
    if bare.endswith(".") and not bare.endswith("..."):
        return capital == len(words) and len(words) <= 7 and len(bare.split()) > 1
    return capital >= len(words) - (1 if len(words) > 3 else 0)


def short_name(text: str) -> bool:
    """True for a short line that is no sentence, whatever its letters: ``low tide``."""
    return (
        2 <= len(text) <= 60
        and len(text.split()) <= 8
        and text[-1] not in ".,;:!"
        and not any(c in text for c in '@"“')
    )


def same_title(one: str, other: str) -> bool:
    """True if two titles are the same but for case, punctuation and one being the longer.

    >>> same_title("Fantasy meets Reality", "FANTASY MEETS REALITY!"), same_title("The Moor", "The Fen")
    (True, False)
    """
    a, b = _key(one), _key(other)
    if not a or not b:
        return False
    if a == b:
        return True
    short, long = sorted((set(a.split()), set(b.split())), key=len)
    return len(short) >= 2 and len(short & long) >= 0.75 * len(short) and len(long) <= 4 * len(short)


def _key(text: str) -> str:
    words = re.findall(r"\w+", re.sub(r"['’]", "", text.casefold()))
    return " ".join(word for word in words if word not in ("the", "a", "an", "of"))
