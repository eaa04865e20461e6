"""An eFiction dump: every row of it is in some member, every member is read, secrets are in none."""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from pathlib import Path

import pytest

from fanthology.fic.containers.container import Member, Refused, Used
from fanthology.fic.readers import reader_of
from fanthology.fic.story import Identity, Missing, Outcome, Rejection, Review, SitePage, Story
from fanthology.fic.writers.json import json_line, page_record, rejection_record, story_record
from recount import recount

sys.path.insert(0, str(Path(__file__).parent))
from efiction_dumps import opened, outcomes, tally

MOORS = (Path(__file__).parents[2] / "cases/efiction/moors.sql").read_bytes()


@pytest.fixture(scope="module")
def moors() -> dict[str, Outcome]:
    return dict(outcomes(opened(MOORS)))


def story(found: dict[str, Outcome], name: str) -> Story:
    one = found[name]
    assert isinstance(one, Story)
    return one


def test_a_story_with_everything_that_its_rows_lead_to(moors: dict[str, Outcome]) -> None:
    lamp = story(moors, "stories/12 The Lamp & the Letter.json")
    assert lamp.title == "The Lamp & the Letter"
    assert [(one.name, one.role, one.contact) for one in lamp.creators] == [
        ("Hester Lark", "author", "Esther Larkin <hester@moors.example>"),
        ("Dodo", "coauthor", "Dorothy D. <dodo@moors.example>"),
    ]
    assert lamp.identity == (Identity("efiction", "moors.example:12"),)
    assert lamp.creators[0].identity == (Identity("efiction-user", "moors.example:1"),)
    assert lamp.fandoms == ("Sherlock Holmes",)
    assert lamp.relationships == ("Holmes/Watson",)
    assert lamp.characters == ("Sherlock Holmes", "Dr. Watson")
    assert (lamp.freeforms, lamp.warnings) == (("Tea", "Humor"), ("Cats in Peril",))
    assert lamp.rating == "Teen And Up Audiences"
    assert [one.value for one in lamp.evidence if one.field == "rating"] == ["PG-13"]
    assert (lamp.summary, lamp.notes_before) == ("A letter comes, and it isn't signed.", "Written for a wet week.")
    assert (lamp.published, lamp.updated, lamp.status) == ("2003-04-03", "2003-05-03", "in-progress")
    assert [(one.name, one.position, one.identity) for one in lamp.series] == [
        ("The Wet Spring", 2, (Identity("efiction-series", "moors.example:4"),))
    ]
    assert lamp.held is None


def test_chapters_with_their_notes_scenes_and_what_is_missing(moors: dict[str, Outcome]) -> None:
    lamp = story(moors, "stories/12 The Lamp & the Letter.json")
    assert [(one.number, one.title, one.scenes) for one in lamp.chapters] == [(1, "The Letter", 1), (2, "The Lamp", 2)]
    assert [one.html for one in lamp.chapters[0].blocks] == [
        "<p>It was late.</p>",
        "<p>Holmes said, 'Come in, Watson.'<br/>\nHe did.</p>",
    ]
    assert (lamp.chapters[0].notes_before, lamp.chapters[0].notes_after) == ("This one has a cat in it.", "More soon!")
    assert lamp.chapters[1].blocks[0].html == "<p>The lamp <em>went out</em>.</p>"
    assert lamp.missing == (Missing("chapter", 3, "Gone"),)


def test_reviews_are_kept_with_their_chapters(moors: dict[str, Outcome]) -> None:
    assert story(moors, "stories/12 The Lamp & the Letter.json").reviews == (
        Review("So good!\n\nMore!", "Dodo", "2003-04-05", 1, "9"),
        Review("It's sad.", "A Guest", "2003-04-04", 2, None),
    )


def test_what_the_archive_had_not_validated_is_held(moors: dict[str, Outcome]) -> None:
    tea = story(moors, "stories/13 Tea.json")
    assert tea.held == "not validated by the archive it comes from"
    assert (tea.rating, tea.summary, tea.status) == ("General Audiences", 'Somebody said "tea".', "complete")
    assert tea.chapters[0].blocks[0].html == "<p>Tea was at four. She said “come”.</p>"


def test_a_chapter_whose_story_is_gone_is_kept(moors: dict[str, Outcome]) -> None:
    lost = story(moors, "stories/77.json")
    assert (lost.title, lost.chapters[0].title, lost.chapters[0].words) == (None, "Lost", 6)


def test_pages_and_news(moors: dict[str, Outcome]) -> None:
    rules, news = moors["pages/The Rules.json"], moors["news/We are open.json"]
    assert isinstance(rules, SitePage) and isinstance(news, SitePage)
    assert (rules.kind, rules.title, rules.html) == ("page", "The Rules", "<p>Be kind.</p>")
    assert (news.kind, news.published, news.author) == ("news", "2003-01-05", "Hester Lark")
    assert "Come in!" in news.html and "At last!" in news.html


def test_the_account_adds_up_and_says_where_the_rest_is() -> None:
    account = tally(opened(MOORS))
    assert all(held == given for held, given in account.counts.values()), account.counts
    assert account.counts["reviews"] == (4, 4) and account.counts["stories"] == (2, 2)
    words = " ".join(account.remarks)
    assert "story 77" in words and "(555)" in words and "chapters 103" in words


def test_every_ledger_is_whole() -> None:
    reader = reader_of("efiction")
    assert reader is not None
    members = [one for one in opened(MOORS) if isinstance(one, Member)]
    for member in members:
        outcome = outcomes([member])[member.name]
        if isinstance(outcome, Story):
            recount(outcome, reader.text_of(member.data))
            assert all(one.span is None or one.span[1] <= len(reader.text_of(member.data)) for one in outcome.evidence)


