"""Does every work show what its Reading and the corrections say, and does evidence stand where it says?"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from functools import partial
from html import unescape

from fanthology.archive.catalogue import originals
from fanthology.archive.catalogue.fields import Fields
from fanthology.archive.catalogue.materialise import COLUMNS, TAG_KINDS, materialise, shown_fields
from fanthology.archive.catalogue.models import STANDING, Chapter, Evidence, Finding, Reading, Work
from fanthology.fic.errors import FanthologyError
from fanthology.fic.readers import reader_of
from fanthology.fic.readers.plaintext import PLAINTEXT

from .problem import Problem, Tick

_AT_ONCE = 100
_ID = re.compile(r' id="([^"]+)"')


def check_works(tick: Tick) -> Iterator[Problem]:
    """The columns, credits and tags of every work against what they are made from."""
    for work in Work.objects.order_by("pk").select_related("edition").iterator(chunk_size=_AT_ONCE):
        tick(1)
        said = f"The work “{work.display_title}” ({work.public_id})"
        if work.edition is None:
            yield Problem(f"{said} has no text.")
            continue
        try:
            fields = shown_fields(work)
        except (ValueError, KeyError, TypeError, zlib.error, FanthologyError):
            yield Problem(
                f"What was read of {said[4:]} cannot be unpacked. “fanthology reread” reads its original again."
            )
            continue
        wrong = [*_wrong_columns(work, fields), *_wrong_names(work, fields)]
        if wrong:
            yield Problem(f"{said} shows another {', '.join(wrong)} than was read.", partial(_write, work))


def _write(work: Work) -> None:
    materialise(work)


def _wrong_columns(work: Work, fields: Fields) -> Iterator[str]:
    for name in COLUMNS:
        if getattr(work, name) != getattr(fields, name):
            yield name.replace("_", " ")


def _wrong_names(work: Work, fields: Fields) -> Iterator[str]:
    credited = list(work.credits.order_by("position").values_list("creator__name", flat=True))
    if credited != [name for name, _, _ in fields.creators]:
        yield "credit"
    stated = [name for field in TAG_KINDS for name in getattr(fields, field)]
    if list(work.taggings.order_by("position").values_list("tag__name", flat=True)) != stated:
        yield "list of tags"


def check_texts(tick: Tick) -> Iterator[Problem]:
    """Every chapter has a text."""
    bare = Chapter.objects.filter(text=None).select_related("edition__work")
    for chapter in bare.order_by("pk"):
        yield Problem(f"Chapter {chapter.position} of “{chapter.edition.work.display_title}” has lost its text.")
    tick(Chapter.objects.count())


def check_evidence(tick: Tick) -> Iterator[Problem]:
    """Every span of evidence lies inside the text that its reader read."""
    readings = Reading.objects.filter(outcome=Reading.Outcome.STORY).select_related("source").order_by("pk")
    for reading in readings.iterator(chunk_size=_AT_ONCE):
        tick(1)
        spans = list(Evidence.objects.filter(reading=reading, start__isnull=False).values_list("field", "start", "end"))
        if not spans:
            continue
        try:
            length = len((reader_of(reading.reader) or PLAINTEXT).text_of(originals.get(reading.source.sha256)))
        except FanthologyError:
            continue  # the original is missing, which is told already
        for field, start, end in spans:
            if start is None or end is None or not start <= end <= length:
                yield Problem(
                    f"The evidence for {field} of “{reading.source.name}” points to {start} to {end}, "
                    f"in a text of {length} characters."
                )


def check_findings(tick: Tick) -> Iterator[Problem]:
    """Every block that a finding points to is in the work's text."""
    works = Work.objects.filter(findings__isnull=False, **STANDING).distinct().order_by("pk")
    for work in works.iterator(chunk_size=_AT_ONCE):
        tick(1)
        texts = Chapter.objects.filter(edition=work.edition_id).values_list("text__html", flat=True)
        there = {unescape(found) for text in texts for found in _ID.findall(text or "")}
        for finding in Finding.objects.filter(work=work):
            signs = [sign for side in ("for", "against") for sign in finding.signs.get(side, ())]
            lost = {sign["block"] for sign in signs if sign["block"] and sign["block"] not in there}
            if lost:
                yield Problem(
                    f"A sign for “{finding.name}” in “{work.display_title}” points to a passage that is not there."
                )
                break
