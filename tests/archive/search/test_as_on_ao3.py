"""What somebody types who searches as on AO3, and which works it finds here: one shelf, one table."""

from __future__ import annotations

from datetime import date

import pytest

from archive.factories import make_work
from fanthology.archive.catalogue.models import Work
from fanthology.archive.catalogue.viewer import GUEST
from fanthology.archive.search.follow import catch_up
from fanthology.archive.search.query import search

pytestmark = pytest.mark.usefixtures("home")
TODAY = date(2024, 6, 15)
GEN, TEEN, MATURE, EXPLICIT = "General Audiences", "Teen And Up Audiences", "Mature", "Explicit"
MINA_LUCY, HOLMES_WATSON = "Mina Harker/Lucy Westenra", "Sherlock Holmes/John Watson"
HOLMES_AND_WATSON, ANNE_DIANA = "Sherlock Holmes & John Watson", "Diana Barry/Anne Shirley"


def fill() -> None:
    """Eight works that differ in everything which can be asked for."""
    make_work(
        "Fog over Whitby",
        creators=["Hester Lark"],
        fandoms=["Dracula"],
        relationships=[MINA_LUCY],
        characters=["Mina Harker", "Lucy Westenra"],
        freeforms=["Hurt/Comfort", "Slow Burn"],
        rating=TEEN,
        categories=["F/F"],
        warnings=["No Archive Warnings Apply"],
        status="complete",
        language="en",
        summary="Mina waits on the cliff.",
        text="Fog lay on the harbour. " * 500,
        published="1998-10-31",
        updated="1999-01-02",
    )
    make_work(
        "The Second Stain, Again",
        creators=["Agnes Crewe"],
        fandoms=["Sherlock Holmes"],
        relationships=[HOLMES_WATSON],
        characters=["Sherlock Holmes", "John Watson"],
        freeforms=["Case Fic", "Fluff"],
        rating=MATURE,
        categories=["M/M"],
        warnings=["Graphic Depictions Of Violence"],
        status="complete",
        language="en",
        summary="A letter is missing.",
        text="The letter was running through every hand. " * 2000,
        published="2004-05-06",
        updated="2004-05-06",
    )
    make_work(
        "A Quiet Week",
        creators=["Agnes Crewe", "Hester Lark"],
        fandoms=["Sherlock Holmes"],
        relationships=[HOLMES_AND_WATSON],
        characters=["Sherlock Holmes"],
        freeforms=["Fluff"],
        rating=GEN,
        categories=["Gen"],
        status="in-progress",
        language="en",
        summary="Nothing happens, slowly.",
        text=["Rain.", "More rain."],
        published="2024-06-01",
        updated="2024-06-10",
    )
    make_work(
        "The Count in Baker Street",
        creators=["Tobias Wray"],
        fandoms=["Dracula", "Sherlock Holmes"],
        relationships=[HOLMES_WATSON, MINA_LUCY],
        characters=["Dracula", "John Watson"],
        rating=EXPLICIT,
        freeforms=["Crossover", "Angst"],
        categories=["M/M", "F/F"],
        warnings=["Major Character Death"],
        status="complete",
        language="en",
        text="Snow fell on the red room. " * 200,
        published="2012-02-29",
        updated="2013-01-01",
    )
    make_work(
        "Sous la neige",
        creators=["Odile"],
        fandoms=["Les Misérables"],
        characters=["Jean Valjean"],
        freeforms=["Tristesse"],
        rating=GEN,
        status="complete",
        language="fr",
        text="Les chansons du café.",
        published="2023-12-24",
        updated="2023-12-24",
    )
    make_work(
        "Kindred Spirits",
        creators=["Hester Lark"],
        fandoms=["Anne of Green Gables"],
        relationships=[ANNE_DIANA],
        characters=["Anne Shirley", "Diana Barry"],
        freeforms=["Slow Burn", "Fluff"],
        rating=TEEN,
        categories=["F/F"],
        status="in-progress",
        language="en",
        text="The apple trees were white. " * 1200,
        published="2019-03-01",
        updated="2024-06-14",
        series=["Avonlea Letters"],
    )
    make_work(
        "Red Room",
        creators=["Tobias Wray"],
        fandoms=["Carmilla"],
        characters=["Laura", "Carmilla"],
        rating=MATURE,
        freeforms=["Angst", "Case Fic"],
        text="I was nineteen when she ran from me. " * 30,
        published="2008-01-01",
        updated="2008-01-01",
        language="en",
        status="unknown",
    )
    make_work("Untagged", text="A harbour, fog, and a naïve young man.", language="en", published="2001-01-01")
    catch_up()


