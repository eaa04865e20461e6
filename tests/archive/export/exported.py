"""Looking at an export as a browser would: every page parsed, every address followed."""

from __future__ import annotations

import hashlib
import json
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

VOID = frozenset(("br", "hr", "img", "link", "meta", "input", "col"))


class Seen(HTMLParser):
    """What a page holds: its addresses, elements and ids; ``faults`` names what is not well-formed."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.addresses: list[str] = []
        self.outward: list[str] = []
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.ids: list[str] = []
        self.faults: list[str] = []
        self.text = ""
        self._open: list[str] = []
        self.feed(text)
        self.close()
        self.faults += [f"<{tag}> stays open" for tag in self._open]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        self.elements.append((tag, told))
        if len(told) < len(attrs):
            self.faults.append(f"<{tag}> says something twice")
        if told.get("id"):
            self.ids.append(str(told["id"]))
        for name in ("href", "src"):
            if told.get(name) is not None:
                address = str(told[name])
                leads_out = tag == "a" and "noreferrer" in str(told.get("rel"))
                (self.outward if leads_out else self.addresses).append(address)
        if tag not in VOID:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self._open or self._open.pop() != tag:
            self.faults.append(f"</{tag}> closes nothing")

    def handle_data(self, data: str) -> None:
        self.text += data


def look(path: Path) -> Seen:
    return Seen(path.read_text("utf-8"))


def crawl(folder: Path) -> dict[Path, Seen]:
    """Every page that can be reached from ``index.html``; fails for an address that leads nowhere, or out."""
    found: dict[Path, Seen] = {}
    waiting = [folder / "index.html"]
    while waiting:
        path = waiting.pop()
        if path in found:
            continue
        page = found[path] = look(path)
        for address in page.addresses:
            parts = urlsplit(address)
            assert not parts.scheme and not parts.netloc and not address.startswith("/"), f"{path}: {address}"
            if not parts.path:
                assert parts.fragment in page.ids, f"{path}: {address}"
                continue
            target = (path.parent / unquote(parts.path)).resolve()
            assert target.is_file() and target.is_relative_to(folder), f"{path} leads to {address}"
            if target.suffix == ".html" and "/files/" not in target.as_posix():
                waiting.append(target)
    return found


def files_of(folder: Path) -> dict[str, bytes]:
    return {one.relative_to(folder).as_posix(): one.read_bytes() for one in folder.rglob("*") if one.is_file()}


def manifest_of(folder: Path) -> dict[str, Any]:
    """The manifest, after a look whether it says the truth."""
    told: dict[str, Any] = json.loads((folder / "manifest.json").read_text("utf-8"))
    there = files_of(folder)
    del there["manifest.json"]
    assert {one["path"]: one["sha256"] for one in told["files"]} == {
        name: hashlib.sha256(data).hexdigest() for name, data in there.items()
    }
    return told
