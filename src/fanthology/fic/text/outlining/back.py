"""The bottom of a post or chapter: end markers, notes after the story, signatures.

Read from below. The words of an end marker are furniture; "(tbc in X)" is a note, for it names another story.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from fanthology.fic.story import Link
from fanthology.fic.text.outlining import bylines, notes, titles
from fanthology.fic.text.outlining.claims import Claims
from fanthology.fic.text.outlining.ends import continued_in, end_of
from fanthology.fic.text.outlining.fields import MAKERS
from fanthology.fic.text.outlining.labels import label_at
from fanthology.fic.text.outlining.lines import Lines, opens_speech
from fanthology.fic.text.outlining.owners import surely_disclaims
from fanthology.fic.text.outlining.pagelinks import is_host_line, is_page_link
from fanthology.fic.text.outlining.people import claim_copyright, claim_people
from fanthology.fic.text.outlining.signatures import name_over_address, signed_name, signs, signs_again, title_and_name

_NOTE_FIELDS = frozenset(
    ("note", "disclaimer", "thanks", "dedication", "feedback", "permission", "title", "creator", "rating", "legend")
)
_AUTHORS = re.compile(
    r"[\s*_(\[<~]{0,6}(?:a/n|an|a\.n|author'?s?'?s? notes?|authors? note|note from the author|end ?notes?|afterword)\b",
    re.IGNORECASE,
)
_OFFICE = re.compile(
    r"\b(?:dept|department|university|college|school|institute|engineering|science|systems|inc|corp|box|street|road|"
    r"fax|"
    r"phone|tel|email|internet|the|a|an|star|trek|this|my|any)\b",
    re.IGNORECASE,
)
_LINKING = frozenset(("prequel_to", "sequel_to", "permission", "rating", "title"))
# what people like to end their mail with: a saying and who said it
_QUOTATION = re.compile(r"[\"“][^\"”]{2,200}[\"”]\s{1,3}(?:--?|—|–|~)\s?\S.{0,50}")
_CONTACT = re.compile(r"\w@\w|https?:|www\.|\b(?:university|phone|fax)\b", re.IGNORECASE)
_DEAR = re.compile(r"\W{0,3}(?:my )?dear(?:est)?\s[\w.' ]{1,30}\W{0,3}$", re.IGNORECASE)
_MADE = re.compile(
    r"@|https?:|copyright|\(c\)|feedback|\bfics?\b|fanfic|fan fiction|disclaim|\bbeta|review|archiv|infring|"
    r"\bcomments?\b|"
    r"\b(?:spoil|sequel|challenge|episode|repost|e-?mail|thanks (?:to|for reading))",
    re.IGNORECASE,
)
_SIGNATURE = 40  # lines: a signature is not longer, nor further from the end


@dataclass
class Back:
    """What is known while the bottom of a range of lines is read. ``last`` moves up as lines are taken."""

    lines: Lines
    first: int
    last: int
    claims: Claims
    candidates: list[int] = field(default_factory=list)
    noted: list[str] = field(default_factory=list)
    end: str | None = None

    def note(self, first: int, last: int) -> None:
        """Take some lines for notes after the story, paragraph by paragraph; what they say is claimed."""
        self.lines.paint(first, last, "note")
        texts: list[str] = []
        at = self.lines.next_filled(first, last)
        while at < last:
            stop = at
            while stop < last and not self.lines.blank(stop):
                stop += 1
            if self._says_something(at, stop):
                texts += self._paragraph(at, stop)
            else:
                self.lines.paint(at, stop, "furniture")
            at = self.lines.next_filled(stop, last)
        self.noted[:0] = texts

    def _says_something(self, first: int, last: int) -> bool:
        """False for ornament, for what a program left behind, and for the story's title set once more at the foot."""
        text = self.lines.words(first, last)
        title = self.claims.best("title")
        if title and last - first == 1 and len(text) < 80 and titles.same_title(text, str(title.value)):
            return bool(bylines.byline(text) or title_and_name(text) or re.search(r"[.!?]\s|\bby\b", text))
        return re.search(r"[^\W\d_]{2}", text) is not None and not (text[0] == "\\" and text[-1] == "}")

    def _paragraph(self, first: int, last: int) -> list[str]:
        """Claim what one paragraph says; what is left of it is a note."""
        text, span = self.lines.words(first, last), self.lines.span(first, last)
        label = label_at(self.lines.raw[first])
        value = text[len(label[1]) + text.find(label[1]) :].lstrip(":.=~*_)>] -") if label else text
        if label and label[0] == "disclaimer":
            self.claims.add("disclaimer", value, value, span, "disclaimer-label", 1.0)
            return []
        if label and label[0] == "creator" and last - first == 1:
            claim_people(self.claims, value, span, "creator-label", 1.0)
            return []
        if label and label[0] in _LINKING and last - first <= 2:
            MAKERS[label[0]](self.claims, value, label[1], span)
        if (name := bylines.byline(self.lines.raw[first])) and last - first <= 4:
            claim_people(self.claims, name, span, "creator-end", 0.9)
            return []
        if signed := title_and_name(self.lines.stripped(first)):
            self.claims.add("title", titles.clean_title(signed[0]), signed[0], span, "title-end", 0.85)
            claim_people(self.claims, signed[1], span, "creator-end", 0.9)
        if name := signed_name(self.lines, first, last):
            claim_people(self.claims, name, span, "creator-signoff", 0.45)
            return []
        if signs_again(self.lines, self.claims, first, last):
            return []
        if last - first == 2 and (name := name_over_address(self.lines, first)):
            claim_people(self.claims, name, span, "creator-signature", 0.4)
        claim_copyright(self.claims, text, span)
        if len(text) < 60 and bylines.copyright_names(text):
            return []
        if disclaimer := notes.disclaimer_in(text):
            self.claims.add("disclaimer", disclaimer, disclaimer, span, "disclaimer-sentence", 0.65)
            if len(disclaimer) >= 0.85 * len(notes.without_copyright(text)) and not label:
                return []
        return [value if label and label[0] == "note" else text]


