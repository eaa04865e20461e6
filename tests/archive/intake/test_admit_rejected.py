from __future__ import annotations

from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied

from fanthology.archive.catalogue import queries
from fanthology.archive.catalogue.models import Change, Reading, Work
from fanthology.archive.catalogue.viewer import GUEST, KEEPER
from fanthology.archive.intake.admit import admit_rejected
from fanthology.archive.intake.run import run_intake
from fanthology.fic.errors import FanthologyError

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]


def test_this_is_a_story_after_all(folder: Path) -> None:
    run_intake([folder / "faq.txt"])
    rejected = queries.rejections(KEEPER).get()
    work = admit_rejected(rejected)
    assert work.visibility == "private"
    assert work.edition is not None
    assert (work.edition.reading.admitted, work.edition.reading.source) == (True, rejected.source)
    assert Change.objects.filter(work_id=work.pk).exists()
    assert not queries.rejections(KEEPER).exists()
    assert admit_rejected(rejected) == work
    assert Work.objects.count() == 1
    assert run_intake([folder / "faq.txt"]).counts["already-here"] == 1


def test_what_cannot_be_read_stays_rejected(folder: Path) -> None:
    run_intake([folder / "empty.txt"])
    with pytest.raises(FanthologyError, match="cannot be read as a story"):
        admit_rejected(Reading.objects.get())
    assert not Work.objects.exists()
    assert queries.rejections(KEEPER).exists()


def test_only_the_keeper_admits(folder: Path) -> None:
    run_intake([folder / "faq.txt"])
    with pytest.raises(PermissionDenied):
        admit_rejected(Reading.objects.get(), GUEST)
    assert not Work.objects.exists()
