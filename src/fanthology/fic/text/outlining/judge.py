"""Is this a story at all? Points are counted for and against, and a text far on the wrong side is taken for none.

What speaks against it is mostly how a text introduces itself; what speaks for it is that people in it act and speak.
The points of the words are in ``data/judge.toml``.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib.resources import files
from itertools import pairwise

from fanthology.fic.story import Story
from fanthology.fic.text.outlining.labels import label_at
from fanthology.fic.text.outlining.lines import Lines
from fanthology.fic.text.outlining.titles import title_like
from fanthology.fic.text.outlining.zone import Front

THRESHOLD = 3.0
_DATA = tomllib.loads((files("fanthology.fic.text") / "data" / "judge.toml").read_text("utf-8"))
_ACTS = frozenset(_DATA["words"]["acts"].split())
_TALK = frozenset(_DATA["words"]["talk"].split())
_PLACES = {
    place: [
        (
            rule["points"],
            rule["says"],
            frozenset(rule.get("words", ())),
            re.compile(rule["pattern"], re.IGNORECASE | re.MULTILINE),
        )
        for rule in rules
    ]
    for place, rules in _DATA.items()
    if place != "words"
}
_ARGUING = re.compile(rf"\b(?:{_DATA['words']['arguing'].strip().replace(chr(10), '')})(?!\w)", re.IGNORECASE)
_PEOPLE = frozenset(["he", "she", "him", "her", "his", "hers", "they", "i", "me", "my", "you", "your", "we", "us"])
_OTHERS = frozenset(["he", "she", "him", "her", "his"])
_FIELD = re.compile(r"[A-Z][A-Za-z/' ]{1,24}\s?:\s{1,20}\S")
_HEADER = frozenset(("title", "rating", "disclaimer", "relationship", "summary", "note", "fandom"))
_JOINED = re.compile(
    r"^.{0,12}\*{3} \S+ (?:has |is )?(?:joined|quit|left)|^(?:\[[\d:]{4,8}\] ?)?<\w{2,16}> ", re.MULTILINE
)
_PUNCTUATION = str.maketrans(dict.fromkeys('.,;:!?"()[]{}<>*_~=|/\\“”…', " "))
_SPEAKER = re.compile(
    r"\s*[A-Z][A-Za-z .'-]{0,24}\s?(?:\([^)]{0,60}\))?\s?:\s*(?:\S.{40}|\S.*[.!?…-][\"')]?\s*$)|"
    r"\s{8,}[A-Z][A-Z .()'-]{2,30}:?$|\s*[A-Z]{2,12}\s?:\S.*[.!?]\s*$"
)
_STAGE = re.compile(
    r"\s*(?:INT\.|EXT\.|FADE (?:IN|OUT)|CUT TO|ACT (?:ONE|TWO|I)|TEASER|\[[A-Z][^\]]{10,}|Scene\b|SCENE\b|"
    r"\((?:exit|enter)s?\b)"
)
_TABLE = re.compile(
    r"\S\s{3,}\S.*\S\s{3,}\S|\.{5,}|\t\S+\t|\S\s{4,}\d+(?:\.\d+)?\s*$|^\s+\d{1,3}\s{2,}\S|^\s*[A-Z]?\w*\s*:.*:\s+\d"
)
_SPEECH_ENDINGS = tuple(stop + mark for stop in ",.!?…-" for mark in '"”')
_EPISODE = re.compile(
    r"^\W{0,4}(?:(?:original |us |uk |first )?air ?dates?|guest star(?:s|ring)?|production (?:code|number|no)|"
    r"prod\.? (?:code|no))\b",
    re.IGNORECASE | re.MULTILINE,
)
_EPISODE_HINTS = ("air", "guest", "prod")
_ANSWER_MARK = re.compile(r"[QA]\d{0,2}\s?[:.]\s")
_QUESTION_ANSWER = re.compile(r"^\W{0,3}[QA]\d{0,2}\s?[:.]\s", re.MULTILINE)
_SAYING = re.compile(r"[\"”]\s{0,40}(?:--?|—|–)\s?[A-Z][\w.' ]{1,30}(?:[,(].{0,60})?$", re.MULTILINE)
_FILE = re.compile(r"\.(?:txt|html?|zip|gz)\b|\s\d{1,4}(?:\.\d)?\s?[Kk]b?$")
_ITEM = re.compile(r"(?:[*•+-]|\(?\d{1,3}[.):]|\(?[a-hA-H][.)]|(?:19|20)\d\d\b:?)\s{1,8}\S")
_NAMED = re.compile(r"[\"“*_][^\"”*_]{2,70}[\"”*_],?\s{1,12}(?:\(?by\s|--?\s?[A-Z]|—)|https?://|\S\s{2,}by\s[A-Z]")
_SENT = ("creator-from", "creator-address", "creator-signature", "creator-signoff", "creator-copyright")
_LISTED = re.compile(r"[:@/\d]|^[*•(\[-]|\.{3,}$|\b(?:fics?|list|http)\b|\s{3,}", re.IGNORECASE)
_ANSWER = re.compile(r"\W{0,2}re\s?:", re.IGNORECASE)
_TURNS = 2
_SHORT = 400  # words: in a shorter text one word more or less says nothing
_BRIEF = 150
_QUESTION = re.compile(
    r"^\s*(?:\[?\(?\d{1,2}(?:\.\d{1,2})*[.)\]]{0,2}\s.{5,100}\?|Q(?:uestion)?\s?\d{0,2}[:.)]\s)", re.MULTILINE
)
_ADDRESS = re.compile(r"https?:|ftp[.:]|www\.|[\w.]@[\w]")
_ADDRESS_HINTS = ("http", "ftp", "www.", "@")


@dataclass(frozen=True, slots=True)
class Traits:
    """Shares and rates in a sample of a text: rates are per 1,000 words, shares of the filled lines."""

    words: int
    acts: float
    talk: float
    people: float
    speech: float
    speakers: float
    tables: float
    quoted: float
    addresses: float
    questions: int
    stage: int
    episodes: int
    answers: int
    sayings: int
    files: float
    items: float
    named: float
    others: float
    fields: float
    chat: int


def not_a_story(lines: Lines, stated: Story, front: Front) -> str | None:
    """Why a text is no story, in plain words, or None if it may well be one."""
    if _answers(lines, front):
        return "This does not look like a story: it answers another post, piece by piece."
    sample = _sample(lines, front.body)
    words = sample.lower().translate(_PUNCTUATION).split()
    if sum(map(_ACTS.__contains__, words)) >= 0.01 * len(words) and _speeches(sample) >= 0.01 * len(words) > 2:
        return None  # people act and speak all the time; nothing that the first lines say would outweigh it
    traits = _traits(sample, words)
    points = weigh(lines, stated, front, traits)
    if _argues(sample, traits):
        points.append((1.0, "it argues and explains"))
    if _is_verse(sample):
        points.append((-2.0, "it is set as verse"))
    if not _signed(stated) and _nobody(traits):
        points.append((1.0, "nobody signed it as an author does"))
    against = sorted((p, says) for p, says in points if p > 0)
    if not against or sum(p for p, _ in points) < THRESHOLD:
        return None
    return f"This does not look like a story: {against[-1][1]}" + (
        f", and {against[-2][1]}." if len(against) > 1 else "."
    )


def _answers(lines: Lines, front: Front) -> bool:
    """True for a post under "Re:" that takes another one apart: what it quotes and what it says of it take turns."""
    if not any(_ANSWER.match(mail.value("subject", "subj")) for mail in front.mails[:1]):
        return False
    marks = [lines.raw[at][:1] == ">" for at in range(front.mails[0].last, lines.count) if not lines.blank(at)]
    turns = sum(1 for one, other in pairwise(marks) if other and not one)
    return turns >= _TURNS and sum(marks) >= 0.04 * len(marks)


def weigh(lines: Lines, stated: Story, front: Front, traits: Traits) -> list[tuple[float, str]]:
    """All points for (below 0) and against (above 0), each with what it is for."""
    top = _top(lines, front)
    lead, tail = _lead(lines, stated, front, top), _tail(lines)
    points = [*_said("lead", lead), *_said("tail", tail)]
    told = {says for _, says in points}
    points += [(score / 2, says) for score, says in _said("lead", _introduction(lines, top)) if says not in told]
    if len(lines.text) < 4000 and traits.words < 300:
        points += _said("page", lead + "\n" + lines.text[:800])
    return [*points, *_of_traits(traits), *_of_fields(stated)]


def _lead(lines: Lines, stated: Story, front: Front, top: list[int]) -> str:
    """The title, the subjects, and the lines at the top that stand alone as headings do."""
    alone = [at for n, at in enumerate(top) if n < 2 or _alone(lines, at)]
    subjects = [mail.value("subject", "subj") for mail in front.mails]
    return "\n".join((stated.title or "", *subjects, *(lines.stripped(at)[:160] for at in alone)))


def _introduction(lines: Lines, top: list[int]) -> str:
    """The first lines, whatever they are; what is said in passing counts half."""
    return "\n".join(lines.stripped(at)[:200] for at in top)


def _top(lines: Lines, front: Front) -> list[int]:
    """Filled lines at the top that are neither mail headers nor labels of a story's header."""
    top: list[int] = []
    for at in range(front.start, min(lines.count, front.start + 60)):
        if lines.blank(at) or any(mail.first <= at < mail.last for mail in front.mails):
            continue
        if (label_at(lines.raw[at]) or ("title",))[0] == "title":
            top.append(at)
        if len(top) == 14:
            break
    return top


