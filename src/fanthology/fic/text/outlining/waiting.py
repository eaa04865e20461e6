"""Lines that wait for the title: what confirms them, and the title that is made of them."""

from __future__ import annotations

import re

from fanthology.fic.text.outlining import bylines, titles
from fanthology.fic.text.outlining.lines import Lines
from fanthology.fic.text.outlining.mailhead import mailbox
from fanthology.fic.text.outlining.parts import heading_of, part_in
from fanthology.fic.text.outlining.people import claim_people
from fanthology.fic.text.outlining.ratings import rating_in_codes, rating_of
from fanthology.fic.text.outlining.subjects import CODED_RATING, is_codes, without_codes
from fanthology.fic.text.outlining.titlepages import author_ahead, beside_title
from fanthology.fic.text.outlining.zone import Front

_SIGNS = " \t*_~-=|"


def title_from_pending(front: Front, rule: str, confidence: float) -> None:
    """Take the lines that waited for the title."""
    group = _after_signature(front, front.pending[-4:])
    front.pending.clear()
    if not group:
        return
    lines = front.lines
    for at in group:
        lines.paint(at, at + 1, "header")
        _part_of(front, at)
    shown = [at for at in group if titles.is_show(lines.stripped(at))]
    for at in shown if len(shown) < len(group) else ():
        front.claims.add(
            "fandom", lines.words(at, at + 1), lines.words(at, at + 1), lines.span(at, at + 1), "fandom-line", 0.8
        )
    kept = [at for at in group if at not in shown] or group
    kept = [at for at in kept if not is_codes(lines.stripped(at))] or kept
    for at in list(kept) if len(kept) > 1 else ():
        show = titles.show_story(" " + lines.stripped(at))
        if show and (at > kept[0] or titles.is_show(show["show"])):
            front.claims.add(
                "fandom", show["show"].strip(), show[0].strip(), lines.span(at, at + 1), "fandom-line", 0.8
            )
            kept.remove(at)
    beside = beside_title(lines.stripped(kept[0])) if not front.mails and not front.bylined else None
    if beside and len(kept) == 1 and not front.claims.has("creator") and not author_ahead(lines, kept[0], front.end):
        claim_people(front.claims, beside[1], lines.span(kept[0], kept[0] + 1), "creator-line", 0.6)
        front.known.append(beside[0])
    else:
        beside = None
    if rule == "title-line" and len(kept) > 1 and _name_below(front, kept):
        kept.pop()
    names = [titles.clean_title(beside[0])] if beside else [titles.clean_title(_without_show(front, at)) for at in kept]
    names = [name for name in names if name]
    if len(names) > 1 and len(names[0]) == 1:
        names[:2] = [f"{names[0]} {names[1]}"]
    if len(names) > 1 and all(titles.is_spaced(lines.stripped(at)) for at in kept):
        names = [" ".join(names)]
    span = lines.span(kept[0], kept[-1] + 1)
    written = lines.words(kept[0], kept[-1] + 1)
    front.claims.add(
        "title", ": ".join(dict.fromkeys(names[:2] if len(names) > 3 else names)), written, span, rule, confidence
    )
    front.titled = True


def _name_below(front: Front, kept: list[int]) -> bool:
    """Claim the last of the lines as the author when it is a name: a person's, the sender's, or set apart."""
    lines, at = front.lines, kept[-1]
    title, name = lines.stripped(kept[0]), lines.stripped(at).strip(_SIGNS)
    if front.bylined or front.claims.has("creator") or front.is_known(at) or titles.is_dateline(name):
        return False
    if not (
        bylines.is_person(name)
        or _is_sender(front, name)
        or _unlike(lines, kept, title, name)
        or _over_codes(lines, kept)
    ):
        return False
    claim_people(front.claims, name, lines.span(at, at + 1), "creator-line", 0.6)
    return True


def _is_sender(front: Front, name: str) -> bool:
    """True if the mail came from a person or an address of that name."""
    if len(name.split()) > 4 or not front.mails:
        return False
    sender, address = mailbox(front.mails[-1].value("from"))
    key = re.sub(r"\W", "", name).lower()
    return len(key) > 2 and key in (re.sub(r"\W", "", sender).lower(), re.sub(r"\W", "", address.split("@")[0]).lower())


def _after_signature(front: Front, group: list[int]) -> list[int]:
    """The lines without the first, if that signs a note above the title."""
    if len(group) < 2 or not _is_given_name(front, front.lines.stripped(group[0])):
        return group
    front.note(group[0], group[0] + 1)
    return group[1:]


def _is_given_name(front: Front, name: str) -> bool:
    """True for the first name of who sent the mail: it signs what stands above the title."""
    sender = mailbox(front.mails[0].value("from"))[0] if front.mails and front.noted else ""
    return bool(sender) and name.strip("-~ ").casefold() == sender.split()[0].casefold() != sender.casefold()


