"""What is made of an audit's answer: a vulnerability fails, silence does not, and nothing is called safe unasked."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path
from typing import Any

import pytest

PLACE = Path(__file__).resolve().parents[1] / ".ci/audit.py"
LOCK = Path("requirements.lock")
SAFE = {"name": "django", "version": "5.2.1", "vulns": []}
HOLED = {"name": "nh3", "version": "0.3.0", "vulns": [{"id": "PYSEC-1", "fix_versions": ["0.3.1"]}]}
UNKNOWN = {"name": "ftfy", "skip_reason": "Dependency not found on PyPI"}


@pytest.fixture
def audit() -> Any:
    spec = importlib.util.spec_from_file_location("audit", PLACE)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize(
    ("rows", "words", "failed"),
    [
        ([SAFE], "no known vulnerability in 1 packages.", False),
        ([SAFE, UNKNOWN], "in 1 packages, 1 are not known there.", False),
        ([SAFE, HOLED], "nh3 0.3.0: PYSEC-1, mended in 0.3.1", True),
        ([UNKNOWN, UNKNOWN], "was not audited", False),
        ([], "was not audited", False),
    ],
)
def test_an_answer(audit: Any, rows: list[dict[str, Any]], words: str, failed: bool) -> None:
    verdict = audit.judge(LOCK, json.dumps({"dependencies": rows}), "")
    assert words in verdict.words and verdict.failed is failed


@pytest.mark.parametrize(
    ("complaint", "failed"),
    [
        ("requests.exceptions.ProxyError: HTTPSConnectionPool: Max retries exceeded with url", False),
        ("requests.exceptions.ReadTimeout: timed out", False),
        ("ERROR:pip_audit._cli:requirements.lock: no hashes specified", True),
        ("", True),
    ],
)
def test_no_answer(audit: Any, complaint: str, failed: bool) -> None:
    assert audit.judge(LOCK, "", complaint).failed is failed


def test_ci_asks() -> None:
    assert "make audit" in (PLACE.parent / "run").read_text()
    assert ".ci/audit.py requirements.lock requirements-dev.lock" in (PLACE.parents[1] / "Makefile").read_text()
