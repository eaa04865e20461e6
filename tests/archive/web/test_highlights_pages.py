"""Highlights and notes on their pages, and on those of the text that they are in."""

from __future__ import annotations

import json
import re

import pytest
from django.test import Client

from archive.web.story import correct, two_chapters
from fanthology.archive.catalogue.models import ChapterText
from fanthology.archive.reading.models import Highlight, Shelf

pytestmark = pytest.mark.django_db


def test_a_highlight_is_drawn_found_again_noted_and_deleted(reader: Client) -> None:
    _, address = two_chapters()
    where = {"block": "b1x1", "start": "9", "end_block": "b1x1", "end": "26", "words": "said Holmes"}
    answer = reader.post(f"{address}/chapters/1/passages", {**where, "ask": "1"})
    one = Highlight.objects.get()
    assert answer["Location"] == f"/account/notes/{one.public_id}" and one.words == "said Holmes"
    reader.post(answer["Location"], {"note": "Of course he did.\r\nTwice."})
    page = reader.get(f"{address}/chapters/1").text
    assert f'<mark class="own" id="own-{one.public_id}">said Holmes</mark><a class="own-sign"' in page
    assert '<mark class="own"' not in reader.get(f"{address}/chapters/2").text
    assert reader.get(f"{address}/entire").text.count('<mark class="own"') == 1
    listed = reader.get("/account/notes?q=twice").text
    assert "said Holmes" in listed and "Of course he did.\nTwice." in listed
    assert "said Holmes" not in reader.get("/account/notes?q=zeppelin").text
    assert reader.get(f"/account/notes/{one.public_id}/passage")["Location"] == f"{address}/chapters/1#b1x1"
    assert "> said Holmes\n\nOf course he did." in reader.get("/account/notes.md").text
    assert json.loads(reader.get("/account/notes.json").content)[0]["note"] == "Of course he did.\nTwice."
    assert reader.get("/account/notes.exe").status_code == 404
    reader.post(f"/account/notes/{one.public_id}", {"delete": "1"})
    assert not Highlight.objects.exists()


def test_a_highlight_over_several_paragraphs(reader: Client) -> None:
    _, address = two_chapters()
    where = {"block": "b1x0", "start": "3", "end_block": "b1x2", "end": "8"}
    reader.post(f"{address}/chapters/1/passages", where)
    page = reader.get(f"{address}/chapters/1").text
    marked = re.findall(r"<mark[^>]*>(.*?)</mark>", page, re.DOTALL)
    assert marked == ["rained upon the moor.", "“Nobody walks,” said Holmes, “in such a night.”", "The lamp"]
    assert page.count('class="own-sign"') == 1


def test_a_highlight_in_a_corrected_text_goes_with_its_words(reader: Client) -> None:
    work, address = two_chapters()
    reader.post(f"{address}/chapters/1/passages", {"block": "b1x1", "words": "in such a night"})
    correct(work, 1, "“Nobody walks,” said Holmes", "“Nobody at all would walk,” said Holmes")
    assert ">in such a night</mark>" in reader.get(f"{address}/chapters/1").text
    one = Highlight.objects.get()
    assert reader.get(f"/account/notes/{one.public_id}/passage")["Location"] == f"{address}/chapters/1#bcorrected"
    correct(work, 1, "in such a night", "on such an evening")
    page = reader.get(f"{address}/chapters/1").text
    assert "<mark" not in page
    for place in ("/account/notes", f"/account/notes/{one.public_id}"):
        assert "in such a night" in (told := reader.get(place).text)
        assert "These words are not in the text any more." in told and "To where they were" in told


