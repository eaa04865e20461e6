"""What this archive's works could teach of fandoms that canon lacks."""

from __future__ import annotations

from collections.abc import Iterator

from fanthology.fic.enrich.learning import Learned, Stated, learn
from fanthology.fic.writers.naming import block_text

from .canon import names
from .models import STANDING, ChapterText, TagKind, Work

_LONGEST = 60_000  # letters of a work; whom it is about is told by then


def learned() -> list[Learned]:
    """What could be known of the fandoms that works here state and canon lacks."""
    known = names()
    stated = list(_stated())
    unknown = dict.fromkeys(name for work in stated for name in work.fandoms if known.fandom(name) is None)
    return learn(stated, unknown)


def _stated() -> Iterator[Stated]:
    works = Work.objects.filter(**STANDING, taggings__tag__kind=TagKind.FANDOM).distinct().order_by("pk")
    for work in works.prefetch_related("taggings__tag__canonical").iterator(chunk_size=100):
        tags = [(tagging.tag.kind, tagging.tag.shown.name) for tagging in work.taggings.all()]
        yield Stated(
            [name for kind, name in tags if kind == TagKind.FANDOM],
            [name for kind, name in tags if kind == TagKind.CHARACTER],
            _text(work),
        )


def _text(work: Work) -> str:
    """The beginning of a work's text, as far as it is looked at."""
    pieces: list[str] = []
    length = 0
    for html in ChapterText.objects.filter(chapter__edition=work.edition_id).values_list("html", flat=True):
        pieces.append(block_text(html))
        length += len(pieces[-1])
        if length >= _LONGEST:
            break
    return "\n".join(pieces)[:_LONGEST]