ALL = {
    "Fog": "Fog over Whitby", "Stain": "The Second Stain, Again", "Quiet": "A Quiet Week",
    "Count": "The Count in Baker Street", "Neige": "Sous la neige", "Kindred": "Kindred Spirits", "Red": "Red Room",
    "Untagged": "Untagged",
}  # fmt: skip

TABLE = {
    "harbour fog": "Fog Untagged",
    '"red room"': "Count Red",
    '"room red"': "",
    "run": "Stain",
    '"running"': "Stain",
    "naive": "Untagged",
    "harbor~": "Fog Untagged",
    "umbrella OR snow": "Count",
    "snow || letter": "Stain Count",
    "fluff -holmes": "Kindred",
    "fluff NOT holmes": "Kindred",
    "(fog OR snow) AND dracula": "Fog Count",
    "whit*": "Fog Kindred",
    "title: red": "Red",
    "creators: lark": "Fog Quiet Kindred",
    'creator:"agnes crewe" -creator:lark': "Stain",
    "fandoms: holmes": "Stain Quiet Count",
    "character_names: watson": "Stain Count",
    'relationship_names: "Mina Harker/Lucy Westenra"': "Fog Count",
    'ship:"Lucy Westenra/Mina Harker"': "Fog Count",
    'ship:"Holmes & Watson"': "Quiet",
    'ship:"Holmes/Watson"': "Stain Count",
    'primary:"Mina/Lucy"': "Fog",
    "otp: true": "Fog Stain Kindred",
    "otp:true -fandom:dracula": "Stain Kindred",
    "crossover: true": "Count",
    "crossover:false fandom:dracula": "Fog",
    'tag:"slow burn"': "Fog Kindred",
    'additional_tags:"case fic" OR tag:angst': "Stain Count Red",
    "category: F/F": "Fog Count Kindred",
    "rating: explicit": "Count",
    "rating:teen,general": "Fog Quiet Neige Kindred",
    "-rating:mature fandom:holmes": "Quiet Count",
    'warning:"major character death"': "Count",
    "complete: true language:english": "Fog Stain Count",
    "complete:F": "Quiet Kindred",
    "language: fr": "Neige",
    "series: avonlea": "Kindred",
    "words: >10k": "Stain",
    "words:5,000-20,000": "Stain Kindred",
    "word_count: <10": "Quiet Neige Untagged",
    "words: 1200": "Count",
    "single_chapter: false": "Quiet",
    "updated: < 2 weeks ago": "Quiet Kindred",
    "revised_at: > 10 years ago": "Fog Stain Count Red Untagged",
    "updated:1998..2004": "Fog Stain Untagged",
    "published: 2023": "Neige",
    "summary: letter": "Stain",
    "kudos: >100 snow": "Count",
    "snow sort:kudos": "Count",
}  # fmt: skip


@pytest.mark.django_db
def test_each_finds_what_it_means() -> None:
    fill()
    names = {title: name for name, title in ALL.items()}
    wrong = {}
    for text, wanted in TABLE.items():
        results = search(GUEST, text, sort="title", today=TODAY, with_facets=False, with_snippets=False)
        found = {
            names[work.display_title] for work in Work.objects.filter(pk__in=[hit.work_id for hit in results.hits])
        }
        if found != set(wanted.split()):
            wrong[text] = (" ".join(sorted(found)), wanted, results.problem)
    assert wrong == {}
