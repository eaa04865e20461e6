"""A small library for the tests of the site: works with every kind of text, and one that was read from an original."""

from __future__ import annotations

import hashlib
from typing import Any

from archive.factories import make_work
from fanthology.archive.catalogue import originals
from fanthology.archive.catalogue.models import ChapterText, Link, Missing, Reading, Source, Work

ORIGINAL = """Title: The Lamp on the Landing
Author: Wilhelmina M.
Fandom: Dracula
Rating: PG-13
Disclaimer: They are Mr. Stoker's, and I have only borrowed them for an evening.

Nobody at Hillingham would own to having lit the lamp on the landing, and yet
there it was every night at eleven, trimmed and burning, when the house had
been put to bed. Lucy said it was the wind; but the wind, as Mina remarked,
has not got hands.

"You have been reading na\u00b4ve things again," said Lucy.

~*~ ~*~ ~*~

On the fourth night Mina sat upon the stair in her wrapper and waited.

A/N: My first one in years. Be kind!
"""

_FIRST = (
    "<p>It was upon a wet Thursday in March that Watson, who had nothing to do and was doing it badly, found the "
    "letter under the barometer.</p>\n<p>“You will observe,” said Holmes, without turning from the window, “that it "
    "was written by a left-handed man in a hurry, upon a train, and that he has lately parted with a <em>cat</em>.”</p>"
    '\n<div class="letter"><p>My dear Mr. Holmes,</p><p>Come at once if convenient. If inconvenient, come all the '
    "same, and bring an umbrella.</p><p>Yours in alarm,<br/>\nHildegarde Trent</p></div>\n<p>Watson read it twice. He "
    "was not, he reflected, a man who was often surprised before luncheon, but there was something in the matter of "
    "the umbrella that troubled him extraordinarily.</p>"
    '\n<p class="scene-break">-=-=-=-=-=-=-=-=-=-=-=-=-=-=-=-=-=-=-=-=-=-=-=-=-=-=-=-=-=-=-=-=-=-=-=-=-=-=-=-=-</p>\n'
    "<p>Rain had come on by the time they reached the gate. Somebody was singing in the shrubbery, in a small flat "
    "voice, as one sings to keep one’s courage up:</p>\n"
    '<p class="verse">The moon went down behind the mill,<br/>\nThe owl went up the tree,<br/>\n'
    "And nobody that lay so still<br/>\nShould still be watching me.</p>\n"
    "<p>“Good heavens, Holmes,” said Watson. “It scans.”</p>\n"
    '<p class="scene-break">~ * ~ * ~</p>\n<blockquote><p>“To the man who loves art for its own sake,” Holmes liked '
    "to say, “the least umbrella is a text.”</p></blockquote>\n"
    '<div class="script"><p>HOLMES: You have not asked about the cat.</p><p>WATSON: I was coming to the cat.</p></div>'
    '\n<p class="scene-break"></p>\n<p>They never did find it; but in the autumn a parcel came, of the size of a '
    "hat, and Mrs. Hudson, who is not easily moved, was heard upon the stairs to say <em>Oh!</em></p>"
)


def make_library() -> dict[str, Work]:
    """A dozen works, most of them public. The search index is told of each by the change log."""
    works = {
        "umbrella": make_work(
            "The Adventure of the Borrowed Umbrella",
            creators=["Hester Lark", "J. H. Smith"],
            fandoms=["Sherlock Holmes - Arthur Conan Doyle"],
            text=[_words(900), _words(700), _words(1100)],
            series=["The Wet Spring"],
            rating="Teen And Up Audiences",
            warnings=["No Archive Warnings Apply"],
            characters=["Sherlock Holmes", "John Watson", "Mrs. Hudson"],
            relationships=["Sherlock Holmes & John Watson"],
            freeforms=["Rain", "Case Fic"],
            summary="A client who will only speak in shrubberies, a cat that was never there, one umbrella too many.",
            language="en",
            status="in-progress",
            published="1999-03-04",
            updated="2001-11-20",
            chapters_expected=5,
            notes_before="Written for the rainy-day challenge. With thanks to everyone who lent me an umbrella.",
        ),
        "lamp": make_read_work(),
        "guest": make_work(
            None,
            text=_words(420),
            visibility="private",
            language="en",
        ),
    }
    others = (
        (
            "Tea at Netherfield",
            ["Charlotte L."],
            ["Pride and Prejudice - Jane Austen"],
            "General Audiences",
            "complete",
        ),
        ("The Queen's Second Croquet Ground", ["Dodo"], ["Alice in Wonderland - Lewis Carroll"], None, "unknown"),
        ("Emerald Hours", ["Ozma's Clerk"], ["Oz - L. Frank Baum"], "General Audiences", "complete"),
        ("Une nuit à Meung", ["d'Herblay"], ["Les Trois Mousquetaires"], "Mature", "complete"),
        ("What the Friar Saw", ["Hester Lark"], ["Robin Hood (Traditional)"], "Teen And Up Audiences", "complete"),
        ("Five Orange Blossoms", ["Hester Lark"], ["Sherlock Holmes - Arthur Conan Doyle"], None, "unknown"),
    )
    for place, (title, creators, fandoms, rating, status) in enumerate(others):
        works[title] = make_work(
            title,
            creators=creators,
            fandoms=fandoms,
            rating=rating,
            status=status,
            text=_words(300 + 170 * place),
            language="fr" if title.startswith("Une") else "en",
            published=f"200{place}-05-1{place}",
            visibility="registered" if place == 4 else "public",
        )
    _finish(works["umbrella"])
    return works