def _alone(lines: Lines, at: int) -> bool:
    text = lines.stripped(at)
    return len(text) < 75 and (
        lines.indent(at) >= 6 or title_like(text) or (lines.blank(at - 1) and lines.blank(at + 1))
    )


def _tail(lines: Lines) -> str:
    filled = (lines.stripped(at) for at in range(lines.count - 1, max(-1, lines.count - 40), -1))
    return "\n".join(line[:200] for line in filled if line)[:600]


def _sample(lines: Lines, body: int) -> str:
    """At most some 8,000 characters: from where the prose begins, and from the middle."""
    text = lines.text
    start = lines.starts[min(body, lines.count - 1)]
    if len(text) - start < 8_000:
        return text[start:] if len(text) - start > 400 else text[-8_000:]
    middle = start + (len(text) - start) // 2
    return text[start : start + 4_000] + "\n" + text[middle : middle + 4_000]


def _traits(sample: str, words: list[str]) -> Traits:
    counts = Counter(words)
    total = max(sum(counts.values()), 1)
    steady = max(total, _SHORT)
    filled = [line for line in sample.split("\n") if line.strip()]
    size = max(len(filled), 1)
    return Traits(
        words=total,
        acts=1000 * _of(counts, _ACTS) / steady,
        talk=1000 * _of(counts, _TALK) / max(total, _BRIEF),
        people=1000 * _of(counts, _PEOPLE) / total,
        speech=1000 * _speeches(sample) / total,
        speakers=_speakers(filled) / size,
        tables=sum(1 for line in filled if _gapped(line) and _TABLE.search(line[:160])) / size,
        quoted=sum(1 for line in filled if line.startswith(">")) / size,
        addresses=1000 * _addresses(sample) / total,
        questions=len(_QUESTION.findall(sample)) if _may_ask(filled) else 0,
        stage=sum(1 for line in filled if _STAGE.match(line[:120])),
        episodes=_episodes(sample),
        answers=len(_QUESTION_ANSWER.findall(sample)) if _ANSWER_MARK.search(sample) else 0,
        sayings=len(_SAYING.findall(sample)) if "--" in sample or "—" in sample else 0,
        files=sum(1 for line in filled if _FILE.search(line[-30:])) / size,
        items=sum(1 for line in filled if _ITEM.match(line.lstrip()[:30])) / size,
        named=sum(1 for line in filled if _may_name(line) and _NAMED.search(line[:160])) / size,
        others=1000 * _of(counts, _OTHERS) / max(total, _BRIEF),
        fields=_fields(filled) / size,
        chat=len(_JOINED.findall(sample)) if "<" in sample or "***" in sample else 0,
    )


