"""What was inferred: stored apart, accepted, refused, taken back, and by rule."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied

from archive.factories import make_work
from fanthology.archive.catalogue.findings import accept, apply_rules, refuse, set_rule, store_findings, take_back
from fanthology.archive.catalogue.inferred import FindingRow
from fanthology.archive.catalogue.models import Change, Finding, Tag, Work
from fanthology.archive.catalogue.names import KnownNames
from fanthology.archive.catalogue.viewer import GUEST, KEEPER
from fanthology.fic.errors import FanthologyError

pytestmark = pytest.mark.django_db
SIGNS = {"for": [{"quote": "Thornfield", "block": "b1", "count": 4}], "against": []}
ROWS = (
    FindingRow("fandom", "Jane Eyre - Charlotte Brontë", "primary", 0.97, SIGNS),
    FindingRow("character", "Jane Eyre", "appears", 0.9, SIGNS),
    FindingRow("character", "Adèle Varens", "mentioned", 0.96, SIGNS),
    FindingRow("pov", "first person, Jane Eyre", "narrator", 0.97, SIGNS),
    FindingRow("adult", "mature", "", 0.8, SIGNS),
)


@pytest.fixture
def work() -> Work:
    made = make_work("The Lamp", fandoms=[])
    store_findings(made, ROWS, KnownNames())
    return made


def tags(work: Work, kind: str) -> list[str]:
    return list(work.taggings.filter(tag__kind=kind).values_list("tag__name", flat=True))


def test_a_finding_is_no_tag_until_it_is_accepted(work: Work) -> None:
    assert tags(work, "fandom") == []
    before = Change.objects.count()
    assert accept(work.findings.filter(kind="fandom"), KEEPER) == 1
    assert tags(work, "fandom") == ["Jane Eyre - Charlotte Brontë"]
    one = work.findings.get(kind="fandom")
    assert one.state == "accepted" and one.decided_by == "keeper"
    assert one.edit is not None and (one.edit.field, one.edit.previous) == ("fandoms", [])
    assert Change.objects.count() > before
    take_back(one, KEEPER)
    assert tags(work, "fandom") == []
    assert work.findings.get(kind="fandom").state == "open"
    with pytest.raises(FanthologyError, match="Nothing was decided"):
        take_back(work.findings.get(kind="fandom"), KEEPER)


def test_several_of_a_field_make_one_correction_and_keep_what_is_there(work: Work) -> None:
    other = make_work("Fog", characters=["Grace Poole"])
    store_findings(other, ROWS, KnownNames())
    assert accept(other.findings.filter(kind="character"), KEEPER) == 2
    assert tags(other, "character") == ["Grace Poole", "Adèle Varens", "Jane Eyre"]
    assert other.edits.count() == 1


def test_what_is_no_tag_can_be_accepted_too(work: Work) -> None:
    accept(work.findings.filter(kind__in=["pov", "adult"]), KEEPER)
    work.refresh_from_db()
    assert work.rating == "Mature" and work.edits.count() == 1
    take_back(work.findings.get(kind="adult"), KEEPER)
    work.refresh_from_db()
    assert work.rating is None


def test_what_is_decided_stays_so_when_it_is_inferred_again(work: Work) -> None:
    refuse(work.findings.filter(kind="fandom"), KEEPER)
    accept(work.findings.filter(name="Jane Eyre"), KEEPER)
    store_findings(work, ROWS[:2], KnownNames())
    states = dict(work.findings.values_list("name", "state"))
    assert states == {"Jane Eyre - Charlotte Brontë": "refused", "Jane Eyre": "accepted"}


def test_a_rule_accepts_what_is_sure_where_nothing_is_stated(work: Work) -> None:
    stated = make_work("Fog", fandoms=["Oz"])
    store_findings(stated, ROWS, KnownNames())
    set_rule("fandom", 0.95, KEEPER)
    set_rule("character", 0.95, KEEPER)
    assert apply_rules([work.pk, stated.pk]) == 1
    assert tags(work, "fandom") == ["Jane Eyre - Charlotte Brontë"] and tags(stated, "fandom") == ["Oz"]
    assert tags(work, "character") == []  # who is only mentioned is no tag
    assert work.findings.get(kind="fandom").decided_by == "the rule: fandom from 0.95"
    set_rule("fandom", None, KEEPER)
    set_rule("character", None, KEEPER)
    assert apply_rules() == 0


@pytest.mark.parametrize(("kind", "at_least"), [("fandom", 0.2), ("fandom", 1.5), ("weather", 0.9)])
def test_rules_that_cannot_be(kind: str, at_least: float) -> None:
    with pytest.raises(FanthologyError):
        set_rule(kind, at_least, KEEPER)


def test_only_the_keeper_decides(work: Work) -> None:
    one = work.findings.get(kind="fandom")
    for act in (
        lambda: accept([one], GUEST),
        lambda: refuse([one], GUEST),
        lambda: take_back(one, GUEST),
        lambda: set_rule("fandom", 0.9, GUEST),
        lambda: apply_rules(viewer=GUEST),
    ):
        with pytest.raises(PermissionDenied):
            act()


def test_what_the_file_says_itself_is_not_suggested(work: Work) -> None:
    store_findings(work, [FindingRow("fandom", "Oz", "primary", 0.9, SIGNS, stated=True)], KnownNames())
    assert work.findings.get().state == Finding.State.STATED
    assert accept(work.findings.all(), KEEPER) == 0
    assert Tag.objects.filter(name="Oz").exists()
