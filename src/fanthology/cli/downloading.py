"""Writing works of the archive that is open to files: one, several as one, or each as its own."""

from __future__ import annotations

import errno
import os
from pathlib import Path

from fanthology.archive.catalogue import queries
from fanthology.archive.catalogue.models import Work
from fanthology.archive.catalogue.viewer import KEEPER
from fanthology.archive.downloads.file import file_of
from fanthology.archive.downloads.several import MOST, Wanted, check, write_works
from fanthology.archive.reading.shelves import shelves_of, works_on
from fanthology.archive.search.answering import Paging
from fanthology.archive.search.query import LARGEST_PAGE
from fanthology.archive.search.query import search as find
from fanthology.cli.progress import bar
from fanthology.cli.search import bring_index_up
from fanthology.fic.errors import FanthologyError
from fanthology.fic.writers.choices import Choices
from fanthology.fic.writers.save import is_folder, reason_of, save, saving

_NO_SHELVES = "Shelves that belong to an account are downloaded on the site; those made here without one are found."


def write_one(public_id: str, output: Path | None, ending: str, choices: Choices) -> Path:
    """Write a work and give the path. Raises FanthologyError if there is no such work or it cannot be written."""
    _require_folder(output)
    try:
        file = file_of(KEEPER, public_id, ending, choices)
    except Work.DoesNotExist:
        raise FanthologyError(f"No work here has the id {public_id}. “fanthology search” shows the ids.") from None
    path = _target(file.name, output)
    save(path, file.data)
    return path


def write_several(
    title: str, numbers: list[int], output: Path | None, ending: str, zipped: bool, choices: Choices
) -> Path:
    """Write works as one file and give the path. Raises FanthologyError if that cannot be."""
    wanted = Wanted(title, ending, zipped, choices)
    words = queries.works(KEEPER).filter(pk__in=numbers).values_list("words", flat=True)
    check(wanted, len(numbers), sum(words))
    path = _target(wanted.file_name(), output)
    with saving(path) as file, bar("Writing") as tell:
        write_works(KEEPER, numbers, wanted, file, tell)
    return path


def write_all(folder: Path, ending: str, choices: Choices) -> tuple[int, list[str]]:
    """Write every work into a folder, which is made if need be. Gives the number of files, and a sentence for each work
    that could not be made into one. Raises FanthologyError if nothing can be written there."""
    _make(folder)
    ids = list(queries.works(KEEPER).order_by("pk").values_list("public_id", flat=True))
    taken: set[str] = set()
    problems: list[str] = []
    with bar("Writing") as tell:
        for number, public_id in enumerate(ids, 1):
            try:
                file = file_of(KEEPER, public_id, ending, choices)
            except Work.DoesNotExist:
                continue  # it was removed since the list was made
            except FanthologyError as error:
                problems.append(f"{public_id} was not written: {error}")
                continue
            name = file.name
            if name.lower() in taken:
                name = f"{name.removesuffix('.' + ending)} ({public_id}).{ending}"
            taken.add(name.lower())
            save(folder / name, file.data)
            tell(number, len(ids))
    return len(taken), problems


def works_of(*, search: str, series: str, shelf: str) -> tuple[str, list[int]]:
    """What to call the works of the one of these that is not empty, and their numbers. Raises FanthologyError if there
    are none."""
    if series:
        return works_of_series(series)
    return works_on_shelf(shelf) if shelf else works_found(search)


def works_of_series(public_id: str) -> tuple[str, list[int]]:
    """The name of a series and the works of it. Raises FanthologyError if there is no such series."""
    found = queries.series(KEEPER).filter(public_id=public_id).first()
    if found is None:
        raise FanthologyError(f"No series here has the id {public_id}. It is in the series' address.")
    return found.name, list(queries.series_works(KEEPER, found).values_list("pk", flat=True))


def works_on_shelf(name: str) -> tuple[str, list[int]]:
    """The name of a shelf of whoever opens the site on this machine without an account, and the works on it. Raises
    FanthologyError if there is no such shelf, or nothing on it."""
    shelves = list(shelves_of(KEEPER))
    asked = " ".join(name.split())
    alike = [one for one in shelves if one.name.casefold() == asked.casefold()]
    found = next((one for one in alike if one.name == asked), alike[0] if len(alike) == 1 else None)
    if found is None:
        there = f"There are: {', '.join(one.name for one in shelves)}." if shelves else _NO_SHELVES
        raise FanthologyError(f"There is no shelf “{name}”. {there}")
    numbers = list(works_on(KEEPER, found).values_list("pk", flat=True))
    if not numbers:
        raise FanthologyError(f"There is nothing on the shelf “{found.name}”.")
    return found.name, numbers


def works_found(words: str) -> tuple[str, list[int]]:
    """What to call all that a search finds, and the works. Raises FanthologyError if there are none."""
    bring_index_up()
    numbers: list[int] = []
    # one page more than fits into a file, so that too many are refused and not cut off
    for page in range(1, MOST // LARGEST_PAGE + 2):
        paging = Paging(page, LARGEST_PAGE)
        results = find(KEEPER, words, paging=paging, with_facets=False, with_snippets=False)
        numbers += [hit.work_id for hit in results.hits]
        if not results.hits or len(numbers) >= results.total:
            break
    if not numbers:
        raise FanthologyError(results.problem or f"Nothing here fits “{words}”.")
    return f"Works about “{words}”", numbers


def _target(name: str, output: Path | None) -> Path:
    if output is None:
        return Path(name)
    return output / name if is_folder(output) else output


def _require_folder(output: Path | None) -> None:
    """Raises FanthologyError, before anything is made, if the file has no place to go to."""
    if output is not None and not is_folder(output.parent):
        raise FanthologyError(f"{output} could not be written: {reason_of(OSError(errno.ENOENT, ''))}.")


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise FanthologyError(f"The folder {folder} cannot be made: {os.strerror(error.errno or 0)}.") from error
