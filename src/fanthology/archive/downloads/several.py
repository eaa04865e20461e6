"""Several works as one file: an anthology, or a zip with a file for each."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import BinaryIO

from fanthology.archive.catalogue import gating, queries
from fanthology.archive.catalogue.models import Work
from fanthology.archive.catalogue.viewer import Viewer
from fanthology.fic.errors import FanthologyError
from fanthology.fic.writers.anthology import anthology_of
from fanthology.fic.writers.book import Book, book_to_write
from fanthology.fic.writers.choices import AS_USUAL, Choices, chosen
from fanthology.fic.writers.epub import write_anthology
from fanthology.fic.writers.pdf import write_pdf_of

from .calibre import converted
from .file import book_of, name_of
from .formats import Format, formats
from .names import file_name

MOST = 1_000
"""Works in one file."""
MOST_SOON = 20
"""Works that are put together while somebody waits."""
MOST_WORDS = 10_000_000
"""Words of one book: it is in memory while it is written. A zip is not."""
MOST_WORDS_OF = {"pdf": 1_000_000, "azw3": 2_000_000, "mobi": 2_000_000}
"""The same of what another program sets: 1.6 GB of memory for a PDF, half a gigabyte for a Kindle."""
ZIP = "application/zip"
_CHUNK = 20
_DATE = (1980, 1, 1, 0, 0, 0)
_PACKED = frozenset(("epub", *MOST_WORDS_OF))
TRIES = 3
CHANGED = "Works in it were changed again and again while it was made. Ask for it later."
GONE = "None of these works is here any more, or none is shown to you."

Telling = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is made of works: the title of the whole, the format of it, or with ``each`` of the files in a zip."""

    title: str
    ending: str = "epub"
    each: bool = False
    choices: Choices = AS_USUAL

    @property
    def media_type(self) -> str:
        return ZIP if self.each else formats()[self.ending].media_type

    def file_name(self, fallback: str = "works") -> str:
        """What the file is called."""
        return file_name(self.title, [], fallback, "zip" if self.each else self.ending)


def check(wanted: Wanted, works: int, words: int) -> Format:
    """Raises FanthologyError if that cannot be made: no such format, too much, or one file cannot hold many works."""
    form = formats().get(wanted.ending)
    if form is None:
        raise FanthologyError(f"There is no format {wanted.ending} here. Choose one of: {', '.join(formats())}.")
    if not works:
        raise FanthologyError(GONE)
    if works > MOST:
        raise FanthologyError(f"That is {works:,} works; one file holds {MOST:,} at most. Narrow the list down.")
    if wanted.each:
        return form
    if works > 1 and not form.holds_many:
        raise FanthologyError(f"{form.label} holds one work. For several, choose a zip, or EPUB.")
    most = MOST_WORDS_OF.get(wanted.ending, MOST_WORDS)
    if words > most:
        raise FanthologyError(
            f"That is {words:,} words; one {form.label} holds {most:,} at most. Choose a zip with a file for each."
        )
    return form


def is_soon(wanted: Wanted, works: int, words: int) -> bool:
    """Whether it is ready while somebody waits."""
    return works <= MOST_SOON and words <= formats()[wanted.ending].soon


def write_works(
    viewer: Viewer, numbers: Sequence[int], wanted: Wanted, file: BinaryIO, tell: Telling = lambda done, total: None
) -> list[int]:
    """Write those of the works, in this order, that the viewer may see and has not to ask for first. Gives which these
    are. The same works give the same bytes. Raises FanthologyError as `check`, and if none is left."""
    found = _books(viewer, numbers, wanted.choices, tell)
    if wanted.each:
        return _write_zip(found, wanted, file)
    works, books = [], []
    for work, book in found:
        works.append(work)
        books.append(book)
    check(wanted, len(works), sum(book.words for book in books))
    file.write(_bound(books, wanted))
    return [work.pk for work in works]


def made_at_once(viewer: Viewer, numbers: Sequence[int], wanted: Wanted) -> bytes:
    """The same in memory, for whoever waits for it. What is withdrawn while it is written is not handed out."""
    for _ in range(TRIES):
        file = BytesIO()
        if stand(viewer, write_works(viewer, numbers, wanted, file)):
            return file.getvalue()
    raise FanthologyError(CHANGED)


def stand(viewer: Viewer, numbers: Sequence[int]) -> bool:
    """Whether all these works may be shown to the viewer now."""
    found = gating.open_works(viewer).filter(pk__in=numbers)
    return bool(numbers) and found.count() == len(set(numbers))


def _bound(books: list[Book], wanted: Wanted) -> bytes:
    """The books as one file, whatever their number."""
    if len(books) == 1:
        return formats()[wanted.ending].write(books[0], wanted.choices)
    if wanted.ending == "pdf":
        return write_pdf_of(wanted.title, books, wanted.choices)
    whole = anthology_of(wanted.title, books, wanted.choices)
    if wanted.ending == "epub":
        return write_anthology(whole, books)
    return converted(write_anthology(whole, books, with_machine_fonts=True), wanted.ending)


def _write_zip(found: Iterator[tuple[Work, Book]], wanted: Wanted, file: BinaryIO) -> list[int]:
    inside, taken = [], set[str]()
    with zipfile.ZipFile(file, "w") as archive:
        for work, book in found:
            name = name_of(book, work, wanted.ending)
            if name.lower() in taken:
                name = f"{name.removesuffix('.' + wanted.ending)} ({work.public_id}).{wanted.ending}"
            taken.add(name.lower())
            entry = zipfile.ZipInfo(name, _DATE)
            entry.external_attr = 0o644 << 16
            entry.create_system = 3
            packed = zipfile.ZIP_STORED if wanted.ending in _PACKED else zipfile.ZIP_DEFLATED
            archive.writestr(entry, formats()[wanted.ending].write(book, wanted.choices), packed)
            inside.append(work.pk)
    if not inside:
        raise FanthologyError(GONE)
    return inside


def _books(viewer: Viewer, numbers: Sequence[int], choices: Choices, tell: Telling) -> Iterator[tuple[Work, Book]]:
    """The works and their books as they are asked for, so that a zip never holds more than a few."""
    opened = gating.open_works(viewer)
    for start in range(0, len(numbers), _CHUNK):
        part = numbers[start : start + _CHUNK]
        allowed = opened.filter(pk__in=part).values("pk")
        there = {work.pk: work for work in queries.credited_works(viewer).filter(pk__in=allowed, edition__isnull=False)}
        for place, number in enumerate(part, start + 1):
            if number in there:
                yield there[number], book_to_write(chosen(book_of(there[number]), choices))
            tell(place, len(numbers))
