from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fanthology.archive.catalogue import originals, queries
from fanthology.archive.catalogue.models import (
    Change,
    ChapterText,
    Creator,
    Evidence,
    Link,
    Reading,
    Source,
    Visibility,
    Work,
)
from fanthology.archive.catalogue.viewer import GUEST, KEEPER
from fanthology.archive.intake import pool, prepare, store
from fanthology.archive.intake.loading import Upload
from fanthology.archive.intake.log import note_fault
from fanthology.archive.intake.models import Intake, IntakeItem
from fanthology.archive.intake.report import OUTCOMES, IntakeReport
from fanthology.archive.intake.run import run_intake, run_uploads
from fanthology.fic.readers import loading

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]
WriteStory = Callable[..., str]


def everything() -> dict[str, list[Any]]:
    """Every row of the archive's own tables."""
    models = [model for name in ("catalogue", "intake") for model in apps.get_app_config(name).get_models()]
    return {model.__name__: list(model._default_manager.order_by("pk").values()) for model in models}


def test_files_become_works(folder: Path) -> None:
    report = run_intake([folder])
    assert report.counts == {"read": 3, "already-here": 0, "rejected": 2, "failed": 0, "used": 0}
    work = Work.objects.get(title="Flight")
    assert (work.visibility, work.chapter_count, work.rating) == (Visibility.PRIVATE, 1, "General Audiences")
    assert [creator.name for creator in work.creators.all()] == ["Mina Harker"]
    assert work.edition is not None
    reading = work.edition.reading
    assert originals.get(reading.source.sha256) == (folder / "Flight.txt").read_bytes()
    assert reading.record["title"] == "Flight"
    assert Evidence.objects.filter(reading=reading, field="title", value="Flight").exists()
    text = ChapterText.objects.get(chapter__edition=work.edition).html
    ids = [block["id"] for block in reading.record["chapters"][0]["blocks"]]
    assert [f'id="{one}"' in text for one in ids] == [True] * len(ids)
    assert Change.objects.filter(work_id=work.pk, kind="saved").exists()


def test_rejections_are_kept_with_their_bytes(folder: Path) -> None:
    report = run_intake([folder])
    assert {(Path(item.name).name, item.reason) for item in report.of("rejected")} == {
        ("faq.txt", "not-a-story"),
        ("empty.txt", "empty"),
    }
    faq = queries.rejections(KEEPER).get(reason="not-a-story")
    assert originals.get(faq.source.sha256) == (folder / "faq.txt").read_bytes()
    assert faq.message
    assert Work.objects.count() == 3


def test_the_same_again_changes_nothing(folder: Path) -> None:
    run_intake([folder])
    before = everything()
    report = run_intake([folder])
    assert report.counts == {"read": 0, "already-here": 5, "rejected": 0, "failed": 0, "used": 0}
    assert report.intake is None
    assert everything() == before


def test_an_upload_of_what_is_here_has_an_intake_to_show(folder: Path) -> None:
    run_intake([folder])
    report = run_uploads([("mine.txt", (folder / "Flight.txt").read_bytes())])
    assert report.counts["already-here"] == 1
    item = Intake.objects.get(public_id=report.intake).items.get()
    assert (item.name, item.outcome) == ("mine.txt", "already-here")
    assert item.source == Source.objects.get(readings__editions__shown_by__title="Flight")


def test_uploads_come_in_like_files(write_story: WriteStory) -> None:
    report = run_uploads([("a.txt", write_story("Flight").encode()), ("b.txt", b"")])
    assert report.counts == {"read": 1, "already-here": 0, "rejected": 1, "failed": 0, "used": 0}
    assert Intake.objects.get().origin == "upload"


def test_identical_files_in_one_run_are_one_work(folder: Path) -> None:
    (folder / "zz copy.txt").write_bytes((folder / "Flight.txt").read_bytes())
    report = run_intake([folder])
    assert [(Path(item.name).name) for item in report.of("already-here")] == ["zz copy.txt"]
    assert Work.objects.filter(title="Flight").count() == 1


