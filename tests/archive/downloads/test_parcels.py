"""Several works as one file: what is in it, who gets it, and what becomes of it when a work is withdrawn."""

from __future__ import annotations

import io
import os
import stat
import zipfile
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from archive.factories import make_work, set_visibility
from fanthology.archive.accounts.models import User
from fanthology.archive.catalogue.models import Work
from fanthology.archive.catalogue.viewer import GUEST, KEEPER, Viewer
from fanthology.archive.catalogue.withdrawing import remove, withdraw
from fanthology.archive.downloads import several
from fanthology.archive.downloads.formats import FORMATS, formats
from fanthology.archive.downloads.models import Parcel
from fanthology.archive.downloads.parcels import FOLDER, ask, file_for, forget_gone, forget_old, make
from fanthology.archive.downloads.several import Wanted, check, write_works
from fanthology.archive.keeping.purging import purge_due
from fanthology.archive.tasks import queue
from fanthology.archive.tasks.kinds import KINDS
from fanthology.archive.tasks.models import Task
from fanthology.fic import read
from fanthology.fic.errors import FanthologyError
from fanthology.fic.writers.choices import Choices

pytestmark = pytest.mark.django_db
READER = Viewer(adult=True)


def quietly(done: int, total: int) -> None:
    """Tells nobody."""


@pytest.fixture
def works(home: Path) -> list[Work]:
    return [
        make_work(
            f"Night {name}", creators=["Mina Harker"], fandoms=["Dracula"], text=f"The {name} train.",
            rating="Mature", notes_before=f"For {name}.", warnings=["Major Character Death"],
        )
        for name in ("one", "two", "three")
    ]  # fmt: skip


def written(viewer: Viewer, works: list[Work], wanted: Wanted) -> zipfile.ZipFile:
    file = io.BytesIO()
    write_works(viewer, [work.pk for work in works], wanted, file)
    return zipfile.ZipFile(file)


def texts(book: zipfile.ZipFile) -> str:
    return "\n".join(book.read(name).decode() for name in book.namelist() if name.endswith((".xhtml", ".opf", ".ncx")))


def asked(works: list[Work], wanted: Wanted, viewer: Viewer = READER, owner: str = "browser:x") -> Parcel:
    return ask(viewer, owner, [work.pk for work in works], wanted)


def file_of(parcel: Parcel, viewer: Viewer = READER) -> Path | None:
    parcel.refresh_from_db()
    return file_for(parcel, viewer)


class TestAnthology:
    def test_has_every_work_in_order_with_its_credit_and_tags(self, works: list[Work]) -> None:
        book = written(READER, works[::-1], Wanted("Trains"))
        contents = book.read("OEBPS/nav.xhtml").decode()
        places = [contents.index(f"Night {name} by Mina Harker") for name in ("three", "two", "one")]
        assert places == sorted(places)
        page = book.read("OEBPS/part-0002-title.xhtml").decode()
        assert all(
            word in page for word in ("Night two", "by Mina Harker", "Dracula", "Major Character Death", "For two.")
        )
        assert "The two train." in book.read("OEBPS/part-0002-chapter-0001.xhtml").decode()

    def test_the_same_works_are_the_same_bytes(self, works: list[Work]) -> None:
        for wanted in (Wanted("Trains"), Wanted("Trains", "txt", each=True), Wanted("Trains", "pdf")):
            first, second = io.BytesIO(), io.BytesIO()
            for file in (first, second):
                write_works(READER, [work.pk for work in works], wanted, file)
            assert first.getvalue() == second.getvalue()

    def test_a_zip_has_a_file_for_each_that_reads_back(self, works: list[Work]) -> None:
        twin = make_work("Night one", creators=["Mina Harker"], text="Another train.")
        found = written(READER, [*works, twin], Wanted("Trains", "epub", each=True))
        names = found.namelist()
        assert len(names) == len(set(map(str.lower, names))) == 4
        again = read(found.read(names[1]))
        assert getattr(again, "title", None) == "Night two" and getattr(again, "notes_before", None) == "For two."

    def test_without_notes(self, works: list[Work]) -> None:
        assert "For two." not in texts(written(READER, works, Wanted("Trains", choices=Choices(notes=False))))

    def test_a_guest_gets_what_a_guest_is_shown(self, works: list[Work]) -> None:
        make_work("Secret", text="Nobody knows.", visibility="private")
        everything = list(Work.objects.order_by("pk"))
        book = texts(written(READER, everything, Wanted("Trains")))
        assert "Nobody knows." not in book and "Secret" not in book and "The two train." in book
        with pytest.raises(FanthologyError, match="None of these"):  # they are for adults, and this guest was not asked
            written(GUEST, works, Wanted("Trains"))
        assert "Nobody knows." in texts(written(KEEPER, everything, Wanted("Trains")))

    def test_what_is_too_much_is_said(self) -> None:
        with pytest.raises(FanthologyError, match="1,001 works; one file holds 1,000"):
            check(Wanted("All"), 1001, 5)
        with pytest.raises(FanthologyError, match="words; one PDF holds"):
            check(Wanted("All", "pdf"), 2, 1_000_001)
        with pytest.raises(FanthologyError, match="words; one AZW3 holds 2,000,000 at most"):
            check(Wanted("All", "azw3"), 2, 2_000_001)
        check(Wanted("All", "html"), 1, 2_000_001)
        with pytest.raises(FanthologyError, match="HTML holds one work"):
            check(Wanted("All", "html"), 2, 5)
        with pytest.raises(FanthologyError, match="There is no format doc"):
            check(Wanted("All", "doc"), 2, 5)
        check(Wanted("All", "pdf", each=True), 1000, 2_000_001)