def _may_name(line: str) -> bool:
    return '"' in line or " by " in line or "://" in line or "“" in line or line[0] in "*_"


def _argues(sample: str, traits: Traits) -> bool:
    """True if a text in which nobody acts explains, compares and asks all the time."""
    if traits.acts >= 3 or traits.speech >= 3 or traits.others >= 20 or traits.speakers > 0.1:
        return False
    return 1000 * len(_ARGUING.findall(sample)) >= 12 * max(traits.words, _BRIEF)


def _is_verse(sample: str) -> bool:
    """True for short lines in stanzas, without the figures, colons and marks of a list."""
    stanzas = [stanza.split("\n") for stanza in re.split(r"\n[ \t]*\n\s*", sample.strip("\n"))]
    verses = [stanza for stanza in stanzas if len(stanza) >= 3]
    rows = [line.strip() for stanza in verses for line in stanza]
    if len(verses) < 2 or len(rows) < 8 or sum(map(len, stanzas)) > 1.4 * len(rows):
        return False
    short = sum(1 for row in rows if 10 <= len(row) <= 60)
    if short < 0.85 * len(rows):
        return False
    return sum(1 for row in rows if _LISTED.search(row)) <= 0.08 * len(rows)


def _nobody(traits: Traits) -> bool:
    return traits.acts < 2.5 and traits.speech < 3 and traits.others < 15 and traits.speakers < 0.1 and not traits.stage


def _signed(stated: Story) -> bool:
    """True if a byline or a label names an author; who sent a mail may have written anything."""
    return any(item.field == "creators" and item.rule not in _SENT for item in stated.evidence)


def _fields(filled: list[str]) -> int:
    """Lines that begin with a name and a colon, each another name: a form that was filled in, and no story's header."""
    found = [line.lstrip() for line in filled if ":" in line and _FIELD.match(line.lstrip()[:60])]
    names = {line.split(":", 1)[0].strip() for line in found}
    return 0 if len(names) < 5 or any((label_at(line) or ("",))[0] in _HEADER for line in found) else len(names)


