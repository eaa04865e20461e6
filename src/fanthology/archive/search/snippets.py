"""The passage of each work that shows why it was found, made from the catalogue's text as it is now."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from django.db.models.functions import Substr
from django.utils.safestring import SafeString

from fanthology.archive.catalogue.models import ChapterText, Work
from fanthology.fic.writers.naming import block_text
from fanthology.fic.writers.privacy import mask_addresses

from .language import Word
from .marking import Marker

_TEXTS_AT_ONCE = 5
_MOST_CHARACTERS = 1_000_000
"""How much of one work is looked through."""
_MOST_MARKUP = 2 * _MOST_CHARACTERS


def snippets(wanted: Sequence[Word], works: Sequence[Work]) -> dict[int, SafeString]:
    """By work, the passage of its text, else of its summary or notes, in which a word that was asked for stands.

    A work that was found by its names alone has none. The works must be such as the viewer may see.
    """
    found: dict[int, SafeString] = {}
    languages = {work.pk: work.language for work in works}
    for number, chapters in _texts(works):
        if passage := Marker(wanted, ("text",), languages[number]).best(chapters):
            found[number] = passage
    for work in works:
        if work.pk not in found and (passage := _about(wanted, work)):
            found[work.pk] = passage
    return found


def _about(wanted: Sequence[Word], work: Work) -> SafeString | None:
    summary = Marker(wanted, ("summary",), work.language).best(_shown(work.summary))
    return summary or Marker(wanted, ("notes",), work.language).best(_shown(work.notes_before, work.notes_after))


def _texts(works: Sequence[Work]) -> Iterator[tuple[int, Iterator[str]]]:
    """Each work with its chapters' texts in order. They are streamed: a work may be a long one."""
    of_edition = {work.edition_id: work.pk for work in works if work.edition_id}
    rows = (
        ChapterText.objects.filter(chapter__edition__in=of_edition)
        .order_by("chapter__edition_id", "chapter__position")
        .values_list("chapter__edition_id", Substr("html", 1, _MOST_MARKUP))
        .iterator(chunk_size=_TEXTS_AT_ONCE)
    )
    for edition, chapters in groupby(rows, key=lambda row: row[0]):
        yield of_edition[edition], _bounded(markup for _, markup in chapters)


def _bounded(chapters: Iterable[str]) -> Iterator[str]:
    left = _MOST_CHARACTERS
    for markup in chapters:
        if left <= 0:
            return
        # of a markup that was cut, the last line may end within a tag
        whole = markup if len(markup) < _MOST_MARKUP else markup.rpartition("\n")[0]
        yield block_text(whole)[:left]
        left -= len(markup)


def _shown(*texts: str) -> list[str]:
    return [mask_addresses(text) for text in texts if text]
