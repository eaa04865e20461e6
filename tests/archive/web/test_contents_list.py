"""The list of a work's chapters, however many there are."""

from __future__ import annotations

from collections.abc import Iterator

from fanthology.archive.catalogue.models import Chapter, Missing
from fanthology.archive.telling.contents import contents


class Counted(list[Chapter]):
    """A list that counts how often it is gone through."""

    times = 0

    def __iter__(self) -> Iterator[Chapter]:
        self.times += 1
        return super().__iter__()


def test_many_chapters_are_gone_through_no_oftener_than_few() -> None:
    few, many = (Counted(Chapter(position=place + 1) for place in range(count)) for count in (2, 50))
    contents(few, [])
    contents(many, [])
    assert few.times == many.times


def test_gaps_stand_where_chapters_are_missing() -> None:
    here = [Chapter(position=1, number=2), Chapter(position=2, number=5)]
    gone = [Missing(what="chapter", number=number) for number in (4, 7, 1)]
    gone.append(Missing(what="work", title="Tastes"))
    assert [line.name.removesuffix(" is not in this archive") for line in contents(here, gone)] == [
        "Chapter 1", "Chapter 2", "Chapter 4", "Chapter 5", "Chapter 7",
    ]  # fmt: skip
