"""Talk about the story, as against the story: a score for a paragraph, and which sentences are a disclaimer."""

from __future__ import annotations

import re
from functools import lru_cache

from fanthology.fic.text.outlining.owners import disclaims
from fanthology.fic.text.outlining.patterns import letter_first

# single words that talk about a story as a thing made, posted and owned
_STRONG = frozenset(
    [
        "copyright",
        "copyrighted",
        "copyrights",
        "infringement",
        "infringing",
        "infringe",
        "infringed",
        "disclaimer",
        "disclaimers",
        "disclaim",
        "paramount",
        "thirteen",
        "tenthirteen",
        "feedback",
        "email",
        "e-mail",
        "emailed",
        "post",
        "posted",
        "posting",
        "posts",
        "repost",
        "re-post",
        "reposted",
        "reposting",
        "author's",
        "newsgroup",
        "newsgroups",
        "archive",
        "archived",
        "archiving",
        "archives",
        "beta",
        "betas",
        "beta'd",
        "fanfic",
        "fanfics",
        "fic",
        "fics",
        "fanfiction",
        "permission",
        "submitted",
        "spoiler",
        "spoilers",
        "sequel",
        "sequels",
        "prequel",
        "constructive",
        "c&c",
        "flame",
        "flames",
        "criticism",
        "criticisms",
        "critique",
        "critiques",
        "comments",
        "usenet",
        "internet",
        "bbs",
        "reviewers",
        "reviewer",
        "plagiarism",
        "plagiarize",
        "plagiarise",
        "nonprofit",
        "non-profit",
        "suing",
        "distribute",
        "distributed",
        "distribution",
        "crossover",
        "cross-over",
        "download",
        "downloaded",
        "rated",
        "author",
        "authors",
        "parody",
        "spoof",
        "thanx",
        "enjoy",
    ]
)
# words that are worth a look at the phrases they stand in
_HINTS = frozenset(
    [
        "hope",
        "story",
        "stories",
        "script",
        "fic",
        "fanfic",
        "poem",
        "poems",
        "property",
        "belong",
        "belongs",
        "rights",
        "money",
        "profit",
        "thanks",
        "mine",
        "own",
        "owned",
        "owns",
        "sue",
        "written",
        "wrote",
        "write",
        "writing",
        "takes",
        "set",
        "website",
        "posting",
        "post",
        "attempt",
        "dedicated",
        "mutant",
        "fan",
        "thank",
        "gentle",
        "mail",
        "me",
        "us",
        "think",
        "like",
        "more",
        "next",
        "warned",
        "risk",
        "scroll",
        "kind",
        "language",
        "violence",
        "content",
        "themes",
        "situations",
        "under",
        "enough",
        "parts",
        "mailing",
        "part",
        "chapter",
        "christmas",
        "idea",
        "here",
        "following",
        "disclaimers",
        "hard",
        "server",
        "newsserver",
        "reviewed",
        "robin",
        "google",
        "transcription",
        "collection",
    ]
)
_WEAK = frozenset(
    [
        "story",
        "stories",
        "write",
        "writing",
        "writer",
        "written",
        "wrote",
        "read",
        "reading",
        "reader",
        "readers",
        "characters",
        "series",
        "episode",
        "script",
        "idea",
        "ideas",
        "title",
        "plot",
        "fan",
        "fans",
        "version",
        "sorry",
        "please",
        "anyway",
        "btw",
        "net",
        "transcript",
        "transcription",
        "part",
        "chapter",
        "net",
    ]
)
_PHRASES = letter_first(
    r"property of|belongs? to|\bown(?:ed|s)? (?:by|nothing)|do(?:n'?t| not) own|not mine|isn'?t mine|hope "
    r"(?:you|ye|y'?all|everyone) (?:all )?(?:like|enjoy)|"
    r"\bmy (?:very )?(?:first |own |latest |new |second |little |\w{2,4} )?(?:story|fic|fanfic|post|posting|script|"
    r"stories|attempt|website|web page|page)\b|"
    r"\b(?:this|the following|another|the next) (?:little |short |silly )?(?:story|stories|script|fic|"
    r"fanfic|poem|piece|part|chapter|is a (?:repost|sequel|story|parody|collection|transcription|"
    r"crossover|cross-over))\b|"
    r"\bfan fiction|all rights|rights reserved|\bi (?:just )?(?:wrote|write|recently wrote|got this idea|"
    r"decided to (?:write|try|post))|"
    r"\bi(?:'ve| have) (?:written|finished|posted|always wanted to write)|\bhere (?:it is|follows|is part|"
    r"goes|is my|is the|are the)\b|mailing list|"
    r"no money|making any money|no profit|sue me|usual disclaimers|\bthanks (?:to|go|also)\b|"
    r"special thanks|many thanks|"
    r"\blike to thank\b|\b(?:e-?mail|write(?: to)?|drop) (?:me|us)\b|\btell me (?:what|how|if|whether)\b|"
    r"\blet me know\b|\bwhat (?:did|"
    r"do) you (?:all )?think\b|"
    r"\b(?:did|do) you like\b|\bmore\? |\bnext time (?:on|in)\b|\byou (?:were|have been|are|'ve been) warned\b|"
    r"\b(?:read|continue) at your own risk\b|\bscroll down\b|\bthank you (?:to|for reading|kindly)|"
    r"\bthanks for reading|please be gentle|be kind\b|\bon with the (?:story|show|fic)\b|"
    r"(?:some|mild|strong|bad|adult|graphic) (?:language|violence|content|themes|situations)\b|"
    r"\bunder (?:18|eighteen)\b|\bhard (?:drive|disk)\b|\bnews ?server\b|\bround robin\b|"
    r"\bsee (?:part|chapter|section) (?:one|1|i)\b|\bwho (?:wrote|reviewed|e-?mailed) (?:about|me)\b|"
    r"\bparts? \d+ (?:and|to|through|&) \d+\b|\bgoogle groups\b|\bto follow (?:as soon|soon|shortly)\b|"
    r"\bold enough for\b|\bin (?:two|three|four|several) parts\b|\bdedicated "
    r"to|\bwritten (?:by|for|in)\b|mutant enemy|"
    r"merry christmas to|takes place (?:\w+ ){0,5}?(?:after|before|during|in|between)|\bset (?:after|before|during|in) "
)
# how paragraphs begin that lead up to a story
_OPENING = re.compile(
    r"\W{0,4}(?:this (?:story |fic |one |piece )?(?:takes place|is set|happens|was (?:written|first)|"
    r"is (?:my|a (?:sequel|short|sad|silly|little|response|companion)|for (?!years|days|ever))\b)|takes place|"
    r"set (?:after|during|between)\b|when (?:last )?we (?:last )?left|in our last|last time on|previously (?:on|in)\b|"
    r"the (?:story so far|following)|legal stuff|(?:okay|ok|well|first),? (?:here|this is|legal|first)|"
    r"apologies (?:to|for)|sorry (?:for|about) (?:the (?:delay|wait|length|format|typos)|any|taking|not posting)|"
    r"here'?s (?:a|another|my|the) (?:\w+ ){0,2}(?:story|piece|part|fic|chapter|one)\b|(?:warnings?|spoilers?)\s?[:!])"
)
_SMILEY = re.compile(r"[:;]-?[)(]")
_PUNCTUATION = str.maketrans(dict.fromkeys('.,;:!?"()[]{}<>*_~=|/\\“”…\n\t', " "))
_DISCLAIMER_HINTS = (
    "infring", "disclaim", "property", "belong", "own", "mine", "copyright", "trademark", "(tm)", "created by",
    "profit", "money", "sue me",
)  # fmt: skip
_DISCLAIMER = re.compile(
    r"infring|disclaim(?!ers? attached)|property of|belongs? to|don'?t own|do not own|"
    r"own nothing|(?<!script )(?<!story )(?:isn'?t|aren'?t|not) "
    r"mine\b|characters?[\w\s:,'-]{0,40}\bcopyright|copyright[\w\s]{0,20}characters|"
    r"copyright(?:ed)? (?:of|by|on)?\s?[\w\s:()-]{0,40}(?:paramount|fox|ten.?thirteen|chris carter|warner|"
    r"lucas|bbc)|\bare (?:the )?(?:copyright|trademarks?)|"
    r"(?:paramount|ten.?thirteen|fox|chris carter|mutant enemy|lucas\w*)[\w\s,'-]{0,60}(?:own|trademark|"
    r"copyright|\(tm\)|reserved)|\(tm\) of|characters (?:and situations )?created by|no money|non-?profit|"
    r"making any (?:money|profit)|sue me",
    re.IGNORECASE,
)
_OTHER = re.compile(
    r"feedback|comment|archiv|takes? place|\bset (?:in|after|before|during|between)\b|\btakes\b|spoiler|"
    r"beta|\brat(?:ed|ing)\b|thank|@|"
    r"e-?mail|review|sequel|\b(?:first|second|latest) (?:story|fic|attempt)|enjoy|hope|story|fic\b|wrote|"
    r"written|post|summary|"
    r"distribut|please (?!do)|language|violence|repost|warning|\"",
    re.IGNORECASE,
)
_GREETING = re.compile(
    r"(?:hi+|hello|hey|greetings|howdy|well|ok(?:ay)?|o'tay|dear|attention|welcome|here)\b", re.IGNORECASE
)
_GREETING_LINE = re.compile(
    r"\W*(?:(?:hi+|hello|hey|greetings|howdy|dear (?=all\b|every|readers?\b|friends\b|fellow|"
    r"fans?\b|list|folks|net|\w+(?:ers|ies|philes|fans)\b))\b[\w\s,'.-]{0,40}[!,.:]*|enjoy\b[\s!.:)(;-]*|merry "
    r"christmas!*|happy holidays!*|welcome(?: to [\w\s',-]{1,40})?!+)\W*$",
    re.IGNORECASE,
)
_FIRST_PERSON = frozenset(["i", "i'm", "i've", "i'll", "i'd", "me", "my"])
_SPEECH = re.compile(r"(?:^|[\s(])[\"“]([^\"”\n]{2,400})[,.!?][\"”](?:\s|$)", re.MULTILINE)
_LOWER = re.compile(r"\s(?!(?:the|and|for|with|from|into|that|meets|over)\b)[a-z]{3,}|^[a-z]|\b(?:I|you|is|me)\b")
_PROSE = frozenset(["he", "she", "they", "his", "her", "him"])
_COPYRIGHTED = re.compile(r"\W{0,4}(?:copyright|\(c\)|©)", re.IGNORECASE)
_PERMISSION_HINTS = (
    "distribut",
    "archiv",
    "repost",
    "spread",
    "transfer",
    "disseminat",
    "copied",
    "pass",
    "reproduc",
    "public",
)
_PERMISSION = re.compile(
    r"(?:\bfreely|\bmay be|\bcan be|\bpermission to|\bfeel free to|\bplease) .{0,50}?"
    r"(?:distribut|archiv|repost|spread|transferr|disseminat|copied|pass(?:ed)? (?:it|this) (?:on|around))|"
    r"\b(?:do not|don'?t|may not be|not to be) (?:\w+ ){0,2}?(?:archiv|repost|redistribut|reproduc)|public domain",
    re.IGNORECASE,
)
_SENTENCES = re.compile(r"(?<=[.!?])(?<![\s.][A-Z]\.)[\"')]?\s+(?=[A-Z\"(])")


