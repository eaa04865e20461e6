"""From what a person names (files, folders) to the files to read, in an order that is the same every time."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from fanthology.fic.litter import is_litter

_MAILDIR = {"cur", "new"}
_UNFINISHED = "tmp"


@dataclass(frozen=True, slots=True)
class WalkProblem:
    """Something on the way that is not a file to read. ``message`` says in a whole sentence what and why.

    A ``special`` file (a pipe, a device) inside a folder is only passed over; the other kinds mean that
    something the person asked for was not read.
    """

    path: Path
    kind: Literal["missing", "unreadable", "special"]
    message: str

    @property
    def serious(self) -> bool:
        """True if something that was asked for could not be had."""
        return self.kind != "special"


def walk(paths: Iterable[Path]) -> Iterator[Path | WalkProblem]:
    """The files that the paths name: a file as it is, a folder's files by name and then the folders in it.

    Links are followed; a folder that is reached a second time (a loop, a link to a folder that was named too) is
    passed over. Hidden files and what operating systems leave behind are read only when named outright. Of a maildir
    (a folder with ``cur`` and ``new`` in it) the letters that were not yet written to their end are passed over, and
    its hidden folders are folders of mail. Problems are values in the stream, each where its path would have been, so
    that one of them stops nothing.

    >>> list(walk([Path("no-such-file.txt")]))[0].kind
    'missing'
    """
    seen: set[tuple[int, int]] = set()
    for path in paths:
        yield from _walk_one(path, seen)


def _walk_one(start: Path, seen: set[tuple[int, int]]) -> Iterator[Path | WalkProblem]:
    # a stack, not recursion: folders may be nested deeper than Python's calls
    stack = [(start, True)]
    while stack:
        path, named = stack.pop()
        try:
            status = path.stat()
            if not stat.S_ISDIR(status.st_mode):
                yield _file(path, status.st_mode, named)
            elif (status.st_dev, status.st_ino) not in seen:
                seen.add((status.st_dev, status.st_ino))
                stack.extend((path / name, False) for name in reversed(_names(path)))
        except OSError as error:
            yield _problem(path, error)
        except ValueError:  # a null character in the name
            yield WalkProblem(path, "missing", f"{path!r} is no name that a file can have.")


def _names(folder: Path) -> list[str]:
    """The names in a folder: files first, so that what describes the files of its folders comes before them."""
    with os.scandir(folder) as entries:
        names = [(_is_folder(entry), entry.name) for entry in entries]
    maildir = {name for is_folder, name in names if is_folder} >= _MAILDIR
    wanted = [(is_folder, name) for is_folder, name in names if not (_passed_over(folder, name, is_folder, maildir))]
    return [name for _, name in sorted(wanted)]


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:  # a link that leads in a circle: said when it is come to
        return False


def _passed_over(folder: Path, name: str, is_folder: bool, maildir: bool) -> bool:
    if maildir and is_folder:
        return name == _UNFINISHED or (is_litter(name) and not (folder / name / "cur").is_dir())
    return is_litter(name)


def _file(path: Path, mode: int, named: bool) -> Path | WalkProblem:
    if not stat.S_ISREG(mode):
        message = f"{path} is not a file but a pipe, socket or device; it was passed over."
        return WalkProblem(path, "unreadable" if named else "special", message)
    if not os.access(path, os.R_OK):
        return WalkProblem(path, "unreadable", f"{path} could not be read: you have no permission to.")
    return path


def _problem(path: Path, error: OSError) -> WalkProblem:
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        if path.is_symlink():
            return WalkProblem(path, "missing", f"{path} is a link to something that is not there.")
        return WalkProblem(path, "missing", f"{path} does not exist. Check the spelling.")
    if isinstance(error, PermissionError):
        return WalkProblem(path, "unreadable", f"{path} could not be read: you have no permission to.")
    return WalkProblem(path, "unreadable", f"{path} could not be read: {error.strerror or error}.")
