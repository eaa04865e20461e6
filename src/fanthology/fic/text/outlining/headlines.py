"""Steps that find title and byline: together on one line, one under the other, or apart with ornament between."""

from __future__ import annotations

import re

from fanthology.fic.text.outlining import bylines, notes, titles
from fanthology.fic.text.outlining.labels import label_at
from fanthology.fic.text.outlining.lines import Lines, opens_speech
from fanthology.fic.text.outlining.links import links_in
from fanthology.fic.text.outlining.noteclaims import claim_note
from fanthology.fic.text.outlining.parts import heading_of, part_in
from fanthology.fic.text.outlining.people import claim_copyright, claim_people
from fanthology.fic.text.outlining.ratings import rating_in_sentence, rating_of
from fanthology.fic.text.outlining.titlepages import beside_title, dashed_name
from fanthology.fic.text.outlining.waiting import settle_pending, title_from_pending
from fanthology.fic.text.outlining.zone import Front

_SPLIT = re.compile(
    r"(\S.{0,80}?\S)(?:\s{3,}|\t+\s*)((?:\(c\)|©|copyright|by\b|[A-Z]:\\|"
    r"[\w~-]{1,20}\.(?:txt|doc|asc|wp\w?)\b|[A-Z][a-z]{2,8}\.? (?:\d{1,2},? )?['\d]\d).{0,80})$",
    re.IGNORECASE,
)
_ADDRESS_OR_DATE = re.compile(
    r"[<(\[]?\s?[\w.+-]{1,64}@[\w.-]{1,64}\s?[>)\]]?|(?:copyright\s|\(c\)\s?|"
    r"[A-Z][a-z]{2,8}\.?,?\s(?:\d{1,2},?\s)?)?(?:19|20)\d\d",
    re.IGNORECASE,
)
_RATED = re.compile(r"\W{0,4}(?:rat(?:ed|ing)\W{0,3})?\b(nc-?17|pg-?13|pg|[rgtm]|k\+?)(?:ish)?\W{0,4}", re.IGNORECASE)
_POSTED = re.compile(
    r"(?:first )?(?:posted|written|published|completed|finished|revised)(?: on)?:? .{0,24}\b(?:19|20)\d\d\W?",
    re.IGNORECASE,
)
_FOR = re.compile(r"\W{0,3}(?:[Ff]or|[Dd]edicated to)\s([A-Z][\w.'-]*(?:\s[A-Z][\w.'-]*){0,2})(?=\W|$)")
_CREDIT = re.compile(
    r"\W{0,4}(?:inspired|based|edited|proof-?read|translated|dedicated|copyright|\(c\)|©|idea|"
    r"art(?:work)?|music|characters|starring|from an idea|"
    r"all rights|(?:a |the )?(?:sequel|prequel|companion(?: piece)?|follow[- ]?up)\s(?:to|of|for)|"
    r"(?:book|part|story|number) \w{1,8} (?:of|in) |(?:first|second|third|fourth|fifth|sixth) (?:in|of) |"
    r"rated|with thanks|thanks|email|e-mail|posted|completed|written|revised|st:?\w{0,4} "
    r"characters?)\b|\(.{2,88}\)$|\W{0,4}[\w.+-]{1,64}@[\w.-]{1,64}\W{0,4}$",
    re.IGNORECASE,
)
_DEDICATED = re.compile(
    r"\W{0,3}(?:(?i:this (?:one |story |fic )?is (?:dedicated to|for)|dedicated to)|"
    r"For (?!\w+ing\b)(?=[A-Z]|my |all |every))"
)
_TUNE = re.compile(r"\W{0,4}(?:sung )?to the tune (?:of|from)\b", re.IGNORECASE)
_SUBTITLE = re.compile(
    r"an? (?:[\w'’:/-]+\s){0,6}(?:story|tale|play|vignette|adventure|fan ?fic(?:tion)?|fic|fiction|novel|"
    r"novella|poem|ballad|"
    r"parody|crossover|script|teleplay|screenplay|episode|filk|romance|mystery|snippet|drabble|farce|comedy|tragedy|"
    r"continuation|retelling|sequel|companion piece|variation|sketch|fable|pastiche|monologue|interlude|missing scene|"
    r"round robin|trifle|entertainment)\b.{0,50}",
    re.IGNORECASE,
)


def inline(front: Front, at: int) -> int | None:
    """A line, or two, with title and author both: ``"T" by N``, ``T by N, a Star Trek story``."""
    if front.titled or front.bylined:
        return None
    last = front.lines.run_end(at, front.end)
    line = front.lines.stripped(at)
    if last - at > 7 or len(line) > 200 or heading_of(line) or bylines.byline(line):
        return None
    found = bylines.inline_byline(line)
    if found is None and last - at > 1 and bylines.byline(front.lines.raw[at + 1]) is None and len(line) > 45:
        found = bylines.inline_byline(front.lines.words(at, at + 2))
    if found is None:
        return None
    title, name, rest = found
    if not (title[:1] in "\"“_*`'" or last - at <= 3 or notes.talk(front.lines.words(at, last)) > 0.5):
        return None
    _claim_inline(front, title, name, rest, at, last)
    return last


