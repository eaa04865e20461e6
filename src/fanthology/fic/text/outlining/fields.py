"""From a labelled value to claims: one function per kind of field, in a table."""

from __future__ import annotations

import re
from collections.abc import Callable

from fanthology.fic.story import Creator, Link, SeriesPlace, Span
from fanthology.fic.text.outlining.bylines import handle
from fanthology.fic.text.outlining.claims import Claims
from fanthology.fic.text.outlining.dates import iso_date
from fanthology.fic.text.outlining.labels import Label
from fanthology.fic.text.outlining.lines import Lines
from fanthology.fic.text.outlining.links import see_chapter
from fanthology.fic.text.outlining.parts import number_of, part_in, without_part
from fanthology.fic.text.outlining.people import claim_people
from fanthology.fic.text.outlining.permission import permission_term
from fanthology.fic.text.outlining.ratings import rating_of
from fanthology.fic.text.outlining.titles import clean_title, is_show

_CATEGORIES = {
    "gen": "Gen", "het": "F/M", "slash": "M/M", "m/m": "M/M", "f/f": "F/F", "femslash": "F/F", "femmeslash": "F/F",
    "f/m": "F/M", "m/f": "F/M", "multi": "Multi", "other": "Other", "yaoi": "M/M", "yuri": "F/F", "general": "Gen",
}  # fmt: skip
_NO_VALUE = re.compile(r"(?:none|n/?a|no|nope|nil|-+|\?+)[.!]?$", re.IGNORECASE)
_COMPLETE = re.compile(r"\b(?:complete[d]?|finished|done|yes)\b", re.IGNORECASE)
_UNFINISHED = re.compile(
    r"\b(?:wip|in[- ]progress|incomplete|unfinished|ongoing|not (?:yet )?(?:complete|finished)|no)\b", re.IGNORECASE
)
_ONE_GENRE = re.compile(r"hurt\s?/\s?comfort|h/c", re.IGNORECASE)
_REMARK = 6  # words
_ASKS = re.compile(
    r"@|https?:|\b(?:welcome|appreciated?|please|pls|love|adore|crave|beg|send|mail|e-?mail|to me|yes|want(?:ed)?|need|"
    r"like|live for|enjoy|thanks?|review|flames?|criticism|feedback)\b",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"[\w.+%!-]{1,64}@[\w.-]{1,80}\w")

Maker = Callable[[Claims, str, str, Span], None]


def claim_label(claims: Claims, lines: Lines, label: Label, noted: list[str]) -> None:
    """Make the claims of one labelled value, paint its lines, and keep what is a note among ``noted``."""
    span = lines.span(label.first, label.last)
    if label.field == "note" or _is_remark(label):
        if not _NO_VALUE.match(label.value):
            noted.append(label.value)
        lines.paint(label.first, label.last, "note")
        return
    lines.paint(label.first, label.last, "note" if label.field in _NOTE_KINDS else "header")
    if label.value and (maker := MAKERS.get(label.field)):
        maker(claims, label.value, label.name, span)


def _is_remark(label: Label) -> bool:
    """True for "Comments: ..." with which an author makes some, instead of asking for them."""
    remarks = label.field == "feedback" and label.name.lower().rstrip("s") == "comment"
    return remarks and len(label.value.split()) >= _REMARK and not _ASKS.search(label.value)


def _title(claims: Claims, value: str, name: str, span: Span) -> None:
    if part := part_in(value):
        claims.add("part", part.number or 0, part.written, span, "part-title", 0.9)
        claims.add("total", part.total or "", part.written, span, "part-title", 0.9)
    weak = name.lower() in ("story", "fic", "ficlet", "poem", "filk")
    claims.add("title", clean_title(value), value, span, "title-label", 0.9 if weak else 1.0)


def _creator(claims: Claims, value: str, name: str, span: Span) -> None:
    claim_people(claims, value, span, "creator-label", 1.0)


def _coauthor(claims: Claims, value: str, name: str, span: Span) -> None:
    claim_people(claims, value, span, "creator-label", 1.0, "coauthor")


def _translator(claims: Claims, value: str, name: str, span: Span) -> None:
    claim_people(claims, value, span, "helper-label", 1.0, "translator")


def _artist(claims: Claims, value: str, name: str, span: Span) -> None:
    claim_people(claims, value, span, "helper-label", 1.0, "artist")


