"""Stories made for the writers' tests: every kind of block, every field, and text that is out to break a file."""

from __future__ import annotations

import random
from typing import Any

from hypothesis import strategies as st

from fanthology.fic import story as s

SOURCE = s.SourceInfo("shelf/flight.txt", "text", "0" * 64, 1234, "utf-8")

# One block of each kind, as a reader would make it.
KINDS = (
    s.Block("b0000000001", "paragraph", 1, (0, 9), "<p>“Quite so,” said <em>Holmes</em> &amp; lit his pipe.</p>"),
    s.Block("b0000000002", "heading", 1, (9, 19), "<h3>The Letter</h3>"),
    s.Block("b0000000003", "letter", 1, None, '<div class="letter"><p>Dear Mina,<br/>come at once.</p></div>'),
    s.Block("b0000000004", "verse", 1, None, '<p class="verse">Twinkle, twinkle,<br/>little bat</p>'),
    s.Block("b0000000005", "quotation", 1, None, "<blockquote>Curiouser <q>and</q> curiouser</blockquote>"),
    s.Block("b0000000006", "list", 1, None, '<ol start="2"><li>tea<ul><li>jam</li></ul></li><li>bread</li></ol>'),
    s.Block("b0000000007", "list", 1, None, "<dl><dt>Dormouse</dt><dd>asleep</dd></dl>"),
    s.Block("b0000000008", "image", 1, None, '<p><img src="mina.png" alt="Mina &quot;writing&quot;"/></p>'),
    s.Block("b0000000009", "scene-break", 1, None, '<p class="scene-break">* * *</p>'),
    s.Block("b000000000a", "scene-break", 2, None, '<p class="scene-break"></p>'),
    s.Block(
        "b000000000b",
        "paragraph",
        3,
        None,
        '<table><caption>Trains</caption><thead><tr><th>to</th></tr></thead><tbody><tr><td colspan="1">Whitby</td></tr>'
        "</tbody></table>",
    ),
    s.Block("b000000000c", "paragraph", 3, None, "<p><ruby>赤<rp>(</rp><rt>あか</rt><rp>)</rp></ruby>い薔薇</p>"),
    s.Block(
        "b000000000d",
        "paragraph",
        3,
        None,
        '<p><a href="https://example.org/a?b=1&amp;c=%20#d">here</a>, <a href="gone.html">there</a>, '
        '<a href="mailto:mina@example.org">Mina</a> <a href="http://exa mple/">far</a></p>',
    ),
    s.Block(
        "b000000000e",
        "paragraph",
        3,
        None,
        '<p lang="fr"><abbr title="Monsieur">M.</abbr> <cite>d’Artagnan</cite> <code>x</code> H<sub>2</sub>O'
        "E=mc<sup>2</sup> <u>u</u> <s>s</s> <small>small</small> <strong>strong</strong></p>",
    ),
    s.Block("b000000000f", "verse", 3, None, "<pre>  set\n    out</pre>"),
    s.Block("b0000000010", "paragraph", 3, None, "<hr/>"),
    s.Block("b0000000011", "paragraph", 3, None, "<p>قالت شهرزاد <span>Once</span></p>"),
)
# What no reader should make, and a book must survive.
BROKEN = (
    "<p>left open",
    "<p>one</p><p>two</p></div>",
    "bare words &amp; no element",
    "<p>a <b>bold</b> &nbsp; move</p>",
    "<ul>words in a list</ul>",
    "<p><p>nested</p></p>",
    '<p onclick="x()">handler</p>',
    '<p id="b0000000001">own id</p>',
    "<p>control \x07 \x1b[2J &#1; \ufffe sign</p>",
    "<p>half \ud83d of a pair</p>",
    "<!DOCTYPE p [<!ENTITY e 'x'>]><p>&e;</p>",
    '<dl><dd>no term</dd></dl><td colspan="x">cell</td>',
    "<p><![CDATA[raw]]></p>",
    "",
)

