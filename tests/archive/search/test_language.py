"""What the words in the search box mean."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fanthology.archive.search.asking import INDEXED
from fanthology.archive.search.language import (
    LONGEST_QUERY,
    MOST_PARTS,
    AllOf,
    AnyOf,
    Node,
    Not,
    Parsed,
    Span,
    Word,
    Yes,
    parse,
)
from fanthology.archive.search.language.fields import FIELDS, OTHER_NAMES
from fanthology.archive.search.schema import NAMES, PROSE

TODAY = date(2004, 5, 31)
SIDES = "“OR” needs a word on each side."
OPEN = "A bracket has no partner; it was closed at the end."


def day(written: str) -> int:
    return date.fromisoformat(written).toordinal()


def words(*texts: str) -> Node:
    return AllOf(tuple(Word(text) for text in texts))


CASES: dict[str, Node | None] = {
    "": None,
    "rain": Word("rain"),
    "rain rose": words("rain", "rose"),
    "rain AND rose": words("rain", "rose"),
    "rain && rose": words("rain", "rose"),
    '"the rose"': Word("the rose", None, "exact"),
    "“the rose”": Word("the rose", None, "exact"),
    "rain OR rose OR snow": AnyOf((Word("rain"), Word("rose"), Word("snow"))),
    "rain || rose": AnyOf((Word("rain"), Word("rose"))),
    "snow rain OR rose": AllOf((Word("snow"), AnyOf((Word("rain"), Word("rose"))))),
    "(snow rain) OR rose": AnyOf((words("snow", "rain"), Word("rose"))),
    "rain or rose": words("rain", "or", "rose"),
    "rain -rose": AllOf((Word("rain"), Not(Word("rose")))),
    "rain NOT rose": AllOf((Word("rain"), Not(Word("rose")))),
    "rain !rose": AllOf((Word("rain"), Not(Word("rose")))),
    "-(rain rose)": Not(words("rain", "rose")),
    '-"the rose"': Not(Word("the rose", None, "exact")),
    "rain - rose": words("rain", "-", "rose"),
    "well-being": Word("well-being"),
    "umbr*": Word("umbr*", None, "prefix"),
    "umbrela~": Word("umbrela", None, "near"),
    "title:rose": Word("rose", "title"),
    'text:"the rose"': Word("the rose", "text", "exact"),
    'author:"Kit Marlowe"': Word("Kit Marlowe", "creator", "exact"),
    "-TAG:angst": Not(Word("angst", "tag")),
    "fandom:(Holmes OR Dracula)": AnyOf((Word("Holmes", "fandom"), Word("Dracula", "fandom"))),
    "character:Jean-Luc": Word("Jean-Luc", "character"),
    "rating:teen": Word("Teen And Up Audiences", "rating", "exact"),
    "rating:M,E": AnyOf((Word("Mature", "rating", "exact"), Word("Explicit", "rating", "exact"))),
    "status:wip": Word("in-progress", "status", "exact"),
    "pov:first": Word("first", "pov", "exact"),
    "language:French": Word("French", "language"),
    "category:slash": Word("M/M", "category", "exact"),
    "warning:mcd": Word("Major Character Death", "warning", "exact"),
    "words:5000": Span("words", 5000, 5000),
    "words:>10k": Span("words", 10_001, None),
    "words: <= 1,500": Span("words", None, 1_500),
    "words:5000-20000": Span("words", 5_000, 20_000),
    "words:20k..5k": Span("words", 5_000, 20_000),
    "words:10k+": Span("words", 10_000, None),
    "words:[1000 TO *]": Span("words", 1_000, None),
    "chapters:1": Span("chapters", 1, 1),
    "updated:<2 weeks ago": Span("updated", day("2004-05-18"), day("2004-05-31")),
    "updated:>1 year ago": Span("updated", None, day("2003-05-30")),
    "updated:3 days ago": Span("updated", day("2004-05-28"), day("2004-05-28")),
    "updated:1 week ago": Span("updated", day("2004-05-24"), day("2004-05-30")),
    "updated:2-4 months ago rain": AllOf((Span("updated", day("2004-01-31"), day("2004-03-31")), Word("rain"))),
    "updated:1998..2004": Span("updated", day("1998-01-01"), day("2004-12-31")),
    "updated:1998-2004": Span("updated", day("1998-01-01"), day("2004-12-31")),
    "published:2001": Span("published", day("2001-01-01"), day("2001-12-31")),
    "published:2001-02": Span("published", day("2001-02-01"), day("2001-02-28")),
    "published:>2001-02": Span("published", day("2001-03-01"), None),
    'published:["2001" TO "2002-06-30"]': Span("published", day("2001-01-01"), day("2002-06-30")),
    "added:today": Span("added", day("2004-05-31"), day("2004-05-31")),
    "added:last year": Span("added", day("2003-01-01"), day("2003-12-31")),
    "added:this month": Span("added", day("2004-05-01"), day("2004-05-31")),
    "otp:true": Yes("otp", True),
    "crossover:no": Yes("crossover", False),
    'primary:"Mina/Lucy"': Word("Mina/Lucy", "primary", "exact"),
    "Holmes: a study": words("Holmes", "a", "study"),
    "Text: a message": words("Text", "a", "message"),
    "visibility:private": Word("visibility private", None, "exact"),
    "http://example.org": Word("http //example.org", None, "exact"),
}

MISTAKES: dict[str, tuple[Node | None, dict[str, str]]] = {
    'the "rose': (
        words("the", "rose"),
        {"A quotation mark has no partner, so the words after it were searched one by one.": '"'},
    ),
    "rain OR": (Word("rain"), {SIDES: "OR"}),
    "OR rain": (Word("rain"), {SIDES: "OR"}),
    "rain OR OR rose": (AnyOf((Word("rain"), Word("rose"))), {SIDES: "OR"}),
    "(rain": (Word("rain"), {OPEN: "("}),
    "rain)": (Word("rain"), {"A bracket has no partner, so it was left out.": ")"}),
    "rain words:lots": (
        Word("rain"),
        {"“words:lots” was left out: a number is written as 5000, >10k, <2000 or 5000-20000.": "words:lots"},
    ),
    "updated:2004-02-30 rain": (
        Word("rain"),
        {
            "“updated:2004-02-30” was left out: a date is written as 2004, 2004-05-31, >2004, 1998..2004, "
            "<2 weeks ago or last month.": "updated:2004-02-30"
        },
    ),
    "rain rating:spicy": (
        Word("rain"),
        {
            "“spicy” is no rating. It can be Not Rated, General Audiences, Teen And Up Audiences, Mature, Explicit. "
            "It was left out.": "spicy"
        },
    ),
    "kudos:>100 rain": (Word("rain"), {"Files do not tell their kudos, so this was left out.": "kudos:>100"}),
    "charcter:Mina": (
        Word("Mina", "character"),
        {"There is no field “charcter”; “character:” was searched.": "charcter:"},
    ),
}


@pytest.mark.parametrize("query", CASES)
def test_means(query: str) -> None:
    assert parse(query, TODAY) == Parsed(CASES[query])


@pytest.mark.parametrize("query", MISTAKES)
def test_a_mistake_is_told_with_its_place_and_the_rest_is_searched(query: str) -> None:
    parsed = parse(query, TODAY)
    node, problems = MISTAKES[query]
    assert parsed.node == node
    assert {one.sentence: query[one.start : one.end] for one in parsed.problems} == problems


def test_every_field_of_words_is_one_of_the_index() -> None:
    assert set(OTHER_NAMES.values()) <= set(FIELDS)
    assert {name for name, kind in FIELDS.items() if kind in ("text", "name")} == set(INDEXED)
    assert {name for names in INDEXED.values() for name in names} == {*PROSE, *NAMES}


def test_a_long_query_is_cut_and_told() -> None:
    parsed = parse("rose " * LONGEST_QUERY)
    assert isinstance(parsed.node, AllOf)
    assert len(parsed.node.parts) == MOST_PARTS
    assert sorted(problem.sentence.split()[0] for problem in parsed.problems) == ["Only", "The"]


def test_brackets_in_one_another_have_an_end() -> None:
    assert "too many brackets" in parse("(" * 500 + "rain" + ")" * 500).problems[-1].sentence


PIECES = st.sampled_from(
    """rain|"the rose"|OR|AND|NOT|-|(|)|title:|words:|>10k|updated:|2 weeks ago|otp:yes|rating:|teen,|"|*|~|:|\0
    |[2001 TO *]|fandom:(|é|猫| """.replace("\n", "").split("|")
)
JOINED = st.lists(PIECES, max_size=12).flatmap(lambda some: st.sampled_from([" ", ""]).map(lambda by: by.join(some)))


@given(JOINED | st.text(max_size=2_200))
def test_anything_can_be_asked(query: str) -> None:
    parsed = parse(query, TODAY)
    assert all(0 <= one.start <= one.end <= len(query) for one in parsed.problems)
    assert parts(parsed.node) <= MOST_PARTS + 4  # values with commas


def parts(node: Node | None) -> int:
    if isinstance(node, AllOf | AnyOf):
        assert len(node.parts) > 1
        return sum(map(parts, node.parts))
    return parts(node.part) if isinstance(node, Not) else int(node is not None)
