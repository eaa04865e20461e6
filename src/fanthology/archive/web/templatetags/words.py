"""How values are put into words on a page."""

from __future__ import annotations

import hashlib
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from urllib.parse import urlencode

from django import template
from django.conf.locale import LANG_INFO
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from fanthology.archive.catalogue.models import Work

from ..outward import outward as led_out

register = template.Library()
_STATIC = Path(__file__).resolve().parents[1] / "static"
STATUSES = {"complete": "Complete", "in-progress": "In progress", "unknown": "Not known whether complete"}


@register.simple_tag
def sheet(name: str) -> SafeString:
    """The link to one of this site's style sheets. Its address changes with its content, to be kept for long."""
    return format_html('<link rel="stylesheet" href="{}?v={}">', static(f"web/{name}.css"), _version(name))


@lru_cache
def _version(name: str) -> str:
    return hashlib.sha256((_STATIC / "web" / f"{name}.css").read_bytes()).hexdigest()[:10]


@register.filter
def outward(html: str) -> SafeString:
    """A text that was made safe when it came in, for a page: see `web.outward`."""
    return mark_safe(led_out(html))  # noqa: S308


@register.filter
def count(number: int | None) -> str:
    """
    >>> count(12345)
    '12,345'
    """
    return f"{number or 0:,}"


@register.filter
def of_chapters(work: Work) -> str:
    """Chapters here, of how many there should be: ``3/5``, ``3/?``, or ``1/1``.

    >>> of_chapters(Work(chapter_count=3, status="in-progress"))
    '3/?'
    """
    expected = work.chapters_expected or (work.chapter_count if work.status == "complete" else None)
    return f"{work.chapter_count}/{expected or '?'}"


@register.filter
def status_words(status: str) -> str:
    return STATUSES.get(status, status)


@register.filter
def language_name(code: str | None) -> str:
    """
    >>> language_name("fr"), language_name("qtx"), language_name(None)
    ('French', 'qtx', 'Not known')
    """
    if not code:
        return "Not known"
    known = LANG_INFO.get(code.lower()) or LANG_INFO.get(code.lower().split("-")[0]) or {}
    return str(known.get("name", code))


@register.filter
def day(value: date | datetime | str | None) -> str:
    """A date as a page writes it: ``4 March 1999``.

    >>> day(date(1999, 3, 4)), day(None)
    ('4 March 1999', '')
    """
    if isinstance(value, str):
        value = date.fromisoformat(value)
    return f"{value.day} {value:%B %Y}" if value else ""


@register.filter
def paragraphs(text: str | None) -> list[str]:
    """A note's paragraphs; the lines inside one stay lines.

    >>> paragraphs("One,\\ntwo.\\n\\nThree.")
    ['One,\\ntwo.', 'Three.']
    """
    return [part.strip("\n") for part in (text or "").replace("\r\n", "\n").split("\n\n") if part.strip()]


@register.filter
def percent(share: float) -> str:
    """
    >>> percent(0.756)
    '76 %'
    """
    return f"{share * 100:.0f} %"


@register.simple_tag(takes_context=True)
def with_query(context: template.Context, **changes: object) -> str:
    """This page's query with some of its values changed; a value of None leaves the name out."""
    query = context["request"].GET.copy()
    for name, value in changes.items():
        query.pop(name, None)
        if value is not None:
            query[name] = str(value)
    pairs = sorted((name, value) for name, values in query.lists() for value in values if value)
    return f"?{urlencode(pairs)}" if pairs else "?"
