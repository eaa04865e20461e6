"""One number for all that is in an archive: equal archives have equal digests, whatever their ids and files."""

from __future__ import annotations

import json
from hashlib import sha256

from fanthology.archive.catalogue.models import Chapter, Edit, Source, Work

_COLUMNS = (
    "public_id", "visibility", "title", "summary", "disclaimer", "permission", "notes_before", "notes_after", "rating",
    "language", "status", "published", "updated", "words", "chapter_count", "chapters_expected", "held",
)  # fmt: skip


def works_digest() -> str:
    """The digest of all works with their credits, tags, texts and corrections, and of all originals' hashes."""
    hashed = sha256()
    for work in Work.objects.order_by("public_id").iterator(chunk_size=200):
        told = [str(getattr(work, name)) for name in _COLUMNS]
        told += work.credits.order_by("position").values_list("creator__name", flat=True)
        told += work.taggings.order_by("position").values_list("tag__name", flat=True)
        for chapter in Chapter.objects.filter(edition=work.edition_id).order_by("position").select_related("text"):
            told += [chapter.title, chapter.text.html]
        for edit in Edit.objects.filter(work=work).order_by("at", "pk"):
            told += [edit.field, json.dumps([edit.value, edit.previous]), str(edit.undone_at)]
        hashed.update(json.dumps(told, ensure_ascii=False).encode("utf-8", "surrogatepass"))
    for digest in Source.objects.order_by("sha256").values_list("sha256", flat=True).iterator():
        hashed.update(digest.encode())
    return hashed.hexdigest()
