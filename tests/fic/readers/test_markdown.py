"""Markdown of other makers: with front matter, and without."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fanthology.fic import Rejection, Story, read
from fanthology.fic.readers.look import Look
from fanthology.fic.readers.markdown import detect, text_of
from recount import recount

CASES = sorted((Path(__file__).parents[2] / "cases" / "markdown").iterdir())


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_cases(case: Path) -> None:
    data = (case / "input.md").read_bytes()
    story = read(data, name="input.md")
    assert isinstance(story, Story)
    assert story.reader.name == "markdown"
    recount(story, text_of(data))
    wanted = json.loads((case / "expected.json").read_text("utf-8"))
    chapters = wanted.pop("chapters")
    for name, value in wanted.items():
        found = getattr(story, name)
        assert ([getattr(one, "name", one) for one in found] if isinstance(found, tuple) else found) == value, name
    assert [
        {"number": one.number, "title": one.title, "blocks": [block.html for block in one.blocks]}
        for one in story.chapters
    ] == chapters


@pytest.mark.parametrize(
    "text",
    [
        "---\n\nAlice fell.\n\n---\n\nAnd fell.\n",
        "----------\nTitle: Down\nAuthor: Dodo\n----------\nAlice fell.\n",
        "Alice *fell*.\n\n---\n\nTitle: Down\n---\n",
        "# of them fell down.\n",
    ],
)
def test_a_post_with_rules_is_no_markdown(text: str) -> None:
    assert detect(Look(text.encode(), "post.txt")) == 0.0


BOMB = "---\ntitle: Tea\na: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n---\nTea *time*.\n"
DEEP = "---\ntitle: Tea\na: " + "[" * 20_000 + "\n---\nTea *time*.\n"
ODD = "---\ntitle: !!python/object/apply:os.system [x]\nauthor: Dodo\n---\nTea *time*.\n"


@pytest.mark.parametrize("text", [BOMB, DEEP, ODD, "---\ntitle: Tea\n- x\n---\nTea *time*.\n"])
def test_hostile_front_matter_makes_nothing(text: str) -> None:
    story = read(text.encode(), name="tea.md", admit=True)
    assert isinstance(story, Story)
    assert "<em>time</em>" in "".join(block.html for one in story.chapters for block in one.blocks)
    recount(story, text_of(text.encode()))


def test_html_in_it_is_made_safe() -> None:
    story = read(b"---\ntitle: Tea\n---\nTea <img src=x onerror=x()> *time*. <script>x()</script>\n", admit=True)
    assert isinstance(story, Story)
    html = "".join(block.html for one in story.chapters for block in one.blocks)
    assert "time</em>" in html and "onerror" not in html and "script" not in html


LINES = st.lists(
    st.sampled_from(
        ["---", "title: Tea", "author: {a: b", "- x", "# Tea", "*tea*", "> a", "<b>", "", "\\", "  x", "&a *a"]
    )
    | st.text(max_size=8)
)


@given(LINES)
def test_nothing_makes_it_fail(lines: list[str]) -> None:
    data = "\n".join(["---", "title: Tea", *lines]).encode("utf-8", "replace")
    story = read(data, name="a.md", admit=True)
    if isinstance(story, Rejection):
        assert story.message.endswith(".")
    elif story.reader.name == "markdown":
        assert isinstance(story, Story)
        recount(story, text_of(data))
