"""Any work, written as AO3 writes its downloads today by a template of the test's own, is read back exactly."""

from __future__ import annotations

from dataclasses import dataclass, field
from html import escape
from urllib.parse import quote

from hypothesis import given, settings
from hypothesis import strategies as st

from casework import assert_sound
from fanthology.fic.readers import read
from fanthology.fic.story import RATINGS, Story

SITE = "https://archiveofourown.org"
LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZäßéñœøłžČ猫のхЖאم"
# an entity that is written out is damage, which is mended
WORDS = st.text(LETTERS + "'&<>\"/|,.!?-()[]#;:", min_size=1, max_size=9).filter(
    lambda word: "&" not in word or ";" not in word
)
LINE = st.lists(WORDS, min_size=1, max_size=6).map(lambda words: "w" + " ".join(words) + "w")
TAGS = st.lists(LINE, max_size=4, unique=True)
NAME = st.text("abcdefghijklmnopqrstuvwxyz0123456789_", min_size=3, max_size=12).map(lambda name: f"u{name}")
PARAGRAPHS = st.lists(LINE, min_size=1, max_size=4)
NOTE = st.none() | PARAGRAPHS
DATE = st.dates().filter(lambda day: day.year > 1900).map(lambda day: day.isoformat())


@dataclass(frozen=True)
class AChapter:
    title: str | None
    summary: list[str] | None
    before: list[str] | None
    after: list[str] | None
    text: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class AWork:
    number: int
    title: str
    people: list[tuple[str, str]]
    rating: str
    tags: dict[str, list[str]]
    series: list[tuple[int, str]]
    published: str
    updated: str | None
    expected: int | None
    summary: list[str] | None
    before: list[str] | None
    after: list[str] | None
    chapters: list[AChapter]


KINDS = {
    "warnings": ("Archive Warning", "Archive Warnings"),
    "categories": ("Category", "Categories"),
    "fandoms": ("Fandom", "Fandoms"),
    "relationships": ("Relationship", "Relationships"),
    "characters": ("Character", "Characters"),
    "freeforms": ("Additional Tag", "Additional Tags"),
}
CHAPTER = st.builds(AChapter, st.none() | LINE, NOTE, NOTE, NOTE, PARAGRAPHS)
WORK = st.builds(
    AWork,
    st.integers(1, 99_999_999),
    LINE,
    st.lists(st.tuples(NAME, NAME), max_size=3, unique=True),
    st.sampled_from(RATINGS),
    st.fixed_dictionaries(dict.fromkeys(KINDS, TAGS)),
    st.lists(st.tuples(st.integers(1, 99), LINE), max_size=2, unique=True),
    DATE,
    st.none() | DATE,
    st.none() | st.integers(1, 60),
    NOTE,
    NOTE,
    NOTE,
    st.lists(CHAPTER, min_size=1, max_size=4),
)


def quoted(label: str, paragraphs: list[str] | None) -> str:
    if paragraphs is None:
        return ""
    told = "".join(f"<p>{escape(one)}</p>" for one in paragraphs)
    return f'\n<p>{label}</p>\n<blockquote class="userstuff">{told}</blockquote>\n'