def _posted_by(claims: Claims, value: str, name: str, span: Span) -> None:
    claims.add("posted_by", re.split(r"[,(<]|\s{2,}", value)[0].strip(), value, span, "posted-by-label", 1.0)


def _contact(claims: Claims, value: str, name: str, span: Span) -> None:
    if match := _ADDRESS.search(value):
        claims.add("contact", match[0], value, span, "contact-label", 1.0)
        if word := handle(match[0]):  # better than nobody, where nothing else says who it is
            claims.add("creator", Creator(word, "author", match[0]), match[0], span, "creator-address", 0.25)


def _rating(claims: Claims, value: str, name: str, span: Span) -> None:
    claims.add("rating", rating_of(value), value, span, "rating-label", 1.0)


def _fandom(claims: Claims, value: str, name: str, span: Span) -> None:
    if "/" in name and "," in value:  # "Fandom/Pairing: Sherlock Holmes, Holmes/Watson"
        value, _, pairings = value.partition(",")
        _relationship(claims, pairings, name, span)
    _each(claims, "fandom", value, span, "fandom-label", r"\s*[;|]\s*|\s+/\s+|,\s+(?=[A-Z])|\s+x\s+")


def _category(claims: Claims, value: str, name: str, span: Span) -> None:
    if is_show(value):
        claims.add("fandom", value, value, span, "fandom-category", 0.9)
        return
    for piece in _pieces(value, r"\s*[,;|]\s*"):
        if standard := _CATEGORIES.get(piece.lower()):
            claims.add("category", standard, piece, span, "category-label", 1.0)
        else:
            claims.add("freeform", piece, piece, span, "freeform-label", 1.0)


def _genre(claims: Claims, value: str, name: str, span: Span) -> None:
    for piece in _pieces(value, r"\s*[,;|]\s*"):
        apart = ("genre" in name.lower() or "theme" in name.lower()) and not _ONE_GENRE.fullmatch(piece)
        _each(claims, "freeform", piece, span, "freeform-label", r"\s*/\s*" if apart else r"$")


def _relationship(claims: Claims, value: str, name: str, span: Span) -> None:
    _each(claims, "relationship", value, span, "relationship-label", r"\s*[,;|]\s*")


def _character(claims: Claims, value: str, name: str, span: Span) -> None:
    _each(claims, "character", value, span, "character-label", r"\s*[,;|]\s*|\s+(?:and|&)\s+")


def _warning(claims: Claims, value: str, name: str, span: Span) -> None:
    if len(value) > 120 or re.search(r"[.!?]\s+[A-Z]", value):
        claims.add("warning", value, value, span, "warning-label", 1.0)
    else:
        _each(claims, "warning", value, span, "warning-label", r"\s*[,;|]\s*")


def _series(claims: Claims, value: str, name: str, span: Span) -> None:
    if is_show(value):
        claims.add("fandom", value, value, span, "fandom-series", 0.9)
        return
    part = part_in(value)
    ordinal = re.search(r"(?:#|book |story |no\.? ?)(\w{1,6})", value, re.IGNORECASE)
    position = part.number if part else number_of(ordinal[1]) if ordinal else None
    text = without_part(value) if part else value.replace(ordinal[0], " ") if ordinal and position else value
    claims.add("series", SeriesPlace(clean_title(text) or value, position), value, span, "series-label", 1.0)


def _part(claims: Claims, value: str, name: str, span: Span) -> None:
    part = part_in(f"part {value}") or part_in(value)
    if part and part.number is not None:
        claims.add("part", part.number, value, span, "part-label", 1.0)
        claims.add("total", part.total or "", value, span, "part-label", 1.0)


def _status(claims: Claims, value: str, name: str, span: Span) -> None:
    if _UNFINISHED.search(value):
        claims.add("status", "in-progress", value, span, "status-label", 1.0)
    elif _COMPLETE.search(value):
        claims.add("status", "complete", value, span, "status-label", 1.0)
    _part(claims, value, name, span)


def _dated(field: str) -> Maker:
    def make(claims: Claims, value: str, name: str, span: Span) -> None:
        claims.add(field, iso_date(value) or "", value, span, "date-label", 1.0)

    return make


def _language(claims: Claims, value: str, name: str, span: Span) -> None:
    claims.add("language", _LANGUAGES.get(value.strip().lower(), ""), value, span, "language-label", 1.0)


