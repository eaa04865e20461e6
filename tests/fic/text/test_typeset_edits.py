"""What the typesetter changes is recorded, in positions of the source."""

from __future__ import annotations

import pytest

from fanthology.fic.story import ReaderInfo, Rejection, Repair, SourceInfo, Story
from fanthology.fic.text.assemble import assemble
from fanthology.fic.text.decoding.repair import apply
from fanthology.fic.text.document import ChapterOutline, Document, Offsets, Outline, Segment
from fanthology.fic.text.newlines import one_kind_of_newline
from recount import recount

SOURCE = SourceInfo("a.txt", "text", "0" * 64, 1)
READER = ReaderInfo("test", "1")


def story_of(
    decoded: str,
    repairs: tuple[Repair, ...] = (),
    segments: tuple[Segment, ...] = (),
    bodies: tuple[tuple[tuple[int, int], ...], ...] | None = None,
) -> Story:
    mended = apply(one_kind_of_newline(decoded), repairs)
    document = Document(mended.text, repairs=mended.repairs, offsets=mended.offsets)
    spans = bodies if bodies is not None else (((0, len(mended.text)),),)
    outline = Outline(Story(SOURCE), tuple(ChapterOutline(body) for body in spans), segments)
    story = assemble(document, outline, decoded, SOURCE, READER)
    assert isinstance(story, Story)
    recount(story, decoded)
    return story


def htmls(story: Story) -> list[str]:
    return [block.html for chapter in story.chapters for block in chapter.blocks]


def test_emphasis_is_two_edits_and_no_mend() -> None:
    story = story_of("He was *so* late.\n")
    assert htmls(story) == ["<p>He was <em>so</em> late.</p>"]
    assert story.repairs == (
        Repair((7, 8), "*", "", "typeset-emphasis"),
        Repair((10, 11), "*", "", "typeset-emphasis"),
    )
    assert not any(repair.mends for repair in story.repairs)


def test_a_dash_at_a_wrap_is_joined_across_cr_lf() -> None:
    text = (
        "It was late in the evening when he came to the old house by the sea--\r\n"
        "and nobody was there to open the door, which he had not expected at\r\n"
        "all, for he had written to say so twice and had been answered once.\r\n"
    )
    story = story_of(text)
    assert "sea--and nobody" in htmls(story)[0]
    assert story.repairs == (Repair((68, 71), "-\r\n", "-", "typeset-join"),)


def test_an_edit_beside_a_repair_stays_apart() -> None:
    story = story_of("*na´ve*\n", (Repair((1, 6), "na´ve", "naïve", "spacing-accent"),))
    assert htmls(story) == ["<p><em>naïve</em></p>"]
    assert [repair.rule for repair in story.repairs] == ["typeset-emphasis", "spacing-accent", "typeset-emphasis"]


def test_an_edit_inside_a_replacement_becomes_part_of_the_repair() -> None:
    story = story_of("He was @@so@@ late.\n", (Repair((7, 13), "@@so@@", "*so*", "mojibake"),))
    assert htmls(story) == ["<p>He was <em>so</em> late.</p>"]
    assert story.repairs == (Repair((7, 13), "@@so@@", "so", "mojibake"),)


def test_what_was_taken_out_at_a_mark_is_kept_apart() -> None:
    story = story_of(
        "*\x01so\x01*\x01 late\n", tuple(Repair((at, at + 1), "\x01", "", "control-character") for at in (1, 4, 6))
    )
    assert htmls(story) == ["<p><em>so</em> late</p>"]
    assert "".join(repair.was for repair in story.repairs) == "*\x01\x01*\x01"


def test_illegal_characters_never_reach_the_html() -> None:
    story = story_of("so\x00me\x1b text\ufffe\n")
    assert htmls(story) == ["<p>some text</p>"]
    assert {repair.rule for repair in story.repairs} == {"control-character"}


def test_a_repair_of_blanks_alone_is_in_the_ledger() -> None:
    story = story_of("End.\n\n\x85\n", (Repair((6, 7), "\x85", "\ufffd", "undefined-character"),))
    assert htmls(story) == ["<p>End.</p>", "<p>\ufffd</p>"]


def test_what_no_step_claimed_is_set_with_the_prose() -> None:
    text = "Title\n\nLost.\n\nOne.\n\nTwo.\n\nAlso lost.\n\nThe End\n"
    end = text.index("The End")
    story = story_of(
        text,
        segments=(Segment(0, 5, "header"), Segment(end, len(text), "furniture")),
        bodies=(((14, 19),), ((20, 25),)),
    )
    assert [[block.html for block in chapter.blocks] for chapter in story.chapters] == [
        ["<p>Lost.</p>", "<p>One.</p>"],
        ["<p>Two.</p>", "<p>Also lost.</p>"],
    ]


def test_text_without_any_chapter_gets_one() -> None:
    story = story_of("Only this.\n", bodies=())
    assert htmls(story) == ["<p>Only this.</p>"]


def test_a_header_alone_has_no_chapter() -> None:
    story = story_of("Title: X\n", segments=(Segment(0, 9, "header"),), bodies=())
    assert story.chapters == ()
    assert story.ledger.by_kind["header"] == 7


@pytest.mark.parametrize("admit", [False, True])
def test_no_story_is_admitted_only_when_told(admit: bool) -> None:
    text = "A list of episodes.\n"
    outline = Outline(Story(SOURCE), (ChapterOutline(((0, len(text)),)),), (), "It is a list.")
    made = assemble(Document(text), outline, text, SOURCE, READER, admit=admit)
    assert isinstance(made, Story if admit else Rejection)


def test_block_ids_stay_when_the_layout_changes() -> None:
    one = story_of("The lamp went out.\n\nThe lamp went out.\n")
    other = story_of("The  LAMP went out.\n\n\n\nNew.\n\nThe lamp\nwent out.\n")
    ids = [block.id for block in one.chapters[0].blocks]
    assert ids[1] == ids[0] + "-2"
    assert [block.id for block in other.chapters[0].blocks][::2] == ids


def test_offsets_are_needed_for_spans() -> None:
    story = story_of("@@@@ one\n\ntwo\n", (Repair((0, 4), "@@@@", "x", "mojibake"),))
    assert [block.span for block in story.chapters[0].blocks] == [(0, 8), (10, 13)]
    assert Offsets().span(1, 2) == (1, 2)
