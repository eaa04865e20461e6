"""Opening an EPUB: its pages in reading order, its metadata, its table of contents. Nothing is written to disk.

An EPUB is a hostile zip archive until it has shown otherwise: sizes are counted while they are read, names only looked
up, and XML that declares entities is refused. Source of the structure: EPUB 2.0.1 (OPF, NCX) and EPUB 3.3.
"""

from __future__ import annotations

import lzma
import posixpath
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from io import BytesIO

from fanthology.fic.readers.epub.contents import contents_of, full_name, roles_of
from fanthology.fic.readers.epub.xml import Element, HostileXmlError, parse_xml
from fanthology.fic.text.decoding.decode import declared_charset, decode

MOST_PAGES = 20_000
LARGEST_FILE = 64 * 1024 * 1024
LARGEST_TOTAL = 256 * 1024 * 1024
HIGHEST_RATIO = 200
"""Bytes that come out for each that is stored: prose gives 3 to 5, a page of one repeated letter 1,000."""

_RATIO_COUNTS_FROM = 1_000_000
_CHUNK = 1 << 16
_EMPTY_ELEMENT = re.compile(r"<(?!(?:br|hr|img|meta|link|col|input|area|base|embed|source|wbr)\b)(\w[\w:-]*)([^<>]*)/>")
_BROKEN = "This EPUB is damaged: {}. Get it again from where it came from."
_ERRORS = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    EOFError,
    OSError,
    ValueError,
    NotImplementedError,
)


class PackageError(Exception):
    """Why an EPUB cannot be opened. ``reason`` is one of `fic.story.REASONS`; the message is for people."""

    def __init__(self, reason: str, message: str) -> None:
        super().__init__(message)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Page:
    """One file of the spine: its name in the archive, its markup as HTML."""

    name: str
    html: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Package:
    """An EPUB. ``metadata`` are the elements of the OPF's metadata in order (``title``, ``creator``, ``meta`` ...);
    ``contents`` maps ``page.xhtml`` and ``page.xhtml#place`` (full names) to what the table of contents calls them;
    ``names`` are all files; ``roles`` says what part a page plays (``cover``, ``toc`` ...); ``media_types`` are the
    manifest's, by full name."""

    pages: tuple[Page, ...]
    metadata: tuple[Element, ...]
    contents: Mapping[str, str]
    names: tuple[str, ...]
    roles: Mapping[str, str] = field(default_factory=dict)
    media_types: Mapping[str, str] = field(default_factory=dict)
    _files: _Files | None = field(default=None, repr=False, compare=False)

    def content(self, name: str) -> bytes:
        """The bytes of any of its files. Raises PackageError if that one is missing, damaged, locked or too large."""
        if self._files is None:
            raise PackageError("unreadable", _BROKEN.format(f"{name} is missing"))
        try:
            return self._files.read(name)
        except _ERRORS as error:
            raise PackageError("unreadable", _BROKEN.format("a file in it cannot be unpacked")) from error

    def values(self, name: str) -> list[str]:
        """What the elements of metadata with a name say: ``values("subject")``."""
        return [one.words for one in self.metadata if one.name == name and one.words]

    @property
    def encoding(self) -> str:
        return "utf-8"


def open_package(data: bytes) -> Package:
    """The EPUB in ``data``. Raises PackageError if it cannot be opened, wholly and safely."""
    files = _Files(data)
    try:
        opf_name = _opf_name(files)
        opf = parse_xml(files.read(opf_name))
        folder = posixpath.dirname(opf_name)
        manifest = {one.attributes.get("id", ""): one for one in opf.all("item")}
        listed = {full_name(folder, one.attributes.get("href", "")): one for one in manifest.values()}
        listed = {name: one for name, one in listed.items() if name in files.names}
        names = [name for name in _spine(opf, manifest, folder) if name in files.names]
        if not names:
            raise PackageError("unreadable", _BROKEN.format("no page of it is where its list says"))
        pages = tuple(Page(name, _html(files.read(name))) for name in names[:MOST_PAGES])
        contents = contents_of(listed, files.read)
        roles = roles_of(opf, folder, listed, files.read)
    except HostileXmlError as error:
        raise PackageError("unreadable", _BROKEN.format(f"a list in it cannot be read ({error})")) from error
    except _ERRORS as error:
        raise PackageError("unreadable", _BROKEN.format("a file in it cannot be unpacked")) from error
    metadata = opf.first("metadata")
    told = tuple(metadata.children) if metadata else ()
    media_types = {name: one.attributes.get("media-type", "") for name, one in listed.items()}
    return Package(pages, told, contents, tuple(sorted(files.names)), roles, media_types, files)


class _Files:
    """The files of the archive, with an eye on how much comes out of it."""

    def __init__(self, data: bytes) -> None:
        try:
            self._archive = zipfile.ZipFile(BytesIO(data))
        except _ERRORS as error:
            message = _BROKEN.format("its end is missing or it is no zip archive")
            raise PackageError("unreadable", message) from error
        self.names = frozenset(self._archive.namelist())
        self._total = 0

    def read(self, name: str) -> bytes:
        """The content of a file. Raises PackageError for one that is locked or too large."""
        info = self._archive.getinfo(name) if name in self.names else None
        if info is None:
            raise PackageError("unreadable", _BROKEN.format(f"{name} is missing"))
        if info.flag_bits & 1:
            raise PackageError("unreadable", "This EPUB is locked with a password. Unlock it and read that.")
        pieces: list[bytes] = []
        size = 0
        with self._archive.open(info) as file:
            while piece := file.read(_CHUNK):
                size += len(piece)
                self._total += len(piece)
                if size > LARGEST_FILE or self._total > LARGEST_TOTAL or _bursts(size, info.compress_size):
                    raise PackageError("too-large", "This EPUB unpacks to more than any book has; it was not read.")
                pieces.append(piece)
        return b"".join(pieces)


def _bursts(size: int, stored: int) -> bool:
    return size > _RATIO_COUNTS_FROM and size > HIGHEST_RATIO * max(stored, 1)


def _opf_name(files: _Files) -> str:
    if "META-INF/encryption.xml" in files.names and b"EncryptedKey" in files.read("META-INF/encryption.xml"):
        raise PackageError("unreadable", "This EPUB is locked by copy protection (DRM), so its text cannot be read.")
    if "META-INF/container.xml" in files.names:
        root = parse_xml(files.read("META-INF/container.xml")).first("rootfile")
        path = root.attributes.get("full-path", "") if root else ""
        if path in files.names:
            return path
    found = sorted(name for name in files.names if name.endswith(".opf"))
    if not found:
        raise PackageError("unreadable", _BROKEN.format("the list of its pages is missing"))
    return found[0]


def _spine(opf: Element, manifest: Mapping[str, Element], folder: str) -> Iterator[str]:
    for one in opf.all("itemref"):
        item = manifest.get(one.attributes.get("idref", ""))
        if item is not None:
            yield full_name(folder, item.attributes.get("href", ""))


def _html(data: bytes) -> str:
    """A page as HTML: what XHTML may write short (``<a id="x"/>``) is opened and closed."""
    text = decode(data, declared_charset(data)).text
    return _EMPTY_ELEMENT.sub(r"<\1\2></\1>", text)
