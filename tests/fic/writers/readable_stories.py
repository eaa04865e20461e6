"""Stories as readers make them, full of what is out to break a format: for round trips through our own files."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from hypothesis import strategies as st
from made_stories import SOURCE

from fanthology.fic import story as s
from fanthology.fic.text.exchange.kinds import words_of
from fanthology.fic.text.markup.html import sanitise
from fanthology.fic.text.typesetting.blocks import BlockIds, escaped
from fanthology.fic.text.words import count_words

# Signs of our own formats and of Markdown, and words that look like our own marks.
TROUBLE = (
    "#", "##", "### x", ">", "- ", "-", "---", "***", "* * *", "_", "__", "*", "**", "~", "~~", "+", "|", ":", "=",
    "\\", "\\\\", "`", "[", "]", "(", ")", "!", "&", "<", ">", "&amp;", "<em>", "</p>", "<!--", "<script>", "]]>",
    "1.", "2)", "Title: x", "Chapter 2", "Notes:", "=" * 60, "-" * 60, "[Fanthology text 1]", "fanthology:", '"', "'",
    "{", "}", ",", ", part 2", "no", "null", "$title", "${x}", "\u00a0", "é", "薔薇", "علي", "🌹", "\u200d", "'tis",
)  # fmt: skip
WORDS = st.lists(st.sampled_from(TROUBLE) | st.text(st.characters(categories=["L", "P", "S"]), min_size=1, max_size=6))
PHRASE = WORDS.map(lambda words: " ".join(" ".join(words).split(" ")).strip() or "Tea").map(lambda text: text)


def _inline(tags: tuple[str, ...]) -> st.SearchStrategy[str]:
    leaf = PHRASE.map(escaped)
    wrapped = st.tuples(st.sampled_from(tags), leaf).map(lambda pair: f"<{pair[0]}>{pair[1]}</{pair[0].split()[0]}>")
    deep = st.tuples(st.sampled_from(("em", "strong")), leaf, wrapped).map(
        lambda three: f"<{three[0]}>{three[1]} {three[2]}</{three[0]}>"
    )
    pieces = st.lists(leaf | wrapped | deep, min_size=1, max_size=4)
    return st.tuples(pieces, st.sampled_from(("", " ", "<br/>\n"))).map(lambda pair: pair[1].join(pair[0]))


LINE = _inline(("em", "strong", "u", "s"))
RICH = _inline(
    (
        "em",
        "strong",
        "u",
        "s",
        "sub",
        "sup",
        "code",
        'a href="https://example.org/?a=1&amp;b=%20"',
        'a href="http://e e/"',
    )
)


def _blocks(inline: st.SearchStrategy[str]) -> st.SearchStrategy[tuple[str, str]]:
    """Kind and html."""
    several = st.lists(inline, min_size=1, max_size=3)
    return st.one_of(
        inline.map(lambda html: ("paragraph", f"<p>{html}</p>")),
        inline.map(lambda html: ("verse", f'<p class="verse">{html}</p>')),
        inline.map(lambda html: ("letter", f'<p class="letter">{html}</p>')),
        inline.map(lambda html: ("list", f"<p>{html}</p>")),
        st.tuples(st.sampled_from("3456"), inline).map(lambda two: ("heading", f"<h{two[0]}>{two[1]}</h{two[0]}>")),
        several.map(lambda them: ("quotation", f"<blockquote>{_each('p', them)}</blockquote>")),
        several.map(lambda them: ("list", f"<ul>{_each('li', them)}</ul>")),
        several.map(lambda them: ("list", f'<ol start="2">{_each("li", them)}</ol>')),
        several.map(lambda them: ("paragraph", f"<table><tbody><tr>{_each('td', them)}</tr></tbody></table>")),
        PHRASE.map(lambda words: ("paragraph", f"<pre>{escaped(words)}\n\n  {escaped(words)}</pre>")),
        st.sampled_from(("", "* * *", "***", "---", "~*~", "\\", "#", "* * *<br/>\n* * *", "=" * 60)).map(
            lambda drawn: ("scene-break", f'<p class="scene-break">{drawn}</p>')
        ),
        PHRASE.map(lambda alt: ("image", f'<p><img alt="{escaped(alt).replace(chr(34), "&quot;")}" src="a.png"/></p>')),
    )


def _each(tag: str, them: list[str]) -> str:
    return "\n".join(f"<{tag}>{one}</{tag}>" for one in them)


def settled(story: s.Story) -> s.Story:
    """The story with the ids, scenes and counts that a reader gives its blocks."""
    ids = BlockIds()
    return replace(story, chapters=tuple(_settled(chapter, ids) for chapter in story.chapters))


def _settled(chapter: s.Chapter, ids: BlockIds) -> s.Chapter:
    blocks: list[s.Block] = []
    scene, written, broken = 1, False, False
    for block in chapter.blocks:
        html = sanitise(block.html)
        if block.kind == "scene-break":
            broken = written
        else:
            scene, broken, written = scene + broken, False, True
        blocks.append(replace(block, id=ids.of(words_of(html)), html=html, scene=scene))
    prose = "\n".join(words_of(block.html) for block in blocks if block.kind != "scene-break")
    return replace(chapter, blocks=tuple(blocks), words=count_words(prose), scenes=scene)


NAME = PHRASE.filter(lambda words: "@" not in words)
VALUE = NAME | st.text(st.characters(exclude_categories=["Cs"], exclude_characters="@"), min_size=1, max_size=9)
LONG = st.lists(VALUE, min_size=1, max_size=3).map("\n\n".join)
MAYBE = st.none() | VALUE
NUMBER = st.none() | st.integers(0, 99)


def _several(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.lists(strategy, max_size=2).map(tuple)


_IDENTITIES = _several(st.builds(s.Identity, VALUE, VALUE))
_ROLES = st.sampled_from(["author", "coauthor", "translator", "beta", "artist"])
_LINKS = st.sampled_from(["follows", "continued-in", "inspired-by", "translation-of", "see-chapter"])


def _chapters(inline: st.SearchStrategy[str]) -> st.SearchStrategy[s.Chapter]:
    made = _blocks(inline).map(lambda two: s.Block("b", two[0], 1, None, two[1]))  # type: ignore[arg-type]  # of a literal
    return st.builds(
        s.Chapter,
        blocks=st.lists(made, min_size=1, max_size=5).map(tuple),
        number=NUMBER,
        title=MAYBE,
        summary=st.none() | LONG,
        published=MAYBE,
        source_url=MAYBE,
        notes_before=st.none() | LONG,
        notes_after=st.none() | LONG,
    )


def stories(inline: st.SearchStrategy[str]) -> st.SearchStrategy[s.Story]:
    """Stories with every field a file of ours keeps."""
    return st.builds(
        s.Story,
        source=st.just(SOURCE),
        identity=_IDENTITIES,
        title=st.none() | NAME,
        creators=_several(st.builds(s.Creator, VALUE, _ROLES, st.none(), _IDENTITIES)),
        posted_by=MAYBE,
        **{name: _several(VALUE) for name in ("gift_to", "fandoms", "relationships", "characters", "freeforms")},
        rating=st.none() | st.sampled_from(s.RATINGS),
        warnings=_several(VALUE),
        categories=_several(VALUE),
        summary=st.none() | LONG,
        disclaimer=MAYBE,
        permission=MAYBE,
        notes_before=st.none() | LONG,
        notes_after=st.none() | LONG,
        language=MAYBE,
        published=MAYBE,
        updated=MAYBE,
        status=st.sampled_from(["complete", "in-progress", "unknown"]),
        chapters_expected=NUMBER,
        series=_several(st.builds(s.SeriesPlace, VALUE, NUMBER, _IDENTITIES)),
        links=_several(st.builds(s.Link, _LINKS, MAYBE, NUMBER, MAYBE, MAYBE)),
        chapters=st.lists(_chapters(inline), min_size=1, max_size=3).map(tuple),
        assets=_several(st.builds(s.Asset, VALUE, VALUE, st.just("c" * 64), MAYBE)),
        reviews=_several(st.builds(s.Review, VALUE, MAYBE, MAYBE, NUMBER, MAYBE)),
        missing=_several(st.builds(s.Missing, st.sampled_from(["chapter", "part", "work"]), NUMBER, MAYBE)),
        part=st.none() | st.builds(s.Part, NUMBER, NUMBER),
        held=MAYBE,
    ).map(settled)


PLAIN_STORIES = stories(LINE)
RICH_STORIES = stories(RICH)