def _finish(work: Work) -> None:
    first = work.edition.chapters.get(position=1)
    first.title = "In Which It Rains"
    first.notes_before = "This one has a cat in it, or rather it has not."
    first.save()
    ChapterText.objects.filter(chapter=first).update(html=_FIRST)
    Link.objects.create(work=work, kind="follows", title="The Empty Hat-Box", match_title="empty hat-box")
    Missing.objects.create(work=work, what="chapter", number=4)


def make_read_work(text: str = ORIGINAL, **fields: Any) -> Work:
    """A private work with its original kept, and a Reading that accounts for every part of it."""
    work = make_work(
        "The Lamp on the Landing",
        creators=["Wilhelmina M."],
        fandoms=["Dracula"],
        rating="Teen And Up Audiences",
        disclaimer="They are Mr. Stoker's, and I have only borrowed them for an evening.",
        text="\n\n".join(text.split("\n\n")[1:]),
        visibility="private",
        **fields,
    )
    data = text.encode()
    sha256 = hashlib.sha256(data).hexdigest()
    originals.put(data)
    Source.objects.filter(readings__editions__work=work).update(sha256=sha256, size=len(data), name="lamp <b>.txt")
    reading = work.edition.reading
    record = reading.record | _account(text)
    record["source"]["sha256"] = sha256
    Reading.objects.filter(pk=reading.pk).update(packed=Reading.pack(record), reader="text")
    return work


def _account(text: str) -> dict[str, Any]:
    def span(words: str) -> list[int]:
        return [text.index(words), text.index(words) + len(words)]

    def proof(field: str, words: str, rule: str, confidence: float = 1.0) -> dict[str, Any]:
        return {"field": field, "value": words, "span": span(words), "rule": rule, "confidence": confidence}

    segments = [
        [0, text.index("Nobody") - 2, "header"],
        [*span(text[text.index("Nobody") : text.index("~*~") - 2]), "body"],
        [*span("~*~ ~*~ ~*~"), "scene-break"],
        [*span("On the fourth night Mina sat upon the stair in her wrapper and waited."), "body"],
        [*span("A/N: My first one in years. Be kind!"), "note"],
    ]
    signs = sum(not sign.isspace() for sign in text)
    return {
        "evidence": [
            proof("title", "The Lamp on the Landing", "label-title"),
            proof("creators", "Wilhelmina M.", "label-author"),
            proof("rating", "PG-13", "label-rating"),
            proof("fandom", "Dracula", "label-fandom"),
            proof("disclaimer", "They are Mr. Stoker's, and I have only borrowed them for an evening.", "label"),
            {"field": "links", "value": "a sequel", "span": None, "rule": "link-in-note", "confidence": 0.6},
        ],
        "repairs": [{"span": span("na\u00b4ve"), "was": "na\u00b4ve", "now": "naïve", "rule": "accent-apart"}],
        "ledger": {"characters": signs, "accounted": signs, "by_kind": {}, "segments": segments},
    }


_SENTENCES = (
    "The kettle had been singing for a quarter of an hour before anybody thought of tea.",
    "“I never said that it was a good plan,” she answered; “I said that it was the only one we had left.”",
    "Down in the yard a cart went by, and then the rain again.",
    "He put the letter back where he had found it, a little to the left of the truth.",
    "Nobody who has walked home across the moor in November will ask me why we ran.",
)


def _words(count: int) -> str:
    paragraphs, at = [], 0
    while sum(len(one.split()) for one in paragraphs) < count:
        length = 1 + at % 4
        paragraphs.append(" ".join(_SENTENCES[(at + step) % len(_SENTENCES)] for step in range(length)))
        at += length
    return "\n\n".join(paragraphs)
