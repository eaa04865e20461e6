"""Every folder of tests/cases/typeset is a text beside the blocks that it becomes.

One block a line: its kind, its scene, its html. After a change of the rules run
``FANTHOLOGY_NEW_CASES=1 pytest tests/fic/text/test_typeset_cases.py`` and read the difference.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from fanthology.fic.text.document import Document
from fanthology.fic.text.typesetting.typeset import Typesetter

CASES = sorted((Path(__file__).parents[2] / "cases" / "typeset").iterdir())


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_blocks_are_as_expected(case: Path) -> None:
    text = (case / "input.txt").read_text("utf-8")
    expected = case / "expected.txt"
    whole = [(0, len(text))]
    page = Typesetter(Document(text), whole).set(whole)
    found = "".join(f"{block.kind} {block.scene} {block.html}\n".replace("<br/>\n", "<br/>⏎") for block in page.blocks)
    if os.environ.get("FANTHOLOGY_NEW_CASES"):
        expected.write_text(found, "utf-8")
    assert found == expected.read_text("utf-8")


def test_there_are_cases() -> None:
    assert len(CASES) >= 15
