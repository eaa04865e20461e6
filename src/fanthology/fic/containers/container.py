"""What a container is: a file that holds items. One record per kind in `fanthology.fic.containers.CONTAINERS`.

A container is read from an open file, never as one piece of memory, and gives its members one after another: a mailbox
of 5 GB takes no more memory than its largest letter.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import BinaryIO, TypeAlias


@dataclass(frozen=True, slots=True)
class Member:
    """One item of a container: its name in there, its bytes, and what lay beside it (see `readers.reader.Item`)."""

    name: str
    data: bytes = field(repr=False)
    beside: Mapping[str, bytes] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True)
class Refused:
    """A member that was not taken, or the end of a container that could not be read to its end.

    ``reason`` is one of `fic.story.REASONS`; ``message`` says it in plain words. With no ``name`` it is about the
    container as a whole.
    """

    name: str
    reason: str
    message: str


@dataclass(frozen=True, slots=True)
class Used:
    """A file beside the container (or, ``inside``, a member of it) whose content went into members, by its name.

    It is then accounted for and is not read on its own: ``stories/2/1.txt`` of an eFiction site, for one.
    """

    name: str
    inside: bool = False


@dataclass(frozen=True, slots=True)
class Tally:
    """The account that a container gives of itself at its end: how many things of each kind it holds, and how many of
    them went into its members (``{"stories": (120, 120), "reviews": (900, 897)}``). ``remarks`` say in whole sentences
    where the rest is.
    """

    counts: Mapping[str, tuple[int, int]]
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Nested:
    """A member that is a container itself. `opening` opens it in turn and gives what it holds, never this.

    ``file`` reads its bytes from the start and can go back there. ``neighbour`` is as in `Opened`, seen from where the
    member lies; ``use`` is told the name of each neighbour that was used, so that it is not given again. With no
    ``use`` the container stands for this member alone: the files beside the one are those beside the other.
    """

    name: str
    file: BinaryIO
    neighbour: Callable[[str], bytes | None]
    use: Callable[[str], None] | None = None


@dataclass(frozen=True, slots=True)
class Whole:
    """Given by `opening.open_all` alone: this is one item and no container, and is read as it is."""


Found: TypeAlias = Member | Refused | Used | Tally | Nested


@dataclass(frozen=True, slots=True)
class Limits:
    """How much a container may hold before it is taken for an attack or an accident. Sizes in bytes.

    ``depth`` counts containers inside each other, ``members`` what comes out of all of them, ``listed`` the members of
    an archive whose list has to be in memory, ``total`` all that is unpacked, ``spooled`` what may be written to a
    temporary file, ``ratio`` how many times larger than packed anything may become.
    """

    depth: int = 4
    members: int = 5_000_000
    listed: int = 500_000
    member: int = 64 * 1024 * 1024
    total: int = 64 * 1024 * 1024 * 1024
    spooled: int = 8 * 1024 * 1024 * 1024
    ratio: int = 200


def holds_nothing(head: bytes, name: str) -> bool:
    """What `Opened.holds` says where nobody can tell: no member is a container."""
    return False


@dataclass(frozen=True, slots=True)
class Opened:
    """An open container: its name, its bytes from the start, and the files around it.

    ``neighbour`` gives the bytes of a file by its path relative to the container's folder, None if there is none; it
    never leaves that folder. ``holds`` says of a member, by its beginning and name, whether it is a container too.
    """

    name: str
    file: BinaryIO
    limits: Limits
    neighbour: Callable[[str], bytes | None]
    holds: Callable[[bytes, str], bool] = holds_nothing


@dataclass(frozen=True, slots=True)
class Container:
    """A kind of container. ``detect`` is asked with the first 64 KB and the name; the bytes decide.

    ``members`` may raise UnpackingError where the container breaks off; what it gave before counts. Without ``seeks``
    it is content with a file that can be read forwards and begun again. ``is_item`` takes a closer look at what was
    detected: it may be one item after all.
    """

    name: str
    detect: Callable[[bytes, str], bool]
    members: Callable[[Opened], Iterator[Found]]
    seeks: bool = False
    is_item: Callable[[Opened], bool] | None = None
