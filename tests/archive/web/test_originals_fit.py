"""The text on "How this was read" is the one that the Reading's spans count in, whatever the format."""

from __future__ import annotations

import html
import re
from pathlib import Path

import pytest
from django.test import Client

from fanthology.archive.catalogue.models import Work
from fanthology.archive.intake.run import run_intake
from fanthology.archive.web.addresses import work_address

pytestmark = pytest.mark.django_db(transaction=True)
PAGE = (
    '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>The Rose at Merton</title></head><body>'
    "<h1>The Rose at Merton</h1><p>by Charlotte L.</p><p>Rating: PG</p><hr>{}</body></html>"
)
PROSE = "It was raining upon the roses &amp; nobody at Merton had thought of <em>umbrellas</em>. " * 12


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("page.html", PAGE.format(f"<p>{PROSE}</p><p>{PROSE}</p>").encode()),
        ("page-cp1252.html", PAGE.replace("utf-8", "windows-1252").format(f"<p>Émile, {PROSE}</p>").encode("cp1252")),
        ("plain.txt", f"Title: Émile\r\nAuthor: A. Dumont\r\n\r\n{PROSE}\r\n\r\n{PROSE}".encode("cp1252")),
        ("marked.txt", f"Title: The Rose\nAuthor: A. Dumont\n\n{PROSE}\n".encode("utf-16")),
    ],
)
def test_spans_fit(keeper: Client, tmp_path: Path, name: str, data: bytes) -> None:
    (tmp_path / name).write_bytes(data)
    run_intake([tmp_path / name])
    work = Work.objects.get()
    page = keeper.get(f"{work_address(work)}/reading").text
    record = work.edition.reading.record
    original = re.search(r'<div class="original">(.*?)</div>', page, re.DOTALL)
    assert original
    text = html.unescape(re.sub(r"<[^>]+>", "", original[1]))
    assert sum(not sign.isspace() for sign in text) == record["ledger"]["characters"]
    title = next(item for item in record["evidence"] if item["field"] == "title" and item["span"])
    assert title["value"] in text[slice(*title["span"])]
