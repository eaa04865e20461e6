"""When a web process looks for what nobody refers to any more: when a page has been sent, and not in the midst of one.

The works of a list refer to one another in circles, and Python, left to itself, looks for those after 700 objects, when
all are still in use; it then finds them only when it looks through everything, which held every eighth page up for a
tenth of a second.
"""

from __future__ import annotations

import gc

from django.core.signals import request_finished

_OBJECTS = 50_000
"""More than most pages are made of: one that is made of more is held up."""
_ROUNDS = 10
"""What was left after a look is looked at again after so many: it may have been of a page that another thread made."""


def tidy_between_pages() -> None:
    """Look never again through what is there now, and through the rest after each page."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(_OBJECTS, _ROUNDS, _ROUNDS)
    request_finished.connect(tidy, weak=False)


def tidy(**_: object) -> None:
    """Clear away what a page was made of; now and then what is older, and the oldest most seldom, as Python does."""
    younger, older = gc.get_count()[1:]
    gc.collect(2 if older > _ROUNDS else 1 if younger > _ROUNDS else 0)
