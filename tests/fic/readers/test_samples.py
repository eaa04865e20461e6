"""The sample files are read as a careful reader would: everything that the record of them says, nothing else."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from fanthology.fic import Rejection, Story, read
from fanthology.fic.text.decoding.decode import declared_charset, decode
from fanthology.fic.text.markup.flatten import character_data
from recount import recount, text_of

ROOT = Path(__file__).parents[3]
RECORD = json.loads((ROOT / "tests/cases/samples/expected.json").read_text("utf-8"))["files"]
STORIES = {name: wanted for name, wanted in RECORD.items() if "rejected" not in wanted}
CHECKED = [
    pytest.param(name, key, id=f"{name}:{key}") for name, wanted in STORIES.items() for key in wanted if key != "kinds"
]
KINDS = [
    pytest.param(name, *item, id=f"{name}:{item[0]}")
    for name in STORIES
    for item in RECORD[name].get("kinds", {}).items()
]
_EMPHASIS = re.compile(r"<(em|u|strong|i)>(.*?)</\1>", re.DOTALL)


def sample(name: str) -> Story:
    story = read(ROOT / "samples" / name)
    assert isinstance(story, Story), story
    return story


def plain(text: str | None) -> str:
    return " ".join((text or "").split())


def blocks(story: Story) -> list[Any]:
    return [block for chapter in story.chapters for block in chapter.blocks]


def words(story: Story) -> str:
    return " ".join(plain(text_of(block.html)) for block in blocks(story))


def same_title(story: Story, wanted: Any) -> None:
    assert story.title == wanted


def same_creators(story: Story, wanted: Any) -> None:
    assert [creator.name for creator in story.creators] == wanted


def same_names(field: str) -> Callable[[Story, Any], None]:
    def check(story: Story, wanted: Any) -> None:
        assert list(getattr(story, field)) == wanted

    return check


def same_value(field: str) -> Callable[[Story, Any], None]:
    def check(story: Story, wanted: Any) -> None:
        assert getattr(story, field) == wanted

    return check


def begins_or_ends(value: str | None, wanted: str | None) -> None:
    if wanted is None:
        assert value is None
    else:
        assert plain(value).startswith(wanted) or plain(value).endswith(wanted), value


def same_beginning(field: str) -> Callable[[Story, Any], None]:
    def check(story: Story, wanted: Any) -> None:
        begins_or_ends(getattr(story, field), wanted)

    return check


def same_notes(field: str) -> Callable[[Story, Any], None]:
    """Notes may stand with the story or with its only chapter."""

    def check(story: Story, wanted: Any) -> None:
        value = getattr(story, field)
        if value is None and len(story.chapters) == 1:
            value = getattr(story.chapters[0], field)
        begins_or_ends(value, wanted)

    return check


def same_records(field: str) -> Callable[[Story, Any], None]:
    """Values with several parts are compared by the parts that the record gives."""

    def check(story: Story, wanted: Any) -> None:
        found = getattr(story, field)
        assert len(found) == len(wanted), found
        for record in wanted:
            assert any(all(getattr(one, key) == value for key, value in record.items()) for one in found), found

    return check


def same_chapters(story: Story, wanted: Any) -> None:
    assert len(story.chapters) == len(wanted)
    for chapter, record in zip(story.chapters, wanted, strict=True):
        assert (chapter.number, chapter.title, chapter.scenes) == (record["number"], record["title"], record["scenes"])
        assert plain(text_of(chapter.blocks[0].html)).startswith(record["begins"])
        assert plain(text_of(chapter.blocks[-1].html)).endswith(record["ends"])


def same_mends(story: Story, wanted: Any) -> None:
    source = decoded(story)
    found = {mended_word(source, repair.span) for repair in story.repairs if repair.mends}
    assert len(found) == wanted["count"], found
    for one in wanted["samples"]:
        assert one["was"] in source
        assert one["now"] in words(story) or one["now"] in (story.title or "") + plain(story.notes_before)


def mended_word(source: str, span: tuple[int, int]) -> tuple[int, int]:
    """Where the word around a repair begins and ends."""
    start = max((match.end() for match in re.finditer(r"\s+", source[: span[0]])), default=0)
    after = re.compile(r"\s").search(source, span[1])
    return start, after.start() if after else len(source)


def decoded(story: Story) -> str:
    data = (ROOT / "samples" / story.source.path.partition("samples/")[2]).read_bytes()
    if story.source.format == "html":
        return character_data(decode(data, declared_charset(data)).text)
    return decode(data).text


def same_emphasis(story: Story, wanted: Any) -> None:
    found = [plain(match[2]) for block in blocks(story) for match in _EMPHASIS.finditer(block.html)]
    assert found == wanted


def left_untouched(story: Story, wanted: Any) -> None:
    assert [word for word in wanted if word not in words(story)] == []


def same_encoding(story: Story, wanted: Any) -> None:
    assert story.source.encoding == wanted


CHECKS: dict[str, Callable[[Story, Any], None]] = {
    "title": same_title,
    "creators": same_creators,
    **{field: same_names(field) for field in ("fandoms", "relationships", "characters")},
    **{field: same_value(field) for field in ("rating", "status", "posted_by", "published", "language")},
    **{field: same_beginning(field) for field in ("disclaimer", "permission", "summary")},
    **{field: same_notes(field) for field in ("notes_before", "notes_after")},
    **{field: same_records(field) for field in ("series", "links", "missing", "identity")},
    "chapters": same_chapters,
    "mends": same_mends,
    "emphasis": same_emphasis,
    "untouched": left_untouched,
    "encoding": same_encoding,
}


@pytest.mark.parametrize(("name", "key"), CHECKED)
def test_the_record_is_met(name: str, key: str) -> None:
    CHECKS[key](sample(name), STORIES[name][key])


@pytest.mark.parametrize(("name", "kind", "phrase"), KINDS)
def test_a_block_has_its_kind(name: str, kind: str, phrase: str) -> None:
    kinds = [block.kind for block in blocks(sample(name)) if phrase in plain(text_of(block.html))]
    assert kinds == [kind]


@pytest.mark.parametrize("name", [name for name, wanted in RECORD.items() if "rejected" in wanted])
def test_what_is_no_story_is_rejected(name: str) -> None:
    rejection = read(ROOT / "samples" / name)
    assert isinstance(rejection, Rejection)
    assert rejection.reason == RECORD[name]["rejected"]


@pytest.mark.parametrize("name", STORIES)
def test_all_of_a_sample_is_accounted_for(name: str) -> None:
    story = sample(name)
    recount(story, decoded(story))


def test_every_sample_has_a_record() -> None:
    files = {path.relative_to(ROOT / "samples").as_posix() for path in (ROOT / "samples").rglob("*") if path.is_file()}
    assert {name for name in files if not name.lower().endswith(".md")} == set(RECORD)
