"""The page of a tag of every kind: names, what belongs to it, works; and nothing of what the viewer may not see."""

from __future__ import annotations

import pytest
from django.test import Client

from archive.factories import make_work, set_visibility
from fanthology.archive.catalogue import wrangling
from fanthology.archive.catalogue.models import Tag, TagKind, TagParent, Work
from fanthology.archive.catalogue.viewer import KEEPER
from fanthology.archive.web.addresses import tag_address, work_address

pytestmark = pytest.mark.django_db
NAMES = {
    "fandom": "Oz - L. Frank Baum",
    "character": "Dorothy Gale",
    "relationship": "Dorothy Gale & Ozma",
    "freeform": "Rain",
    "warning": "Major Character Death",
    "category": "Gen",
}


@pytest.fixture
def work(home: object) -> Work:
    return make_work(
        "Emerald Hours",
        fandoms=[NAMES["fandom"]],
        characters=[NAMES["character"]],
        relationships=[NAMES["relationship"]],
        freeforms=[NAMES["freeform"]],
        warnings=[NAMES["warning"]],
        categories=[NAMES["category"]],
    )


def tag(kind: str) -> Tag:
    return Tag.objects.get(kind=kind, name=NAMES[kind])


def page_of(client: Client, one: Tag) -> str:
    answer = client.get(tag_address(one))
    assert answer.status_code == 200
    return answer.text


@pytest.mark.parametrize("kind", NAMES)
def test_every_kind_has_a_page(work: Work, stranger: Client, kind: str) -> None:
    one = tag(kind)
    place = {"fandom": "fandoms", "character": "characters"}.get(kind, "tags")
    assert tag_address(one) == f"/{place}/{one.public_id}"
    page = page_of(stranger, one)
    assert f"<h1>{NAMES[kind].replace('&', '&amp;')}</h1>" in page
    assert work_address(work) in page and "1 work " in page
    assert f"/works/?{'fandom' if kind == 'fandom' else 'tag'}={one.public_id}" in page
    for other in {"fandoms", "characters", "tags"} - {place}:
        assert stranger.get(f"/{other}/{one.public_id}")["Location"] == tag_address(one)


@pytest.mark.parametrize("kind", NAMES)
def test_a_work_leads_to_its_tags(work: Work, stranger: Client, kind: str) -> None:
    assert f'href="{tag_address(tag(kind))}"' in stranger.get(work_address(work)).text
    if kind in ("fandom", "warning"):
        assert f'href="{tag_address(tag(kind))}"' in stranger.get("/").text


@pytest.mark.parametrize("kind", NAMES)
def test_a_tag_of_hidden_works_is_as_one_that_never_was(work: Work, stranger: Client, kind: str) -> None:
    one = tag(kind)
    synonym = Tag.objects.create(kind=kind, name="Zephyrine", canonical=one)
    set_visibility(work, "registered")
    nowhere = stranger.get("/tags/b2c3d4f5g")
    for place in ("tags", "fandoms", "characters"):
        for public_id in (one.public_id, synonym.public_id):
            answer = stranger.get(f"/{place}/{public_id}")
            assert (answer.status_code, answer.text) == (404, nowhere.text)


def test_a_synonym_leads_to_what_it_means(work: Work, stranger: Client) -> None:
    synonym = Tag.objects.create(kind="freeform", name="Wet", canonical=tag("freeform"))
    assert stranger.get(f"/tags/{synonym.public_id}")["Location"] == tag_address(tag("freeform"))


def test_other_names_are_those_of_works_that_are_seen(work: Work, stranger: Client, reader: Client) -> None:
    make_work("Pour", freeforms=["Wet"])
    make_work("Drizzle", freeforms=["Zephyrine"], visibility="registered")
    Tag.objects.create(kind="freeform", name="Borne by none")
    others = Tag.objects.filter(name__in=["Wet", "Zephyrine", "Borne by none"])
    wrangling.make_synonyms(others, tag("freeform"), KEEPER)
    page = page_of(stranger, tag("freeform"))
    assert "<dt>Also known as</dt><dd>Wet</dd>" in page
    assert "2 works " in page and "Pour" in page and "Drizzle" not in page
    assert "<dt>Also known as</dt><dd>Wet, Zephyrine</dd>" in page_of(reader, tag("freeform"))


def test_what_belongs_together(work: Work, stranger: Client, reader: Client) -> None:
    make_work("Wide", fandoms=["All of Baum"], characters=["Ozma", "Glinda"])
    make_work("Hidden", fandoms=["Vesperland", "Quillfeather"], characters=["Xanthippe"], visibility="registered")
    fandom = tag("fandom")

    def named(*names: str) -> list[Tag]:
        return list(Tag.objects.filter(name__in=names))

    wrangling.put_under(
        [*named("Ozma", "Glinda", "Xanthippe"), tag("character")], fandom, TagParent.Kind.PARENT, KEEPER
    )
    wrangling.put_under([tag("relationship")], fandom, TagParent.Kind.PARENT, KEEPER)
    for wider in named("All of Baum", "Vesperland"):
        wrangling.put_under([fandom], wider, TagParent.Kind.METATAG, KEEPER)
    wrangling.put_under(named("Quillfeather"), fandom, TagParent.Kind.METATAG, KEEPER)
    page = page_of(stranger, fandom)
    headings = [part.split("</dt>")[0] for part in page.split("<dt>")[1:]]
    assert headings == ["Part of", "Relationships", "Characters"]
    assert f'<a href="{tag_address(named("Ozma")[0])}">Ozma</a>' in page
    for hidden in ("Vesperland", "Quillfeather", "Xanthippe"):
        assert hidden not in page
        assert hidden in page_of(reader, fandom)
    assert f'<dt>Belongs to</dt><dd><ul class="commas"><li><a href="{tag_address(fandom)}">' in page_of(
        stranger, tag("character")
    )
    assert "<dt>Takes in</dt>" in page_of(stranger, named("All of Baum")[0])


def test_what_belongs_to_a_tag_is_ordered_by_its_works(work: Work, stranger: Client) -> None:
    for number in range(2):
        make_work(f"More {number}", characters=["Ozma"])
    make_work("Hidden", characters=[NAMES["character"]], visibility="private")
    wrangling.put_under(Tag.objects.filter(kind=TagKind.CHARACTER), tag("fandom"), TagParent.Kind.PARENT, KEEPER)
    page = page_of(stranger, tag("fandom"))
    assert page.index("Ozma</a>") < page.index("Dorothy Gale</a>")
    assert 'Dorothy Gale</a> <span class="count"><span class="unseen">works: </span>1<' in page
