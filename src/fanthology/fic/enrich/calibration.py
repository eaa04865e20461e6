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

FIRST_FANDOM: Final = (-9.58, 1.43, 1.48, 2.87, 1.15, 0.22, 1.94, 0.21)
"""Bias, then one number for each of the Features, for the fandom that explains a story best."""
FURTHER_FANDOM: Final = (-6.16, 0.54, 1.82, 2.49, 1.46, 2.15, 1.33, -0.50)
"""The same for what the first leaves unexplained: a crossover."""

PAIR: Final = (0.65, 0.87, 1.05, 0.60, 1.23, 2.38, 0.46)
"""How much two people belong together: a number for each of what pairs are compared by."""
ROMANCE: Final = (-1.03, 1.18, 0.92, 2.64, -0.93)
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
