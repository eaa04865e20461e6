"""How values are put into words: counts, dates, languages, notes. The filters of every template."""

from __future__ import annotations

from datetime import date, datetime

from django.conf.locale import LANG_INFO

from fanthology.archive.catalogue.models import Work

STATUSES = {"complete": "Complete", "in-progress": "In progress", "unknown": "Not known whether complete"}


def count(number: int | None) -> str:
    """
    >>> count(12345)
    '12,345'
    """
    return f"{number or 0:,}"


def of_chapters(work: Work) -> str:
    """Chapters here, of how many there should be: ``3/5``, ``3/?``, or ``1/1``.

    >>> of_chapters(Work(chapter_count=3, status="in-progress"))
    '3/?'
    """
    expected = work.chapters_expected or (work.chapter_count if work.status == "complete" else None)
    return f"{work.chapter_count}/{expected or '?'}"


def status_words(status: str) -> str:
    return STATUSES.get(status, status)


def rating_sign(rating: str | None) -> str:
    """One letter for a rating, to be seen beside its words and not in place of them.

    >>> rating_sign("Teen And Up Audiences"), rating_sign("Not Rated"), rating_sign(None)
    ('T', '–', '–')
    """
    return rating[0] if rating and rating != "Not Rated" else "–"


def language_name(code: str | None) -> str:
    """
    >>> language_name("fr"), language_name("qtx"), language_name(None)
    ('French', 'qtx', 'Not known')
    """
    if not code:
        return "Not known"
    known = LANG_INFO.get(code.lower()) or LANG_INFO.get(code.lower().split("-")[0]) or {}
    return str(known.get("name", code))


def language_code(name: str) -> str | None:
    """The code of a language by its code, English name or own name; None for one that is not known.

    >>> language_code("french"), language_code("Français"), language_code("PT-br"), language_code("Elvish")
    ('fr', 'fr', 'pt-BR', None)
    """
    wanted = name.strip().casefold()
    for code, known in LANG_INFO.items():
        if wanted in (code, str(known.get("name", "")).casefold(), str(known.get("name_local", "")).casefold()):
            first, _, rest = code.partition("-")
            return f"{first}-{rest.upper() if len(rest) == 2 else rest.title()}" if rest else first
    return None


def day(value: date | datetime | str | None) -> str:
    """A date as a page writes it: ``4 March 1999``.

    >>> day(date(1999, 3, 4)), day(None)
    ('4 March 1999', '')
    """
    if isinstance(value, str):
        value = date.fromisoformat(value)
    return f"{value.day} {value:%B %Y}" if value else ""


def paragraphs(text: str | None) -> list[str]:
    """A note's paragraphs; the lines inside one stay lines.

    >>> paragraphs("One,\\ntwo.\\n\\nThree.")
    ['One,\\ntwo.', 'Three.']
    """
    return [part.strip("\n") for part in (text or "").replace("\r\n", "\n").split("\n\n") if part.strip()]


FILTERS = (count, of_chapters, status_words, rating_sign, language_name, day, paragraphs)
"""What a library of template filters registers."""
