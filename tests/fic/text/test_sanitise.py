"""What leaves `sanitise` is safe, allowed, and XHTML."""

from __future__ import annotations

from xml.parsers.expat import ParserCreate

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fanthology.fic.text.markup.html import ALLOWED, sanitise

PIECES = st.lists(
    st.one_of(
        st.sampled_from(
            [
                "<p>",
                "</p>",
                "<b>",
                "</i>",
                "<br>",
                "<hr/>",
                "<img src='https://a.b/?x=<&y=1' alt='<\">'>",
                "<script>",
                "</script>",
                "<a href='javascript:x'>",
                "<a href='https://a.b/?c&d'>",
                "&nbsp;",
                "&",
                "<",
                ">",
                "&eacute;",
                "<p class='scene-break evil'>",
                "<span lang=fr style=x>",
                "<td>",
                "<svg><script>",
                "<!--",
                "onclick=x",
                "\x00\x0c",
            ]
        ),
        st.text(max_size=4),
    ),
    max_size=25,
).map("".join)


@pytest.mark.parametrize(
    ("html", "clean"),
    [
        ("<p onclick='x()'>A <i>b</i>", "<p>A <em>b</em></p>"),
        ("<script>x</script>a<style>y</style>", "a"),
        ("<a href='javascript:x'>a</a>", "<a>a</a>"),
        ("<a href='mailto:a@example.org'>a</a>", '<a href="mailto:a@example.org">a</a>'),
        ("<a href='/relative'>a</a>", "<a>a</a>"),
        ("a<br>b<hr>", "a<br/>b<hr/>"),
        ("&nbsp;&eacute;&lt;", "\xa0é&lt;"),
        ("<h1>T</h1><font color=red>x</font>", "<h3>T</h3>x"),
        ("<p class='scene-break big' style='x' id=y>*</p>", '<p class="scene-break">*</p>'),
        ("<img src='https://example.org/a.png' alt='\"<'>", '<img src="https://example.org/a.png" alt="&quot;&lt;"/>'),
        ("1 > 0", "1 &gt; 0"),
    ],
)
def test_sanitises(html: str, clean: str) -> None:
    assert sanitise(html) == clean


def elements(clean: str) -> list[tuple[str, dict[str, str]]]:
    """The elements of a well-formed fragment; raises if it is none."""
    found: list[tuple[str, dict[str, str]]] = []
    parser = ParserCreate()
    parser.StartElementHandler = lambda tag, attributes: found.append((tag, attributes))
    parser.Parse(f"<root>{clean}</root>", True)
    return found[1:]


@given(PIECES)
def test_the_result_is_allowed_xhtml_and_stays(html: str) -> None:
    clean = sanitise(html)
    for tag, attributes in elements(clean):
        assert set(attributes) <= {*ALLOWED[tag], "class"}
        assert attributes.get("href", "https:").split(":")[0].lower() in ("http", "https", "mailto")
    assert sanitise(clean) == clean


def test_hostile_nesting_is_sanitised() -> None:
    assert "<div" not in sanitise("<div>" * 100_000 + "Mina")
