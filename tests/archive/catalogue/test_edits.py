from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from hypothesis import given
from hypothesis import strategies as st

from fanthology.archive.catalogue.edits import edit, undo_edit
from fanthology.archive.catalogue.fields import Fields, editable_value
from fanthology.archive.catalogue.materialise import materialise, shown_fields
from fanthology.archive.catalogue.models import Change, Edit, Work
from fanthology.archive.catalogue.values import EDITABLE, parse
from fanthology.archive.catalogue.viewer import GUEST, KEEPER, Viewer
from fanthology.fic.errors import FanthologyError
from fanthology.fic.story import SeriesPlace

MakeWork = Callable[..., Work]

CORRECTIONS: tuple[tuple[str, Any, Any], ...] = (
    ("title", " The  Flight ", "The Flight"),
    ("title", "", None),
    ("creators", "Mina Harker\nJonathan Harker\n\nMina Harker", ["Mina Harker", "Jonathan Harker"]),
    ("fandoms", ["Dracula"], ["Dracula"]),
    ("rating", "Explicit", "Explicit"),
    ("rating", "", None),
    ("status", "complete", "complete"),
    ("language", "pt-BR", "pt-BR"),
    ("published", "1998-11-05", "1998-11-05"),
    ("chapters_expected", "7", 7),
    ("series", "The Marsh #2\nOz", [{"name": "The Marsh", "position": 2}, {"name": "Oz", "position": None}]),
    ("summary", "One.\r\nTwo.\x00", "One.\nTwo."),
    ("warnings", "", []),
    ("notes_after", "Write to mina@example.org.", "Write to m***@***."),
    ("title", "To mina@example.org", "To m***@***"),
)
IMPOSSIBLE = (
    ("rating", "PG-13"),
    ("status", "done"),
    ("language", "in English, I think"),
    ("published", "5 November"),
    ("published", "1998-02-30"),
    ("chapters_expected", "many"),
    ("chapters_expected", "-1"),
    ("title", "x" * 501),
    ("summary", "x" * 100_001),
    ("fandoms", "\n".join(map(str, range(501)))),
    ("words", "3"),
    ("visibility", "public"),
    ("title", ["a list"]),
)


@pytest.mark.parametrize(("field", "typed", "value"), CORRECTIONS)
def test_what_is_typed_becomes_a_value(field: str, typed: Any, value: Any) -> None:
    assert parse(field, typed) == value


@pytest.mark.parametrize(("field", "typed"), IMPOSSIBLE)
def test_what_cannot_be_is_refused_in_words(field: str, typed: Any) -> None:
    with pytest.raises(FanthologyError, match=r"\.$"):
        parse(field, typed)


@given(field=st.sampled_from(sorted(EDITABLE)), typed=st.text(max_size=60))
def test_anything_typed_is_a_value_or_a_sentence(field: str, typed: str) -> None:
    try:
        value = parse(field, typed)
    except FanthologyError as error:
        assert str(error)
    else:
        assert parse(field, value) == value


@pytest.mark.django_db
@pytest.mark.parametrize(("field", "typed", "value"), CORRECTIONS)
def test_a_correction_shows_and_can_be_undone(make_work: MakeWork, field: str, typed: Any, value: Any) -> None:
    work = make_work("Flihgt", rating="Mature", summary="Once.", warnings=("Violence",), series=(SeriesPlace("Oz", 1),))
    before = shown_fields(work)
    made = edit(work, field, typed, KEEPER)
    assert made is not None
    assert (made.previous, made.value, made.by_name) == (editable_value(before, field), value, "keeper")
    assert editable_value(shown_fields(Work.objects.get(pk=work.pk)), field) == value
    undo_edit(made, KEEPER)
    assert shown_fields(Work.objects.get(pk=work.pk)) == before
    with pytest.raises(FanthologyError, match="already"):
        undo_edit(made, KEEPER)


@pytest.mark.django_db
def test_the_last_standing_correction_holds(make_work: MakeWork) -> None:
    work = make_work("One")
    two, three = edit(work, "title", "Two", KEEPER), edit(work, "title", "Three", KEEPER)
    assert two and three
    assert three.previous == "Two"
    undo_edit(two, KEEPER)
    assert Work.objects.get().title == "Three"
    undo_edit(three, KEEPER)
    assert Work.objects.get().title == "One"
    assert Edit.objects.count() == 2


@pytest.mark.django_db
def test_the_columns_follow_and_the_log_says_so(make_work: MakeWork) -> None:
    work = make_work("Flihgt", fandoms=("Oz",))
    count = Change.objects.count()
    edit(work, "title", "The Flight", KEEPER)
    edit(work, "fandoms", "Dracula\nOz", KEEPER)
    work.refresh_from_db()
    assert (work.title, work.display_title, work.sort_title) == ("The Flight", "The Flight", "flight")
    assert list(work.tags.order_by("taggings__position").values_list("name", flat=True)) == ["Dracula", "Oz"]
    assert Change.objects.count() == count + 2


@pytest.mark.django_db
def test_saying_the_same_again_is_no_correction(make_work: MakeWork) -> None:
    work = make_work("Flight")
    assert edit(work, "title", " Flight ", KEEPER) is None
    assert edit(work, "creators", "Mina Harker", KEEPER) is None
    assert not Edit.objects.exists()


@pytest.mark.django_db
def test_corrections_survive_materialising(make_work: MakeWork) -> None:
    work = make_work("Flihgt")
    edit(work, "title", "Flight", KEEPER)
    materialise(Work.objects.get())
    assert Work.objects.get().title == "Flight"


@pytest.mark.django_db
def test_only_the_keeper_corrects(make_work: MakeWork) -> None:
    work = make_work()
    made = edit(work, "title", "Mine", KEEPER)
    assert made is not None
    for viewer in (GUEST, Viewer(3, "reader", frozenset({"reader"}))):
        with pytest.raises(PermissionDenied):
            edit(work, "title", "Theirs", viewer)
        with pytest.raises(PermissionDenied):
            undo_edit(made, viewer)
    assert Work.objects.get().title == "Mine"


def test_editable_fields_are_fields() -> None:
    assert set(EDITABLE) <= set(Fields.__dataclass_fields__)