def test_passwords_are_read_into_nothing_and_addresses_shown_to_nobody(moors: dict[str, Outcome]) -> None:
    for member in [one for one in opened(MOORS) if isinstance(one, Member)]:
        assert not re.search(rb"0123456789abcdef|fedcba|secretkey|password", member.data)
    for one in moors.values():
        if isinstance(one, Story):
            record = story_record(one)
        else:
            record = page_record(one) if isinstance(one, SitePage) else rejection_record(one)
        assert not re.search(r"@moors|Larkin|Dorothy D", json_line(record))


def test_the_same_rows_are_the_same_bytes_however_they_are_ordered() -> None:
    lines = MOORS.split(b"\nINSERT INTO")
    turned = b"\nINSERT INTO".join([lines[0], *lines[:0:-1]])
    first = {one.name: one.data for one in opened(MOORS) if isinstance(one, Member)}
    assert {one.name: one.data for one in opened(turned) if isinstance(one, Member)} == first


def test_texts_in_files() -> None:
    files = {"stories/1/103.txt": "It was gone.\n\nQuite gone, na\xefve one.".encode("cp1252")}
    found = opened(MOORS, files)
    assert Used("stories/1/103.txt") in found
    lamp = outcomes(found)["stories/12 The Lamp & the Letter.json"]
    assert isinstance(lamp, Story) and lamp.missing == ()
    assert lamp.chapters[2].blocks[1].html == "<p>Quite gone, naïve one.</p>"


def test_a_dump_that_is_cut_gives_what_is_whole_and_says_so() -> None:
    cut = MOORS[: MOORS.index(b"Nobody knew why")]
    found = opened(cut)
    (refused,) = [one for one in found if isinstance(one, Refused)]
    assert refused.reason == "unreadable" and "middle of a row" in refused.message and "chapters" in refused.message
    lamp = outcomes(found)["stories/12 The Lamp & the Letter.json"]
    assert isinstance(lamp, Story) and [one.title for one in lamp.chapters] == ["The Letter"]


def test_encodings_may_differ_from_row_to_row() -> None:
    data = b"".join(
        b"INSERT INTO fanfiction_stories (sid, title, uid) VALUES (%d, '%s', 1);"
        b"INSERT INTO fanfiction_chapters (chapid, sid, inorder, storytext) VALUES (%d, %d, 1, 'Rain.');"
        % (number, "Café".encode(codec), number, number)
        for number, codec in enumerate(("utf-8", "cp1252", "utf-8"), start=1)
    )
    assert [one.title for one in outcomes(opened(data)).values() if isinstance(one, Story)] == ["Café"] * 3


def test_two_archives_in_one_dump_stay_apart() -> None:
    other = MOORS.replace(b"moors_", b"owls_").replace(b"moors.example", b"owls.example")
    found = outcomes(opened(MOORS + other))
    values = {one.identity[0].value for one in found.values() if isinstance(one, Story)}
    assert {"moors.example:12", "owls.example:12"} <= values


@pytest.mark.parametrize(
    "data",
    [b"{}", b'{"schema": "fanthology.efiction-story/1"}', b'{"schema": "fanthology.efiction-story/1", "story": []}',
     b'{"schema": "fanthology.efiction-story/1", "chapters": ' + b"[" * 100_000,
     b'{"schema":"fanthology.efiction-page/1"}'],
)  # fmt: skip
def test_damaged_records_are_rejections(data: bytes) -> None:
    outcome = outcomes([Member("x.json", data)])["x.json"]
    assert isinstance(outcome, Rejection) or not data.startswith(b'{"schema"')


FILES = ("efiction.sql", "efiction_no_defs.sql", "efiction_string_ratings.sql")


@pytest.mark.parametrize("file", FILES)
def test_real_dumps_are_accounted_for(shared: Path, file: str) -> None:
    """Counted again with nothing of the reader's: the rows of the dump, one by one, by a pattern."""
    folder = shared / "corpus/efiction"
    found = opened((folder / file).read_bytes(), folder, file)
    account = tally(found)
    assert all(held == given for held, given in account.counts.values()), account.counts
    stories = [one for one in outcomes(found).values() if isinstance(one, Story)]
    records = [json.loads(one.data) for one in found if isinstance(one, Member) and one.name.startswith("stories/")]
    assert len(records) == account.counts["stories"][0]
    assert sum(len(one.chapters) + len(one.missing) for one in stories) == account.counts["chapters"][0]
    text = (folder / file).read_bytes()
    if file == "efiction_no_defs.sql":
        counted = Counter(re.findall(rb"^INSERT INTO fanfiction_(\w+) VALUES", text, re.MULTILINE))
        assert {kind.encode(): held for kind, (held, _) in account.counts.items()}.items() <= counted.items()
    for one in stories:
        member = next(m for m in found if isinstance(m, Member) and m.name == one.source.path)
        reader = reader_of("efiction")
        assert reader is not None
        recount(one, reader.text_of(member.data))


def test_the_texts_of_real_chapters_are_whole(shared: Path) -> None:
    folder = shared / "corpus/efiction"
    rows = json.loads((folder / "efiction_chapters.json").read_text())
    found = outcomes(opened((folder / "efiction.sql").read_bytes(), folder))
    stories = {one.identity[0].value.rpartition(":")[2]: one for one in found.values() if isinstance(one, Story)}
    for row in rows:
        one = stories[str(row["sid"])]
        words = " ".join(re.sub(r"<[^>]+>", "", block.html) for chapter in one.chapters for block in chapter.blocks)
        first = re.findall(r"[A-Za-z]{4,}", re.sub(r"<[^>]+>|\S+@\S+", " ", row["storytext"]))[:4]
        assert all(word in words for word in first), (row["sid"], first)