def _claim_inline(front: Front, title: str, name: str, rest: str, at: int, last: int) -> None:
    span, text = front.lines.span(at, last), front.lines.words(at, last)
    if show := titles.show_story(" " + title) or titles.show_story(rest):
        front.claims.add("fandom", show["show"].strip(), show[0].strip(), span, "fandom-line", 0.8)
        title = title[: title.find(show[0].strip())] if show[0].strip() in title else title
    front.claims.add("title", titles.clean_title(title), title, span, "title-inline", 0.93)
    claim_people(front.claims, name, span, "creator-inline", 0.93)
    below = front.lines.words(at + 1, last) if last - at > 1 else ""
    if disclaimer := notes.disclaimer_in(below) or notes.disclaimer_in(text):
        front.claims.add("disclaimer", disclaimer, disclaimer, span, "disclaimer-sentence", 0.7)
    if match := rating_in_sentence(text):
        front.claims.add("rating", rating_of(match[1]), match[0], span, "rating-sentence", 0.8)
    front.titled = front.bylined = True
    front.lines.paint(at, last, "header")


def byline(front: Front, at: int) -> int | None:
    """A byline; the lines above it that waited become the title."""
    lines = front.lines
    name = bylines.byline(lines.raw[at])
    if name is None or (front.bylined and not front.pending) or not _byline_stands(front, at):
        return None
    last = at + 1
    if name == "":
        last = lines.next_filled(at + 1, min(front.end, at + 5))
        if last >= front.end or len(lines.stripped(last)) > 60 or lines.blank(last):
            return None
        name, last = lines.stripped(last), last + 1
    elif last < front.end and re.match(r"\s*(?:and|&)\s+[A-Z]", lines.raw[last]) and len(lines.stripped(last)) < 60:
        name, last = f"{name} {lines.stripped(last)}", last + 1
    name, last = _and_another(front, name, last)
    if not front.bylined:
        claim_people(front.claims, name, lines.span(at, last), "creator-byline", 0.95)
        claim_copyright(front.claims, lines.words(at, last), lines.span(at, last))
    lines.paint(at, last, "header")
    front.bylined = True
    title_from_pending(front, "title-byline", 0.95)
    return last


def _and_another(front: Front, name: str, last: int) -> tuple[str, int]:
    """A second name, when "and" stands alone on the line between the two."""
    lines = front.lines
    joint = lines.next_filled(last, min(front.end, last + 2))
    if lines.stripped(joint).lower() not in ("and", "&"):
        return name, last
    other = lines.next_filled(joint + 1, min(front.end, joint + 3))
    return (f"{name} and {lines.stripped(other)}", other + 1) if other < front.end else (name, last)


def _byline_stands(front: Front, at: int) -> bool:
    """A byline stands alone, under a title, or over labels; it is no first line of a wrapped paragraph."""
    following = front.lines.stripped(at + 1)
    if not following or front.pending or front.lines.rule(at + 1) or label_at(front.lines.raw[at + 1]):
        return True
    return len(following) < 60 and len(front.lines.stripped(at)) < 50


def credit(front: Front, at: int) -> int | None:
    """A short line right under title or byline that says more about how the story came to be."""
    lines, text = front.lines, front.lines.stripped(at).strip("|#* ")
    above = front.lines.kinds[at - 1] if at > front.start else "body"
    if not text or len(text) > 90 or not (front.titled or front.bylined or front.pending):
        return None
    if front.pending and at - 1 == front.pending[-1] and (rated := _RATED.fullmatch(text)):
        front.claims.add("rating", rating_of(rated[1]), text, lines.span(at, at + 1), "rating-line", 0.9)
        lines.paint(at, at + 1, "header")
        return at + 1
    if _SUBTITLE.fullmatch(text.strip("-~()[] ")) and (
        above == "header" or at - 1 in front.pending or lines.blank(at - 1)
    ):
        lines.paint(at, at + 1, "header")
        return at + 1
    if not (
        above == "header" and (_CREDIT.match(text) or _ADDRESS_OR_DATE.fullmatch(text))
    ) and not _stands_after_header(front, at, text):
        return None
    span = lines.span(at, at + 1)
    gift = _FOR.match(text)
    if (_DEDICATED.match(text) and (not gift or len(text) > gift.end() + 12)) or _TUNE.match(text):
        front.note(at, at + 1)
    else:
        lines.paint(at, at + 1, "header")
    if front.pending:
        title_from_pending(front, "title-byline", 0.9)
    if match := _RATED.fullmatch(text):
        front.claims.add("rating", rating_of(match[1]), text, span, "rating-line", 0.9)
    if gift:
        front.claims.add("gift_to", gift[1], text, span, "gift-line", 0.8)
    claim_note(front, text, span)
    for found in links_in(text):
        front.claims.add("link", found.link, text, span, found.rule, 0.8)
    if match := rating_in_sentence(text):
        front.claims.add("rating", rating_of(match[1]), match[0], span, "rating-sentence", 0.8)
    return at + 1


