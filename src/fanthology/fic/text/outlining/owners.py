"""Does a sentence disclaim: does it name an owner of the characters with a word for owning, or disown them outright?"""

from __future__ import annotations

import re
from importlib.resources import files

_OWNER = "|".join(
    line.strip()
    for line in (files("fanthology.fic.text") / "data" / "owners.txt").read_text("utf-8").splitlines()
    if line.strip() and not line.startswith("#")
)
_NAMED = re.compile(rf"(?<!\w)(?=[A-Z\d]|the[ i]|tptb|great)(?:{_OWNER})(?!\w)")
_OWNING = re.compile(
    r"\b(?:owns|own (?:all|the|them|it|him|her|those|these|everyone|everything|(?-i:[A-Z]\w+))|owned|"
    r"owners?|propert(?:y|ies)|belong(?:s|ing)?|"
    r"rights|copyright\w*|trademark\w*|created|creations?|creators?|invented|permission|mine|hold the|borrow\w*|"
    r"courtesy|sue|profit|lawyers)\b|\((?:tm|c)\)|™|®|©",
    re.IGNORECASE,
)
_POSSESSIVE = re.compile(
    rf"(?:\b(?:is|are|was|were|be)|['’](?:re|s))\s(?:\w+\s){{0,2}}(?:{_OWNER})['’]s?(?!\w)|"
    rf"^\W{{0,4}}(?:{_OWNER})['’]s?(?=\W*$|[,;])"
)
_SENTENCES = re.compile(
    r"(?<=[.!?])(?<!\bal\.)(?<!\bM[rs]\.)(?<!\bMrs\.)(?<!\bDr\.)(?<!\bSt\.)(?<!\b[A-Z]\.)[\"')]?\s+"
)
_THEY = (
    r"(?:they|these|those|the (?:boys|guys|girls|ladies|lads|characters|people|gang|crew|pilots|show)|characters|"
    r"anything (?:that )?you(?:['’]ve| have)? recogni[sz]ed?|(?-i:[A-Z]\w+(?:,| and| &) [A-Z]\w+)|none of (?:them|it|"
    r"this)|everything)"
)
_DISOWNING = re.compile(
    r"\b(?:do(?:n['’]?t| not)|never) (?:actually |even )?own (?:any|them|['’]em|these|it|the characters|the show|"
    r"anything|nothing|(?-i:[A-Z]\w+))|"
    r"\bown (?:none|nothing|no one|nobody)\b|\bif (?:they|it|he|she|these|these characters) (?:were|was|belonged to)"
    r" (?:mine|me)\b|^\W{0,3}(?:so |still |definitely )?not (?:mine|ours)\b|"
    r"\b(?:is|are|was|were) (?:all )?the (?:invention|creation|brainchild)s? of (?-i:[A-Z])|"
    r"\bi(?:['’]ve| have| had)? (?:only|just|merely) borrowed (?:them|him|her|it)\b|\bno challenge to (?:any|their)\b|"
    r"^\W{0,3}(?:nobody|no one|nothing|none)\b[^.!?]{0,30}\b(?:(?:is|are) (?:mine|ours)\b|(?:can )?owns?\b)|"
    r"^\W{0,3}(?:all|most) (?:of )?(?-i:[A-Z]\w+(?: [A-Z]\w+)?) is (?-i:[A-Z])[\w. ]{2,30}['’]s\b|"
    r"^\W{0,3}(?:all (?:of |the |these )?|every\w* )(?-i:[A-Z])?[^.!?]{1,60}\bbelongs? to (?-i:[A-Z])|"
    r"\b(?-i:[A-Z][\w.'’-]+) (?:created|invented|dreamed up|thought up|owns) (?:all )?(?:of )?(?:these|the|those) "
    r"(?:characters|people|men|women|boys|girls|lads)\b|\b(?:they|these|those|characters|"
    r"people|none of (?:them|it)|everything)\b"
    r"[^.!?]{0,40}?(?:(?:\bare|\bis|['’](?:re|s)) not|(?:are|is|ai)n['’]?t|\bnever (?:were|was|will be)|"
    r"\bis|\bare) mine(?=\W*$|[.!?;,])|\bout of copyright\b|"
    r"\bthis is (?:(?:all|purely|only|just|a work of|complete|total) )?fiction(?=\W*$|[.,;!])|"
    rf"\b{_THEY}\b[^.!?]{{0,40}}?(?:\bnot|n['’]?t|\bnever)\s(?:\w+\s)?(?:mine|belong to me)\b|"
    r"\b(?:is|are)(?: so)? not mine,? (?:i wish|sadly|alas|unfortunately|damn|darn|more['’]s the pity)|"
    r"\bi wish (?:they|it|he|she) (?:were|was|did) mine\b|\b(?:no ?one|nobody|nothing|"
    r"none)\b[^.!?]{0,40}\bbelongs? to me\b|"
    r"['’]s,? (?:and |they['’]?re |it['’]?s )?not mine(?=\W*$|[.!;])|\b(?:just|only|merely) borrowing\b|"
    r"\bclaim (?:no |any )?(?:ownership|rights)\b|\bif i (?:did )?own(?:ed)? (?:them|it|him|her|any|(?-i:[A-Z]))|"
    r"\bbelongs? to [^.!?]{1,80}\b(?:heirs|estate|creators?|owners?|publishers?|networks?|studios?|producers?)\b|"
    r"^\W{0,3}(?!(?:he|she|it|they|i|you|we|nobody|who|everyone|"
    r"someone)\b)(?-i:[A-Z])[\w.&' -]{1,40}\bowns? (?:them\b|it all|"
    r"everything|everyone|all (?:of|the)|the (?:characters|boys|guys|rights|show))|"
    r"(?<!file is )(?<!story is )(?<!this is )(?<!to the )(?<!released into the )\bpublic domain\b|"
    r"\b(?:don['’]?t|please don['’]?t|no) su(?:e|ing)\b|\bsue me\b|\b(?:usual|standard|same) disclaimers?\b|\binfring|"
    r"(?<!\bhe )(?<!\bshe )(?<!\bthey )\b(?:make|makes|making|made) (?:no|any|a) (?:money|profit|penny|dime|cent)|"
    r"\bno (?:money|profit)s? (?:is |was |"
    r"will be |being |is being )?(?:made|changes|changed|earned|exchanged)|\bno claims? (?:to|on)\b|"
    r"\bcharacters?\b.{0,60}\b(?:property|belong|created by|copyright|"
    r"trademark)|\bused without permission\b|\bwork of (?:fan ?fiction|parody)\b|\bnot for profit\b",
    re.IGNORECASE,
)
# one of these is in every sentence that disowns, one of those where an owner is named; most sentences have none
_DISOWNING_HINTS = (
    " own", "mine", "ours", "belong", "create", "invent", "borrowed", "brainchild", "challenge", "creation",
    "dreamed", "thought up", "domain", "sue", "suing", "disclaim", "infring", "money", "profit", "penny", "dime",
    " cent", "claim", "charact", "permission", "fiction", "parody", "borrowing",
)  # fmt: skip
_OWNING_HINTS = (
    "'", "’", " own", "propert", "belong", "right", "trademark", "creat", "invent", "permission", "mine", "hold the",
    "borrow", "courtesy", "sue", "profit", "lawyer", "(c)", "(tm)", "©", "®", "™",
)  # fmt: skip
_SPOKEN = re.compile(r"[,.!?][\"”]")


def disclaims(sentence: str) -> bool:
    """True if a sentence says that the characters, or the world they live in, are somebody else's.

    >>> disclaims("Holmes is the property of the Doyle estate."), disclaims("They're Conan Doyle's.")
    (True, True)
    >>> disclaims("I don't own them, don't sue."), disclaims("The dog was not mine, and it knew.")
    (True, False)
    """
    return any(_disclaims(piece) for piece in _SENTENCES.split(sentence[:1500]))


def _disclaims(sentence: str) -> bool:
    lower = " " + sentence.lower()
    if any(map(lower.__contains__, _DISOWNING_HINTS)) and _DISOWNING.search(sentence):
        return True
    if not any(map(lower.__contains__, _OWNING_HINTS)) or _NAMED.search(sentence) is None:
        return False
    return _OWNING.search(sentence) is not None or _POSSESSIVE.search(sentence) is not None


def surely_disclaims(text: str) -> bool:
    """True if a paragraph is a disclaimer and no speech of a story: for paragraphs that stand before the prose."""
    return len(text) < 1500 and not _SPOKEN.search(text) and disclaims(text)
