"""Containers come in: their members, what goes with them, their account; and go again."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps

from fanthology.archive.catalogue import boxes, originals
from fanthology.archive.catalogue.beside import beside_of, path_of
from fanthology.archive.catalogue.models import Container, Description, Source, Work
from fanthology.archive.intake.admit import admit_rejected
from fanthology.archive.intake.loading import Upload
from fanthology.archive.intake.models import Intake, IntakeItem
from fanthology.archive.intake.report import IntakeReport
from fanthology.archive.intake.reread import rereadings, works_to_read
from fanthology.archive.intake.run import run_intake
from fanthology.archive.intake.undo import Undone, undo_intake, would_undo
from fanthology.fic import containers
from fanthology.fic.containers.container import Container as Kind
from fanthology.fic.containers.container import Found, Member, Opened, Tally, Used
from fanthology.fic.errors import FanthologyError

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]
WriteStory = Callable[..., str]
NO_STORY = Path(__file__).resolve().parents[3] / "samples" / "usenet" / "greenwood-l-faq.txt"
METADATA = json.dumps({"storyUrl": "http://moors.example/s/1", "title": "Flight"}).encode()


def zipped(**files: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(zipfile.ZipInfo(name), data)
    return buffer.getvalue()


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A folder beside the archive's own."""
    folder = tmp_path / "in"
    folder.mkdir()
    return folder


@pytest.fixture
def box(place: Path, write_story: WriteStory) -> Path:
    """A zip of two stories, one of them described, a mailbox of two, and an empty file."""
    letters = b"".join(
        f"From m@x.example Tue Mar  3 12:00:0{n} 1998\nFrom: M{n} <m{n}@x.example>\nDate: 3 Mar 1998\n"
        f"Message-ID: <{n}@x.example>\nSubject: {title}\n\n{write_story(title)}\n".encode()
        for n, title in enumerate(("Tide", "Lamp"))
    )
    path = place / "old.zip"
    files = {"a/Flight.txt": write_story("Flight").encode(), "a/Flight.json": METADATA, "empty.txt": b""}
    path.write_bytes(zipped(**files, **{"Return.txt": write_story("Return").encode(), "z/list": letters}))
    return path


def rows() -> dict[str, list[Any]]:
    models = [model for name in ("catalogue", "intake") for model in apps.get_app_config(name).get_models()]
    return {model.__name__: list(model._default_manager.order_by("pk").values()) for model in models}


def outcomes(report: IntakeReport) -> dict[str, str]:
    return {item.name.rpartition(".zip")[2]: item.outcome for item in report.items}


def test_members_become_works(box: Path) -> None:
    report = run_intake([box])
    assert outcomes(report) == {
        "/Return.txt": "read",
        "/empty.txt": "rejected",
        "/a/Flight.json": "used",
        "/a/Flight.txt": "read",
        "/z/list/00001.eml": "read",
        "/z/list/00002.eml": "read",
    }
    kept = Container.objects.get()
    assert (kept.name, kept.size, kept.kind) == (str(box), box.stat().st_size, "zip")
    assert boxes.place(kept.sha256).read_bytes() == box.read_bytes()
    source = Work.objects.get(title="Tide").edition.reading.source  # type: ignore[union-attr]
    assert (source.container, source.member, path_of(source)) == (kept, "z/list/00001.eml", str(box))
    assert source.name == f"{box}/z/list/00001.eml"
    record = source.readings.get().record["source"]
    assert (record["path"], record["member"], record["format"]) == (str(box), "z/list/00001.eml", "message")
    assert set(IntakeItem.objects.values_list("container", flat=True)) == {kept.pk}


