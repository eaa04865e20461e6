"""Every folder of tests/cases/text is a text and what `outline` must say of it; each rule id of evidence has one."""

import json
import re
from pathlib import Path

import pytest

from fanthology.fic.text.document import Document, Outline
from fanthology.fic.text.outlining.outline import outline

CASES = Path(__file__).resolve().parents[2] / "cases" / "text"
FOLDERS = sorted(folder for folder in CASES.iterdir() if (folder / "expected.json").exists())
SOURCES = Path(__file__).resolve().parents[3] / "src" / "fanthology" / "fic" / "text" / "outlining"
READ = {folder: (folder / "input.txt").read_text("utf-8") for folder in FOLDERS}


def body_of(found: Outline, text: str) -> str:
    return "\n".join(text[start:end] for chapter in found.chapters for start, end in chapter.body)


def observed(found: Outline, text: str) -> dict[str, object]:
    """What an Outline says, in the shape of expected.json."""
    stated = found.stated
    body = body_of(found, text)
    return {
        **{
            name: getattr(stated, name)
            for name in ("title", "rating", "summary", "disclaimer", "permission", "status", "posted_by")
        },
        **{
            name: getattr(stated, name)
            for name in ("published", "language", "notes_before", "notes_after", "chapters_expected")
        },
        **{
            name: list(getattr(stated, name))
            for name in ("fandoms", "relationships", "characters", "freeforms", "warnings")
        },
        **{name: list(getattr(stated, name)) for name in ("categories", "gift_to")},
        "creators": [creator.name for creator in stated.creators],
        "roles": [creator.role for creator in stated.creators],
        "contact": next((creator.contact for creator in stated.creators), None),
        "identity": [identity.value for identity in stated.identity],
        "series": [[place.name, place.position] for place in stated.series],
        "links": [[link.kind, link.title, link.chapter] for link in stated.links],
        "missing": [[gone.what, gone.number] for gone in stated.missing],
        "chapters": [[chapter.number, chapter.title] for chapter in found.chapters],
        "chapter_notes": [[chapter.notes_before, chapter.notes_after] for chapter in found.chapters],
        "not_a_story": found.not_a_story is not None,
        "begins": body,
        "ends": body,
    }


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_case(folder: Path) -> None:
    text = READ[folder]
    expected = json.loads((folder / "expected.json").read_text("utf-8"))
    found = outline(Document(text))
    seen = observed(found, text)
    rules = {evidence.rule for evidence in found.stated.evidence}
    assert set(expected.pop("rules", [])) <= rules
    assert str(seen["begins"]).lstrip().startswith(expected.pop("begins", ""))
    assert str(seen["ends"]).rstrip().endswith(expected.pop("ends", ""))
    assert all(words in str(seen["begins"]) for words in expected.pop("body_has", []))
    assert expected.pop("notes_before_has", "") in str(seen["notes_before"])
    assert {name: seen[name] for name in expected} == expected


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_evidence_points_at_what_was_written(folder: Path) -> None:
    text = READ[folder]
    for evidence in outline(Document(text)).stated.evidence:
        if evidence.span is not None:
            place = " ".join(text[slice(*evidence.span)].split()).casefold()
            words = " ".join(evidence.value.split()).casefold()
            assert words[:40] in place or place[:40] in words


def test_each_rule_has_a_case() -> None:
    """Rule ids are literals in the sources; permission-<term> is made of the terms."""
    literals = set()
    for path in SOURCES.glob("*.py"):
        literals |= set(re.findall(r"\"((?:title|creator|helper|posted-by|rating|fandom|freeform|category|"
        r"relationship|character|warning|series|"
                                   r"summary|disclaimer|link|status|part|date|language|gift|spoiler|contact|mail|"
        r"permission)-[a-z-]+)\"", path.read_text("utf-8")))  # fmt: skip
    used = {rule for folder in FOLDERS for rule in _rules(folder)}
    assert len(literals) > 40
    assert literals - used - {"link-only"} == set()  # link-only is a term of permission, not a rule


def _rules(folder: Path) -> set[str]:
    return {evidence.rule for evidence in outline(Document(READ[folder])).stated.evidence}
