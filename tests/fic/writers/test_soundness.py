from __future__ import annotations

import pytest
from made_stories import KINDS

from fanthology.fic.story import Block
from fanthology.fic.writers.soundness import is_sound
from fanthology.fic.writers.xhtml import as_plain, paragraphs, tame, web_address


@pytest.mark.parametrize("block", KINDS, ids=lambda block: block.kind)
def test_what_readers_make_is_sound(block: Block) -> None:
    assert is_sound(tame(block.html))


@pytest.mark.parametrize(
    "html",
    [
        "<p>open",
        "</section><section>",
        "<p>a</p></section><p>b</p>",
        "<script>x</script>",
        "<p><div>in</div></p>",
        "<ul><p>x</p></ul>",
        "<ol>words</ol>",
        "<table><tr>words</tr></table>",
        "<table><tbody><tr><td>1</td></tr></tbody><caption>late</caption></table>",
        "<dl><dd>d</dd></dl>",
        "<dl><dt>t</dt></dl>",
        "<ruby>赤</ruby>",
        '<p><a href="https://a.example"><em><a>two</a></em></a></p>',
        '<p><a href="ftp://a.example">x</a></p>',
        '<p style="x">x</p>',
        '<p id="x">x</p>',
        '<td colspan="0">x</td>',
        '<table><tr><td colspan="many">x</td></tr></table>',
        '<p lang="">x</p>',
        '<p dir="up">x</p>',
        "<p>x &nbsp; y</p>",
        "<p>\x00</p>",
        "<p>\ud800</p>",
        "<!-- c --><p>x</p>",
        "<?php x ?><p>x</p>",
        "<p><br>x</br></p>",
    ],
)
def test_what_is_not(html: str) -> None:
    assert not is_sound(html)


def test_text_is_watched_for_again_after_a_nested_list() -> None:
    assert is_sound("<ul><li>a<ol><li>b</li></ol>c</li> <li>d</li></ul><p>e</p>")
    assert not is_sound("<ul><li>a<ol><li>b</li></ol></li>c</ul>")


@pytest.mark.parametrize(
    ("html", "plain"),
    [
        ("<p>one</p><p>two</div>", "<p>one<br/>two</p>"),
        ("a < b & c", "<p>a &lt; b &amp; c</p>"),
        ("&lt;p&gt; &eacute;", "<p>&lt;p&gt; é</p>"),
        ("<p>bell \x07 rings</p>", "<p>bell  rings</p>"),
        ("", "<p></p>"),
    ],
)
def test_as_plain(html: str, plain: str) -> None:
    assert as_plain(html) == plain
    assert is_sound(plain)


@pytest.mark.parametrize(
    "address",
    [
        "http://exa mple/",
        "http://",
        "//x.example",
        "http://a..b",
        "http://1.2.3.999/",
        "http://x/%zz",
        "file:///etc",
        "",
    ],
)
def test_addresses_that_lead_nowhere(address: str) -> None:
    assert web_address(address) is None


@pytest.mark.parametrize(
    "address", ["http://members.example.com/~mina_h/", "https://a.example:8080/s/1?x=%20&y#z", "http://a.example/é"]
)
def test_addresses_that_lead_somewhere(address: str) -> None:
    assert web_address(address) == address


def test_a_picture_without_description_leaves_its_place() -> None:
    assert tame('<p><img src="a.png"/></p>') == '<p><span class="picture" data-src="a.png">[Picture]</span></p>'
    assert tame("<p><img alt='a > b' src='a.png'/></p>") == (
        '<p><span class="picture" data-alt="a &gt; b" data-src="a.png">[Picture: a &gt; b]</span></p>'
    )


def test_paragraphs_of_windows_text() -> None:
    assert paragraphs("one\r\n\r\ntwo & <three>") == "<p>one</p><p>two &amp; &lt;three&gt;</p>"
    assert paragraphs(" \n\n ") == ""


@pytest.mark.parametrize("bit", ["<", "<br ", "<a ", "<img \"'", "<!", "&", "<p>", " "])
def test_markup_made_to_be_slow_is_not(bit: str) -> None:
    # a pattern that tries every place against every other would not come back from this
    assert is_sound(as_plain(tame(bit * 200_000)))