# What only a text that is made to break a program has, each with "core words" at the bottom.
NESTED = {
    name: before * 200 + "core words" + after * 200
    for name, before, after in (
        ("quotations", "<blockquote><p>said</p>", "</blockquote>"),
        ("lists", "<ul><li>tea", "</li></ul>"),
        ("numbers", "<ol><li>", "</li></ol>"),
        ("tables", "<table><tr><td>to</td><td>", "</td></tr></table>"),
        ("definitions", "<dl><dt>Dormouse</dt><dd>", "</dd></dl>"),
        ("letters", '<div class="letter">', "</div>"),
        ("divisions", "<div>", "</div>"),
    )
}
NESTED |= {
    tag: f"<p>{f'<{tag}>' * 5_000}core words{f'</{tag}>' * 5_000}</p>" for tag in ("em", "sup", "q", "small", "u")
}

_BITS = (
    "Holmes", "said", "nothing", "“Mina!”", "—", "&", "<", ">", '"', "'", "naïve", "薔薇", "ישראל", "علي", "🌹",
    "\u200d", "\u00a0", "]]>", "mina@example.org", "$title", "${x}", "{}", "%s",
    "\t", "\x85", "\ufdd0", "e\u0301", "A" * 300,
)  # fmt: skip


def words(chance: random.Random, most: int = 8) -> str:
    """Some words, among them some that are syntax elsewhere."""
    return " ".join(chance.choice(_BITS) for _ in range(chance.randint(1, most)))


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _made_block(chance: random.Random, number: int) -> s.Block:
    name = f"b{number:010x}"
    roll = chance.random()
    if roll < 0.1:
        return s.Block(name, "paragraph", 1, None, chance.choice(BROKEN))
    if roll < 0.3:
        kind = chance.choice(KINDS)
        return s.Block(name, kind.kind, 1, None, kind.html)
    return s.Block(name, "paragraph", 1, None, f"<p>{_escaped(words(chance, 30))}</p>")


def made_chapter(chance: random.Random) -> s.Chapter:
    """A chapter of up to a dozen blocks, with or without number, title and notes."""
    return s.Chapter(
        tuple(_made_block(chance, number) for number in range(chance.randint(0, 12))),
        number=chance.choice([None, None, 1, 2, 0, 17]),
        title=chance.choice([None, words(chance), "", "\x00"]),
        summary=chance.choice([None, words(chance)]),
        notes_before=chance.choice([None, words(chance) + "\n\n" + words(chance)]),
        notes_after=chance.choice([None, words(chance) + "\n" + words(chance)]),
    )


def made_story(seed: int) -> s.Story:
    """A story full of trouble, always the same for the same seed."""
    chance = random.Random(seed)

    def some() -> tuple[str, ...]:
        return tuple(words(chance) for _ in range(chance.randint(0, 3)))

    return s.Story(
        s.SourceInfo("a.txt", "text", f"{seed:064x}", 5),
        title=chance.choice([None, words(chance)]),
        creators=tuple(
            s.Creator(words(chance), role, "mina@example.org")
            for role in chance.choices(["author", "coauthor", "translator", "beta", "artist"], k=3)
        ),
        fandoms=some(),
        characters=some(),
        freeforms=some(),
        rating=chance.choice([None, *s.RATINGS]),
        summary=chance.choice([None, words(chance, 40)]),
        disclaimer=chance.choice([None, words(chance)]),
        notes_before=chance.choice([None, words(chance)]),
        notes_after=chance.choice([None, "", " ", words(chance)]),
        language=chance.choice([None, "en", "ar", "zh-Hant", "not a language", ""]),
        published=chance.choice([None, "1999-02-30", "2001-09-09"]),
        series=tuple(s.SeriesPlace(name, chance.choice([None, 1])) for name in some()),
        links=tuple(s.Link("follows", name, None, words(chance), "https://example.org/") for name in some()),
        missing=tuple(s.Missing("chapter", 1, name) for name in some()),
        chapters=tuple(made_chapter(chance) for _ in range(chance.randint(0, 4))),
    )


TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
MAYBE = st.none() | TEXT
NUMBER = st.none() | st.integers(0, 99)
SPANS = st.tuples(st.integers(0, 99), st.integers(100, 199))
DAY = st.none() | st.dates().map(str)


def _several(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.lists(strategy, max_size=2).map(tuple)


_KINDS = ("header", "note", "heading", "body", "scene-break", "furniture")
_KIND = st.sampled_from(_KINDS)
_BLOCK_KIND = st.sampled_from(["paragraph", "heading", "verse", "letter", "list", "quotation", "image", "scene-break"])
_BLOCKS = st.builds(
    s.Block, id=TEXT.filter(bool), kind=_BLOCK_KIND, scene=st.integers(1, 9), span=st.none() | SPANS, html=TEXT
)
_CHAPTERS = st.builds(
    s.Chapter,
    blocks=_several(_BLOCKS),
    number=NUMBER,
    title=MAYBE,
    summary=MAYBE,
    published=MAYBE,
    source_url=MAYBE,
    words=st.integers(0, 9),
    scenes=st.integers(0, 9),
    notes_before=MAYBE,
    notes_after=MAYBE,
)
_LINK_KIND = st.sampled_from(["follows", "continued-in", "inspired-by", "translation-of", "see-chapter"])
_LEDGERS = st.builds(
    s.Ledger,
    characters=st.integers(0, 9),
    accounted=st.integers(0, 9),
    by_kind=st.just({}) | st.fixed_dictionaries(dict.fromkeys(_KINDS, st.integers(1, 9))),
    segments=_several(st.tuples(st.integers(0, 9), st.integers(0, 9), _KIND)),
)
STORIES = st.builds(
    s.Story,
    source=st.builds(
        s.SourceInfo,
        path=st.text(max_size=9),  # lone surrogates too: names of files that are not UTF-8
        format=TEXT,
        sha256=st.sampled_from(["0" * 64, "ab" * 32]),
        bytes=st.integers(0, 9),
        encoding=MAYBE,
        member=MAYBE,
    ),
    reader=st.builds(s.ReaderInfo, TEXT, TEXT),
    identity=_several(st.builds(s.Identity, TEXT, TEXT)),
    title=MAYBE,
    creators=_several(
        st.builds(s.Creator, TEXT, st.sampled_from(["author", "coauthor", "translator", "beta", "artist"]), MAYBE)
    ),
    posted_by=MAYBE,
    gift_to=_several(TEXT),
    fandoms=_several(TEXT),
    relationships=_several(TEXT),
    characters=_several(TEXT),
    freeforms=_several(TEXT),
    rating=st.none() | st.sampled_from(s.RATINGS),
    warnings=_several(TEXT),
    categories=_several(TEXT),
    summary=MAYBE,
    disclaimer=MAYBE,
    permission=MAYBE,
    notes_before=MAYBE,
    notes_after=MAYBE,
    language=MAYBE,
    published=DAY,
    updated=DAY,
    status=st.sampled_from(["complete", "in-progress", "unknown"]),
    chapters_expected=NUMBER,
    series=_several(st.builds(s.SeriesPlace, TEXT, NUMBER, _several(st.builds(s.Identity, TEXT, TEXT)))),
    links=_several(st.builds(s.Link, _LINK_KIND, MAYBE, NUMBER, MAYBE, MAYBE)),
    chapters=_several(_CHAPTERS),
    assets=_several(st.builds(s.Asset, TEXT, TEXT, st.just("c" * 64), MAYBE)),
    reviews=_several(st.builds(s.Review, TEXT, MAYBE, MAYBE, NUMBER, MAYBE)),
    part=st.none() | st.builds(s.Part, NUMBER, NUMBER),
    held=MAYBE,
    missing=_several(st.builds(s.Missing, st.sampled_from(["chapter", "part", "work"]), NUMBER, MAYBE)),
    repairs=_several(st.builds(s.Repair, SPANS, TEXT, TEXT, TEXT)),
    evidence=_several(st.builds(s.Evidence, TEXT, TEXT, st.none() | SPANS, TEXT, st.floats(0, 1))),
    ledger=_LEDGERS,
)