def _stands_after_header(front: Front, at: int, text: str) -> bool:
    """A rating, a dedication or a copyright line that stands alone right after title and byline."""
    lines = front.lines
    above = at - 1
    while above > front.start and lines.blank(above):
        above -= 1
    if (
        not (
            lines.kinds[above] == "header" or above in front.pending or (lines.kinds[above] == "note" and front.titled)
        )
        or not (lines.blank(at + 1) or bylines.byline(lines.raw[at + 1]) is not None or label_at(lines.raw[at + 1]))
        or (front.mails and not front.titled and not front.pending)
    ):
        return False
    if front.pending:
        return text[:3].lower() == "(c)" or text[:9].lower() == "copyright" or text[:1] == "©"
    return bool(
        _RATED.fullmatch(text)
        or _POSTED.fullmatch(text)
        or (
            _DEDICATED.match(text)
            and (
                len(text) < (40 if text[:3] == "For" else 100)
                or lines.rule(lines.next_filled(at + 1, min(front.end, at + 4)))
            )
        )
        or (_FOR.match(text) and len(text) < 60)
        or _ADDRESS_OR_DATE.fullmatch(text)
        or text[:3].lower() == "(c)"
        or text[:9].lower() == "copyright"
    )


def named_line(front: Front, at: int) -> int | None:
    """A name with an address under a title."""
    if front.bylined:
        return None
    if not front.pending:
        return _signed_introduction(front, at)
    dashed = dashed_name(front.lines, at)
    found = (dashed, "") if dashed else bylines.named_line(front.lines.raw[at]) or _name_over_address(front, at)
    if found is None:
        return None
    claim_people(
        front.claims,
        f"{found[0]} ({found[1]})" if found[1] else found[0],
        front.lines.span(at, at + 1),
        "creator-line",
        0.85,
    )
    front.bylined = True
    front.lines.paint(at, at + 1, "header")
    title_from_pending(front, "title-byline", 0.9)
    return at + 1


def _signed_introduction(front: Front, at: int) -> int | None:
    """A dash and a name under a note, before the title: who wrote the note, and most likely the story."""
    above = at - 1
    while above > front.start and front.lines.blank(above):
        above -= 1
    if front.titled or not front.noted or front.lines.kinds[above] != "note":
        return None
    if (name := dashed_name(front.lines, at)) is None or _byline_next(front.lines, at, front.end):
        return None
    front.note(at, at + 1)
    claim_people(front.claims, name, front.lines.span(at, at + 1), "creator-signoff", 0.45)
    return at + 1


def _name_over_address(front: Front, at: int) -> tuple[str, str] | None:
    """A name under a title, told from a second title line by an address or a date under it."""
    lines = front.lines
    above = next((i for i in range(at - 1, max(front.start, at - 3) - 1, -1) if not lines.blank(i)), -1)
    below = lines.stripped(at + 1)
    alone = "@" in below and re.fullmatch(r"[A-Z]\w{2,19}", lines.stripped(at)) is not None
    if above not in front.pending or not (alone or bylines.is_name(lines.stripped(at))):
        return None
    if not _ADDRESS_OR_DATE.fullmatch(below[:100]):
        return None
    return lines.stripped(at), below.strip("<>()[] ") if "@" in below else ""


def heading(front: Front, at: int) -> int | None:
    """A chapter's or part's heading, when the story begins with one."""
    heading = heading_of(front.lines.stripped(at))
    if heading is None or front.heading is not None:
        return None
    following = front.lines.stripped(at + 1)
    if following and not front.lines.rule(at + 1) and len(following) > 75:
        return None
    below = front.lines.next_filled(at + 1, min(front.end, at + 4))
    if front.pending and (below >= front.end or bylines.byline(front.lines.raw[below]) is None):
        settle_pending(front, at)
    front.heading, front.heading_title, front.heading_line = heading, heading.title, at
    if heading.total and heading.number is not None:
        span = front.lines.span(at, at + 1)
        front.claims.add("part", heading.number, heading.written, span, "part-title", 0.9)
        front.claims.add("total", heading.total, heading.written, span, "part-title", 0.9)
    front.lines.paint(at, at + 1, "heading")
    name = (
        bylines.byline("by" + front.lines.stripped(at).rpartition(" by")[2])
        if " by " in front.lines.stripped(at)
        else None
    )
    if name and not front.bylined:
        claim_people(front.claims, name, front.lines.span(at, at + 1), "creator-byline", 0.9)
    return at + 1


