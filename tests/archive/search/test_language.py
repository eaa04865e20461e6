"""What the words in the search box mean."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fanthology.archive.search.language import LONGEST_QUERY, MOST_TERMS, PREFIXES, Parsed, Term, parse
from fanthology.archive.search.schema import TEXT_FIELDS

PARTNER = ("A quotation mark has no partner, so the words after it were searched one by one.",)
SIDES = ("OR needs a word on each side.",)

CASES = {
    "": Parsed(),
    "rain": Parsed(((Term("rain"),),)),
    "rain rose": Parsed(((Term("rain"),), (Term("rose"),))),
    '"the rose"': Parsed(((Term("the rose"),),)),
    "“the rose”": Parsed(((Term("the rose"),),)),
    "rain OR rose OR snow": Parsed(((Term("rain"), Term("rose"), Term("snow")),)),
    "rain or rose": Parsed(((Term("rain"),), (Term("or"),), (Term("rose"),))),
    "rain -rose": Parsed(((Term("rain"),),), (Term("rose"),)),
    '-"the rose"': Parsed((), (Term("the rose"),)),
    "rain - rose": Parsed(((Term("rain"),), (Term("-"),), (Term("rose"),))),
    "title:rose": Parsed(((Term("rose", "title"),),)),
    'author:"Kit Marlowe"': Parsed(((Term("Kit Marlowe", "creators"),),)),
    "-TAG:angst": Parsed((), (Term("angst", "tags"),)),
    "Holmes: a study": Parsed(((Term("Holmes:"),), (Term("a"),), (Term("study"),))),
    "visibility:private": Parsed(((Term("visibility private"),),)),
    "http://example.org": Parsed(((Term("http //example.org"),),)),
    'the "rose': Parsed(((Term("the"),), (Term("rose"),)), problems=PARTNER),
    "rain OR": Parsed(((Term("rain"),),), problems=SIDES),
    "OR rain": Parsed(((Term("rain"),),), problems=SIDES),
    "rain OR OR rose": Parsed(((Term("rain"), Term("rose")),), problems=SIDES),
}


@pytest.mark.parametrize("query", CASES)
def test_means(query: str) -> None:
    assert parse(query) == CASES[query]


def test_every_prefix_is_a_field() -> None:
    assert set(PREFIXES.values()) == set(TEXT_FIELDS)


def test_a_long_query_is_cut_and_told() -> None:
    parsed = parse("rose " * LONGEST_QUERY)
    assert len(parsed.wanted) == MOST_TERMS
    assert [problem.split()[0] for problem in parsed.problems] == ["The", "Only"]


@given(st.text(alphabet=st.sampled_from('ab:"-OR \n“”é*()[]\\'), max_size=40) | st.text(max_size=1_200))
def test_anything_can_be_asked(query: str) -> None:
    parsed = parse(query)
    assert all(group for group in parsed.wanted)
    assert sum(len(group) for group in parsed.wanted) + len(parsed.unwanted) <= MOST_TERMS
