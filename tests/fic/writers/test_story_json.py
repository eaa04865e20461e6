from __future__ import annotations

import json
from dataclasses import fields

from hypothesis import given, settings
from jsonschema import Draft202012Validator
from made_stories import SOURCE, STORIES, made_story

from fanthology.fic.story import Chapter, Creator, Evidence, Rejection, SourceInfo, Story
from fanthology.fic.writers.json import (
    json_line,
    rejection_record,
    schema_text,
    story_from_record,
    story_record,
    write_json,
)

SCHEMA = json.loads(schema_text())
VALIDATOR = Draft202012Validator(SCHEMA)
# The keys of the public format, in its order.
KEYS = (
    "schema",
    "source",
    "reader",
    "identity",
    "title",
    "creators",
    "posted_by",
    "gift_to",
    "fandoms",
    "relationships",
    "characters",
    "freeforms",
    "rating",
    "warnings",
    "categories",
    "summary",
    "disclaimer",
    "permission",
    "notes_before",
    "notes_after",
    "language",
    "published",
    "updated",
    "status",
    "chapters_expected",
    "series",
    "links",
    "chapters",
    "assets",
    "reviews",
    "missing",
    "repairs",
    "evidence",
    "findings",
    "ledger",
)
# Keys added since, which records made before do not have.
ADDED = ("part", "held")


def test_the_schema_is_a_schema() -> None:
    Draft202012Validator.check_schema(SCHEMA)


@given(STORIES)
@settings(max_examples=60, deadline=None)
def test_a_private_record_gives_the_same_story_again(story: Story) -> None:
    line = json_line(story_record(story, private=True))
    assert story_from_record(json.loads(line.encode("utf-8"))) == story


@given(STORIES)
@settings(max_examples=40, deadline=None)
def test_every_record_is_valid(story: Story) -> None:
    for private in (True, False):
        assert list(VALIDATOR.iter_errors(story_record(story, private))) == []


def test_stories_full_of_trouble_are_valid_too() -> None:
    for seed in range(30):
        line = json_line(story_record(made_story(seed)))
        assert list(VALIDATOR.iter_errors(json.loads(line))) == []
        assert "\n" not in line


def test_the_keys_are_exactly_those_of_the_format() -> None:
    record = story_record(made_story(1))
    assert sorted(record) == sorted(KEYS + ADDED)
    assert sorted(SCHEMA["$defs"]["story"]["required"]) == sorted(KEYS)
    assert {field.name for field in fields(Story)} == {*KEYS, *ADDED} - {"schema", "findings"}
    assert set(SCHEMA["$defs"]["chapter"]["required"]) == {field.name for field in fields(Chapter)}


def test_a_record_without_a_key_is_not_valid() -> None:
    for key in KEYS:
        record = story_record(Story(SOURCE))
        del record[key]
        assert not VALIDATOR.is_valid(record), key


def test_a_record_made_before_a_key_was_added_is_still_read() -> None:
    record = story_record(made_story(2), private=True)
    for key in ADDED:
        del record[key]
    assert VALIDATOR.is_valid(record)
    assert story_from_record(record) == made_story(2)


def test_keys_may_be_added() -> None:
    record = {**story_record(Story(SOURCE)), "mood": "foggy"}
    assert VALIDATOR.is_valid(record)
    assert story_from_record(record) == Story(SOURCE)


def test_contacts_are_masked_unless_private() -> None:
    story = Story(
        SOURCE,
        creators=(
            Creator("Mina", contact="mina@example.org"),
            Creator("john@example.org", contact="http://example.org/~john"),
        ),
        posted_by="Lucy <lucy@example.org>",
        evidence=(
            Evidence("creators", "Mina (mina@example.org)", None, "label", 1.0),
            Evidence("creators.contact", "ICQ 12345", None, "label", 1.0),
        ),
    )
    public = json_line(story_record(story))
    assert "example.org" not in public
    assert "12345" not in public
    record = story_record(story)
    assert [one["contact"] for one in record["creators"]] == ["m***@***", "h***"]
    assert record["posted_by"] == "Lucy <l***@***>"
    assert [one["value"] for one in record["evidence"]] == ["Mina (m***@***)", "I***"]
    private = story_record(story, private=True)
    assert private["creators"][0]["contact"] == "mina@example.org"
    assert private["evidence"][1]["value"] == "ICQ 12345"


def test_a_rejection() -> None:
    source = SourceInfo("caf\udce9.txt", "text", "0" * 64, 7)
    record = rejection_record(Rejection(source, "not-a-story", "This is a list of questions."))
    assert VALIDATOR.is_valid(record)
    assert record["rejected"]["reason"] == "not-a-story"
    assert record["rejected"]["source"]["path"] == "caf\ufffd.txt"


def test_letters_stay_letters_and_a_file_is_one_line() -> None:
    written = write_json(Story(SOURCE, title="Ætheling"))
    assert "Ætheling".encode() in written
    assert written.count(b"\n") == 1 and written.endswith(b"}\n")
