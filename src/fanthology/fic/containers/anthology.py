"""Anthologies that Fanthology wrote: a book of several works, each of which is an item again.

A work is taken out as an EPUB of its own: its pages as they stand, and what the anthology says about it for programs.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections import defaultdict
from collections.abc import Iterator, Sequence

from fanthology.fic.containers.container import Container, Found, Limits, Member, Opened, Refused
from fanthology.fic.containers.directory import too_large
from fanthology.fic.containers.unpacking import UnpackingError, explained
from fanthology.fic.containers.zip import bounded
from fanthology.fic.text.exchange.places import FACTS, PAGES, facts_of_work

_BEGINNING = b"mimetypeapplication/epub+zip"
_LOCAL_SIZE = 30
_NEAR = 4096
_PAGE = re.compile(rf"{PAGES}part-(\d{{4,6}})-[\w-]+\.xhtml")
_SMALL = 1_000_000  # bytes; below it a ratio says nothing
_DATE = (1980, 1, 1, 0, 0, 0)
_LEVEL = 5
_TRAP = "It unpacks to more than {} times its size, as traps do."
_CONTAINER = (
    '<?xml version="1.0"?>\n<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">'
    '<rootfiles><rootfile full-path="OEBPS/package.opf" media-type="application/oebps-package+xml"/>'
    "</rootfiles></container>\n"
)
_PACKAGE = (
    '<?xml version="1.0"?>\n<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="identifier">'
    '<metadata xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:identifier id="identifier">work</dc:identifier>'
    "<dc:title>A work of an anthology</dc:title><dc:language>und</dc:language></metadata>\n"
    "<manifest>{items}</manifest>\n<spine>{order}</spine></package>\n"
)


def detect(head: bytes, name: str) -> bool:
    """True for an EPUB that begins with what is said about each of its works.

    >>> detect(b"PK\\x03\\x04" + bytes(26) + b"mimetypeapplication/epub+zip", "a.epub")
    False
    """
    begins = head.startswith(b"PK\x03\x04") and head[_LOCAL_SIZE:].startswith(_BEGINNING)
    return begins and facts_of_work(1).encode() in head[:_NEAR]


def members(opened: Opened) -> Iterator[Found]:
    """The works of an anthology."""
    with explained():
        bounded(opened.file, opened.limits)
        archive = zipfile.ZipFile(opened.file)
    with archive:
        pages = _pages(archive)
        for number in sorted(pages):
            facts = archive.NameToInfo.get(facts_of_work(number))
            if facts is not None:
                yield _work(archive, f"{number:04}.epub", facts, pages[number], opened.limits)


def is_item(opened: Opened) -> bool:
    """True for a book that only looks like an anthology."""
    try:
        with explained():
            bounded(opened.file, opened.limits)
        with explained(), zipfile.ZipFile(opened.file) as archive:
            return not any(facts_of_work(number) in archive.NameToInfo for number in _pages(archive))
    except UnpackingError:
        return True


def _pages(archive: zipfile.ZipFile) -> dict[int, list[zipfile.ZipInfo]]:
    """The pages of each work, in their order."""
    found: dict[int, list[zipfile.ZipInfo]] = defaultdict(list)
    for info in archive.infolist():
        if match := _PAGE.fullmatch(info.filename):
            found[int(match[1])].append(info)
    return found


def _work(
    archive: zipfile.ZipFile, name: str, facts: zipfile.ZipInfo, pages: Sequence[zipfile.ZipInfo], limits: Limits
) -> Member | Refused:
    files = [facts, *pages]
    size = sum(info.file_size for info in files)
    if size > limits.member:
        return Refused(name, "too-large", too_large(limits.member))
    if size > max(_SMALL, limits.ratio * sum(info.compress_size for info in files)):
        return Refused(name, "too-large", _TRAP.format(limits.ratio))
    try:
        with explained():
            read = [archive.read(info) for info in files]
    except UnpackingError as error:
        return Refused(name, error.reason, str(error))
    return Member(name, _book(read[0], {info.filename: data for info, data in zip(pages, read[1:], strict=True)}))


def _book(facts: bytes, pages: dict[str, bytes]) -> bytes:
    """An EPUB of one work. The same work gives the same bytes, so that it is known when it comes again."""
    names = [(f"p{number}", name.removeprefix(PAGES)) for number, name in enumerate(pages, 1)]
    package = _PACKAGE.format(
        items="".join(f'<item id="{one}" href="{name}" media-type="application/xhtml+xml"/>' for one, name in names),
        order="".join(f'<itemref idref="{one}"/>' for one, _ in names),
    )
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr(_entry("mimetype"), b"application/epub+zip", zipfile.ZIP_STORED)
        files: dict[str, bytes | str] = {
            "META-INF/container.xml": _CONTAINER,
            FACTS: facts,
            f"{PAGES}package.opf": package,
            **pages,
        }
        for name, data in files.items():
            archive.writestr(_entry(name), data, zipfile.ZIP_DEFLATED, _LEVEL)
    return made.getvalue()


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, _DATE)
    entry.create_system = 3
    entry.external_attr = 0o644 << 16
    return entry


ANTHOLOGY = Container("anthology", detect, members, seeks=True, is_item=is_item)
