"""What is known while the top of a post is read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from fanthology.fic.text.outlining import bylines, notes, titles
from fanthology.fic.text.outlining.claims import Claims
from fanthology.fic.text.outlining.hints import Hints
from fanthology.fic.text.outlining.lines import Lines
from fanthology.fic.text.outlining.mailhead import MailHeader
from fanthology.fic.text.outlining.parts import Heading


@dataclass
class Front:
    """What is known while the top of a post is read."""

    lines: Lines
    start: int
    end: int
    claims: Claims
    known: list[str] = field(default_factory=list)
    mails: list[MailHeader] = field(default_factory=list)
    pending: list[int] = field(default_factory=list)
    noted: list[str] = field(default_factory=list)
    heading: Heading | None = None
    heading_title: str | None = None
    heading_line: int = -1
    titled: bool = False
    bylined: bool = False
    labels: int = 0
    letter: bool = False
    ruled: bool = False
    body: int = 0

    def names(self) -> list[str]:
        """The titles known so far: of the first post, of the subjects, and claimed."""
        return [*self.known, *(str(claim.value) for claim in self.claims.of("title"))]

    def is_known(self, at: int) -> bool:
        """True if a line repeats a title that is known."""
        return any(titles.same_title(titles.clean_title(self.lines.stripped(at)), name) for name in self.names())

    def take(self, hints: Hints) -> None:
        """Go on from what mark-up said: what it told is not looked for, and the top ends at the first chapter."""
        self.titled, self.bylined = hints.says("title"), hints.says("creator")
        self.noted += hints.notes
        first = self.lines.at(hints.headings[0][0]) if hints.headings else self.end
        self.end = max(self.start, min(self.end, first))

    def note(self, first: int, last: int) -> None:
        """Take some lines for a note before the story."""
        self.lines.paint(first, last, "note")
        text = self.lines.words(first, last)
        if len(text) < 70 and bylines.copyright_names(text):
            return
        disclaimer = notes.disclaimer_in(text)
        if disclaimer is None or len(disclaimer) < 0.85 * len(notes.without_copyright(text)):
            self.noted.append(text)


Step = Callable[[Front, int], int | None]
