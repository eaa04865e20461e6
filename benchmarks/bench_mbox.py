"""How fast a mailbox is split into letters, beside the standard library's `mailbox`.

    python benchmarks/bench_mbox.py [MEGABYTES]

Prints MB/s for splitting alone (limit: 40) and the most memory it took; `mailbox` reads the same file.
"""

from __future__ import annotations

import mailbox
import random
import resource
import sys
import tempfile
import time
from pathlib import Path

from fanthology.fic.containers.container import Member
from fanthology.fic.containers.opening import open_all

MEGABYTES = 200
LETTER = 12_000  # bytes, as posts of stories to lists have


def letters(size: int, path: Path) -> None:
    """Write a mailbox of about so many bytes, of letters that differ."""
    chance = random.Random(1)
    words = ["moor", "lamp", "from", "night", "the", "a", "went", "said", "tide", "and", "of", "coat", "fire", "who"]
    lines = [" ".join(chance.choices(words, k=11)) for _ in range(2_000)]
    lines[:8] = [f">From {line}" for line in lines[:8]]
    with path.open("w") as file:
        number = written = 0
        while written < size:
            number += 1
            body = "\n".join(chance.choices(lines, k=LETTER // 56))
            written += file.write(
                f"From b{number % 90}@moors.example Tue Mar  3 12:00:00 1998\nFrom: b{number % 90}@moors.example\n"
                f"Date: Tue, 3 Mar 1998 12:00:00 +0000\nMessage-ID: <{number}@moors.example>\n"
                f"Subject: {lines[number % 2_000][:20]}\n\n{body}\n\n"
            )


def main() -> None:
    size = int(sys.argv[1] if len(sys.argv) > 1 else MEGABYTES) * 1_000_000
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "list.mbox")
        letters(size, path)
        actual = path.stat().st_size / 1_000_000
        start = time.perf_counter()
        with path.open("rb") as file:
            ours = sum(1 for one in open_all(path.name, file) if isinstance(one, Member))
        seconds = time.perf_counter() - start
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(
            f"fanthology: {actual / seconds:,.0f} MB/s (limit 40), {ours:,} letters, at most {peak:,.0f} MB of memory"
        )
        if size > 1_000_000_000:
            return
        start = time.perf_counter()
        box = mailbox.mbox(path, create=False)
        theirs = sum(1 for key in box.iterkeys() if box.get_bytes(key))
        print(f"mailbox: {actual / (time.perf_counter() - start):,.0f} MB/s, {theirs:,} letters")
        assert ours == theirs, "both find the same letters"


if __name__ == "__main__":
    main()