@lru_cache(maxsize=256)
def talk(text: str) -> float:
    """How much a paragraph talks about the story rather than telling it: 1 and more is a note, 0 and less is none.

    >>> talk("I wrote this story last year. Comments to holmes@baker.uk, no flames please.") > 1
    True
    >>> talk('"Come at once," said Holmes. He took his hat and went down the stairs.') < 0
    True
    """
    text = text[:1500]
    lower = text.lower()
    words = lower.translate(_PUNCTUATION).split()
    kinds = set(words)
    strong = len(kinds & _STRONG) + ("@" in text) + ("(c)" in lower or "©" in text)
    if not kinds.isdisjoint(_HINTS):
        strong += len(set(_PHRASES.findall(lower)))
    if _OPENING.match(lower):
        strong += 1
    weak = sum(map(_WEAK.__contains__, words)) + len(_SMILEY.findall(text))
    told = _spoken(text) * 1.2 + sum(map(_PROSE.__contains__, words)) * 0.12
    first = min(2, sum(map(_FIRST_PERSON.__contains__, words))) * 0.25
    need = 1.2 + len(words) / 80
    return (strong + 0.35 * min(weak, 6) + first * (strong + weak > 0) - told) / need


def is_greeting(line: str) -> bool:
    """True for a line that is only a greeting or a wish: "Hi all,", "Enjoy!"."""
    return bool(_GREETING_LINE.match(line[:120]))


