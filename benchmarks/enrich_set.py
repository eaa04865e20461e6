"""The labelled stories that enrichment is measured and fitted on.

Short stories of our own are in ``stories/``: a line ``=== fandom | characters | primary relationship`` before each. The
real files beside the project join them when they are there; their fandoms were told by reading them.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from fanthology.fic import Story, read
from fanthology.fic.canon import Fandom, built_in
from fanthology.fic.canon.canonical import names_of
from fanthology.fic.enrich.lexicon import Lexicon, lexicon_of
from fanthology.fic.enrich.wordlists import words_of
from fanthology.fic.story import Block, Chapter, SourceInfo

HERE = Path(__file__).resolve().parent
SHARED = HERE.parents[1] / "shared"
TNG, DS9, TOS = "Star Trek: The Next Generation", "Star Trek: Deep Space Nine", "Star Trek: The Original Series"
USENET = {
    "st_ameetsd2": (TOS, TNG),
    "st_battleof": (DS9,),
    "st_deepspac.ep1": (DS9, "Blackadder"),
    "st_fantasym": (DS9,),
    "st_frontier": (DS9,),
    "st_julia": (DS9,),
    "st_voices": (DS9,),
    "st_mashtosc": (TOS, "MASH (TV)"),
    "st_st_satnl": (TOS,),
    "st_spacebat.cro": (TNG, "Star Wars - All Media Types", "Hitchhiker's Guide to the Galaxy"),
    "st_bubblegu": (TNG, "Bubblegum Crisis"),
    "st_stmeetsl": (TNG, "Lost in Space"),
    "st_hitcborg": (TNG, "Hitchhiker's Guide to the Galaxy"),
    "st_hitcborgf": (TNG, "Hitchhiker's Guide to the Galaxy"),
    "xf_a4": ("The X-Files", "Ocean Girl"),
    "xf_a5": ("The X-Files", "Ocean Girl"),
    "xf_thehoste": ("The X-Files", "NYPD Blue"),
}
DOUBTFUL = ("st_amiga2", "st_st_thefi.p1_", "st_voyages2", "st_civstory", "xf_xfpoems")
SEEDS = {
    "000": ("Buffy the Vampire Slayer", "Spike (BtVS)/Willow Rosenberg"),
    "001": ("Cowboy Bebop (Anime)", "Faye Valentine/Spike Spiegel"),
    "002": ("Cowboy Bebop (Anime)", "Julia (Cowboy Bebop)/Spike Spiegel"),
}


@dataclass(frozen=True, slots=True)
class Labelled:
    """A story and what is known of it: its fandoms (none for original work), characters, primary relationship."""

    name: str
    story: Story
    fandoms: frozenset[str]
    characters: tuple[str, ...] = ()
    primary: str | None = None


def story_of(text: str) -> Story:
    """A Story of the paragraphs of a text, with no header that could say where it comes from."""
    blocks = tuple(
        Block(f"b{number}", "paragraph", 1, None, f"<p>{line.replace('&', '&amp;').replace('<', '&lt;')}</p>")
        for number, line in enumerate(text.split("\n"), start=1)
        if line.strip()
    )
    return Story(SourceInfo("made", "text", "0" * 64, len(text)), chapters=(Chapter(blocks),))


def own(folder: str = "stories") -> Iterator[Labelled]:
    """The stories of ``stories/``, or of the folder in it whose stories nothing was fitted on."""
    for path in sorted((HERE / folder).glob("*.txt")):
        for number, part in enumerate(path.read_text(encoding="utf-8").split("=== ")[1:]):
            label, _, text = part.partition("\n")
            fandom, characters, primary = (one.strip() for one in label.split("|"))
            yield Labelled(
                f"{path.stem}-{number}",
                story_of(" ".join(text.split()).replace("” “", "”\n“").replace('." "', '."\n"')),
                frozenset() if fandom == "Original Work" else frozenset((canonical(fandom),)),
                tuple(person(one.strip(), fandom) for one in characters.split(",") if one.strip()),
                "/".join(person(one, fandom) for one in primary.split("/")) if primary else None,
            )


def narrators() -> Iterator[tuple[str, str, str, Story]]:
    """Short narrations of our own: name, the narrator's person, the tense, the Story."""
    text = (HERE / "stories" / "narration" / "own.txt").read_text(encoding="utf-8")
    for number, part in enumerate(text.split("=== ")[1:]):
        label, _, words = part.partition("\n")
        person, tense = (one.strip() for one in label.split("|"))
        yield f"narration-{number}", person, tense, story_of(words.strip())


