"""Searching and browsing: what the site's lists, feeds and ``fanthology search`` ask.

Who sees what is decided by `catalogue.queries`, twice: its levels are a condition of the search, so that totals and
facets count only what the viewer may see; and each hit is looked up through it again, so that an index which is behind
shows nothing that was withdrawn since.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from django.utils.safestring import SafeString

from fanthology.archive.catalogue import gating, queries
from fanthology.archive.catalogue.models import Work
from fanthology.archive.catalogue.standing import NOTHING, Standing
from fanthology.archive.catalogue.viewer import Viewer

from .answering import Paging, Question, counts_of, page_of, question
from .asking import Asking
from .facets import Facets, named
from .filters import ANY, FACETS, Filters
from .follow import catch_up
from .lag import Lag, lag
from .language import Problem, Word, parse
from .language.loose import parse_loosely
from .language.tree import wanted_words
from .orders import SORTS, Sort
from .snapshot import Snapshot, snapshot
from .snippets import snippets
from .words import encodable

LARGEST_PAGE = 200
_SMALL_ARCHIVE = 1_000

NO_INDEX = "The search index is not built yet. “fanthology reindex” builds it."
TOO_FAR_BEHIND = "The search index is being brought up to date. Try again in a minute."
NOTHING_TO_FIND = "There is no letter or digit to search for."
NO_SUCH_PLACE = "The work that this page began with is not here any more, so this is the first page."

NO_SNIPPET = SafeString("")


@dataclass(frozen=True, slots=True)
class Hit:
    """A work that was found, and that the viewer may see. ``snippet`` is safe HTML, with ``<mark>`` around what was
    asked for; it may be empty."""

    work_id: int
    public_id: str
    work: Work = field(compare=False, repr=False)
    snippet: SafeString = NO_SNIPPET


@dataclass(frozen=True, slots=True)
class Results:
    """One page of what was found.

    ``problems`` are plain sentences about parts of the search that could not be understood or done, with their places
    in it; the rest was. ``behind`` is how many works changed since the index was last brought up to date.
    """

    hits: tuple[Hit, ...] = ()
    total: int = 0
    facets: Facets = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    behind: int = 0
    page: int = 1
    size: int = 20
    sort: Sort = "best"

    @property
    def works(self) -> list[Work]:
        """The works of this page in their order."""
        return [hit.work for hit in self.hits]

    @property
    def pages(self) -> int:
        return -(-self.total // self.size)

    @property
    def problem(self) -> str | None:
        """The sentences without their places."""
        return " ".join(dict.fromkeys(one.sentence for one in self.problems)) or None


class NotReadyError(Exception):
    """There is no index that could answer this viewer. ``behind`` is how many changes it lacks."""

    def __init__(self, sentence: str, behind: int = 0) -> None:
        super().__init__(sentence)
        self.behind = behind


def search(
    viewer: Viewer,
    text: str = "",
    filters: Filters = ANY,
    paging: Paging | None = None,
    *,
    sort: Sort = "best",
    standing: Standing = NOTHING,
    only: frozenset[int] | None = None,
    loosely: bool = False,
    with_facets: Collection[str] | bool = True,
    with_snippets: bool = True,
    today: date | None = None,
) -> Results:
    """The works this viewer may see that fit the words and the filters; all of them if nothing is asked.

    ``loosely``: the words are a description, of which a work need not have all; those that have most, and the rarest,
    come first. ``only``: no other works than these. ``with_facets``: whether values of facets are counted, or of which
    of them. Needs a Django site that is set up. Raises ValueError for an unknown ``sort``.
    """
    if sort not in SORTS:
        raise ValueError(f"no such order: {sort}")
    paging = _within_reason(paging or Paging())
    try:
        now, behind = open_index(viewer)
    except NotReadyError as error:
        return _nothing(paging, str(error), error.behind)
    asking = Asking(now.searcher)
    text = encodable(text)
    parsed = parse_loosely(text, asking.share) if loosely else parse(text, today)
    words = asking.query(parsed.node) if parsed.node else None
    if parsed.node and words is None:
        return _nothing(paging, NOTHING_TO_FIND, behind.changed, parsed.problems)
    asked = question(viewer, now, (parsed.node, words), filters, (standing, only), behind)
    by: Sort = "added" if sort == "best" and words is None else sort
    problems = (*parsed.problems, *(Problem(one, 0, 0) for one in asking.remarks))
    wanted = list(wanted_words(parsed.node)) if with_snippets else []
    found = answer(viewer, asked, paging, by, wanted, _meant(with_facets))
    return replace(found, problems=(*problems, *found.problems), behind=behind.changed)


def open_index(viewer: Viewer) -> tuple[Snapshot, Lag]:
    """The index as of now, and how far it is behind. Raises NotReadyError."""
    now = snapshot() or _built()
    if now is None:
        raise NotReadyError(NO_INDEX)
    behind = lag(viewer, now.position)
    if behind.too_much and not viewer.is_keeper:
        raise NotReadyError(TOO_FAR_BEHIND, behind.changed)
    return now, behind


def answer(
    viewer: Viewer, asked: Question, paging: Paging, sort: Sort, wanted: Sequence[Word], facets: Collection[str]
) -> Results:
    """A page of what fits a question, with passages that show the ``wanted`` words, and some ``facets``."""
    place = _place(viewer, paging) if sort != "best" else None
    lost = place is None and sort != "best" and bool(paging.after or paging.before)
    paging = Paging(size=paging.size) if lost else paging
    numbers, total = page_of(asked, paging, sort, place)
    works = queries.works(viewer).in_bulk(numbers)
    shown = [works[number] for number in numbers if number in works]
    marked = snippets(wanted, _open(viewer, shown)) if wanted else {}
    return Results(
        hits=tuple(Hit(work.pk, work.public_id, work, marked.get(work.pk, NO_SNIPPET)) for work in shown),
        total=total - (len(numbers) - len(shown)),
        facets=named(counts_of(asked, facets, total)) if facets else {},
        problems=(Problem(NO_SUCH_PLACE, 0, 0),) if lost else (),
        page=paging.page,
        size=paging.size,
        sort=sort,
    )


def _place(viewer: Viewer, paging: Paging) -> Work | None:
    """The work beside which a page is."""
    public_id = paging.after or paging.before
    return queries.works(viewer).filter(public_id=public_id).first() if public_id else None


def _open(viewer: Viewer, shown: list[Work]) -> list[Work]:
    """Those of the works of which words may be shown to a viewer who has not asked for them."""
    allowed = set(gating.open_works(viewer).filter(pk__in=[work.pk for work in shown]).values_list("pk", flat=True))
    return [work for work in shown if work.pk in allowed]


def _within_reason(paging: Paging) -> Paging:
    size = min(max(1, paging.size), LARGEST_PAGE)
    return Paging(max(1, paging.page), size, paging.after, paging.before)


def _meant(with_facets: Collection[str] | bool) -> Collection[str]:
    """The facets that are meant by all, none or some."""
    return (tuple(FACETS) if with_facets else ()) if isinstance(with_facets, bool) else with_facets


def _nothing(paging: Paging, sentence: str, behind: int = 0, problems: tuple[Problem, ...] = ()) -> Results:
    told = (*problems, Problem(sentence, 0, 0))
    return Results(problems=told, behind=behind, page=paging.page, size=paging.size)


def _built() -> Snapshot | None:
    """The index of a small archive that had none: it is there sooner than an excuse is read."""
    if Work.objects.count() > _SMALL_ARCHIVE:
        return None
    catch_up(wait=True)
    return snapshot()
