"""The filters of the templates of an export."""

from __future__ import annotations

from django import template
from django.utils.safestring import SafeString, mark_safe

from fanthology.archive.telling.words import FILTERS
from fanthology.fic.writers.soundness import is_sound
from fanthology.fic.writers.xhtml import as_plain, tame

register = template.Library()
for each in FILTERS:
    register.filter(each.__name__, each)


@register.filter
def led_out(html: str) -> SafeString:
    """A text for a page, fit as a book's is; its links say that they are not this archive's.

    >>> led_out('<p>See <a href="https://example.org/">there</a></p>')
    '<p>See <a rel="nofollow noopener noreferrer" href="https://example.org/">there</a></p>'
    """
    tamed = tame(html)
    return led_out_sound(tamed if is_sound(tamed) else as_plain(html))


def led_out_sound(markup: str) -> SafeString:
    """The same for mark-up that a book may hold already."""
    return mark_safe(markup.replace("<a href=", '<a rel="nofollow noopener noreferrer" href='))  # noqa: S308
