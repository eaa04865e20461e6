"""Posts of one story become one work, come apart again, and copies are proposed: with a real archive and real files."""

from __future__ import annotations

from pathlib import Path

import pytest

from fanthology.archive.catalogue import queries
from fanthology.archive.catalogue.edits import edit
from fanthology.archive.catalogue.gathering import keep_as_copy, show_edition, take_apart
from fanthology.archive.catalogue.models import Edition, Proposal, Reading, Work
from fanthology.archive.catalogue.proposing import accept, refuse, take_back
from fanthology.archive.catalogue.publish import publish
from fanthology.archive.catalogue.viewer import GUEST, KEEPER
from fanthology.archive.intake.gather import gather_all
from fanthology.archive.intake.reread import apply_rereading, rereadings, works_to_read
from fanthology.archive.intake.run import run_intake
from fanthology.archive.intake.undo import undo_intake
from fanthology.fic.errors import FanthologyError

pytestmark = pytest.mark.django_db(transaction=True)

PROSE = {
    1: "It rained on the day the lamp went out, and nobody at Hillingham would own to having lit it in the first place",
    2: "On the second night Mina sat upon the stair in her wrapper and waited for whoever it was that trimmed the wick",
    3: "The third night nothing came at all, which was worse, and Lucy said so at breakfast over the cold bacon twice",
    4: "By the fourth they had stopped pretending to sleep, and the whole house stood about the landing in its shawls",
}


def post(number: int, of: int = 4, text: str = "", author: str = "Hester Lark", title: str = "The Lamp") -> str:
    head = f"Title: {title}\nAuthor: {author}\nPart: {number}/{of}\nRating: PG\n"
    return f"{head}\n{text or PROSE[number]}.\n\n“Well,” said Mina, and that was {number}.\n"


def folder(tmp_path: Path, name: str, posts: dict[str, str]) -> Path:
    made = tmp_path / name
    made.mkdir()
    for file, text in posts.items():
        (made / file).write_text(text)
    return made


def shown() -> list[Work]:
    return list(queries.works(KEEPER).order_by("pk"))


def numbers(work: Work) -> list[int | None]:
    assert work.edition is not None
    return list(work.edition.chapters.values_list("number", flat=True))


def test_the_posts_of_a_story_become_one_work(home: Path, tmp_path: Path) -> None:
    report = run_intake([folder(tmp_path, "a", {f"{n}.txt": post(n) for n in (2, 1, 4)})])
    assert report.gathered.joined == 2
    (whole,) = shown()
    assert numbers(whole) == [1, 2, 4]
    assert [(one.what, one.number) for one in whole.missing.all()] == [("part", 3)]
    assert (whole.chapter_count, whole.chapters_expected) == (3, 4)
    texts = [chapter.text.html for chapter in whole.edition.chapters.all()]  # type: ignore[union-attr]
    assert [PROSE[n] in text for n, text in zip((1, 2, 4), texts, strict=True)] == [True] * 3
    assert Work.objects.count() == 3 and Work.objects.filter(merged_into=whole).count() == 2


def test_what_was_missing_is_filled_when_it_arrives(home: Path, tmp_path: Path) -> None:
    run_intake([folder(tmp_path, "a", {f"{n}.txt": post(n) for n in (1, 2, 4)})])
    (before,) = shown()
    run_intake([folder(tmp_path, "b", {"3.txt": post(3)})])
    (after,) = shown()
    assert after.public_id == before.public_id
    assert numbers(after) == [1, 2, 3, 4] and not after.missing.exists()
    assert after.status == "complete"


def test_undoing_an_intake_takes_its_parts_out_of_the_whole(home: Path, tmp_path: Path) -> None:
    run_intake([folder(tmp_path, "a", {f"{n}.txt": post(n) for n in (1, 2)})])
    second = run_intake([folder(tmp_path, "b", {f"{n}.txt": post(n) for n in (3, 4)})])
    assert second.intake is not None
    undo_intake(second.intake)
    (whole,) = shown()
    assert numbers(whole) == [1, 2] and Work.objects.count() == 2
    first = run_intake([folder(tmp_path, "c", {"3.txt": post(3)})])
    assert numbers(shown()[0]) == [1, 2, 3] and first.gathered.joined == 1


def test_undoing_the_intake_of_the_first_part_leaves_the_others_whole(home: Path, tmp_path: Path) -> None:
    first = run_intake([folder(tmp_path, "a", {"1.txt": post(1)})])
    run_intake([folder(tmp_path, "b", {f"{n}.txt": post(n) for n in (2, 3)})])
    assert first.intake is not None and len(shown()) == 1
    undo_intake(first.intake)
    (whole,) = shown()
    assert numbers(whole) == [2, 3]