def real() -> Iterator[Labelled]:
    """The real files beside the project, if they are there."""
    index = SHARED / "corpus" / "usenet" / "index.tsv"
    for line in index.read_text(encoding="utf-8").splitlines()[1:] if index.is_file() else ():
        file, kind = line.split("\t")[:2]
        stem = file.removesuffix(".txt")
        if kind != "story" or stem in DOUBTFUL:
            continue
        story = read((index.parent / file).read_bytes(), admit=True)
        fandoms = USENET.get(stem, ("The X-Files",) if stem.startswith("xf_") else (TNG,))
        if isinstance(story, Story):
            yield Labelled(stem, story, frozenset(map(canonical, fandoms)))
    for path in sorted((SHARED / "seeds").glob("*.txt")):
        story = read(path.read_bytes(), admit=True)
        fandom, primary = SEEDS[path.name[:3]]
        if isinstance(story, Story):
            yield Labelled(path.stem, story, frozenset((fandom,)), tuple(primary.split("/")), primary)


def made_up(count: int, seed: int = 11) -> Iterator[Labelled]:
    """Original stories about people with everyday names, from our own sentences."""
    dice = random.Random(seed)
    names = sorted(words_of("given_names"))
    sentences = [
        '"You are late," said {a}.\n"I know," said {b}, and hung up the coat.',
        "{a} looked at {b} across the table and thought of the sea.",
        "It had been {a}'s idea to sell the house.",
        '"Ask {c}," {b} said. "It was {c} who had the key."',
        "Later {a} walked home along the canal, with {b}'s umbrella.",
        "Nobody had told {c} about the letter.",
        "Mrs. {d} lived next door, and kept geese.",
        "{a} {d} had been a teacher for thirty years.",
        "In the morning there was snow, and {b} was gone.",
        '"Do you ever think of {c}?" asked {a}. The kettle began to sing.',
    ]
    for number in range(count):
        people = dict(zip("abcd", dice.sample(names, 4), strict=True))
        text = "\n".join(one.format(**people) for one in dice.choices(sentences, k=dice.choice((4, 8, 14))))
        yield Labelled(f"made-up-{number}", story_of(text), frozenset())


def crossovers(stories: Sequence[Labelled], count: int, seed: int) -> list[Labelled]:
    """Stories of two fandoms: the blocks of two stories, one after the other."""
    dice = random.Random(seed)
    made = []
    while len(made) < count:
        one, two = dice.sample(list(stories), 2)
        if one.fandoms == two.fandoms or not (known(one.fandoms) and known(two.fandoms)):
            continue
        chapters = (*one.story.chapters, *two.story.chapters)
        both = replace(one.story, chapters=chapters)
        made.append(Labelled(f"{one.name}+{two.name}", both, one.fandoms | two.fandoms))
    return made


@cache
def _synonyms() -> dict[str, str]:
    return {name.casefold(): one.name for one in built_in() for name in (one.name, *one.synonyms)}


def canonical(fandom: str) -> str:
    """The canonical name of a fandom, as far as the canon has it."""
    return _synonyms().get(fandom.casefold(), fandom)


def person(name: str, fandom: str) -> str:
    """The canonical name of somebody of a fandom, as far as the canon has them."""
    return names_of(built_in()).character(name, {canonical(fandom)}) or name


@cache
def lexicon_without(fandoms: frozenset[str]) -> Lexicon:
    """The Lexicon of the canon without some fandoms, as if nobody had written their files."""
    return lexicon_of(one for one in built_in() if one.name not in fandoms)


def known(fandoms: frozenset[str]) -> frozenset[str]:
    """Those of the fandoms that the canon has."""
    return fandoms & {one.name for one in built_in()}


def shares(first: str, second: str) -> bool:
    """True for fandoms of one world."""
    fandoms: dict[str, Fandom] = {one.name: one for one in built_in()}
    return (
        first in fandoms and second in fandoms and (second in fandoms[first].shares or first in fandoms[second].shares)
    )
