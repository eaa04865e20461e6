"""What the cases of a reader share: an input (a file, or the files of a book), and all that is expected of it."""

from __future__ import annotations

import io
import json
import zipfile
from dataclasses import fields
from pathlib import Path
from typing import Any

from fanthology.fic.readers import read, reader_of
from fanthology.fic.story import Chapter, Identity, Rejection, Story
from recount import recount

CASES = Path(__file__).parent / "cases"
_LEFT_OUT = {"source", "reader", "chapters", "evidence", "ledger", "repairs"}
_FIELDS = {one.name for one in fields(Story)}


def cases(kind: str) -> list[Path]:
    """The folders of a kind of case."""
    return sorted((CASES / kind).iterdir())


def packed(folder: Path) -> bytes:
    """The files of a folder as an EPUB."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(zipfile.ZipInfo("mimetype"), "application/epub+zip")
        for path in sorted(path for path in folder.rglob("*") if path.is_file()):
            archive.writestr(zipfile.ZipInfo(str(path.relative_to(folder))), path.read_bytes())
    return held.getvalue()


def input_of(case: Path) -> bytes:
    """The bytes of a case's input."""
    return packed(case / "book") if (case / "book").is_dir() else (case / "input.html").read_bytes()


def told(story: Story) -> dict[str, Any]:
    """Everything that a Story states, as plain values: fields that are empty are left out, what only the evidence holds
    is ``kept``."""
    found: dict[str, Any] = {"reader": story.reader.name}
    for one in fields(Story):
        value = getattr(story, one.name)
        if one.name not in _LEFT_OUT and value not in (None, (), "unknown"):
            found[one.name] = plain(value)
    found["chapters"] = [_chapter(chapter) for chapter in story.chapters]
    kept: dict[str, list[str]] = {}
    for evidence in story.evidence:
        if evidence.field not in _FIELDS:
            kept.setdefault(evidence.field, []).append(evidence.value)
    return {**found, "kept": kept}


def _chapter(chapter: Chapter) -> dict[str, Any]:
    names = ("number", "title", "summary", "notes_before", "notes_after", "source_url")
    stated = {name: getattr(chapter, name) for name in names if getattr(chapter, name) is not None}
    return {**stated, "blocks": [block.html for block in chapter.blocks]}


def plain(value: Any) -> Any:
    """A value as JSON has it; an Identity as ``scheme value``."""
    if isinstance(value, Identity):
        return f"{value.scheme} {value.value}"
    if isinstance(value, tuple):
        return [plain(one) for one in value]
    if hasattr(value, "__dataclass_fields__"):
        members = {one.name: getattr(value, one.name) for one in fields(value)}
        return {name: plain(one) for name, one in members.items() if one not in (None, ())}
    return value


def check(case: Path) -> Story | None:
    """Reads a case, asserts everything that is expected of it and that its account is whole."""
    expected = json.loads((case / "expected.json").read_text("utf-8"))
    data = input_of(case)
    outcome = read(data, name="saved")
    if isinstance(outcome, Rejection):
        assert {"rejected": outcome.reason, "message": outcome.message} == expected
        return None
    assert told(outcome) == expected
    assert_sound(outcome, data)
    return outcome


def assert_sound(story: Story, data: bytes) -> None:
    """Asserts the ledger, the words, and that evidence stands where it says."""
    reader = reader_of(story.reader.name)
    assert reader is not None
    text = reader.text_of(data)
    recount(story, text)
    stated = {one.name for one in fields(Story)} - _LEFT_OUT
    for name in stated:
        if getattr(story, name) not in (None, (), "unknown"):
            assert any(evidence.field == name for evidence in story.evidence), f"{name} has no evidence"
    for evidence in story.evidence:
        assert 0 < evidence.confidence <= 1 and len(evidence.rule) <= 60 and len(evidence.field) <= 30
        if evidence.span:
            assert text[slice(*evidence.span)].strip(), evidence