def _speakers(filled: list[str]) -> int:
    """Lines that begin with the name of who speaks; a name that is there once is a label and no speaker."""
    names = [
        re.split(r"[:(]", line.strip(), maxsplit=1)[0].rstrip().lower()
        for line in filled
        if (":" in line or line[:8].isspace()) and _SPEAKER.match(line[:120])
    ]
    return sum(count for count in Counter(names).values() if count > 1)


def _speeches(text: str) -> int:
    """How often a quotation mark follows the end of a sentence or a comma."""
    return sum(text.count(ending) for ending in _SPEECH_ENDINGS)


def _addresses(text: str) -> int:
    return len(_ADDRESS.findall(text)) if any(hint in text for hint in _ADDRESS_HINTS) else 0


def _episodes(text: str) -> int:
    lower = text.lower()
    return len(_EPISODE.findall(text)) if any(hint in lower for hint in _EPISODE_HINTS) else 0


def _may_ask(lines: list[str]) -> bool:
    """True if a line begins as `_QUESTION` does, which takes its time to find none."""
    return any(start in "[(Q" or start.isdecimal() for start in (line.lstrip()[0] for line in lines))


def _gapped(line: str) -> bool:
    """True if a line has what columns need; most lines have not, and are spared the search."""
    return "   " in line or "\t" in line or "....." in line or " :" in line


def _of(counts: Mapping[str, int], names: Iterable[str]) -> int:
    return sum(counts[name] for name in names if name in counts)


def _said(place: str, text: str) -> list[tuple[float, str]]:
    """The rules of a place that a text meets; a rule is looked at only when one of its words is there."""
    words = set(text.lower().translate(_PUNCTUATION).split())
    return [
        (points, says)
        for points, says, hints, pattern in _PLACES[place]
        if (not hints or not words.isdisjoint(hints)) and pattern.search(text)
    ]


# what a trait must reach, and the points it then counts
_TRAITS: tuple[tuple[str, float, float, str], ...] = (
    ("acts", 5, -1.5, "people act"),
    ("acts", 9, -3, "people act often"),
    ("others", 30, -1, "it is about people"),
    ("fields", 0.5, 3.0, "it is a form that was filled in"),
    ("chat", 4, 4.0, "it is the record of a chat"),
    ("speakers", 0.18, -2, "it has speakers"),
    ("stage", 3, -2, "it has stage directions"),
    ("talk", 8, 1.0, "it talks of episodes, actors or lists"),
    ("talk", 14, 1.0, "it talks much of episodes, actors or lists"),
    ("talk", 26, 1.0, "it talks much of stories, shows or lists"),
    ("talk", 45, 1.0, "it talks mostly of stories, shows or lists"),
    ("items", 0.3, 1.0, "it is made of items"),
    ("named", 0.2, 1.5, "it lists titles"),
    ("tables", 0.12, 1.0, "it has tables"),
    ("tables", 0.35, 1.0, "it is mostly tables"),
    ("quoted", 0.03, 1.5, "it quotes other posts"),
    ("quoted", 0.15, 1.5, "it quotes other posts"),
    ("addresses", 6, 1.0, "it is full of addresses"),
    ("questions", 5, 1.5, "it asks and answers questions"),
    ("episodes", 3, 3.0, "it lists episodes"),
    ("sayings", 3, 5.0, "it is made of quotations"),
    ("sayings", 4, 3.0, "it is made of quotations"),
    ("files", 0.3, 2.5, "it lists files"),
    ("answers", 4, 4.0, "it is made of questions and answers"),
)
_SPEAKING = ((8, -1.5, "people speak"), (16, -2, "people speak often"))


def _of_traits(traits: Traits) -> list[tuple[float, str]]:
    points = [(score, says) for name, least, score, says in _TRAITS if getattr(traits, name) >= least]
    if traits.acts >= 1.5 or traits.people >= 60:  # else what stands in quotation marks may be titles and words
        points += [(score, says) for least, score, says in _SPEAKING if traits.speech >= least]
    if traits.acts < 1.5 and traits.speech < 3 and traits.people < 60 and traits.speakers < 0.3 and traits.words > 150:
        points.append((1.0, "nobody in it acts or speaks"))
    elif traits.tables >= 0.3 and not traits.acts and not traits.speech:
        points.append((1.5, "it is a table, and nobody in it acts or speaks"))
    return points


def _of_fields(stated: Story) -> list[tuple[float, str]]:
    """Labels that only stories have."""
    rules = {item.rule for item in stated.evidence}
    points = []
    if rules & {"rating-label", "relationship-label", "disclaimer-label", "notes-label"} or stated.relationships:
        points.append((-1.5, "it has a story's labels"))
    if stated.status == "complete" and "status-end" in rules:
        points.append((-1.5, "it says that it ends"))
    return points
