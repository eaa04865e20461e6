"""The top of a post: mail header, labels, title, byline, notes, in any order, up to the first paragraph of prose.

Each step looks at one line (or the run of lines that begins there) and either takes it and says where to go on, or
leaves it. The first line that nobody takes is where the story begins.
"""

from __future__ import annotations

from fanthology.fic.text.outlining import envelopes as letter
from fanthology.fic.text.outlining import headlines as title
from fanthology.fic.text.outlining import introductions as around
from fanthology.fic.text.outlining.leadups import codes, lead_up, legend, unknown_label
from fanthology.fic.text.outlining.stacked import columned, stacked
from fanthology.fic.text.outlining.titlepages import pasted_subject, stroked
from fanthology.fic.text.outlining.waiting import settle_pending
from fanthology.fic.text.outlining.zone import Front, Step

LIMIT = 400  # lines: no header or introduction is longer


def read_front(front: Front) -> None:
    """Read the top of a post; afterwards ``front.body`` is the line where its prose begins."""
    at, limit = front.start, min(front.end, front.start + LIMIT)
    while at < limit:
        if front.lines.blank(at):
            at += 1
            continue
        following = next((there for step in STEPS if (there := step(front, at)) is not None), None)
        if following is None:
            break
        at = max(following, at + 1)
    front.body = min(at, front.end)
    settle_pending(front)
    kinds, lines = front.lines.kinds, front.lines
    front.body = next(
        (i for i in range(front.start, front.body) if kinds[i] == "body" and not lines.blank(i)), front.body
    )


STEPS: tuple[Step, ...] = (
    around.rule, pasted_subject, stroked, stacked, columned, around.cut, around.spoiler_space, around.stray,
    letter.mail, letter.quoted_from, around.labels, letter.posted, letter.journal, around.follows, title.inline,
    title.byline, title.named_line, title.heading, around.greeting, letter.closing, around.dated, title.credit, codes,
    title.split_title, title.title_lines, around.art, letter.signature, around.boxed, unknown_label, legend,
    around.note, lead_up,
)  # fmt: skip
