"""Blocks from marked-up text."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from fanthology.fic.story import Block
from fanthology.fic.text.document import Document, Mark
from fanthology.fic.text.typesetting.typeset import Typeset, Typesetter
from recount import text_of

PAGE = (
    "A Heading\n\nHe was so\nvery late.\n\ntea\njam\nplum\n\nKing\tQueen\n1\t2\n\n"
    "Dear sir,\n\nno.\n\n  keep  this\n   as it is\n\n* * *\n\nThe *end*."
)


def mark(piece: str, tag: str, *attrs: tuple[str, str]) -> Mark:
    at = PAGE.index(piece)
    return Mark(at, at + len(piece), tag, attrs)


def typeset(*marks: Mark, text: str = PAGE) -> Typeset:
    whole = [(0, len(text))]
    return Typesetter(Document(text, marks, marked_up=True), whole).set(whole)


def block(page: Typeset, word: str) -> Block:
    return next(block for block in page.blocks if word in block.html)


def test_stars_are_stars_and_line_ends_are_meant() -> None:
    page = typeset()
    assert block(page, "end").html == "<p>The *end*.</p>"
    assert block(page, "late").html == "<p>He was so<br/>\nvery late.</p>"
    assert page.edits == ()


def test_headings_are_kept_below_the_page_s_own() -> None:
    made = block(typeset(mark("A Heading", "h1")), "Heading")
    assert (made.kind, made.html) == ("heading", "<h3>A Heading</h3>")


def test_a_block_leaves_through_the_sanitiser() -> None:
    """Even a Mark that should never have been made puts nothing hostile into a block."""
    made = block(typeset(mark("late", "a", ("href", "javascript:x()"))), "late")
    assert made.html.endswith("<a>late</a>.</p>")


def test_crossing_emphasis_is_parted() -> None:
    made = block(typeset(mark("was so", "i"), mark("so\nvery", "b")), "late")
    assert made.html == "<p>He <em>was <strong>so</strong></em><strong><br/>\nvery</strong> late.</p>"


def test_emphasis_over_two_paragraphs_is_in_both() -> None:
    page = typeset(mark("Dear sir,\n\nno.", "em"))
    assert block(page, "Dear").html == "<p><em>Dear sir,</em></p>"
    assert block(page, "no.").html == "<p><em>no.</em></p>"


def test_lists_hold_items_even_where_the_page_forgot_them() -> None:
    made = block(typeset(mark("tea\njam\nplum", "ul"), mark("tea", "li"), mark("plum", "li")), "jam")
    assert (made.kind, made.html) == ("list", "<ul><li>tea</li>\n<li>jam</li>\n<li>plum</li></ul>")


def test_lists_in_lists() -> None:
    marks = (mark("tea\njam\nplum", "ol"), mark("tea\njam", "li"), mark("jam", "ul"), mark("jam", "li"))
    made = block(typeset(*marks, mark("plum", "li")), "jam")
    assert made.html == "<ol><li>tea\n<ul><li>jam</li></ul></li>\n<li>plum</li></ol>"


def test_tables_have_rows_and_cells() -> None:
    marks = [mark("King\tQueen\n1\t2", "table"), mark("King\tQueen", "tr"), mark("1\t2", "tr")]
    marks += [mark(cell, "td") for cell in ("King", "Queen")]
    made = block(typeset(*marks), "Queen")
    assert made.html == (
        "<table><tbody><tr><td>King</td>\n<td>Queen</td></tr>\n<tr><td>1\t2</td></tr></tbody></table>".replace(
            "\t", " "
        )
    )


def test_quotations_keep_their_paragraphs() -> None:
    made = block(typeset(mark("Dear sir,\n\nno.", "blockquote")), "Dear")
    assert (made.kind, made.html) == ("quotation", "<blockquote><p>Dear sir,</p>\n<p>no.</p></blockquote>")


def test_preformatted_text_is_kept_to_the_blank() -> None:
    made = block(typeset(mark("  keep  this\n   as it is", "pre")), "keep")
    assert made.html == "<pre>  keep  this\n   as it is</pre>"


def test_rules_and_ornaments_part_scenes() -> None:
    at = PAGE.index("Dear")
    page = typeset(Mark(at, at, "hr"))
    assert [(made.kind, made.scene) for made in page.blocks if made.kind == "scene-break"] == [
        ("scene-break", 1),
        ("scene-break", 2),
    ]
    assert page.scenes == 3


def test_images_stand_in_their_place() -> None:
    before, inside = PAGE.index("Dear"), PAGE.index("very")
    page = typeset(
        Mark(before, before, "img", (("src", "https://example.org/a.png"), ("onload", "x"))),
        Mark(inside, inside, "img", (("alt", 'a "cat"'),)),
    )
    assert block(page, "a.png").html == '<p><img alt="" src="https://example.org/a.png"/></p>'
    assert '<img alt="a &quot;cat&quot;"/>very late' in block(page, "late").html


def test_unknown_marks_and_attributes_are_left_out() -> None:
    made = block(
        typeset(mark("very", "blink"), mark("late", "a", ("onclick", "x()"), ("href", "https://e.org/?a&b"))), "late"
    )
    assert made.html == '<p>He was so<br/>\nvery <a href="https://e.org/?a&amp;b">late</a>.</p>'


TAGS = (
    "p",
    "em",
    "b",
    "a",
    "ul",
    "ol",
    "li",
    "table",
    "tr",
    "td",
    "blockquote",
    "pre",
    "h2",
    "hr",
    "img",
    "dl",
    "dd",
    "div",
)
MARKS = st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60), st.sampled_from(TAGS)), max_size=25)


@settings(max_examples=400, deadline=None)
@given(st.text(alphabet="ab <&*\n\n\t\x01é", max_size=60), MARKS)
def test_any_marks_give_sound_blocks_with_all_words(text: str, ranges: list[tuple[int, int, str]]) -> None:
    page = typeset(*(ranged(text, *one) for one in ranges), text=text)
    words: list[str] = []
    for made in page.blocks:
        text_inside = text_of(made.html)
        if made.kind != "scene-break":
            words += text_inside.split()
    kept = list(text)
    for segment in page.breaks:
        kept[segment.start : segment.end] = " " * (segment.end - segment.start)
    assert words == "".join(kept).replace("\x01", "").split()


def ranged(text: str, one: int, other: int, tag: str) -> Mark:
    start, end = sorted((min(one, len(text)), min(other, len(text))))
    return Mark(start, start if tag in ("hr", "img") else end, tag)


def test_scenes_part_where_they_do_in_plain_text() -> None:
    text = "Alice slept.\n\n.\n\nAlice woke.\n\n~~ Later ~~\n\nAlice ran.\n\nThe Queen's POV\n\nShe shouted."
    page = typeset(text=text)
    assert [(made.kind, made.scene) for made in page.blocks if made.kind == "scene-break"] == [
        ("scene-break", 1),
        ("scene-break", 2),
        ("scene-break", 3),
    ]
    assert page.scenes == 4
    assert block(page, "Later").scene == 3
