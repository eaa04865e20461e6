"""A page's character data is its text as a browser shows it, and its marks cover what its tags did."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fanthology.fic.text.markup.flatten import character_data, flatten

HTML_LIKE = st.lists(
    st.one_of(
        st.sampled_from(
            [
                "<p>",
                "</p>",
                "<b>",
                "<i>",
                "</b>",
                "</i>",
                "<br>",
                "<hr>",
                "<pre>",
                "</pre>",
                "<table><tr><td>",
                "<td>",
                "<ul><li>",
                "</ul>",
                "<!--",
                "-->",
                "<script>",
                "</script>",
                "<title>",
                "</title>",
                "&nbsp;",
                "&#x92;",
                "<a href='http://example.org'>",
                "<div align=center>",
                "<h1>",
                "<img src=x>",
                "\n",
                " ",
                "Mina",
                "<nav>",
            ]
        ),
        st.text(max_size=5),
    ),
    max_size=30,
).map("".join)


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>One</p><p>Two</p>", "One\n\nTwo"),
        ("One<br><br>Two<br>three", "One\n\nTwo\nthree"),
        ("One<BR><P>Two", "One\n\nTwo"),
        ("a  b\n c<b> d</b> e", "a b c d e"),
        ("<ul><li>a<li>b</ul>c", "a\nb\n\nc"),
        ("<table><tr><td>1<td>2<tr><td>3<td>4</table>", "1\t2\n3\t4"),
        ("<pre>x\n  y\n\nz</pre>", "x\n  y\n\nz"),
        ("<pre>to  <b>the</b> end </pre>now", "to  the end\n\nnow"),
        ("a<!-- no --><script>no</script><style>no</style><template>no</template>b", "ab"),
        ("<head><title>Oz &amp; us</title><meta name=x content=no></head><p>a", "Oz & us\n\na"),
        ("&ldquo;Oh&#146;&nbsp;no", "“Oh’\xa0no"),
        ("a<hr>b", "a\n\nb"),
        ("a <img src=x.png alt=no> b", "a b"),
        ("", ""),
    ],
)
def test_character_data(html: str, text: str) -> None:
    assert character_data(html) == text


def marks(html: str) -> list[tuple[str, str]]:
    flat = flatten(html)
    return [(mark.tag, flat.text[mark.start : mark.end]) for mark in flat.marks]


def test_marks_nest_and_have_one_name_each() -> None:
    assert marks("<p>A <b>very <i>fine</i></b> <strike>night</strike>") == [
        ("p", "A very fine night"),
        ("strong", "very fine"),
        ("em", "fine"),
        ("s", "night"),
    ]


def test_styles_that_authors_used_are_marks() -> None:
    assert marks('<span style="font-style: italic">Oh</span><p align=center>x') == [
        ("em", "Oh"),
        ("p", "x"),
        ("center", "x"),
    ]


def test_only_web_and_mail_links_are_links() -> None:
    flat = flatten("<a href='javascript:x()'>a</a><a href=' HTTPS://example.org/'>b</a><a href='c.html'>c</a>")
    assert [mark.attrs for mark in flat.marks] == [(("href", "HTTPS://example.org/"),)]


def test_a_rule_is_an_empty_mark_where_the_next_line_begins() -> None:
    flat = flatten("<p>One</p><hr><p>Two</p>")
    (rule,) = [mark for mark in flat.marks if mark.tag == "hr"]
    assert rule.start == rule.end == flat.text.index("Two")


@pytest.mark.parametrize("tag", ["b", "div", "font", "blockquote", "table", "p", "span", "pre", "summary", "i><hr"])
@pytest.mark.parametrize("before", ["", "closed"])
def test_hostile_nesting_is_read(tag: str, before: str) -> None:
    closed = f"</{tag.partition('>')[0]}>" * 100_000 if before else ""
    assert flatten(closed + f"<{tag}>" * 100_000 + "Mina").text == "Mina"


@given(HTML_LIKE)
def test_marks_lie_in_the_text_and_never_cross(html: str) -> None:
    flat = flatten(html)
    open_ends: list[int] = []
    for mark in flat.marks:
        assert 0 <= mark.start <= mark.end <= len(flat.text)
        while open_ends and open_ends[-1] <= mark.start:
            open_ends.pop()
        assert not open_ends or mark.end <= open_ends[-1] or mark.start == mark.end
        open_ends.append(mark.end)
