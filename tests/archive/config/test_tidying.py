"""What pages were made of is cleared away, though Python seldom looks for it by itself."""

from __future__ import annotations

import subprocess
import sys

TIDIED = """
import gc, weakref
from fanthology.archive.config.tidying import tidy, tidy_between_pages

class Work:
    def __init__(self): self.itself = self

tidy_between_pages()
here = Work()
seen = weakref.ref(here)
for _ in range({survived}):
    gc.collect({looked_at})  # of a page that another thread is still making
del here
pages = 0
while seen() is not None and pages < 1000:
    tidy()
    pages += 1
print(pages)
"""


def pages_until_gone(survived: int, looked_at: int) -> int:
    """A process of its own: how Python looks for garbage is one setting for all of it."""
    code = TIDIED.format(survived=survived, looked_at=looked_at)
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return int(done.stdout)


def test_what_was_of_one_page_goes_after_it() -> None:
    assert pages_until_gone(0, 0) == 1


def test_what_outlived_other_pages_goes_too() -> None:
    assert 1 < pages_until_gone(1, 0) <= 12
    assert 12 < pages_until_gone(1, 1) <= 150
