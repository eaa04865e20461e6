"""The fitted numbers by which what was measured becomes a confidence: right nine times in ten is 0.9.

They come from `benchmarks/fit_enrich.py`, which fits them on labelled stories; how well they do is in
`docs/accuracy.md`.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

LEAST_SURE: Final = 0.5
"""A fandom below this is not told: none is known."""

FIRST_FANDOM: Final = (-9.76, 1.68, 1.60, 2.49, 0.91, 0.16, 2.07)
"""Bias, then one number for each of the Features, for the fandom that explains a story best."""
FURTHER_FANDOM: Final = (-5.78, 0.07, 1.96, 2.47, 1.45, 1.75, 1.15)
"""The same for what the first leaves unexplained: a crossover."""

PAIR: Final = (0.65, 0.83, 1.00, 0.57, 1.23, 2.25, 0.45)
"""How much two people belong together: a number for each of what pairs are compared by."""
ROMANCE: Final = (-0.84, 0.99, 0.88, 2.72, -1.04)
"""Whether two people are ``/`` or ``&``: bias, then the words of love around them, how dense they are, whether canon
has them as ``/``, as ``&``."""
PRIMARY_PAIR: Final = (0.3, 1.0, 0.4)
"""Whether the two who stand highest are the ones: bias, then the lead over the next pair, and the
places that name both."""


def confidence(numbers: Sequence[float], values: Sequence[float]) -> float:
    """The logistic of a bias and a sum of weighted values.

    >>> confidence((0.0, 2.0), (0.0,))
    0.5
    """
    bias, *slopes = numbers
    logit = bias + sum(slope * value for slope, value in zip(slopes, values, strict=True))
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, logit))))