def read_back(back: Back) -> None:
    """Read the bottom of a range; afterwards ``back.last`` is one past the last line of its prose."""
    _trim(back)
    _page_end(back)
    _signature(back)
    _end_line(back)
    if back.end is None or back.end == "part":
        _labelled_notes(back)
        _talk_from_below(back)
        _end_line(back)
    _trailing_rules(back)


def _trim(back: Back) -> None:
    while back.last > back.first and back.lines.blank(back.last - 1):
        back.last -= 1


def _page_end(back: Back) -> None:
    """Links of the page and lines that a mailing list or host put below the story, with the ornament above them."""
    lines = back.lines
    low, top, others = max(back.first + 1, back.last - 30), back.last, 0
    for at in range(back.last - 1, low - 1, -1):
        line = lines.stripped(at)
        if len(line) < 200 and (
            is_host_line(line) or (is_page_link(line) and (_is_address(line) or not _in_prose(lines, at)))
        ):
            top, others = at, 0
        elif any(map(str.isalnum, line)) or (line and top == back.last):
            others += 1
            if others > (2 if top < back.last else 3):
                break
    while top < back.last and top > low and (lines.blank(top - 1) or lines.rule(top - 1)):
        top -= 1
    if top < back.last:
        lines.paint(top, back.last, "furniture")
        back.last = top
        _trim(back)


def _is_address(line: str) -> bool:
    return "://" in line[:9]


def _in_prose(lines: Lines, at: int) -> bool:
    """True if a line goes on from the one above, which is no link: then it is a line of a paragraph."""
    above = lines.stripped(at - 1)
    return bool(above) and not lines.rule(at - 1) and not is_page_link(above)