class TestParcel:
    def test_is_made_and_handed_out(self, works: list[Work]) -> None:
        parcel = asked(works, Wanted("Trains"))
        assert asked(works, Wanted("Trains")) == parcel
        assert file_of(parcel) is None
        make(parcel, READER, quietly)
        path = file_of(parcel)
        assert path is not None and "The two train." in texts(zipfile.ZipFile(path))
        assert (parcel.state, parcel.done, parcel.total, parcel.size) == ("made", 3, 3, path.stat().st_size)
        assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700

    def test_what_is_withdrawn_meanwhile_is_left_out(self, works: list[Work]) -> None:
        parcel = asked(works, Wanted("Trains"))
        withdraw([works[0]], KEEPER)
        make(parcel, READER, quietly)
        path = file_of(parcel)
        assert path is not None and "The one train." not in texts(zipfile.ZipFile(path))

    def test_what_is_withdrawn_while_it_is_written_is_left_out(self, works: list[Work]) -> None:
        parcel = asked(works, Wanted("Trains"))

        def tell(done: int, total: int) -> None:
            if done == total and Work.objects.get(pk=works[0].pk).withdrawn_at is None:
                withdraw([works[0]], KEEPER)

        make(parcel, READER, tell)
        path = file_of(parcel)
        assert path is not None and "The one train." not in texts(zipfile.ZipFile(path))

    @pytest.mark.parametrize("how", ["withdrawn", "hidden", "behind the gate"])
    def test_a_finished_file_is_made_anew_without_what_is_gone(self, works: list[Work], how: str) -> None:
        works[1].rating = "General Audiences"
        works[1].save(update_fields=["rating"])
        parcel = asked(works, Wanted("Trains"))
        make(parcel, READER, quietly)
        path = file_of(parcel)
        assert path is not None
        viewer = GUEST if how == "behind the gate" else READER
        if how == "withdrawn":
            withdraw([works[0]], KEEPER)
        elif how == "hidden":
            set_visibility(works[0], "private")
        assert file_of(parcel, viewer) is None and not path.exists()
        parcel.refresh_from_db()
        assert parcel.state == "waiting" and "made anew" in parcel.message
        make(parcel, viewer, quietly)
        path = file_of(parcel, viewer)
        assert path is not None
        assert "The one train." not in texts(zipfile.ZipFile(path)) and "The two train." in texts(zipfile.ZipFile(path))

    def test_the_files_of_withdrawn_works_go_without_being_asked_for(self, works: list[Work]) -> None:
        alone, many = asked(works[:1], Wanted("Night one", "txt")), asked(works, Wanted("Trains"))
        paths = []
        for parcel in (alone, many):
            make(parcel, READER, quietly)
            paths.append(file_of(parcel))
        withdraw([works[0]], KEEPER)
        remove([works[1]], KEEPER)
        assert forget_gone() == 2
        assert not any(path is None or path.exists() for path in paths)
        assert not Parcel.objects.filter(title="Night one").exists()
        make(many, READER, quietly)
        assert file_of(many) is not None and list(many.entries.values_list("work", flat=True)) == [works[2].pk]

    def test_purging_leaves_no_file_and_no_title(self, works: list[Work], home: Path) -> None:
        parcel = asked(works[:1], Wanted("Night one", "txt"))
        make(parcel, READER, quietly)
        withdraw([works[0]], KEEPER, days=0)
        purge_due()
        assert not Parcel.objects.exists() and not list((home / FOLDER).iterdir())

    def test_old_ones_and_stray_files_go(self, works: list[Work], home: Path) -> None:
        old, new = asked(works, Wanted("Old", "txt", each=True)), asked(works, Wanted("New"))
        for parcel in (old, new):
            make(parcel, READER, quietly)
        Parcel.objects.filter(pk=old.pk).update(asked_at=timezone.now() - timedelta(days=3))
        (home / FOLDER / "nothing.part").write_bytes(b"x")
        assert forget_old() == 1
        assert [path.name for path in (home / FOLDER).iterdir()] == [new.public_id]

    def test_nobody_waits_for_too_much(self, works: list[Work]) -> None:
        for name in "abc":
            asked(works, Wanted(name))
        with pytest.raises(FanthologyError, match="3 files are being made for you"):
            asked(works, Wanted("d"))
        asked(works, Wanted("d"), owner="browser:y")

    def test_the_task_makes_what_waits_for_whoever_asked(self, works: list[Work], home: Path) -> None:
        user = User.objects.create_user("ruth", password="a long password")
        secret = make_work("Registered", text="For those who signed in.", visibility="registered")
        viewer = Viewer(user_id=user.pk, roles=frozenset({"reader"}), adult=True)
        mine = asked([*works, secret], Wanted("Mine"), viewer, f"user:{user.pk}")
        theirs = asked(works, Wanted("Theirs", "txt", each=True))
        Parcel.objects.filter(pk=theirs.pk).update(adult=None)  # as if the cookie had said nothing
        assert KINDS["parcels"].work(quietly) == "2 files were made."
        path = file_of(mine, viewer)
        assert path is not None and "For those who signed in." in texts(zipfile.ZipFile(path))
        theirs.refresh_from_db()
        assert (theirs.state, theirs.message) == ("failed", several.GONE)

    def test_a_fault_does_not_come_back_for_ever(self, works: list[Work], monkeypatch: pytest.MonkeyPatch) -> None:
        parcel = asked(works, Wanted("Trains"))
        monkeypatch.setitem(FORMATS, "epub", FORMATS["epub"]._replace(write=lambda book, choices: b"" + None))  # type: ignore
        Parcel.objects.filter(pk=parcel.pk).update(each=True)
        task = Task.objects.create(kind="parcels")
        queue.do(task.pk)
        parcel.refresh_from_db()
        assert parcel.state == "failed" and "fault" in parcel.message


def test_kindle_formats_are_there_when_calibre_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, home: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert "azw3" not in formats()
    program = tmp_path / "ebook-convert"
    program.write_text('#!/bin/sh\n/bin/cp "$1" "$2"\n')
    program.chmod(0o755)
    assert {"azw3", "mobi"} <= formats().keys()
    work = make_work("Flight", rating="General Audiences")
    file = io.BytesIO()
    write_works(GUEST, [work.pk], Wanted("Flight", "azw3"), file)
    assert zipfile.ZipFile(file).namelist()[0] == "mimetype"
    program.write_text("#!/bin/sh\nexit 1\n")
    with pytest.raises(FanthologyError, match="Calibre could not make"):
        write_works(GUEST, [work.pk], Wanted("Flight", "mobi"), io.BytesIO())
    assert os.environ["PATH"] == str(tmp_path)