def test_taking_apart_gives_every_work_back(home: Path, tmp_path: Path) -> None:
    run_intake([folder(tmp_path, "a", {f"{n}.txt": post(n) for n in (1, 2, 3)})])
    (whole,) = shown()
    freed = take_apart([whole])
    assert len(freed) == 3 and [numbers(work) for work in shown()] == [[1], [2], [3]]
    assert not Edition.objects.filter(gathered=True).exists()


def test_parts_that_others_see_already_or_that_were_corrected_are_only_proposed(home: Path, tmp_path: Path) -> None:
    run_intake([folder(tmp_path, "a", {"1.txt": post(1)})])
    publish(KEEPER, shown()[0:1] and [shown()[0].pk], "public")
    report = run_intake([folder(tmp_path, "b", {"2.txt": post(2)})])
    assert (report.gathered.joined, report.gathered.proposed) == (0, 1)
    assert "not seen by the same people" in Proposal.objects.get().reason
    assert queries.works(GUEST).count() == 1
    publish(KEEPER, [work.pk for work in shown()], "public")
    edit(shown()[1], "rating", "Mature", KEEPER)
    Proposal.objects.all().delete()
    gather_all()
    assert "corrected by hand" in Proposal.objects.get().reason


def test_two_that_claim_one_part_are_proposed_and_joined_when_the_keeper_says_so(home: Path, tmp_path: Path) -> None:
    other = post(2, text=PROSE[4])
    run_intake([folder(tmp_path, "a", {"1.txt": post(1), "2.txt": post(2), "2b.txt": other})])
    assert len(shown()) == 2
    proposal = Proposal.objects.filter(kind="parts").get()
    assert "part 2" in proposal.reason
    refuse(proposal, KEEPER)
    gather_all()
    assert Proposal.objects.filter(kind="parts").count() == 1
    with pytest.raises(FanthologyError, match="decided already"):
        accept(proposal, KEEPER)
    take_back(proposal, KEEPER)
    accept(Proposal.objects.get(pk=proposal.pk), KEEPER)
    assert len(shown()) == 1
    take_back(Proposal.objects.get(pk=proposal.pk), KEEPER)
    assert len(shown()) == 3


def test_two_people_with_one_title_stay_two(home: Path, tmp_path: Path) -> None:
    posts = {"1.txt": post(1), "2.txt": post(2, author="Somebody Else")}
    report = run_intake([folder(tmp_path, "a", posts)])
    assert (report.gathered.joined, len(shown())) == (0, 2)


LONG = "\n\n".join(
    f"{PROSE[n % 4 + 1]}. Then, for the {n}th time that summer, the kettle sang: {n * n} guests, {n * 7} cups, no cake."
    for n in range(40)
)


def test_copies_are_proposed_and_kept_both(home: Path, tmp_path: Path) -> None:
    plain = f"Title: The Kettle\nAuthor: Dodo\n\n{LONG}\n"
    paragraphs = "".join(f"<p>{paragraph}</p>" for paragraph in LONG.split("\n\n"))
    head = "<html><head><title>Kettles</title></head><body><h1>Kettles</h1><p>by Dodo the Elder</p>"
    page = f"{head}{paragraphs}</body></html>"
    run_intake([folder(tmp_path, "a", {"a.txt": plain}), folder(tmp_path, "b", {"b.html": page})])
    proposal = Proposal.objects.get()
    assert proposal.kind == "copies"
    first, second = shown()
    work = accept(proposal, KEEPER, shown=second)
    assert work.pk == second.pk and [one.pk for one in shown()] == [second.pk]
    assert work.edition is not None and work.edition.reading.reader == "html"
    others = work.editions.exclude(pk=work.edition_id)
    show_edition(others.get(), KEEPER)
    work.refresh_from_db()
    assert (work.title, work.edition.reading.reader) == ("The Kettle", "plaintext")  # type: ignore[union-attr]
    take_back(Proposal.objects.get(), KEEPER)
    assert [one.title for one in shown()] == ["The Kettle", "Kettles"]
    with pytest.raises(FanthologyError, match="one work already"):
        keep_as_copy(first, first)