def _signature(back: Back) -> None:
    lines = back.lines
    low = max(back.first + (back.last - back.first) // 3, back.last - _SIGNATURE)
    for at in range(low, back.last):
        if (
            lines.raw[at].startswith(("--", "=="))
            and lines.raw[at].rstrip() in ("--", "---", "=====")
            and at > back.first
        ):
            if lines.stripped(at) != "--" and not _could_sign(back, at + 1):
                continue
            if any(opens_speech(lines.stripped(i)) and len(lines.stripped(i)) > 90 for i in range(at, back.last)):
                continue
            lines.paint(at, back.last, "furniture")
            _claim_signature(back, at + 1)
            back.last = at
            _trim(back)
            return


def _could_sign(back: Back, at: int) -> bool:
    """True if what stands under three dashes is short enough for a signature, and no talk about the story."""
    first = back.lines.next_filled(at, back.last)
    if back.last - at > 11 or first >= back.last or label_at(back.lines.raw[first]):
        return False
    text = back.lines.words(first, back.last)
    if _QUOTATION.fullmatch(text):
        return True
    if len(text) > 400 or notes.has_speech(text) or surely_disclaims(text) or notes.talk(text) >= 1.0:
        return False
    name = back.lines.stripped(first).strip("-~* ")
    return _CONTACT.search(text) is not None or bylines.is_person(name)


def _claim_signature(back: Back, at: int) -> None:
    """The name a signature begins with: the last resort for an author."""
    there = back.lines.next_filled(at, back.lines.count)
    while there < back.lines.count and back.lines.rule(there):
        there += 1
    text = back.lines.stripped(there).strip("*/\\|#+-=~ ")
    match = re.match(r"((?:[A-Z][\w.'-]*)(?:\s[A-Z][\w.'-]*){1,3})(?=$|\s{2,}|\s?[|(<,])", text)
    if match and not _OFFICE.search(match[1]):
        claim_people(back.claims, match[1], back.lines.span(there, there + 1), "creator-signature", 0.4)


def _end_line(back: Back) -> None:
    lines = back.lines
    low = max(back.first, back.last - 150)
    for at in range(back.last - 1, low - 1, -1):
        line = lines.stripped(at)
        kind = end_of(line) or ("complete" if _ends_with_title(back, line) else None)
        if not line or len(line) > 110 or kind is None:
            continue
        if not _only_talk_after(back, at + 1):
            return
        if at > back.first and not (lines.blank(at - 1) or lines.rule(at - 1) or end_of(lines.stripped(at - 1))):
            continue
        if at + 1 < back.last:
            back.note(at + 1, back.last)
        _claim_end(back, at, kind)
        back.last = at
        _trim(back)
        if kind != "complete" or back.last <= back.first or end_of(lines.stripped(back.last - 1)) is None:
            return


def _ends_with_title(back: Back, line: str) -> bool:
    """True for ``End The Moor by Irene Adler``."""
    title = back.claims.best("title")
    if title is None or line[:4].casefold() != "end " or len(line) > 110:
        return False
    return line[4:].lstrip('of:"“- ').casefold().startswith(str(title.value).casefold())


def _claim_end(back: Back, at: int, kind: str) -> None:
    line, span = back.lines.stripped(at), back.lines.span(at, at + 1)
    title = continued_in(line)
    back.lines.paint(at, at + 1, "note" if title else "furniture")
    if back.end in (None, "part"):
        back.end = kind
        if kind == "complete" or (kind == "continued" and not title):  # with a title, it is another story that goes on
            status = "complete" if kind == "complete" else "in-progress"
            back.claims.add("status", status, line, span, "status-end", 0.9)
    if title:
        back.claims.add("link", Link("continued-in", title), line, span, "link-continued", 0.95)


def _only_talk_after(back: Back, at: int) -> bool:
    lines = back.lines
    filled = [i for i in range(at, back.last) if not lines.blank(i)]
    if not filled:
        return True
    speech = sum(1 for i in filled if opens_speech(lines.stripped(i)))
    headings = sum(
        1
        for i in filled
        if len(lines.stripped(i)) < 30 and re.match(r"(?:chapter|part)\s\w", lines.stripped(i), re.IGNORECASE)
    )
    return len(filled) <= 90 and speech <= 3 + len(filled) // 15 and not headings


def _labelled_notes(back: Back) -> None:
    """Everything from a note label on, if little of the story's own manner follows it."""
    lines = back.lines
    for at in back.candidates:
        if not back.first < at < back.last or lines.kinds[at] != "body":
            continue
        label = label_at(lines.raw[at])
        if label is None or label[0] not in _NOTE_FIELDS or (not lines.blank(at - 1) and not lines.rule(at - 1)):
            continue
        if _tail_is_note(back, at, bool(_AUTHORS.match(lines.raw[at]))):
            back.note(at, back.last)
            back.last = at
            _trim(back)
            return


def _tail_is_note(back: Back, at: int, authors: bool) -> bool:
    lines = back.lines
    size = lines.starts[back.last] - lines.starts[at]
    whole = lines.starts[back.last] - lines.starts[back.first]
    if size > max(0.3 * whole, min(3500, 0.6 * whole)):
        return False
    filled = [i for i in range(at, back.last) if not lines.blank(i)]
    speech = sum(1 for i in filled if opens_speech(lines.stripped(i)))
    if speech > 1 + len(filled) // 6:
        return False
    ruled = lines.rule(at - 1) and len(filled) <= 15 and not speech
    return authors or ruled or notes.talk(lines.words(at, min(back.last, at + 12))) > 0.3


def _talk_from_below(back: Back) -> None:
    """Paragraphs about the story at the very end, with the names they are signed with and the ornament above them."""
    lines, at, top = back.lines, back.last, back.last
    named = signed = False
    for _ in range(12):
        while at > back.first and lines.blank(at - 1):
            at -= 1
        start = at
        while (
            start > back.first
            and not lines.blank(start - 1)
            and not (start < at and lines.rule(start - 1))
            and not (start < at and lines.rule(start))
        ):
            start -= 1
        if start == at or start <= back.first + 2:
            break
        text = lines.words(start, at)
        if lines.rule(start) and at - start == 1:
            at = start
            continue
        if signs_again(lines, back.claims, start, at):
            top, named, signed = start, True, True
        elif signs(lines, start, at) or (at - start <= 40 and (notes.talk(text) >= 1.0 or surely_disclaims(text))):
            top, named = start, True
        elif (
            _QUOTATION.fullmatch(text)
            or _saying_under_name(back, start, at)
            or (notes.talk(text) >= 0.45 and at - start <= 12 and not notes.has_speech(text))
        ):
            pass
        elif not (at - start <= 2 and len(text) < 40 and not opens_speech(text) and text[-1:] not in '.?!"”'):
            break
        at = start
    if named and (signed or not (_in_letter(lines, back.first, top) or _narrated(back, top))):
        back.note(top, back.last)
        back.last = top
        _trim(back)


def _saying_under_name(back: Back, first: int, last: int) -> bool:
    """True for a saying in quotation marks, on one line, right under the name of the author."""
    lines, above = back.lines, first - 1
    while above > back.first and lines.blank(above):
        above -= 1
    said = lines.stripped(first)
    alone = last - first == 1 and opens_speech(said) and len(said) < 100 and (above < 1 or lines.blank(above - 1))
    return alone and above > back.first + 2 and signs_again(lines, back.claims, above, above + 1)


def _in_letter(lines: Lines, first: int, top: int) -> bool:
    """True if a letter in the story begins a little above: ``Dear Jim,``."""
    above = (lines.stripped(at) for at in range(max(first, top - 10), top))
    return any(len(line) < 50 and _DEAR.match(line) for line in above)


def _narrated(back: Back, top: int) -> bool:
    """True if a story told by an I ends with that I's own words to the reader, and nothing sets them apart."""
    lines = back.lines
    if (
        any(lines.rule(at) for at in range(top - 3, back.last))
        or label_at(lines.raw[top])
        or _AUTHORS.match(lines.raw[top])
    ):
        return False
    text = lines.text[max(lines.starts[back.first], lines.starts[top] - 2500) : lines.starts[top]].lower()
    told = re.sub(r"[\"“][^\"”\n]{0,600}[\"”]", " ", text).split()
    here = lines.words(top, back.last)
    mine = sum(1 for word in told if word.strip(".,;!?") in ("i", "my", "me", "i'd", "i'm", "i'll", "i've"))
    return len(told) > 80 and mine >= 0.025 * len(told) and not _MADE.search(here)


def _trailing_rules(back: Back) -> None:
    while back.last > back.first and back.lines.rule(back.last - 1):
        back.lines.paint(back.last - 1, back.last, "furniture")
        back.last -= 1
        _trim(back)
