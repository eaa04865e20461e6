"""The manual says what is true now: every command, format and setting has its place in it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
MANUAL = ROOT / "docs/manual"


def headings(page: str) -> set[str]:
    return {line.lstrip("# ").strip() for line in (MANUAL / page).read_text().splitlines() if line.startswith("#")}


def test_every_command_has_a_section() -> None:
    from fanthology.cli.commands import COMMANDS

    missing = {f"fanthology {row.name}" for row in COMMANDS} - headings("commands.md")
    assert not missing


def test_every_format_that_is_read_is_in_the_table() -> None:
    from fanthology.fic.readers import READERS

    page = (MANUAL / "formats.md").read_text()
    assert [reader.name for reader in READERS if f"`{reader.name}`" not in page] == []


def test_every_environment_variable_is_explained() -> None:
    used = set()
    for path in (ROOT / "src").rglob("*.py"):
        used |= set(re.findall(r"""["'`](FANTHOLOGY_[A-Z]+)["'`]""", path.read_text()))
    page = (MANUAL / "settings.md").read_text()
    assert used and not {name for name in used if f"`{name}`" not in page}


PAGES = [ROOT / name for name in ("README.md", "ARCHITECTURE.md", "CONTRIBUTING.md")] + sorted(MANUAL.glob("*.md"))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_between_pages_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text()):
        assert (page.parent / target).exists(), f"{page.name} links to {target}"