def test_a_copy_with_fewer_chapters_takes_none_away(home: Path, tmp_path: Path) -> None:
    chapters = [f"Chapter {n}\n\n{LONG[n * 900 : n * 900 + 2600]}" for n in range(1, 4)]
    whole = "Title: The Kettle\nAuthor: Dodo\n\n" + "\n\n".join(chapters)
    less = "Title: The Kettle\nAuthor: Dodo\n\n" + "\n\n".join(chapters[:2])
    run_intake([folder(tmp_path, "a", {"a.txt": whole})])
    run_intake([folder(tmp_path, "b", {"b.txt": less})])
    assert "One has 2 chapters, the other 3; none is taken away." in Proposal.objects.get(kind="copies").reason
    assert sorted(work.chapter_count for work in shown()) == [2, 3]


def test_undoing_the_intake_of_a_copy_leaves_the_work_that_showed_it(home: Path, tmp_path: Path) -> None:
    run_intake([folder(tmp_path, "a", {"a.txt": f"Title: The Kettle\nAuthor: Dodo\n\n{LONG}\n"})])
    second = run_intake([folder(tmp_path, "b", {"b.txt": f"Title: Kettles\nAuthor: Dodo\n\n{LONG}\n"})])
    work = accept(Proposal.objects.get(), KEEPER)
    show_edition(work.editions.exclude(pk=work.edition_id).get(), KEEPER)
    assert second.intake is not None
    undo_intake(second.intake)
    (left,) = shown()
    assert left.title == "The Kettle" and Reading.objects.count() == 1


def test_reading_again_renews_the_whole(home: Path, tmp_path: Path) -> None:
    run_intake([folder(tmp_path, "a", {f"{n}.txt": post(n) for n in (1, 2)})])
    Reading.objects.update(version="0")
    again = list(rereadings(works_to_read([]), force=True))
    assert len(again) == 2 and not any(one.problem for one in again)
    for one in again:
        apply_rereading(one)
    (whole,) = shown()
    assert numbers(whole) == [1, 2]
    assert whole.edition is not None
    assert {part.reading.version for part in whole.edition.parts.all()} == {again[0].version}


@pytest.mark.parametrize("imports", [[8], [3, 5], [1, 1, 6], [2, 2, 2, 2]])
def test_many_copies_make_as_many_proposals_and_no_more(home: Path, tmp_path: Path, imports: list[int]) -> None:
    words = " ".join(f"{text}." for text in PROSE.values())
    posts = iter(f"Title: The Lamp {n * 'again '}\nAuthor: Hester Lark\n\n{words}\n" for n in range(8))
    for number, many in enumerate(imports):
        run_intake([folder(tmp_path, str(number), {f"{number}-{n}.txt": next(posts) for n in range(many)})])
    assert Work.objects.count() == 8
    assert Proposal.objects.filter(kind="copies").count() == 7


def chapters(*numbers: int, head: str = "") -> dict[str, str]:
    return {
        f"ch{n:02}.txt": f"{head if n == 1 else ''}{PROSE[n]}.\n\n“Well,” said Mina, and that was {n}.\n"
        for n in numbers
    }


def test_numbered_files_of_one_folder_are_proposed_and_put_in_their_order(home: Path, tmp_path: Path) -> None:
    run_intake([folder(tmp_path, "The Lamp", chapters(4, 1, 2, head="Title: The Lamp\nAuthor: Hester Lark\n\n"))])
    assert Work.objects.count() == 3
    waiting = list(Proposal.objects.order_by("pk"))
    assert len(waiting) == 2 and "“ch01.txt” and “ch02.txt”" in waiting[0].reason
    for proposal in waiting:
        accept(Proposal.objects.get(pk=proposal.pk), KEEPER)
    (whole,) = shown()
    assert whole.display_title == "The Lamp" and numbers(whole) == [1, 2, 4]
    assert [(one.what, one.number) for one in whole.missing.all()] == [("part", 3)]


@pytest.mark.parametrize(
    "posts",
    [
        {"1.txt": "Title: The Lamp\n\nIt rained.\n", "2.txt": "Title: The Fog\n\nIt did not rain.\n"},
        {"1.txt": "Author: Hester\n\nIt rained.\n", "2.txt": "Author: Ozma\n\nIt did not rain.\n"},
        {"01 The Lamp.txt": "It rained on the moor all day.\n", "02 The Fog.txt": "It did not rain on the moor.\n"},
        {"1.txt": "It rained on the moor all day.\n", "1.html": "<p>It did not rain on the moor that day.</p>"},
    ],
)
def test_files_that_say_that_they_are_apart_are_not_proposed(home: Path, tmp_path: Path, posts: dict[str, str]) -> None:
    run_intake([folder(tmp_path, "a", posts)])
    assert Work.objects.count() == 2
    assert not Proposal.objects.exists()
