"""`outline`: what is what in a Document. Header, notes, chapters and furniture are told apart; nothing is made up.

The steps: cut the text at the seams where posts were joined (`mailhead`), read the top of each post (`front`), find
chapter headings in the rest (`sections`), read the bottom of each chapter and post (`back`), weigh what was claimed
(`stated`), and ask whether this is a story at all (`judge`).
"""

from __future__ import annotations

from fanthology.fic.story import Evidence, Span
from fanthology.fic.text.document import ChapterOutline, Document, Outline, Segment
from fanthology.fic.text.outlining.back import Back, read_back
from fanthology.fic.text.outlining.claims import Claims
from fanthology.fic.text.outlining.front import read_front
from fanthology.fic.text.outlining.hints import NO_HINTS, Hints
from fanthology.fic.text.outlining.judge import not_a_story
from fanthology.fic.text.outlining.lines import Lines, opens_speech
from fanthology.fic.text.outlining.links import links_in
from fanthology.fic.text.outlining.mailclaims import claim_mail
from fanthology.fic.text.outlining.mailhead import MailHeader, inner_headers, mail_header
from fanthology.fic.text.outlining.missing import front_part, missing_parts
from fanthology.fic.text.outlining.parts import Heading
from fanthology.fic.text.outlining.ratings import rating_in_codes, rating_in_sentence, rating_named, rating_of
from fanthology.fic.text.outlining.sections import Section, heading_lines, note_lines, read_heading
from fanthology.fic.text.outlining.stated import Extent, settle
from fanthology.fic.text.outlining.titlepages import read_title_page
from fanthology.fic.text.outlining.zone import Front


def outline(document: Document, hints: Hints = NO_HINTS) -> Outline:
    """Tell the header, notes, headings and furniture of a text from its prose.

    Takes a repaired Document, and what its mark-up said already; never fails on any text. Gives an Outline whose
    ranges are whole lines, sorted and disjoint, and cover everything that is not blank. Rules: the plain-text
    conventions in docs/formats.

    >>> found = outline(Document("Title: The Moor\\nAuthor: Beryl\\n\\nIt was late when the dog came home.\\n"))
    >>> found.stated.title, found.stated.creators[0].name, len(found.chapters)
    ('The Moor', 'Beryl', 1)
    """
    lines = Lines(document.text)
    claims = Claims(hints.claims)
    headers = inner_headers(lines)
    posts = _posts(lines, headers)
    fronts: list[Front] = []
    for index, (start, end) in enumerate(posts):
        fronts.append(_front(lines, claims, start, end, headers if index == 0 else None, hints))
    sections = _sections(lines, fronts, claims, hints)
    _read_backs(lines, claims, sections, fronts)
    _claim_notes(claims, fronts, sections)
    chapters = _chapters(lines, sections)
    stated = settle(claims, _extent(claims, fronts, sections, chapters))
    segments = tuple(Segment(*lines.span(first, last), kind) for kind, first, last in lines.ranges() if kind != "body")
    reason = not_a_story(lines, stated, fronts[0])
    return Outline(stated, chapters, segments, reason)


def _posts(lines: Lines, headers: list[MailHeader]) -> list[tuple[int, int]]:
    """The ranges of lines of the posts in a file; a header that directly follows another belongs to the same post."""
    seams: list[int] = []
    free = 0
    for header in headers:
        if lines.next_filled(free, header.first) < header.first and not _only_forwards(lines, seams, header):
            seams.append(header.first)
        free = header.last
    starts = [0, *seams]
    return list(zip(starts, [*seams, lines.count], strict=True))


def _only_forwards(lines: Lines, seams: list[int], header: MailHeader) -> bool:
    """A few lines of talk before the first header of a file: somebody passes a post on."""
    if seams or header.first > 60:
        return False
    filled = [i for i in range(header.first) if not lines.blank(i)]
    return len(filled) <= 12 and not any(opens_speech(lines.stripped(i)) for i in filled)


