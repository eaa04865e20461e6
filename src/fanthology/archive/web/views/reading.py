"""The keeper's page "How this was read": the original with its parts marked, every field beside its evidence."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render

from fanthology.archive.catalogue import originals, queries
from fanthology.archive.catalogue.editions import readings_of
from fanthology.archive.catalogue.fields import fields_of
from fanthology.archive.catalogue.materialise import shown_fields
from fanthology.archive.catalogue.models import Reading, Source, Tag, TagKind, Work
from fanthology.archive.catalogue.viewer import Viewer
from fanthology.fic.writers.from_json import story_from_record

from ..addresses import work_address
from ..asking import for_those_who_may, helper_of
from ..colouring import KINDS, runs
from ..evidence import field_rows, other_proofs
from ..originals import original_text

_MOST_REPAIRS = 200


@for_those_who_may("correct")
def reading(request: HttpRequest, public_id: str, slug: str) -> HttpResponseBase:
    work = read_work(helper_of(request, "correct"), public_id)
    if slug != work.slug:
        return redirect(f"{work_address(work)}/reading", permanent=True)
    parts = readings_of(work.edition) if work.edition else []
    made = _chosen(request, parts) or reading_of(work)
    record = made.record
    original = original_text(made)
    rows = field_rows(shown_fields(work, fields_of(story_from_record(record))), list(work.edits.all()), record)
    context = {
        "section": "works",
        "work": work,
        "address": work_address(work),
        "reading": made,
        "parts": [
            {"number": number, "name": one.source.name, "shown": one.pk == made.pk}
            for number, one in enumerate(parts, 1)
        ],
        "source": made.source,
        "encoding": record["source"]["encoding"],
        "ledger": record["ledger"],
        "kinds": KINDS,
        "fandoms": ",".join(_fandoms(work)),
        "stated": [row for row in rows if row.stated],
        "unstated": [row for row in rows if not row.stated],
        "others": other_proofs(record),
        "repairs": [one for one in record["repairs"] if not one["rule"].startswith("typeset-")][:_MOST_REPAIRS],
        "runs": runs(original.text, record),
        "cut": original.cut,
        "shown": len(original.text),
    }
    return render(request, "web/reading.html", context)


def _fandoms(work: Work) -> list[str]:
    """The public ids of its fandoms, whose names are suggested first."""
    tags = Tag.objects.filter(taggings__work=work, kind=TagKind.FANDOM).select_related("canonical")
    return [tag.shown.public_id for tag in tags]


def _chosen(request: HttpRequest, parts: list[Reading]) -> Reading | None:
    """Of a work made of several files, the one that was asked for."""
    asked = request.GET.get("part", "")
    number = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 7 else 0
    return parts[number - 1] if 0 < number <= len(parts) else None


@for_those_who_may("originals")
def original(request: HttpRequest, public_id: str, slug: str) -> HttpResponse:
    """The original's bytes, to keep. Never shown by the browser as a page: it may hold anything."""
    work = read_work(helper_of(request, "originals"), public_id)
    parts = readings_of(work.edition) if work.edition else []
    return as_attachment((_chosen(request, parts) or reading_of(work)).source)


def read_work(viewer: Viewer, public_id: str) -> Work:
    """A work with its Edition's Reading and Source. Raises Http404 where there is none."""
    found = queries.works(viewer).select_related("edition__reading__source")
    return get_object_or_404(found, public_id=public_id)


def reading_of(work: Work) -> Reading:
    """The Reading that a work shows. Raises Http404 for a work without an Edition."""
    if work.edition is None:
        raise Http404
    return work.edition.reading


def as_attachment(source: Source) -> HttpResponse:
    """An original as a download, as plain bytes, under a name made of its hash."""
    headers = {"Content-Disposition": f'attachment; filename="original-{source.sha256[:12]}.txt"'}
    return HttpResponse(originals.get(source.sha256), "text/plain", headers=headers)
