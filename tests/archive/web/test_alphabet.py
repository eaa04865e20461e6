"""A name is in a list under one letter, whether the database looks or Python."""

from __future__ import annotations

import pytest
from django.http import HttpRequest, QueryDict
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fanthology.archive.catalogue.models import Series
from fanthology.archive.web.alphabet import LETTERS, Lettered, Name, Names, by_letter, letter_of, letters_of
from fanthology.archive.web.paging import NAMES
from fanthology.fic.text.folding import fold_title

pytestmark = pytest.mark.django_db


def part_of(found: Names, query: str = "") -> Lettered:
    request = HttpRequest()
    request.GET = QueryDict(query)
    return by_letter(request, found, letters_of(found))


def names_of(found: Names) -> set[str]:
    return {one.name for one in found}


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    written=st.sets(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1), max_size=8)
)
def test_every_name_is_under_one_letter(written: set[str]) -> None:
    Series.objects.all().delete()
    for name in written:
        Series.objects.create(name=name)
    rows = Series.objects.order_by("sort_name")
    listed = [Name(one.pk, one.public_id, one.name, one.sort_name) for one in rows]
    seen: list[str] = []
    for letter in LETTERS:
        from_database, from_list = (part_of(found, f"letter={letter}") for found in (rows, listed))
        assert names_of(from_database.found) == names_of(from_list.found)
        assert all(letter_of(fold_title(name)) == letter for name in names_of(from_list.found))
        assert (letter in from_database.letters) == bool(names_of(from_database.found))
        assert from_database.letters == from_list.letters
        seen += names_of(from_database.found)
    assert sorted(seen) == sorted(written)


@pytest.mark.parametrize(
    ("name", "letter"),
    [("The X-Files", "x"), ("Émile", "e"), ("“Quoth”", "q"), ("221B", "0"), ("Шерлок", "other"), ("???", "other")],
)
def test_where_a_name_is_looked_for(name: str, letter: str) -> None:
    assert letter_of(Series.objects.create(name=name).sort_name) == letter


def test_a_short_list_is_shown_whole_and_a_long_one_by_letter() -> None:
    Series.objects.bulk_create(Series(name=f"b{number}", sort_name=f"b{number}") for number in range(NAMES - 1))
    Series.objects.create(name="Cycle")
    rows = Series.objects.order_by("sort_name")
    assert part_of(rows).letter == ""
    assert len(part_of(rows, "letter=nonsense").found) == NAMES
    Series.objects.create(name="Dynasty")
    part = part_of(rows.all())
    assert (part.letter, part.letters, part.is_short, len(part.found)) == ("b", ("b", "c", "d"), False, NAMES - 1)
    assert names_of(part_of(rows, "letter=q").found) == set()