def test_a_highlight_over_paragraphs_in_a_corrected_text(reader: Client) -> None:
    work, address = two_chapters()
    where = {"block": "b1x0", "start": "3", "end_block": "b1x2", "end": "8"}
    reader.post(f"{address}/chapters/1/passages", where)
    correct(work, 1, "walks,” said Holmes", "walks,” cried Holmes")
    correct(work, 1, "The lamp went", "The lamp, too, went")
    ChapterText.objects.filter(chapter__position=1).update(
        html='<p id="new">It began so.</p>\n' + ChapterText.objects.get(chapter__position=1).html
    )
    marked = re.findall(r"<mark[^>]*>(.*?)</mark>", reader.get(f"{address}/chapters/1").text, re.DOTALL)
    assert marked == ["rained upon the moor.", "“Nobody walks,” cried Holmes, “in such a night.”", "The lamp"]
    assert "not in the text any more" not in reader.get("/account/notes").text
    ChapterText.objects.filter(chapter__position=1).update(html='<p id="new">A zeppelin passed.</p>')
    page = reader.get("/account/notes").text
    assert "These words are not in the text any more." in page and "rained upon the moor." in page
    assert reader.get(f"{address}/chapters/1").status_code == 200


def test_three_clicks_on_a_paragraph_highlight_it_and_no_more(reader: Client) -> None:
    _, address = two_chapters()
    for where in (("b1x0", "0", "b1x1", "0"), ("b1x0", "25", "b1x1", "8")):
        told = dict(zip(("block", "start", "end_block", "end"), where, strict=True))
        reader.post(f"{address}/chapters/1/passages", told)
    assert [(one.block, one.end_block, one.words) for one in Highlight.objects.order_by("pk")] == [
        ("b1x0", "b1x0", "It rained upon the moor."),
        ("b1x1", "b1x1", "“Nobody "),
    ]


@pytest.mark.parametrize(
    ("where", "words"),
    [
        ({"block": "nothing"}, "not in the text any more"),
        ({"block": "b1x1", "words": "a zeppelin"}, "do not stand in that paragraph"),
        ({"block": "b1x1", "start": "5", "end_block": "b1x1", "end": "5"}, "no words"),
        ({"block": "b1x2", "end_block": "b1x0", "end": "3"}, "not in the text any more"),
        ({"block": "b1x1", "note": "x" * 10_001}, "at most 10,000"),
    ],
)
def test_what_cannot_be_highlighted_is_said(reader: Client, where: dict[str, str], words: str) -> None:
    _, address = two_chapters()
    answer = reader.post(f"{address}/chapters/1/passages", where)
    assert answer.status_code == 400 and words in answer.text
    assert not Highlight.objects.exists()


def test_a_passage_is_chosen_without_a_pointer(reader: Client) -> None:
    _, address = two_chapters()
    page = reader.get(f"{address}/chapters/1/passages?from=b1x1").text
    assert "The lamp went out" in page
    assert "It rained" not in page
    form = reader.get(f"{address}/chapters/1/passages?block=b1x2").text
    assert re.search(r"<textarea[^>]*>\s*The lamp went out\.</textarea>", form)


def test_a_chapter_without_text_has_no_passages(reader: Client) -> None:
    work, address = two_chapters()
    reader.post(f"{address}/chapters/1/passages", {"block": "b1x1", "note": "Mine."})
    ChapterText.objects.filter(chapter__edition=work.edition_id).update(html="")
    assert "This chapter has no text." in reader.get(f"{address}/chapters/1/passages").text
    for page in (f"{address}/chapters/1", f"{address}/entire", f"/account/notes/{Highlight.objects.get().public_id}"):
        assert reader.get(page).status_code == 200
    assert reader.get(f"/account/notes/{Highlight.objects.get().public_id}/passage")["Location"].endswith("/chapters/1")


def test_notes_are_nobody_elses(reader: Client, keeper: Client) -> None:
    _, address = two_chapters()
    reader.post(f"{address}/chapters/1/passages", {"block": "b1x1", "note": "Mine."})
    reader.post("/account/shelves", {"name": "Wet"})
    note, shelf = Highlight.objects.get(), Shelf.objects.get()
    for page in (f"/account/notes/{note.public_id}", f"/account/shelves/{shelf.public_id}"):
        assert keeper.get(page).status_code == 404 and keeper.post(page, {"delete": "1"}).status_code == 404
    assert "<mark" not in keeper.get(f"{address}/chapters/1").text
    assert "Mine." not in keeper.get("/account/notes").text
