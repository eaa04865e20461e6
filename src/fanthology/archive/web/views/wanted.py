"""What the works here say exists and this archive does not have: chapters, parts, other works."""

from __future__ import annotations

from collections.abc import Iterator

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render

from fanthology.archive.catalogue import queries
from fanthology.archive.catalogue.models import Missing, Work
from fanthology.fic.text.folding import fold_title

from ..addresses import work_address
from ..paging import page_of
from ..viewing import viewer_of

PAGE = 50
_MANY = {"chapter": "chapters", "part": "parts"}


def wanted(request: HttpRequest) -> HttpResponseBase:
    found = queries.wanting_works(viewer_of(request)).order_by("sort_title", "id")
    works, pages = page_of(request, found, PAGE)
    rows = [
        {"work": work, "address": work_address(work), "credits": work.credits.all(), "wants": wants}
        for work in works
        if (wants := list(_wants(work)))
    ]
    return render(request, "web/wanted.html", {"section": "wanted", "rows": rows, "pages": pages, "total": pages.total})


def _wants(work: Work) -> Iterator[str]:
    """What is missing of a work, in words: ``chapter 1``, ``parts 3 and 4 of 7``, ``“Tastes” by Kat Leaf``."""
    missing: list[Missing] = list(work.missing.all())
    for what, many in _MANY.items():
        numbers = sorted({one.number for one in missing if one.what == what and one.number is not None})
        if numbers:
            of = f" of {work.chapters_expected}" if work.chapters_expected else ""
            yield f"{what if len(numbers) == 1 else many} {_listed(numbers)}{of}"
        yield from (
            f"a {what}: “{one.title}”" for one in missing if one.what == what and one.number is None and one.title
        )
    here = {link.match_title for link in work.links.all() if link.target_id}
    makers = {link.match_title: link.creator for link in work.links.all() if link.creator}
    own = next((credit.creator.name for credit in work.credits.all()), "")
    for one in missing:
        folded = fold_title(one.title)
        if one.what == "work" and one.title and folded not in here:
            by = makers.get(folded) or own
            yield f"“{one.title}”{f' by {by}' if by else ''}"


def _listed(numbers: list[int]) -> str:
    """
    >>> _listed([1, 2, 3, 5, 8, 9])
    '1 to 3, 5, 8 and 9'
    """
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    words = [piece for run in runs for piece in ([f"{run[0]} to {run[-1]}"] if len(run) > 2 else map(str, run))]
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