def opens_letter(text: str) -> bool:
    """True if a paragraph begins as a letter to readers does."""
    return bool(_GREETING.match(text[:40]))


def has_speech(text: str) -> bool:
    """True if a paragraph holds spoken lines."""
    return _spoken(text[:2500]) > 0


def _spoken(text: str) -> int:
    """Quoted pieces that are speech; a title in quotes has capitals all over and does not count."""
    if '"' not in text and "“" not in text:
        return 0
    return sum(1 for quoted in _SPEECH.findall(text) if _LOWER.search(quoted))


def disclaimer_in(text: str) -> str | None:
    """The sentences of a paragraph, from the first to the last that disclaim, or None.

    >>> disclaimer_in("I like tea. Holmes belongs to the Doyle estate. Enjoy!")
    'Holmes belongs to the Doyle estate.'
    """
    text = text[:4000]
    lower = text.lower()
    hinted = any(hint in lower for hint in _DISCLAIMER_HINTS) and _DISCLAIMER.search(text)
    if not hinted and not disclaims(text):
        return None
    sentences = _SENTENCES.split(text)
    hits = [at for at, sentence in enumerate(sentences) if _DISCLAIMER.search(sentence) or disclaims(sentence)]
    if not hits:
        return text.strip()
    last = hits[-1] + 1
    while last < len(sentences) and not _OTHER.search(sentences[last]):
        last += 1  # the jokes and courtesies behind it
    return " ".join(sentences[hits[0] : last]).strip()


def without_copyright(text: str) -> str:
    """A paragraph without a first sentence that only says whose copyright the story is.

    >>> without_copyright("Copyright 1893 by Irene Adler. Holmes belongs to the Doyle estate.")
    'Holmes belongs to the Doyle estate.'
    """
    sentences = _SENTENCES.split(text[:4000])
    if len(sentences) > 1 and len(sentences[0]) < 80 and _COPYRIGHTED.match(sentences[0]):
        return text[text.find(sentences[1]) :]
    return text


def permission_in(text: str) -> str | None:
    """The sentences of a paragraph that say what others may do with the story, or None.

    >>> permission_in("I like tea. This story may be freely distributed as long as my name stays on it. Enjoy!")
    'This story may be freely distributed as long as my name stays on it.'
    """
    text = text[:4000]
    lower = text.lower()
    if not any(hint in lower for hint in _PERMISSION_HINTS) or not _PERMISSION.search(text):
        return None
    return " ".join(sentence for sentence in _SENTENCES.split(text) if _PERMISSION.search(sentence)).strip() or None
