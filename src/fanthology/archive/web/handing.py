"""Handing files out: the answer that holds one, what a form says of it, and whose a parcel is."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from pathlib import Path

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.utils.http import content_disposition_header

from fanthology.archive.catalogue.viewer import KEEPER
from fanthology.archive.downloads.several import Wanted
from fanthology.fic.writers.choices import Paper, choices_of

from .crawlers import UNLISTED
from .viewing import viewer_of

PAPERS: tuple[tuple[Paper, str], ...] = (
    ("a5", "A5, like a paperback"),
    ("a4", "A4"),
    ("letter", "Letter"),
    ("large", "A4 in large print"),
)
_LONGEST_TITLE = 500
_SESSION = "parcels"


def as_download(data: bytes | Path, name: str, media_type: str) -> HttpResponseBase:
    """A file to save, from memory or from the disk, which no search engine is to list."""
    headers = {"X-Robots-Tag": UNLISTED}
    if isinstance(data, bytes):
        named = {"Content-Disposition": content_disposition_header(True, name) or "attachment"}
        return HttpResponse(data, media_type, headers=headers | named)
    # it has to be told the name: else it sets that of the file on the disk over any header
    return FileResponse(data.open("rb"), as_attachment=True, filename=name, content_type=media_type, headers=headers)


def wanted_by(asked: Mapping[str, str], title: str, ending: str = "epub") -> Wanted:
    """What a form or an address asks for."""
    named = " ".join(asked.get("title", "").replace("\0", "").split())[:_LONGEST_TITLE]
    return Wanted(named or title, asked.get("format", "") or ending, asked.get("each") == "yes", choices_of(asked))


def owner_of(request: HttpRequest, begin: bool = False) -> str:
    """Whose parcels are shown here: an account's, a laptop's keeper's, or this browser's, for which a session is begun
    if that is wanted; empty for a browser that asked for nothing yet."""
    viewer = viewer_of(request)
    if viewer.user_id is not None:
        return f"user:{viewer.user_id}"
    if viewer.is_keeper:
        return KEEPER.name
    token = str(request.session.get(_SESSION, ""))
    if not token and begin:
        token = request.session[_SESSION] = secrets.token_urlsafe(16)
    return token and f"browser:{token}"