def split_title(front: Front, at: int) -> int | None:
    """Title at the left, date or copyright at the right of one line."""
    if front.titled or (match := _SPLIT.match(front.lines.stripped(at))) is None or not titles.title_like(match[1]):
        return None
    if not (front.lines.blank(at + 1) or front.lines.rule(at + 1)):
        return None
    span = front.lines.span(at, at + 1)
    front.claims.add("title", titles.clean_title(match[1]), match[1], span, "title-line", 0.85)
    claim_copyright(front.claims, match[2], span)
    front.titled = True
    front.lines.paint(at, at + 1, "header")
    return at + 1


def title_lines(front: Front, at: int) -> int | None:
    """Short lines that may be a title wait until a byline, the subject, or the way they are set confirms them."""
    lines = front.lines
    last = lines.run_end(at, front.end)
    last = next(
        (i for i in range(at + 1, min(last, at + 12)) if (label_at(lines.raw[i]) or ("creator",))[0] != "creator"), last
    )
    text = lines.stripped(at)
    if len(text) == 1 and text in "AI" and titles.title_like(lines.stripped(at + 1)):
        front.pending.append(at)
        return at + 1
    beside = beside_title(text) is not None
    byline_below = beside or signed_below(lines, at, last)
    show = titles.show_story(" " + text) if text[:1] in '"“' else None
    bare = text[: show.start() - 1].rstrip(" -,:—") if show and show.start() > 3 else text
    likely = (
        beside
        or titles.title_like(bare)
        or (
            titles.short_name(text)
            and ((byline_below and last - at <= 4) or _byline_next(lines, at, front.end) or _alone_on_top(front, at))
        )
    )
    dateline = titles.is_dateline(text) and not (
        byline_below or _byline_next(lines, at, front.end) or front.is_known(at)
    )
    if not likely or dateline or (notes.talk(text) > 0.7 and not byline_below) or len(front.pending) > 5:
        return None
    if last - at > 4 and not byline_below and not (lines.indent(at) >= 8 and last - at <= 10):
        return None
    if not byline_below and not all(len(lines.stripped(i)) <= 80 for i in range(at, last)):
        return None
    if not byline_below and last - at > 1 and not _header_run(lines, at, last):
        return None
    front.pending.append(at)
    return at + 1


def _alone_on_top(front: Front, at: int) -> bool:
    """True for the first line of a post when it stands alone, with a rule or white space and then a paragraph below."""
    lines = front.lines
    if lines.next_filled(front.start, at) < at or not (lines.blank(at + 1) or lines.rule(at + 1)):
        return False
    return len(lines.stripped(at).split()) <= 6 and lines.stripped(at)[-1].isalnum()


def _byline_next(lines: Lines, at: int, end: int) -> bool:
    """True if the next filled line, a little below, is a byline."""
    below = lines.next_filled(at + 1, min(end, at + 4))
    return below < end and bylines.byline(lines.raw[below]) is not None


def signed_below(lines: Lines, at: int, last: int) -> bool:
    """True if a byline or a name with an address stands in the next three lines, with only short lines between."""
    for below in range(at + 1, min(last, at + 4)):
        raw = lines.raw[below]
        if bylines.byline(raw) is not None or bylines.named_line(raw) is not None:
            return True
        if (label_at(raw) or ("",))[0] == "creator":
            return True
        if below > at + 1 and "@" in raw and _ADDRESS_OR_DATE.fullmatch(lines.stripped(below)[:100]):
            return bylines.is_name(lines.stripped(below - 1))
        if (
            len(lines.stripped(below)) > 60
            or lines.stripped(below)[-1:] in ".!?,"
            or opens_speech(lines.stripped(below))
        ):
            return False
    return False


def _header_run(lines: Lines, first: int, last: int) -> bool:
    stop = next((i for i in range(first, last) if label_at(lines.raw[i])), last)
    signed = stop - first <= 5 and any(bylines.copyright_names(lines.raw[i]) for i in range(first, stop))
    return all(
        titles.title_like(lines.stripped(i)) or bylines.byline(lines.raw[i]) is not None
        or bylines.copyright_names(lines.raw[i]) or bylines.named_line(lines.raw[i]) or part_in(lines.stripped(i))
        or titles.show_story(" " + lines.stripped(i)) or _ADDRESS_OR_DATE.fullmatch(lines.stripped(i)[:100])
        or _CREDIT.match(lines.stripped(i)) or _SUBTITLE.fullmatch(lines.stripped(i).strip("-~()[] "))
        or (signed and lines.indent(i) >= 8 and titles.short_name(lines.stripped(i)))
        for i in range(first, stop)
    )  # fmt: skip
