"""A printable page of an eFiction archive: every field from its box, every chapter with its notes."""

from __future__ import annotations

from pathlib import Path

from fanthology.fic.readers import read, reader_of
from fanthology.fic.story import Identity, Story
from recount import recount

PAGE = (Path(__file__).parents[2] / "cases/efiction/printable.html").read_bytes()


def test_every_field_is_read() -> None:
    story = read(PAGE, name="viewstory.html")
    assert isinstance(story, Story)
    reader = reader_of("efiction-page")
    assert reader is not None
    recount(story, reader.text_of(PAGE))
    assert story.reader.name == "efiction-page"
    assert (story.title, [one.name for one in story.creators]) == ("The Lamp", ["Hester Lark"])
    assert story.identity == (Identity("efiction", "moors.example:12"),)
    assert story.creators[0].identity == (Identity("efiction-user", "moors.example:1"),)
    assert (story.summary, story.rating) == ("A letter comes.", "Teen And Up Audiences")
    assert (story.fandoms, story.characters) == (("Sherlock Holmes",), ("Sherlock Holmes", "Dr. Watson"))
    assert (story.freeforms, story.warnings) == (("Humor", "Hurt/Comfort"), ())
    assert [one.name for one in story.series] == ["The Wet Spring"]
    assert (story.status, story.published, story.updated) == ("complete", "2003-04-03", "2003-05-03")
    assert story.notes_before is not None and story.notes_before.endswith("Written for a wet week.")
    assert [(one.number, one.title, one.scenes, one.notes_before) for one in story.chapters] == [
        (1, "The Letter", 2, "This one has a cat in it."),
        (2, "The Lamp", 1, None),
    ]
    assert [one.html for one in story.chapters[0].blocks if one.kind == "paragraph"] == [
        "<p>It was <em>late</em>.</p>",
        "<p>Holmes came in.</p>",
    ]


def test_a_skin_without_boxes_is_not_taken_for_one() -> None:
    page = PAGE.replace(b'id="pagetitle"', b"").replace(b'class="infobox"', b"")
    story = read(page)
    assert not isinstance(story, Story) or story.reader.name == "html"