_LANGUAGES = {
    "english": "en", "german": "de", "deutsch": "de", "french": "fr", "français": "fr", "spanish": "es",
    "español": "es", "italian": "it", "russian": "ru", "dutch": "nl", "polish": "pl", "portuguese": "pt",
    "japanese": "ja",
    "finnish": "fi", "swedish": "sv", "norwegian": "no", "danish": "da", "chinese": "zh", "hungarian": "hu",
    "czech": "cs", "en": "en",
}  # fmt: skip


def _sequel_to(claims: Claims, value: str, name: str, span: Span) -> None:
    if not _NO_VALUE.match(value) and len(value) < 120:
        claims.add("link", Link("follows", clean_title(value)), value, span, "link-label", 1.0)


def _prequel_to(claims: Claims, value: str, name: str, span: Span) -> None:
    if re.match(r"(?:to|of)\b", value, re.IGNORECASE) and "prequel" not in name.lower():
        _sequel_to(claims, re.sub(r"^(?:to|of)\s*:?\s*", "", value, flags=re.IGNORECASE), name, span)
    elif (
        not _NO_VALUE.match(value)
        and len(value) < 120
        and not re.search(r"\b(?:maybe|coming|soon|yes|possibl|probabl)", value, re.IGNORECASE)
    ):
        claims.add("link", Link("continued-in", clean_title(value)), value, span, "link-label", 1.0)


def _long(field: str, rule: str) -> Maker:
    def make(claims: Claims, value: str, name: str, span: Span) -> None:
        claims.add(field, value, value, span, rule, 1.0)

    return make


def _disclaimer(claims: Claims, value: str, name: str, span: Span) -> None:
    claims.add("disclaimer", value, value, span, "disclaimer-label", 1.0)
    if (chapter := see_chapter(value)) is not None:
        claims.add("link", Link("see-chapter", None, chapter), value, span, "link-see-chapter", 1.0)


def _permission(claims: Claims, value: str, name: str, span: Span) -> None:
    term = permission_term(value)
    claims.add("permission", value, value, span, f"permission-{term}" if term else "permission-label", 1.0)


def _dedication(claims: Claims, value: str, name: str, span: Span) -> None:
    match = re.match(
        r"(?:for |to )?([A-Z][\w.'-]*(?:\s[A-Z][\w.'-]*){0,2})(?=$|[,.!;]|\s(?:who|for|because|and|as)\b)", value
    )
    if match:
        claims.add("gift_to", match[1], value, span, "gift-label", 1.0)


def _spoiler(claims: Claims, value: str, name: str, span: Span) -> None:
    if "spoiler" in name.lower() and not _NO_VALUE.match(value) and len(value) < 100:
        claims.add("freeform", f"Spoilers: {value}", value, span, "spoiler-label", 1.0)


def _thanks(claims: Claims, value: str, name: str, span: Span) -> None:
    if (
        "beta" in name.lower()
        and len(value) < 60
        and not _NO_VALUE.match(value)
        and re.match(r"[A-Z]\w+(?:\s[A-Z]\w*\.?){0,3}$", value)
    ):
        claims.add("helper", Creator(value, "beta"), value, span, "helper-label", 1.0)


def _each(claims: Claims, field: str, value: str, span: Span, rule: str, separator: str) -> None:
    for piece in _pieces(value, separator):
        claims.add(field, piece, piece, span, rule, 1.0)


def _pieces(value: str, separator: str) -> list[str]:
    pieces = (piece.strip(" .\"'*_") for piece in re.split(separator, value[:1000]))
    return [piece for piece in pieces if piece and not _NO_VALUE.match(piece)]


_NOTE_KINDS = frozenset(("disclaimer", "thanks", "dedication", "legend"))
MAKERS: dict[str, Maker] = {
    "title": _title, "creator": _creator, "coauthor": _coauthor, "translator": _translator, "artist": _artist,
    "posted_by": _posted_by, "contact": _contact, "feedback": _contact, "rating": _rating, "fandom": _fandom,
    "category": _category, "genre": _genre, "relationship": _relationship, "character": _character, "warning": _warning,
    "series": _series, "part": _part, "status": _status, "written": _dated("written"), "published": _dated("published"),
    "updated": _dated("updated"), "language": _language, "sequel_to": _sequel_to, "prequel_to": _prequel_to,
    "summary": _long("summary", "summary-label"), "disclaimer": _disclaimer, "permission": _permission,
    "dedication": _dedication, "spoiler": _spoiler, "thanks": _thanks,
}  # fmt: skip