def test_what_describes_a_member_is_kept_and_given_again(box: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from fanthology.archive.intake import prepare

    run_intake([box])
    source = Source.objects.get(member="a/Flight.txt")
    assert beside_of(source) == {".json": METADATA}
    asked = {}
    whole = prepare.read

    def read(data: bytes, **told: Any) -> Any:
        asked[told["member"]] = (told["name"], dict(told["beside"]))
        return whole(data, **told)

    monkeypatch.setattr(prepare, "read", read)
    assert [found.changed for found in rereadings(works_to_read(()), force=True)] == [False] * 4
    assert asked["a/Flight.txt"] == (str(box), {".json": METADATA})
    assert asked["Return.txt"] == (str(box), {})


def test_the_same_container_again_is_known_at_once(box: Path, place: Path) -> None:
    run_intake([box])
    before = rows()
    (place / "copy.zip").write_bytes(box.read_bytes())
    report = run_intake([place])
    assert report.counts == {"read": 0, "already-here": 2, "rejected": 0, "failed": 0, "used": 0}
    assert (report.found, report.intake) == (2, None)
    assert rows() == before


def test_a_container_that_was_not_read_to_its_end_is_read_again(box: Path) -> None:
    run_intake([box])
    Container.objects.update(read_by="0.0.1")
    assert run_intake([box]).counts["already-here"] == 5
    assert run_intake([box]).found == 1


def test_the_same_story_in_a_container_and_beside_it(box: Path, write_story: WriteStory) -> None:
    (box.parent / "a.txt").write_text(write_story("Flight"))
    report = run_intake([box.parent])
    assert report.counts["already-here"] == 1
    assert Work.objects.filter(title="Flight").count() == 1
    assert Source.objects.get(readings__editions__shown_by__title="Flight").container is None


def test_a_dry_run_keeps_nothing(box: Path, home: Path) -> None:
    before, files = rows(), sorted(home.rglob("*"))
    dry = run_intake([box], dry_run=True)
    assert (rows(), sorted(home.rglob("*"))) == (before, files)
    wet = run_intake([box])
    assert [(one.name, one.outcome, one.title) for one in dry.items] == [
        (one.name, one.outcome, one.title) for one in wet.items
    ]
    assert run_intake([box], dry_run=True).counts["already-here"] == 1


def test_taking_it_back_takes_the_container_too(box: Path, home: Path) -> None:
    report = run_intake([box])
    intake = Intake.objects.get()
    assert would_undo(intake) == Undone(works=4, sources=6, containers=1)
    assert undo_intake(str(report.intake)) == Undone(works=4, sources=6, containers=1)
    assert [model.objects.count() for model in (Work, Source, Container, Description)] == [0, 0, 0, 0]
    assert [file for name in ("sources", "containers") for file in (home / name).rglob("*") if file.is_file()] == []
    assert run_intake([box]).counts["read"] == 4


def test_what_another_run_took_out_of_it_stays(box: Path) -> None:
    first = run_intake([box])
    Work.objects.filter(title="Tide").delete()
    Source.objects.filter(member="z/list/00001.eml").delete()
    Container.objects.update(read_by="")
    run_intake([box])
    assert undo_intake(str(first.intake)).containers == 0
    assert Container.objects.get().read_by == ""
    assert Source.objects.get(readings__outcome="story").member == "z/list/00001.eml"


def test_a_container_with_nothing_new_can_be_taken_back(box: Path, write_story: WriteStory) -> None:
    (box.parent / "a.txt").write_text(write_story("Flight"))
    run_intake([box.parent / "a.txt"])
    (box.parent / "b.zip").write_bytes(zipped(**{"b.txt": write_story("Flight").encode()}))
    report = run_intake([box.parent / "b.zip"])
    assert report.intake and Container.objects.count() == 1
    assert undo_intake(report.intake) == Undone(containers=1)
    assert Work.objects.count() == 1


def test_a_rejected_member_is_admitted_as_it_came(place: Path) -> None:
    (place / "faq.zip").write_bytes(zipped(**{"x/faq.txt": NO_STORY.read_bytes()}))
    run_intake([place / "faq.zip"])
    reading = Source.objects.get().readings.get()
    work = admit_rejected(reading)
    assert work.edition is not None
    assert work.edition.reading.record["source"]["member"] == "x/faq.txt"


def test_a_container_sent_by_a_browser(box: Path) -> None:
    report = run_intake([Upload("old.zip", box.open("rb")), Upload("again.zip", box.open("rb"))], origin="upload")
    assert report.counts == {"read": 4, "already-here": 1, "rejected": 1, "failed": 0, "used": 1}
    assert Container.objects.get().name == "old.zip"
    assert Source.objects.filter(name="old.zip/z/list/00002.eml").exists()


def test_what_is_wrong_with_a_container_is_said_of_it(place: Path, write_story: WriteStory) -> None:
    data = zipped(**{"a.txt": write_story("Flight").encode()})
    (place / "cut.zip").write_bytes(data[:-50])
    (place / "nothing.zip").write_bytes(zipped())
    (place / "bad.gz").write_bytes(b"\x1f\x8b\x08\0damaged")
    report = run_intake([place])
    assert [(Path(item.name).name, item.outcome, item.reason) for item in report.items] == [
        ("bad.gz", "rejected", "unreadable"),
        ("a.txt", "read", ""),
        ("cut.zip", "rejected", "unreadable"),
        ("nothing.zip", "rejected", "empty"),
    ]
    assert not report.went_well
    assert Container.objects.count() == 3


def test_an_attachment_of_a_letter_that_lies_alone(place: Path, write_story: WriteStory) -> None:
    (place / "1.eml").write_text(
        "From: M <m@x.example>\nDate: 3 Mar 1998\nMessage-ID: <1@x.example>\nSubject: Lamp\nMIME-Version: 1.0\n"
        f'Content-Type: multipart/mixed; boundary="=="\n\n--==\n\n{write_story("Lamp")}\n--==\n'
        f'Content-Type: text/html; name="tide.html"\n\n<html><pre>{write_story("Tide")}</pre></html>\n--==--\n'
    )
    report = run_intake([place])
    assert [(item.name, item.outcome) for item in report.items] == [
        (f"{place}/1.eml", "read"),
        (f"{place}/1.eml/tide.html", "read"),
    ]
    assert Source.objects.get(member="tide.html").container is None
    assert not Container.objects.exists()


@pytest.fixture
def dumps(monkeypatch: pytest.MonkeyPatch) -> None:
    def members(opened: Opened) -> Iterator[Found]:
        for name in opened.file.read().decode().split()[2:]:
            if name == "fault":
                raise KeyError(name)
            yield Member(name, opened.neighbour(name) or b"")
            yield Used(name)
        yield Tally({"stories": (2, 1)}, ("1 story is written in no file.",))

    kind = Kind("dump", lambda head, name: head.startswith(b"-- dump"), members)
    monkeypatch.setattr(containers, "CONTAINERS", (*containers.CONTAINERS, kind))


@pytest.mark.usefixtures("dumps")
def test_a_container_gives_an_account_of_itself(place: Path, write_story: WriteStory) -> None:
    (place / "stories").mkdir()
    (place / "stories" / "1.txt").write_text(write_story("Flight"))
    (place / "dump.sql").write_bytes(b"-- dump stories/1.txt")
    report = run_intake([place])
    assert outcomes(report) == {
        f"{place}/dump.sql/stories/1.txt": "read",
        f"{place}/stories/1.txt": "used",
    }
    (told,) = report.record()["tallies"]
    assert told == {
        "container": f"{place}/dump.sql",
        "counts": {"stories": {"held": 2, "taken": 1}},
        "remarks": ["1 story is written in no file."],
    }
    assert Intake.objects.get().tallies == [told]


@pytest.mark.usefixtures("dumps")
def test_a_fault_in_one_container_sinks_nothing_else(place: Path, box: Path) -> None:
    (place / "a.sql").write_bytes(b"-- dump fault")
    report = run_intake([place])
    assert report.counts["read"] == 4
    (fault,) = [item for item in report.items if "KeyError" in item.message]
    assert fault.name == str(place / "a.sql")


def test_a_full_disk_stops_the_run_in_words(box: Path, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(file: object) -> None:
        raise FanthologyError("The disk is full.")

    monkeypatch.setattr(boxes, "put", full)
    report = run_intake([box])
    assert (report.stopped, report.interrupted, report.items) == ("The disk is full.", False, [])


def test_what_killed_runs_left_is_cleared_up(box: Path, home: Path) -> None:
    with box.open("rb") as file:
        sha256, _ = boxes.put(file)
    (home / "containers" / "1234.part").write_bytes(b"half")
    run_intake([box.parent / "nothing-here.txt"])
    assert not boxes.place(sha256).exists()
    assert not (home / "containers" / "1234.part").exists()
    run_intake([box])
    boxes.clear_unfinished()
    assert boxes.place(sha256).exists()
    assert originals.digest(boxes.place(sha256).read_bytes()) == sha256