def test_the_same_story_in_other_bytes_is_another_work(folder: Path) -> None:
    (folder / "dos.txt").write_bytes((folder / "Flight.txt").read_bytes().replace(b"\n", b"\r\n"))
    run_intake([folder])
    assert Work.objects.filter(title="Flight").count() == 2


def test_links_join_within_a_run(folder: Path, write_story: WriteStory) -> None:
    (folder / "a.txt").write_text(write_story("Exanimate", more="Sequel to: Tastes"))
    run_intake([folder])
    link = Link.objects.get(work__title="Exanimate")
    assert link.target is not None
    assert link.target.title == "Tastes"


def test_a_dry_run_writes_nothing(folder: Path, home: Path) -> None:
    before, files = everything(), sorted(home.rglob("*"))
    report = run_intake([folder], dry_run=True)
    assert (report.dry_run, report.intake) == (True, None)
    assert report.counts == {"read": 3, "already-here": 0, "rejected": 2, "failed": 0, "used": 0}
    assert {item.title for item in report.of("read")} == {"Flight", "Return", "Tastes"}
    assert (everything(), sorted(home.rglob("*"))) == (before, files)


def test_a_dry_run_says_what_the_run_then_does(folder: Path) -> None:
    (folder / "zz copy.txt").write_bytes((folder / "Flight.txt").read_bytes())
    run_intake([folder / "Return.txt"])
    dry = run_intake([folder], dry_run=True)
    wet = run_intake([folder])
    assert [(item.name, item.outcome, item.title) for item in dry.items] == [
        (item.name, item.outcome, item.title) for item in wet.items
    ]


