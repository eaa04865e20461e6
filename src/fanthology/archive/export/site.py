"""The whole public archive as linked files: exactly what a guest may see, readable without this program."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from pathlib import Path, PurePosixPath
from typing import Any

from fanthology.archive.catalogue import queries
from fanthology.archive.catalogue.models import TagKind
from fanthology.archive.catalogue.viewer import GUEST
from fanthology.archive.telling.robots import LEARNERS
from fanthology.archive.telling.words import count
from fanthology.fic.errors import FanthologyError

from .folder import Done, Folder
from .lists import rows_of
from .pages import ICON, SHEET, icon, page, style_sheet
from .shelves import SECTIONS, name_of, put_lists, put_site_pages
from .snapshot import one_state
from .works import put_work

KIND = "site"
_NEWEST = 8
_FANDOMS = 24
_CHUNK = 50


def export_site(path: Path, formats: Sequence[str], tell: Callable[[int, int], None]) -> Done:
    """Write the public archive into a folder, or bring the one that is there up to date.

    The same archive gives the same bytes. ``tell`` is told how many works are done, of how many. Raises FanthologyError
    for a folder that cannot be used, and when a work was withdrawn or hidden while its pages were written: then nothing
    was changed.
    """
    with Folder(path, KIND) as folder:
        with one_state():
            total = _put_all(folder, formats, tell)
        _require_still_seen(folder)
        return folder.finish(works=total, stories="stories/")


def _put_all(folder: Folder, formats: Sequence[str], tell: Callable[[int, int], None]) -> int:
    common = {"sections": _sections()}
    total = queries.works(GUEST).count()
    folder.put(SHEET, style_sheet())
    folder.put(ICON, icon())
    folder.put("robots.txt", _robots().encode())
    _put_front(folder, total, common)
    works = queries.credited_works(GUEST).order_by("pk").iterator(chunk_size=_CHUNK)
    for done, work in enumerate(works, 1):
        put_work(folder, work, formats, common)
        tell(done, total)
    put_lists(folder, common)
    put_site_pages(folder, common)
    return total


def _sections() -> list[tuple[str, str]]:
    pages = [("pages", "Pages")] if queries.site_pages(GUEST).exists() else []
    return [("works", "Works"), *((one.name, one.label) for one in SECTIONS), ("years", "Years"), *pages]


def _put_front(folder: Folder, total: int, common: dict[str, Any]) -> None:
    fandoms = queries.commonest_tags(GUEST, TagKind.FANDOM)[:_FANDOMS]
    told = common | {
        "heading": _heading(total),
        "rows": rows_of(queries.works(GUEST).order_by("-added_at", "-id")[:_NEWEST]),
        "names": [name_of("fandoms", one) for one in fandoms],
        "site_pages": queries.site_pages(GUEST).count(),
    }
    folder.put("index.html", page("index.html", "front", **told))


def _heading(total: int) -> str:
    if total == 1:
        return "One story on the shelf"
    return f"{count(total)} stories on the shelf" if total else "An empty shelf"


def _robots() -> str:
    """It counts only at the top of a site, but does no harm elsewhere. Pages say for themselves what they ask."""
    learners = [*(f"User-agent: {name}" for name in LEARNERS), "Disallow: /"]
    return "\n".join(("User-agent: *", "Allow: /", "", *learners, ""))


def _require_still_seen(folder: Folder) -> None:
    """What was withdrawn or hidden meanwhile must not come out now."""
    written = (PurePosixPath(path).parent.name for path in folder.paths("works/*/*/index.html"))
    for ids in _chunks(written):
        if queries.works(GUEST).filter(public_id__in=ids).count() < len(ids):
            raise FanthologyError(
                "A work was withdrawn or hidden while the export was written, so nothing was changed. Run it again."
            )


def _chunks(ids: Iterator[str]) -> Iterator[list[str]]:
    while chunk := list(islice(ids, 500)):
        yield chunk
