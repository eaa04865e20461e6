"""How well real Usenet stories are read: title, author and kind against an index, file by file.

    python benchmarks/score_usenet.py [FOLDER]

FOLDER holds the files and `index.tsv` (file, kind, title, author); when it is not there, nothing is scored.
The comparison is lenient: case, punctuation, part numbers and one being the longer do not count, for the index
abbreviates.
"""

from __future__ import annotations

import csv
import re
import sys
from pathlib import Path

from fanthology.fic.story import Rejection, Story
from fanthology.fic.text.document import Document
from fanthology.fic.text.outlining.outline import outline

FOLDER = Path(__file__).resolve().parents[2] / "shared" / "corpus" / "usenet"


def words(text: str | None) -> set[str]:
    """The words of a title or name that count in a comparison."""
    plain = re.sub(r"['’.]", "", (text or "").casefold())
    return (
        set(re.findall(r"\w+", plain))
        - {"the", "a", "an", "of", "and", "part", "story", "star", "trek"}
        - {str(n) for n in range(10)}
    )


def alike(found: str | None, expected: str) -> bool:
    """True if most words of the shorter are in the longer."""
    if "".join(sorted(words(found))) and _squeezed(found) == _squeezed(expected):
        return True
    one, other = words(found), words(expected)
    if not one or not other:
        return one == other and bool(found)
    return len(one & other) >= 0.6 * min(len(one), len(other))


def _squeezed(text: str | None) -> str:
    return re.sub(r"\W", "", (text or "").casefold())


def read_item(path: Path) -> Story | Rejection | str:
    """The story, or why it is none: through the whole pipeline if it is there, else through `outline` alone."""
    try:
        from fanthology.fic import read
    except ImportError:
        text = path.read_bytes().decode("cp1252", "replace").replace("\r\n", " \n").replace("\r", "\n")
        found = outline(Document(text))
        return found.not_a_story or found.stated
    found = read(path)
    return found if isinstance(found, Story | Rejection) else next(iter(found))


def main() -> int:
    """Print a line for each file and the totals."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER
    if not (folder / "index.tsv").exists():
        print(f"no index.tsv in {folder}; nothing to score")
        return 0
    with (folder / "index.tsv").open(encoding="utf-8", newline="") as handle:
        rows = list(csv.DictReader(handle, delimiter="\t", quoting=csv.QUOTE_NONE))
    right = {"title": 0, "author": 0, "both": 0, "story": 0, "other": 0}
    counts = {"story": 0, "other": 0}
    for row in rows:
        found = read_item(folder / row["file"])
        story = found if isinstance(found, Story) else None
        counts[row["kind"]] += 1
        right[row["kind"]] += (story is not None) == (row["kind"] == "story")
        if row["kind"] == "other":
            mark = "  ok  " if story is None else "KEPT  "
            print(f"{mark} {row['file']:22} {getattr(found, 'message', found) if story is None else story.title!r}")
            continue
        title = story is not None and alike(story.title, row["title"])
        names = " ".join(c.name for c in story.creators) if story else ""
        author = bool(names) and alike(names, row["author"])
        right["title"] += title
        right["author"] += author
        right["both"] += title and author
        marks = ("T" if title else "-") + ("A" if author else "-") + ("" if story else " REJECTED")
        print(
            f"{marks:6} {row['file']:22} {story.title if story else found!r} / {names}   [{row['title']} "
            f"/ {row['author']}]"
        )
    stories, others = counts["story"], counts["other"]
    print(
        f"stories {stories}: title {right['title'] / stories:.2f}, author "
        f"{right['author'] / stories:.2f}, both {right['both'] / stories:.2f}, kept "
        f"{right['story'] / stories:.2f}"
    )
    print(f"others {others}: rejected {right['other'] / others:.2f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
