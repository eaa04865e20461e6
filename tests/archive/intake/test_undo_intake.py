from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core.exceptions import PermissionDenied

from fanthology.archive.catalogue import originals
from fanthology.archive.catalogue.edits import edit
from fanthology.archive.catalogue.models import Change, Link, Reading, Source, Work
from fanthology.archive.catalogue.viewer import GUEST, KEEPER
from fanthology.archive.intake.admit import admit_rejected
from fanthology.archive.intake.models import Intake
from fanthology.archive.intake.removals import SUFFIX
from fanthology.archive.intake.reread import apply_rereading, rereadings, works_to_read
from fanthology.archive.intake.run import run_intake
from fanthology.archive.intake.turns import bringing
from fanthology.archive.intake.undo import Undone, find_intake, undo_intake, would_undo
from fanthology.fic.errors import FanthologyError

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]
WriteStory = Callable[..., str]


def rows(*without: str) -> dict[str, int]:
    """How many rows each table of the catalogue has."""
    models = apps.get_app_config("catalogue").get_models()
    return {model.__name__: model._default_manager.count() for model in models if model.__name__ not in without}


def originals_kept(home: Path) -> set[str]:
    return {file.parent.name + file.name for file in (home / "sources").rglob("*") if file.is_file()}


def intake_of(*paths: Path) -> str:
    public_id = run_intake(paths).intake
    assert public_id is not None
    return public_id


def test_everything_it_brought_goes(folder: Path, home: Path) -> None:
    public_id = intake_of(folder)
    works = set(Work.objects.values_list("pk", flat=True))
    assert would_undo(find_intake(public_id)) == Undone(works=3, edited=0, sources=5)
    assert undo_intake(public_id) == Undone(works=3, edited=0, sources=5)
    assert rows("Change", "Creator", "Tag") == dict.fromkeys(rows("Change", "Creator", "Tag"), 0)
    assert originals_kept(home) == set()
    assert set(Change.objects.filter(kind="gone").values_list("work_id", flat=True)) == works
    assert Intake.objects.get().undone_at is not None
    with pytest.raises(FanthologyError, match="already"):
        undo_intake(public_id)


def test_it_can_come_in_again(folder: Path) -> None:
    undo_intake(intake_of(folder))
    assert run_intake([folder]).counts == {"read": 3, "already-here": 0, "rejected": 2, "failed": 0, "used": 0}


def test_what_was_here_before_stays(folder: Path, home: Path) -> None:
    intake_of(folder / "Tastes.txt")
    before = rows("Change")
    second = intake_of(folder)
    assert undo_intake(second) == Undone(works=2, edited=0, sources=4)
    assert rows("Change") == before
    assert originals_kept(home) == {Source.objects.get().sha256}


def test_what_a_later_run_found_here_goes_with_the_run_that_brought_it(folder: Path) -> None:
    first = intake_of(folder / "Tastes.txt")
    intake_of(folder)
    assert undo_intake(first) == Undone(works=1, edited=0, sources=1)
    assert set(Work.objects.values_list("title", flat=True)) == {"Flight", "Return"}


def test_links_part(folder: Path, write_story: WriteStory) -> None:
    (folder / "a.txt").write_text(write_story("Exanimate", more="Sequel to: Tastes"))
    intake_of(folder / "a.txt")
    second = intake_of(folder / "Tastes.txt")
    assert Link.objects.get().target is not None
    undo_intake(second)
    assert Link.objects.get().target is None


def test_corrections_are_counted_and_go(folder: Path) -> None:
    public_id = intake_of(folder)
    edit(Work.objects.get(title="Flight"), "title", "The Flight", KEEPER)
    assert would_undo(find_intake(public_id)).edited == 1
    assert undo_intake(public_id).edited == 1


def test_what_was_admitted_by_hand_goes_with_its_source(folder: Path) -> None:
    public_id = intake_of(folder)
    admit_rejected(Reading.objects.get(reason="not-a-story"))
    assert undo_intake(public_id) == Undone(works=4, edited=0, sources=5)
    assert not Source.objects.exists()


def test_a_source_of_an_earlier_run_stays_as_it_was(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Rejected at first, read by a better version later: undoing the later run gives the rejection back."""
    from fanthology.archive.intake import prepare

    whole = prepare.read
    intake_of(folder / "faq.txt")
    Reading.objects.update(version="0.0.1")
    monkeypatch.setattr(prepare, "read", lambda data, **told: whole(data, **{**told, "admit": True}))
    second = intake_of(folder / "faq.txt")
    monkeypatch.setattr(prepare, "__version__", "9")
    for found in rereadings(works_to_read(()), force=True):
        apply_rereading(found)
    assert undo_intake(second) == Undone(works=1, edited=0, sources=0)
    assert [reading.outcome for reading in Reading.objects.all()] == ["rejected"]
    assert originals.get(Source.objects.get().sha256)


def test_only_the_keeper_takes_back(folder: Path) -> None:
    public_id = intake_of(folder)
    with pytest.raises(PermissionDenied):
        undo_intake(public_id, GUEST)
    assert Work.objects.count() == 3


def test_not_while_items_come_in(folder: Path) -> None:
    public_id = intake_of(folder)
    with bringing(), pytest.raises(FanthologyError, match="under way"):
        undo_intake(public_id)
    assert Work.objects.count() == 3


def test_an_unknown_intake_is_told_in_words() -> None:
    with pytest.raises(FanthologyError, match="no intake “nonsense”"):
        undo_intake("nonsense")


@pytest.mark.parametrize("deleted", [True, False])
def test_a_kill_between_rows_and_files_heals(folder: Path, home: Path, deleted: bool) -> None:
    intake_of(folder)
    source = Source.objects.get(readings__editions__shown_by__title="Tastes")
    (home / "sources" / f"plan{SUFFIX}").write_text(source.sha256)
    if deleted:
        Work.objects.filter(title="Tastes").delete()
        source.delete()
    with bringing():
        pass
    assert not list((home / "sources").glob(f"*{SUFFIX}"))
    assert originals.path(source.sha256).exists() is not deleted


def test_queries_grow_with_batches_not_with_works(
    tmp_path: Path, write_story: WriteStory, django_assert_max_num_queries: Callable[..., Any]
) -> None:
    folder = tmp_path / "many"
    folder.mkdir()
    for number in range(30):
        (folder / f"{number}.txt").write_text(write_story(f"Part {number}"))
    public_id = intake_of(folder)
    with django_assert_max_num_queries(70):
        undo_intake(public_id)
