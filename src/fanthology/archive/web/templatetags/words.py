"""How values are put into words on a page."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path
from urllib.parse import urlencode

from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from fanthology.archive.telling.words import FILTERS

from ..outward import outward as led_out

register = template.Library()
_STATIC = Path(__file__).resolve().parents[1] / "static"
for each in FILTERS:
    register.filter(each.__name__, each)


@register.simple_tag
def sheet(name: str) -> SafeString:
    """The link to one of this site's style sheets. Its address changes with its content, to be kept for long."""
    return format_html('<link rel="stylesheet" href="{}">', _kept(f"web/{name}.css"))


@register.simple_tag
def script(name: str) -> SafeString:
    """The same for one of this site's scripts, which runs when the page is there."""
    return format_html('<script src="{}" defer></script>', _kept(f"web/{name}.js"))


@register.simple_tag
def script_here(name: str) -> SafeString:
    """The same for a script that draws something where it stands, before what follows is drawn."""
    return format_html('<script src="{}"></script>', _kept(f"web/{name}.js"))


@lru_cache
def _kept(path: str) -> str:
    return f"{static(path)}?v={hashlib.sha256((_STATIC / path).read_bytes()).hexdigest()[:10]}"


@register.filter
def outward(html: str) -> SafeString:
    """A text that was made safe when it came in, for a page: see `web.outward`."""
    return mark_safe(led_out(html))  # noqa: S308


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