def _front(lines: Lines, claims: Claims, start: int, end: int, headers: list[MailHeader] | None, hints: Hints) -> Front:
    """Read the top of one post; only the first post's says what the story is, a later one may fill a gap."""
    front = Front(lines, start, end, Claims() if headers is None else claims)
    if headers is None and (best := claims.best("title")):
        front.known.append(str(best.value))
    if headers is not None:
        _leading_talk(front, headers)
        front.take(hints)
    read_front(front)
    front.end = end
    if headers is not None:
        read_title_page(front)
    if front.mails and headers is not None:
        claim_mail(claims, lines, front.mails, " ".join(front.noted))
    if headers is None:
        for claim in front.claims.found:
            if claim.field in ("title", "creator") and not claims.has(claim.field, 0.8):
                claims.found.append(claim)
    return front


def _leading_talk(front: Front, headers: list[MailHeader]) -> None:
    """What stands before the first mail header of a forwarded post is somebody's note."""
    first = next((h for h in headers if h.first < 60), None)
    if first and first.first < front.end and front.start == 0 and _only_forwards(front.lines, [], first):
        filled = [i for i in range(first.first) if not front.lines.blank(i)]
        if filled and not _is_mail(front, filled[0]):
            for kind_first, kind_last in _runs(front.lines, 0, first.first):
                if not front.lines.rule(kind_first):
                    front.note(kind_first, kind_last)
                else:
                    front.lines.paint(kind_first, kind_last, "furniture")
            front.start = first.first


def _is_mail(front: Front, at: int) -> bool:
    return mail_header(front.lines, at, front.end) is not None


def _runs(lines: Lines, first: int, last: int) -> list[tuple[int, int]]:
    runs = []
    at = lines.next_filled(first, last)
    while at < last:
        stop = max(lines.run_end(at, last), at + 1)
        runs.append((at, stop))
        at = lines.next_filled(stop, last)
    return runs


def _sections(lines: Lines, fronts: list[Front], claims: Claims, hints: Hints) -> list[Section]:
    """The chapters to be, in order: each post's opening, then each heading inside it."""
    best = claims.best("title")
    title = str(best.value) if best else ""
    headings = [(lines.at(start), heading) for start, heading in hints.headings] or heading_lines(lines, title)
    numbered = {heading.number for _, heading in headings} | {f.heading.number for f in fronts if f.heading}
    sections: list[Section] = []
    for front in fronts:
        inside = [(at, heading) for at, heading in headings if front.body <= at < front.end]
        opening = _opening(front, inside, sections, numbered)
        ends = [at for at, _ in inside[1:]] + [front.end]
        if opening:
            opening.last = inside[0][0] if inside else front.end
            sections.append(opening)
        for (at, heading), end in zip(inside, ends, strict=True) if inside else ():
            sections.append(read_heading(lines, at, heading, end, title))
    return sections


def _opening(
    front: Front, inside: list[tuple[int, Heading]], sections: list[Section], numbered: set[int | None]
) -> Section | None:
    """The section that a post opens with; without a heading or number of its own it goes on with the one before."""
    section = Section(front.body, front.body, front.end)
    if front.heading:
        section.number, section.title, section.kind = front.heading.number, front.heading_title, front.heading.kind
        section.heading = front.heading.written
    else:
        part = front_part(front)
        total = front.claims.best("total")
        whole = total is not None and total.value == 1  # "(1/1)": the story is not in parts
        usable = part is not None and not inside and not whole and part not in numbered
        section.number = part if usable else None
        section.kind = "part" if usable else ("" if not sections else "more")
    if sections and section.number is not None and section.number == sections[-1].number:
        section.kind = "more"
    if sections:
        section.notes_before = list(front.noted)
    return section