def test_a_fault_with_one_item_sinks_nothing_else(folder: Path, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = prepare.read

    def read(data: bytes, **told: Any) -> Any:
        if b"Return" in data:
            raise KeyError(data.decode())
        return whole(data, **told)

    monkeypatch.setattr(prepare, "read", read)
    report = run_intake([folder])
    assert report.counts == {"read": 2, "already-here": 0, "rejected": 2, "failed": 1, "used": 0}
    assert not report.went_well
    assert "KeyError" in report.of("failed")[0].message
    log = (home / "logs" / "faults.log").read_text()
    assert "test_run_intake.py" in log
    assert "upper window" not in log
    monkeypatch.setattr(prepare, "read", whole)
    assert run_intake([folder]).counts == {"read": 1, "already-here": 4, "rejected": 0, "failed": 0, "used": 0}


class Growing(loading.FileIO):
    """A file that somebody writes to whenever it is read."""

    def readall(self) -> bytes:
        data = super().readall()
        if str(self.name).endswith("Return.txt"):
            with Path(str(self.name)).open("a") as file:
                file.write("And another line.\n")
        return data


def test_a_file_that_changes_while_it_is_read(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loading, "FileIO", Growing)
    report = run_intake([folder])
    assert report.counts == {"read": 2, "already-here": 0, "rejected": 2, "failed": 1, "used": 0}
    (changed,) = report.of("failed")
    assert changed.name.endswith("Return.txt") and "changed while it was read" in changed.message
    assert not report.went_well
    assert not Work.objects.filter(title="Return").exists()
    assert IntakeItem.objects.get(outcome="failed").message == changed.message
    monkeypatch.undo()
    assert run_intake([folder]).counts["read"] == 1


def test_the_log_of_faults_has_one_line_for_a_name_and_no_address(folder: Path, home: Path) -> None:
    log = note_fault("letter\n2026-01-01 forged mina@whitby.example.txt", KeyError("x"))
    assert "mina@" not in log.read_text()
    assert not any(line.startswith("2026-01-01 forged") for line in log.read_text().splitlines())


def test_what_cannot_be_stored_sinks_nothing_else(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = store.admit

    def admit(item: Any, prepared: Any, names: Any, rows: Any) -> Any:
        if item.name.endswith("Return.txt"):
            names.creator("Somebody new")
            raise ValueError
        return whole(item, prepared, names, rows)

    monkeypatch.setattr(store, "admit", admit)
    report = run_intake([folder])
    assert report.counts == {"read": 2, "already-here": 0, "rejected": 2, "failed": 1, "used": 0}
    assert set(Creator.objects.values_list("name", flat=True)) == {"Mina Harker"}


def test_a_stopped_run_leaves_whole_items_and_the_next_brings_the_rest(tmp_path: Path, write_story: WriteStory) -> None:
    folder = tmp_path / "many"
    folder.mkdir()
    for number in range(150):
        (folder / f"{number:03}.txt").write_text(write_story(f"Part {number}"))
    progress: list[int] = []
    report = run_intake(
        [folder], progress=lambda done, total: progress.append(done), should_stop=lambda: bool(progress)
    )
    assert report.interrupted
    assert 0 < Work.objects.count() == report.counts["read"] < 150
    assert Intake.objects.get().finished_at is None
    rest = run_intake([folder])
    assert rest.counts["read"] + report.counts["read"] == 150
    assert rest.counts["already-here"] == report.counts["read"]


def test_processes_read_the_same_as_this_one(tmp_path: Path, write_story: WriteStory) -> None:
    for number in range(pool.FEW + 1):
        (tmp_path / f"{number:03}.txt").write_text(write_story(f"Part {number}"))
    assert pool.processes_for(pool.FEW + 1) > 0
    run_intake([tmp_path])
    for reading in Reading.objects.select_related("source"):
        data = originals.get(reading.source.sha256)
        again = prepare.prepare(data, reading.source.name)
        assert bytes(reading.packed) == again.packed


def test_a_rejection_by_an_older_version_is_read_again(folder: Path) -> None:
    run_intake([folder])
    Reading.objects.filter(reason="empty").update(version="0.0.1")
    report = run_intake([folder])
    assert report.counts == {"read": 0, "already-here": 4, "rejected": 1, "failed": 0, "used": 0}
    assert Reading.objects.filter(reason="empty").count() == 2
    assert Source.objects.count() == 5


def test_nothing_that_comes_in_is_seen_before_it_is_published(folder: Path) -> None:
    run_intake([folder])
    assert not queries.works(GUEST).exists()
    assert queries.works(KEEPER).count() == 3


ITEMS = st.lists(
    st.one_of(
        st.sampled_from(
            [b"", b"\x00\x01\x02\xff" * 40, b"   \n", b"PK\x03\x04rest", b"Title: A\nAuthor: B\n\nIt was night.\n"]
        ),
        st.binary(max_size=300),
        st.text(max_size=300).map(lambda text: text.encode()),
        st.integers(0, 3).map(
            lambda n: (f"Title: Part {n}\nAuthor: Mina\n\n" + "He waited by the door. " * 40).encode()
        ),
    ),
    max_size=12,
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
@given(contents=ITEMS)
def test_every_item_has_one_outcome_and_the_sums_agree(contents: list[bytes]) -> None:
    before = Work.objects.count()
    report = run_intake([Upload(f"{n}.txt", BytesIO(data)) for n, data in enumerate(contents)], origin="upload")
    adds_up(report, len(contents))
    assert [item.name for item in report.items] == [f"{n}.txt" for n in range(len(contents))]
    assert report.counts["failed"] == 0
    assert Work.objects.count() - before == report.counts["read"]
    assert Source.objects.count() == Reading.objects.values("source").distinct().count()
    again = run_intake([Upload("again", BytesIO(data)) for data in contents], origin="upload")
    assert again.counts["already-here"] == len(contents)


def adds_up(report: IntakeReport, items: int) -> None:
    assert report.found == len(report.items) == sum(report.counts.values()) == items
    assert set(report.counts) == set(OUTCOMES)
    if report.intake:
        stored = Counter(IntakeItem.objects.filter(intake__public_id=report.intake).values_list("outcome", flat=True))
        assert {name: stored[name] for name in OUTCOMES} == report.counts
    assert len(report.record()["items"]) == items


def test_a_run_asks_the_database_no_more_for_each_kind_of_thing(
    folder: Path, django_assert_max_num_queries: Callable[..., Any]
) -> None:
    # some two dozen for each item that comes in, a dozen for each that turns out to be a copy, and none for one that is
    # here already
    with django_assert_max_num_queries(150):
        run_intake([folder])
    with django_assert_max_num_queries(21):
        run_intake([folder])
