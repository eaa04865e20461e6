from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from fanthology.archive.catalogue import originals
from fanthology.archive.catalogue.edits import edit, undo_edit
from fanthology.archive.catalogue.models import Edition, Reading, Work
from fanthology.archive.catalogue.publish import publish
from fanthology.archive.catalogue.viewer import KEEPER
from fanthology.archive.intake import prepare
from fanthology.archive.intake.reread import apply_rereading, rereadings, works_to_read
from fanthology.archive.intake.run import run_intake
from fanthology.fic.errors import FanthologyError
from fanthology.fic.story import Rejection, SourceInfo, Story

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]


@pytest.fixture
def better(monkeypatch: pytest.MonkeyPatch) -> None:
    """A reader of a later version, which reads every title in capitals and finds a rating."""
    whole = prepare.read

    def read(data: bytes, **told: Any) -> Any:
        story = whole(data, **told)
        if not isinstance(story, Story):
            return story
        reader = replace(story.reader, version="99")
        return replace(story, reader=reader, title=(story.title or "").upper(), rating="Mature", chapters=())

    monkeypatch.setattr(prepare, "read", read)


@pytest.fixture
def work(folder: Path) -> Work:
    run_intake([folder / "Flight.txt"])
    publish(KEEPER, Work.objects.all(), "public")
    return Work.objects.get()


def test_the_same_reader_has_nothing_to_change(work: Work) -> None:
    assert list(rereadings(works_to_read(()))) == []
    forced = list(rereadings(works_to_read([work.public_id]), force=True))
    assert [(found.changed, found.problem) for found in forced] == [(False, "")]
    apply_rereading(forced[0])
    assert Edition.objects.count() == Reading.objects.count() == 1


def test_a_better_reader_shows_what_would_change_and_writes_nothing(work: Work, better: None) -> None:
    found = next(rereadings(works_to_read(())))
    told = {change.field: (change.before, change.after, change.edited) for change in found.changes}
    assert told["title"] == ("Flight", "FLIGHT", False)
    assert told["rating"] == ("General Audiences", "Mature", False)
    assert found.text_changed
    assert (Reading.objects.count(), Work.objects.get().title) == (1, "Flight")


def test_a_better_reader_changes_the_work_when_told_to(work: Work, better: None) -> None:
    for found in rereadings(works_to_read(())):
        apply_rereading(found)
    after = Work.objects.get()
    assert (after.pk, after.public_id, after.visibility) == (work.pk, work.public_id, "public")
    assert (after.title, after.rating, after.chapter_count) == ("FLIGHT", "Mature", 0)
    assert after.edition is not None
    assert after.edition.reading.version == "99"
    assert Reading.objects.count() == 2
    assert list(rereadings(works_to_read(()))) == []


def test_corrections_are_never_touched(work: Work, better: None) -> None:
    made = edit(work, "title", "The Flight", KEEPER)
    assert made is not None
    found = next(rereadings(works_to_read(())))
    assert {change.field: change.edited for change in found.changes}["title"]
    apply_rereading(found)
    assert Work.objects.get().title == "The Flight"
    undo_edit(made, KEEPER)
    assert Work.objects.get().title == "FLIGHT"


def test_a_reader_that_changes_within_its_version_makes_another_reading(
    work: Work, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = prepare.read
    version = Reading.objects.get().version
    for title in ("One", "Two", "Two"):
        monkeypatch.setattr(prepare, "read", lambda data, *, t=title, **told: replace(whole(data, **told), title=t))
        for found in rereadings(works_to_read(()), force=True):
            apply_rereading(found)
    assert [reading.version for reading in Reading.objects.order_by("pk")] == [version, f"{version}+1", f"{version}+2"]
    assert Work.objects.get().title == "Two"


def test_a_work_that_is_no_longer_taken_for_a_story_stays(work: Work, monkeypatch: pytest.MonkeyPatch) -> None:
    rejection = Rejection(SourceInfo("a", "text", "0" * 64, 5), "not-a-story", "It is a list.")
    monkeypatch.setattr(prepare, "read", lambda data, **told: rejection)
    found = next(rereadings(works_to_read(())))
    assert "It is a list." in found.problem
    apply_rereading(found)
    assert (Work.objects.get().title, Reading.objects.count()) == ("Flight", 1)


def test_an_original_that_is_gone_is_a_problem_of_its_work_only(folder: Path, better: None) -> None:
    run_intake([folder])
    lost = Work.objects.get(title="RETURN")
    assert lost.edition is not None
    originals.remove([lost.edition.reading.source.sha256])
    problems = [found.problem for found in rereadings(works_to_read(()), force=True) if found.problem]
    assert len(problems) == 1
    assert "not in the archive's folder" in problems[0]


def test_an_unknown_work_is_told_in_words(work: Work) -> None:
    with pytest.raises(FanthologyError, match="no work nonsense"):
        works_to_read(["nonsense", work.public_id])