def _read_backs(lines: Lines, claims: Claims, sections: list[Section], fronts: list[Front]) -> None:
    candidates = note_lines(lines)
    for index, section in enumerate(sections):
        final = index == len(sections) - 1
        back = Back(lines, section.body, section.last, claims if final else Claims())
        back.candidates = [at for at in candidates if section.body < at < section.last]
        read_back(back)
        section.last = max(back.last, section.body)
        section.notes_after = back.noted


def _claim_notes(claims: Claims, fronts: list[Front], sections: list[Section]) -> None:
    """Links and ratings said in the notes, once all of them are known."""
    after = sections[-1].notes_after if sections else []
    for text in [*fronts[0].noted, *after]:
        for found in links_in(text):
            claims.add("link", found.link, text[found.start : found.end], None, found.rule, 0.8)
        if (match := rating_in_sentence(text)) and not claims.has("rating"):
            claims.add("rating", rating_of(match[1]), match[0], None, "rating-sentence", 0.8)
    if not claims.has("rating"):
        _claim_named_rating(claims, fronts[0], after)


def _claim_named_rating(claims: Claims, front: Front, after: list[str]) -> None:
    """The first rating that stands anywhere in the header or the notes, whatever the words around it."""
    lines = front.lines
    mailed = {at for mail in front.mails for at in range(mail.first, mail.last)}
    for at in range(front.start, front.body):
        if lines.kinds[at] not in ("header", "note") or at in mailed:
            continue
        line = lines.stripped(at)
        sentence = rating_in_sentence(line)
        named = sentence[1] if sentence else rating_in_codes(line) or (rating_named(line) or ("",))[0]
        if named:
            claims.add("rating", rating_of(named), line, lines.span(at, at + 1), "rating-named", 0.6)
            return
    if found := next(filter(None, map(rating_named, after)), None):
        claims.add("rating", rating_of(found[0]), found[1], None, "rating-named", 0.6)


def _chapters(lines: Lines, sections: list[Section]) -> tuple[ChapterOutline, ...]:
    """ChapterOutlines of the sections that have prose; a section that only goes on is joined to the one before."""
    merged: list[tuple[Section, list[tuple[int, int]]]] = []
    for section in sections:
        body = [(first, last) for kind, first, last in lines.ranges(section.body, section.last) if kind == "body"]
        if section.kind == "more" and merged:
            merged[-1][1].extend(body)
            merged[-1][0].notes_after = section.notes_after
        elif body:
            merged.append((section, body))
    whole = len(merged) == 1
    return tuple(
        ChapterOutline(
            body=tuple(lines.span(first, last) for first, last in body),
            number=section.number,
            title=section.title,
            notes_before=_text(section.notes_before),
            notes_after=None if whole or index == len(merged) - 1 else _text(section.notes_after),
        )
        for index, (section, body) in enumerate(merged)
    )


def _text(paragraphs: list[str]) -> str | None:
    return "\n\n".join(text for text in paragraphs if text) or None


def _extent(
    claims: Claims, fronts: list[Front], sections: list[Section], chapters: tuple[ChapterOutline, ...]
) -> Extent:
    after = sections[-1].notes_after if sections else []
    expected, missing = missing_parts(claims, fronts, sections, chapters)
    before, behind = _text(fronts[0].noted), _text(after)
    found = []
    if before and (span := _note_span(fronts[0].lines, fronts[0].start, fronts[0].body)):
        found.append(Evidence("notes_before", _written(fronts[0].lines, span), span, "notes-before", 0.9))
    if behind and (span := _note_span(fronts[0].lines, sections[-1].last, fronts[-1].end)):
        found.append(Evidence("notes_after", _written(fronts[0].lines, span), span, "notes-after", 0.9))
    return Extent(expected, missing, before, behind, tuple(found))


def _written(lines: Lines, span: Span) -> str:
    return " ".join(lines.text[slice(*span)].split())


def _note_span(lines: Lines, first: int, last: int) -> Span | None:
    """From the first to the last line of notes in a range."""
    noted = [at for at in range(first, last) if lines.kinds[at] == "note"]
    return lines.span(noted[0], noted[-1] + 1) if noted else None
