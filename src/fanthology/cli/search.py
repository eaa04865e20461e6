"""``fanthology search``: finding works from the terminal."""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from fanthology.cli.context import home_of
from fanthology.cli.hits import print_hits, record_of, rows_of
from fanthology.cli.say import complain, harmless_json
from fanthology.cli.site import DATABASE, open_home
from fanthology.fic.errors import FanthologyError
from fanthology.fic.story import RATINGS

if TYPE_CHECKING:
    from fanthology.archive.search.filters import Filters
    from fanthology.archive.search.orders import Sort
    from fanthology.archive.search.query import Results

FOUND, NOTHING_FOUND, FAILED = 0, 1, 2


class Status(StrEnum):
    """How far a story has come."""

    COMPLETE = "complete"
    IN_PROGRESS = "in-progress"
    UNKNOWN = "unknown"


class Order(StrEnum):
    """The order of what is found."""

    BEST = "best"
    UPDATED = "updated"
    PUBLISHED = "published"
    ADDED = "added"
    WORDS = "words"
    TITLE = "title"
    CREATOR = "creator"


def search(
    ctx: typer.Context,
    words: Annotated[list[str] | None, typer.Argument(metavar="[WORDS]...", help="What to look for.")] = None,
    fandom: Annotated[list[str] | None, typer.Option(metavar="NAME", help="Of this fandom; again for more.")] = None,
    creator: Annotated[list[str] | None, typer.Option(metavar="NAME", help="By this creator; again for more.")] = None,
    rating: Annotated[str | None, typer.Option(help="A rating, or how it begins, such as teen.")] = None,
    status: Annotated[Status | None, typer.Option(help="How far the story has come.")] = None,
    language: Annotated[str | None, typer.Option(help="A language by its code, such as en.")] = None,
    probably: Annotated[bool, typer.Option("--probably", help="Also what only seems to be of the fandom.")] = False,
    sort: Annotated[Order, typer.Option(help="The order.")] = Order.BEST,
    limit: Annotated[int, typer.Option(min=1, max=200, help="How many to show.")] = 20,
    page: Annotated[int, typer.Option(min=1, help="Which page of so many.")] = 1,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object, with the facets.")] = False,
) -> None:
    """Find works in the archive by their words, in titles, names, tags, summaries, notes and texts.

    All words must be there. Write "a phrase" in quotes, OR between alternatives, -word for what must not be there
    (after --, or it is taken for an option), brackets, title:word, fandom:word, ship:"a/b", words:>10k,
    "updated:<2 weeks ago" and the like: the manual's page on searching has all of it.
    Into a file or another program, it prints id, title, creators, fandoms and words with tabs between them.

    The exit status is 0 if something was found, 1 if nothing was, and 2 if the search could not be made.

    \b
    Examples:
      fanthology search rain rose
      fanthology search '"the rain and the rose"' --fandom "Sherlock Holmes"
      fanthology search --sort words --limit 5
      fanthology search 'words:>10k status:complete (rain OR snow)'
      fanthology search -- rose -snow
    """
    try:
        _open(home_of(ctx))
        filters = replace(_filters(fandom or [], creator or [], rating, status, language), probably=probably)
        results = find(" ".join(words or []), filters, sort.value, limit, page)
    except FanthologyError as error:
        complain(str(error))
        raise typer.Exit(FAILED) from None
    rows = rows_of(results)
    if as_json:
        typer.echo(harmless_json(json.dumps(record_of(results, rows), ensure_ascii=False)))
    else:
        print_hits(results, rows)
    raise typer.Exit(FOUND if results.total else NOTHING_FOUND)


def find(text: str, filters: Filters, sort: Sort, limit: int, page: int = 1) -> Results:
    """Search the archive that is open, after bringing its index up to date as far as that is possible."""
    from fanthology.archive.catalogue.viewer import KEEPER
    from fanthology.archive.search import query
    from fanthology.archive.search.answering import Paging

    bring_index_up()
    return query.search(KEEPER, text, filters, Paging(page, limit), sort=sort)


def bring_index_up() -> None:
    """Bring the index of the archive that is open up to date, as far as that is possible."""
    from fanthology.archive.search import generations
    from fanthology.archive.search.follow import catch_up
    from fanthology.cli.reindex import build_index

    if generations.current() is None:
        build_index()
    else:
        # an archive on a disk that cannot be written to is searched as its index has it
        with suppress(OSError):
            catch_up(with_names=False)


def _open(home: Path) -> None:
    if not (home / DATABASE).exists():
        raise FanthologyError(f"There is no archive in {home} yet. “fanthology import PATH” makes one.")
    open_home(home)


def _filters(
    fandoms: list[str], creators: list[str], rating: str | None, status: Status | None, language: str | None
) -> Filters:
    from fanthology.archive.catalogue.models import Creator, Tag, TagKind
    from fanthology.archive.search.filters import Filters

    fandom_rows = Tag.objects.filter(kind=TagKind.FANDOM).values_list("name", "public_id")
    creator_rows = Creator.objects.values_list("name", "public_id")
    include = [("fandom", _named("fandom", name, fandom_rows)) for name in fandoms]
    include += [("creator", _named("creator", name, creator_rows)) for name in creators]
    single = {"rating": _rating(rating) if rating else None, "status": status and status.value, "language": language}
    return Filters((*include, *((name, value) for name, value in single.items() if value)))


def _named(what: str, name: str, rows: Any) -> str:
    """The public id of a name, in whatever case. Raises FanthologyError, with names near it, if it is not here."""
    from difflib import get_close_matches

    known = {row_name.casefold(): (row_name, public_id) for row_name, public_id in rows}
    if name.casefold() in known:
        return str(known[name.casefold()][1])
    near = [known[one][0] for one in get_close_matches(name.casefold(), known, 3, 0.6)]
    near += [row_name for one, (row_name, _) in known.items() if name.casefold() in one and row_name not in near][:3]
    hint = f" Did you mean {' or '.join(f'“{one}”' for one in near)}?" if near else ""
    raise FanthologyError(f"No {what} here is called “{name}”.{hint}")


def _rating(asked: str) -> str:
    """
    >>> _rating("teen")
    'Teen And Up Audiences'
    """
    for rating in RATINGS:
        if rating.casefold().startswith(asked.casefold()):
            return rating
    raise FanthologyError(f"“{asked}” is no rating. The ratings are: {', '.join(RATINGS)}.")