def rendered(work: AWork) -> str:
    rows = [("Rating", [work.rating])] + [(KINDS[kind][len(names) > 1], names) for kind, names in work.tags.items()]
    listed = "".join(
        f"<dt>{label}:</dt>\n<dd>"
        + ", ".join(f'<a href="{SITE}/tags/{quote(name, safe="")}">{escape(name)}</a>' for name in names)
        + "</dd>\n"
        for label, names in rows
        if names
    )
    if work.series:
        places = (f'Part {at} of\n<a href="{SITE}/series/{at}7">{escape(name)}</a>' for at, name in work.series)
        listed += f"<dt>Series:</dt>\n<dd>{', '.join(places)}</dd>\n"
    updated = f"{'Completed' if work.expected == len(work.chapters) else 'Updated'}: {work.updated}\n"
    stats = f"Published: {work.published}\n{updated if work.updated else ''}Words: 1,234\n"
    stats += f"Chapters: {len(work.chapters)}/{work.expected or '?'}\n"
    people = ", ".join(
        f'<a rel="author" href="{SITE}/users/{user}/pseuds/{pseud}">{pseud}{"" if user == pseud else f" ({user})"}</a>'
        for user, pseud in work.people
    )
    address = f"{SITE}/works/{work.number}"
    return (
        f"<!DOCTYPE html>\n<html><head><meta charset='utf-8'/><title>{escape(work.title)}</title></head><body>\n"
        f'<div id="preface"><h2 class="toc-heading">Preface</h2><p class="message"><b>{escape(work.title)}</b><br />'
        f'Posted originally on the <a href="{SITE}/">Archive of Our Own</a> at <a href="{address}">{address}</a>.</p>'
        f'<div class="meta"><dl class="tags">{listed}<dt>Stats:</dt><dd>{stats}</dd></dl>'
        f'<h1>{escape(work.title)}</h1><div class="byline">by {people or "Anonymous"}</div>'
        f"{quoted('Summary', work.summary)}{quoted('Notes', work.before)}</div></div>\n"
        f'<div id="chapters" class="userstuff">{"".join(body(work))}</div>\n'
        f'<div id="afterword"><h2 class="toc-heading">Afterword</h2><div class="meta"><div id="endnotes">'
        f"{quoted('End Notes', work.after)}</div></div>"
        f'<p class="message">Please <a href="{address}/comments/new">comment</a>!</p></div></body></html>'
    )


def body(work: AWork) -> list[str]:
    if len(work.chapters) == 1:
        text = "".join(f"<p>{escape(one)}</p>" for one in work.chapters[0].text)
        return [f'<h2 class="toc-heading">{escape(work.title)}</h2><div class="userstuff">{text}</div>']
    return [
        f'<div class="meta group"><h2 class="heading">Chapter {at}{": " + escape(one.title) if one.title else ""}</h2>'
        f"{quoted('Chapter Summary', one.summary)}{quoted('Chapter Notes', one.before)}</div>\n<!--chapter content-->\n"
        f'<div class="userstuff">{"".join(f"<p>{escape(line)}</p>" for line in one.text)}</div>'
        f'<div class="meta" id="endnotes{at}">{quoted("Chapter End Notes", one.after)}</div>'
        for at, one in enumerate(work.chapters, 1)
    ]


def joined(paragraphs: list[str] | None) -> str | None:
    return None if paragraphs is None else "\n\n".join(paragraphs)


@settings(max_examples=60, deadline=None)
@given(WORK)
def test_any_work_is_read_back_exactly(work: AWork) -> None:
    data = rendered(work).encode()
    story = read(data)
    assert isinstance(story, Story)
    assert story.title == work.title and story.rating == work.rating
    assert [identity.value for identity in story.identity] == [str(work.number)]
    assert [one.name for one in story.creators] == [pseud for _, pseud in work.people] or ["Anonymous"]
    assert {kind: list(getattr(story, kind)) for kind in KINDS} == work.tags
    assert [(one.position, one.name) for one in story.series] == work.series
    assert (story.published, story.updated) == (work.published, work.updated)
    complete = work.expected == len(work.chapters)
    assert (story.status, story.chapters_expected) == ("complete" if complete else "in-progress", work.expected)
    assert (story.summary, story.notes_before) == (joined(work.summary), joined(work.before))
    assert story.notes_after == joined(work.after) and story.missing == ()
    several = len(work.chapters) > 1
    for at, (chapter, told) in enumerate(zip(story.chapters, work.chapters, strict=True), 1):
        assert (chapter.number, chapter.title) == ((at, told.title) if several else (None, None))
        if several:
            notes = (chapter.summary, chapter.notes_before, chapter.notes_after)
            assert notes == (joined(told.summary), joined(told.before), joined(told.after))
        assert [block.html for block in chapter.blocks] == [f"<p>{escape(line, quote=False)}</p>" for line in told.text]
    assert_sound(story, data)