def _over_codes(lines: Lines, kept: list[int]) -> bool:
    """True for two lines over a line of codes or a rating, of which the second could be a name."""
    title, at = kept[0], kept[-1]
    below = lines.stripped(at + 1)
    if at - title != 1 or not bylines.is_name(lines.stripped(at)) or lines.kinds[at + 1 : at + 2] != ["header"]:
        return False
    return bool(rating_in_codes(below) or is_codes(below) or rating_of(below) != "Not Rated")


def _unlike(lines: Lines, kept: list[int], title: str, name: str) -> bool:
    """True for a name under a title that is in capitals, in quotation marks, or has codes behind it, as no name has."""
    shown = (title.isupper() and len(title) > 3) or title[0] in '"“_*' or without_codes(title) != title
    shown = shown or part_in(title) is not None
    if not shown or name.isupper() or titles.is_show(name) or heading_of(name) is not None:
        return False
    alone = lines.blank(kept[-1] + 1) or lines.rule(kept[-1] + 1) or lines.kinds[kept[-1] + 1] == "header"
    if bylines.is_name(name):
        return kept[-1] - kept[-2] >= 2 or alone
    return alone and kept[-1] - kept[0] == 1 and re.fullmatch(r"[A-Z][A-Za-z_]{1,19}\d{0,4}", name) is not None


def _without_show(front: Front, at: int) -> str:
    """A title line without "a Star Trek story" at its end, which says the fandom."""
    text = front.lines.stripped(at)
    if (bare := without_codes(text)) != text and bare:
        if match := CODED_RATING.search(text[len(bare) :] if text.startswith(bare) else text):
            span = front.lines.span(at, at + 1)
            front.claims.add("rating", rating_of(match[1]), text, span, "rating-line", 0.8)
        text = bare
    shown, _, quoted = text.partition(":")
    if titles.is_show(shown) and quoted.strip()[:1] in ('"', "“"):
        text = quoted.strip()
    show = titles.show_story(" " + text.rstrip("_*"))
    in_quotes = show is not None and text[0] in '"“' and text[: show.start()].rstrip(" -,:—")[-1:] in '"”'
    if show is None or show.start() < 3 or not (in_quotes or titles.is_show(show["show"])):
        return text
    front.claims.add(
        "fandom", show["show"].strip(), show[0].strip(" ,.-"), front.lines.span(at, at + 1), "fandom-line", 0.8
    )
    return text[: show.start() - 1].rstrip(" -–—:,")


def _part_of(front: Front, at: int) -> None:
    behind = titles.chapter_behind(front.lines.stripped(at))
    if behind and front.heading is None and (heading := heading_of(behind)):
        front.heading, front.heading_title, front.heading_line = heading, heading.title, at
    if part := part_in(front.lines.stripped(at)):
        front.claims.add("part", part.number or 0, part.written, front.lines.span(at, at + 1), "part-title", 0.9)
        if part.total:
            front.claims.add("total", part.total, part.written, front.lines.span(at, at + 1), "part-title", 0.9)


def settle_pending(front: Front, until: int | None = None) -> None:
    """Decide about lines that waited for a byline: a title, a chapter's title, or the first lines of the story."""
    if not front.pending:
        return
    pending = list(front.pending)
    front.pending.clear()
    if front.heading is not None and pending[0] > front.heading_line:
        _chapter_title(front, pending)
        return
    matching = [at for at in pending if front.is_known(at)]
    if front.titled and until is not None and not matching:
        _repaint(front, pending)
        return
    if not front.titled and (matching or _set_as_title(front, pending)):
        front.pending = pending[-4:]
        title_from_pending(front, "title-line", 0.88 if matching else 0.7)
        _repaint(front, pending)
    elif front.titled and matching:
        for at in matching:
            _part_of(front, at)
        _repaint(front, pending)
    elif until is None:
        front.body = min(front.body, pending[0])
    else:
        _repaint(front, pending)


def _repaint(front: Front, pending: list[int]) -> None:
    for at in pending:
        front.lines.paint(at, at + 1, "header")


def _chapter_title(front: Front, pending: list[int]) -> None:
    if front.heading_title is None and len(pending) == 1:
        at = pending[0]
        front.heading_title = titles.clean_title(front.lines.stripped(at))
        front.lines.paint(at, at + 1, "heading")
    else:
        front.body = min(front.body, pending[0])


def _set_as_title(front: Front, pending: list[int]) -> bool:
    """True if lines are set as a title is: centred, in capitals, decorated, underlined, or alone at the very top."""
    lines = front.lines
    for at in pending:
        raw, text = lines.raw[at], lines.stripped(at)
        letters = [c for c in text if c.isalpha()]
        capitals = len(letters) > 3 and all(c.isupper() for c in letters)
        decorated = text[0] in '*_=~<>"“' and text[-1] in '*_=~<>"”'
        underlined = at + 1 < lines.count and lines.rule(at + 1)
        if lines.indent(at) >= 8 or capitals or decorated or underlined or raw.startswith("\t"):
            return True
    alone = len(pending) <= 2 and (lines.blank(pending[-1] + 1) or lines.kinds[pending[-1] + 1] == "header")
    return alone and len(lines.words(pending[0], pending[-1] + 1).split()) <= 9
