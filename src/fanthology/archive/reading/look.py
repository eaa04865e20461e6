"""How a reader likes a page to look: choices in a table, written down in a few characters. Knows no database."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

SLOWEST, FASTEST = 50, 1_500
_LONGEST = 300


@dataclass(frozen=True, slots=True)
class Choice:
    """What may be chosen of one thing: each value with its words; the first is what nobody has to choose."""

    label: str
    values: Mapping[str, str]

    @property
    def usual(self) -> str:
        return next(iter(self.values))


CHOICES: Mapping[str, Choice] = MappingProxyType(
    {
        "face": Choice(
            "Typeface",
            {
                "serif": "A book face",
                "sans": "Without serifs",
                "legible": "Letters easy to tell apart (Atkinson Hyperlegible)",
                "dyslexic": "OpenDyslexic, if this device has it",
                "system": "What the system uses",
            },
        ),
        "size": Choice(
            "Size",
            {"100": "As it is", "80": "80 %", "90": "90 %"}
            | {str(size): f"{size} %" for size in (110, 125, 140, 160, 180, 200)},
        ),
        "width": Choice(
            "Length of lines", {"book": "As in a book", "narrow": "Shorter", "wide": "Longer", "full": "The whole page"}
        ),
        "leading": Choice(
            "Space between lines", {"book": "As in a book", "close": "Less", "open": "More", "double": "Double"}
        ),
        "spacing": Choice(
            "Space between letters and words", {"usual": "As it is", "wide": "More", "wider": "Much more"}
        ),
        "paper": Choice("Paper", {"system": "As the system says", "light": "Light", "sepia": "Sepia", "dark": "Dark"}),
        "edge": Choice("Right edge", {"ragged": "Ragged", "justified": "Justified"}),
        "hyphens": Choice("Hyphens", {"yes": "Where the language is known", "no": "None"}),
        "way": Choice(
            "A page holds",
            {"chapter": "One chapter", "entire": "The entire work", "pages": "One chapter, in pages to turn"},
        ),
        "notes": Choice("Author’s notes", {"folded": "Folded", "open": "Open"}),
    }
)
"""All that is chosen from a list, in the order of the form."""
_UNSEEN = frozenset({"notes"})
"""What style sheets need not know."""


@dataclass(frozen=True, slots=True)
class Look:
    """What a reader chose; ``chosen`` holds what differs from the usual. ``pace`` is in words a minute."""

    chosen: tuple[tuple[str, str], ...] = ()
    pace: int = 250

    def of(self, name: str) -> str:
        """The value of one of `CHOICES`."""
        return dict(self.chosen).get(name, CHOICES[name].usual)

    @property
    def classes(self) -> str:
        """What style sheets are told, as the classes of the page.

        >>> read("face:sans|way:pages|paper:sepia").classes
        'face-sans paper-sepia way-pages'
        """
        return " ".join(f"{name}-{value}" for name, value in self.chosen if name not in _UNSEEN)

    @property
    def written(self) -> str:
        """As `read` takes it; empty if everything is as usual."""
        pace = () if self.pace == Look().pace else (("pace", str(self.pace)),)
        return "|".join(f"{name}:{value}" for name, value in (*self.chosen, *pace))


def look_from(values: Mapping[str, str]) -> Look:
    """A look of values by name, as a form sends them. What is not to be chosen is as usual.

    >>> look_from({"size": "125", "paper": "plaid", "pace": "9999"})
    Look(chosen=(('size', '125'),), pace=1500)
    """
    told = {name: values.get(name, "") for name in CHOICES}
    chosen = tuple(
        (name, value) for name, value in told.items() if value in CHOICES[name].values and value != CHOICES[name].usual
    )
    pace = values.get("pace", "")
    known = pace.isascii() and pace.isdecimal() and len(pace) < 7
    return Look(chosen, max(SLOWEST, min(int(pace), FASTEST)) if known else Look().pace)


@lru_cache(maxsize=512)
def read(written: str) -> Look:
    """What `Look.written` gave; whatever else it is, a look comes of it.

    >>> read("size:125|paper:dark|pace:300").written, read("rubbish") == Look()
    ('size:125|paper:dark|pace:300', True)
    """
    pairs = (part.partition(":") for part in written[:_LONGEST].split("|"))
    return look_from({name: value for name, _, value in pairs})
