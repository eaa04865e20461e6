"""Whatever a file calls itself, a page shows it as text."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from archive.factories import make_work
from archive.web.library import make_read_work
from fanthology.archive.catalogue.models import Edit, Link, Missing, Reading, Source
from fanthology.archive.intake.models import Intake, IntakeItem
from fanthology.archive.search.follow import catch_up
from fanthology.archive.web.addresses import tag_address, work_address

OWN_SCRIPT = re.compile(r'<script src="/static/web/[a-z]+\.js\?v=[0-9a-f]+"(?: defer)?></script>')

pytestmark = pytest.mark.django_db
HOSTILE = "\"><script>alert(1)</script><img src=x onerror='x'>{{ 7|add:7 }}{% csrf_token %}"


@pytest.fixture
def pages(keeper: Client, home: object) -> list[str]:
    fields = ("summary", "disclaimer", "permission", "notes_before", "notes_after")
    work = make_work(
        HOSTILE,
        creators=[HOSTILE],
        fandoms=[HOSTILE],
        series=[HOSTILE],
        warnings=[HOSTILE],
        characters=[HOSTILE],
        text=[f"Rain {HOSTILE}", "More"],
        language="en",
        **dict.fromkeys(fields, HOSTILE),
    )
    work.edition.chapters.update(title=HOSTILE, notes_before=HOSTILE, notes_after=HOSTILE, summary=HOSTILE)
    Link.objects.create(work=work, kind="follows", title=HOSTILE, creator=HOSTILE, url="javascript:alert(1)")
    Missing.objects.create(work=work, what="work", title=HOSTILE)
    lamp = make_read_work(_text_with(HOSTILE))
    Edit.objects.create(work=lamp, field="title", value=HOSTILE, previous=HOSTILE, by_name=HOSTILE)
    source = Source.objects.get(readings__editions__work=lamp)
    Source.objects.update(name=HOSTILE)
    rejected = Reading.objects.create(
        source=Source.objects.create(sha256="0" * 64, size=1, name=HOSTILE),
        reader="test",
        version="1",
        outcome="rejected",
        reason="not-a-story",
        message=HOSTILE,
        packed=b"",
    )
    Source.objects.filter(pk=rejected.source_id).update(sha256="1" * 64)
    intake = Intake.objects.create()
    IntakeItem.objects.create(intake=intake, name=HOSTILE, outcome="rejected", message=HOSTILE, source=source)
    catch_up(wait=True)
    addresses = [
        "/",
        "/works/",
        "/works/?q=rain",
        f"/works/?q={HOSTILE}&fandom={HOSTILE}&status={HOSTILE}",
        work_address(work),
        f"{work_address(work)}/chapters/1",
        f"{work_address(work)}/entire",
        f"{work_address(lamp)}/reading",
        "/creators/",
        "/fandoms/",
        "/series/",
        f"/fandoms/?medium={HOSTILE}&letter={HOSTILE}",
        f"/years/?fandom={HOSTILE}",
        *(tag_address(tag) for tag in work.tags.all()),
        f"/creators/{work.creators.get().public_id}",
        f"/series/{work.series.get().public_id}",
        "/keeper/private",
        "/keeper/rejections/",
        "/keeper/intakes/",
        f"/keeper/intakes/{intake.public_id}",
        f"/nowhere/{HOSTILE}",
    ]
    return [keeper.get(address).text for address in addresses]


def _text_with(hostile: str) -> str:
    from archive.web.library import ORIGINAL

    return (
        ORIGINAL.replace("Be kind!", f"Be kind!\n\n{hostile}").replace("A/N: My first one in years. Be kind!\n", "")
        + "A/N: My first one in years. Be kind!\n"
    )


def test_no_page_lets_mark_up_through(pages: list[str]) -> None:
    assert any("&lt;script&gt;" in page for page in pages)
    for page in pages:
        assert "<script" not in OWN_SCRIPT.sub("", page)
        assert "<img" not in page
        assert 'href="javascript:' not in page


def test_no_page_runs_what_a_file_says(pages: list[str]) -> None:
    assert all("{{ 7|add:7 }}" not in page or "14" not in page.split("{{ 7|add:7 }}")[0][-3:] for page in pages)
    assert any("{{ 7|add:7 }}" in page for page in pages)
