"""Rules of the house that no linter knows."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
SOURCES = sorted((ROOT / "src").rglob("*.py"))
EMPTY_NAMES = re.compile(r"(Service|Manager|Utils?|Helpers?|Misc)$", re.IGNORECASE)


def test_there_are_sources_to_check() -> None:
    assert len(SOURCES) > 50


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT / "src")))
def test_a_file_has_one_idea(path: Path) -> None:
    if "migrations" not in path.parts:
        assert len(path.read_text().splitlines()) <= 400, f"{path} has outgrown one idea: split it"


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT / "src")))
def test_names_say_something(path: Path) -> None:
    assert not EMPTY_NAMES.search(path.stem)
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.ClassDef):
            assert not EMPTY_NAMES.search(node.name), f"{path}: {node.name} says nothing"


def test_only_queries_decide_who_sees_what() -> None:
    """Nothing outside the catalogue filters works by their visibility."""
    filters = re.compile(r"visibility(__\w+)?\s*=\s*(Visibility\.|\[|\"|')")
    archive = ROOT / "src/fanthology/archive"
    for path in archive.rglob("*.py"):
        if "catalogue" not in path.parts and "migrations" not in path.parts:
            for line in path.read_text().splitlines():
                assert not (filters.search(line) and ("filter(" in line or "exclude(" in line)), f"{path}: {line}"
