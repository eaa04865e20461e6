"""Fits the numbers of `fanthology.fic.enrich.calibration` on the labelled stories, and prints them.

    python benchmarks/fit_enrich.py

Logistic regressions, pulled a little towards nothing. Each story is asked with the whole canon and with its own fandoms
left out; two stories of different fandoms are put together to be a crossover.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bench_accuracy import people
from enrich_set import Labelled, crossovers, known, lexicon_without, made_up, own, real

from fanthology.fic.enrich.company import pairs
from fanthology.fic.enrich.fandoms import Candidate, next_best
from fanthology.fic.enrich.mentions import mentions_in
from fanthology.fic.enrich.narrator import narrator_of
from fanthology.fic.enrich.relationships import pair_values, romance_values
from fanthology.fic.enrich.seen import seen_in
from fanthology.fic.enrich.telling import telling_of

WHOLE = frozenset[str]()
ROUNDS = 40


@dataclass(frozen=True, slots=True)
class Row:
    values: tuple[float, ...]
    right: bool
    weight: float = 1.0


def logistic(rows: Sequence[Row], pull: float = 0.3, free: Sequence[float] | None = None) -> list[float]:
    """Bias and slopes by Newton's method; ``pull`` draws the slopes towards ``free`` (nothing, unless given)."""
    size = len(rows[0].values) + 1
    goal = list(free) if free else [0.0] * size
    numbers = list(goal)
    for _ in range(ROUNDS):
        slope = [0.0] * size
        curve = [[0.0] * size for _ in range(size)]
        for row in rows:
            values = (1.0, *row.values)
            chance = 1 / (1 + math.exp(-max(-30, min(30, sum(a * b for a, b in zip(numbers, values, strict=True))))))
            for i in range(size):
                slope[i] += row.weight * (row.right - chance) * values[i]
                for j in range(size):
                    curve[i][j] += row.weight * chance * (1 - chance) * values[i] * values[j]
        for i in range(size):
            slope[i] -= (pull if i else 0.01) * (numbers[i] - goal[i])
            curve[i][i] += pull if i else 0.01
        numbers = [a + b for a, b in zip(numbers, solved(curve, slope), strict=True)]
    return numbers


def solved(matrix: list[list[float]], right: list[float]) -> list[float]:
    """The solution of a small system, by elimination."""
    rows = [[*row, value] for row, value in zip(matrix, right, strict=True)]
    size = len(rows)
    for i in range(size):
        pivot = max(range(i, size), key=lambda k: abs(rows[k][i]))
        rows[i], rows[pivot] = rows[pivot], rows[i]
        for k in range(size):
            if k != i:
                factor = rows[k][i] / rows[i][i]
                rows[k] = [a - factor * b for a, b in zip(rows[k], rows[i], strict=True)]
    return [rows[i][size] / rows[i][i] for i in range(size)]


def fandom_rows(stories: Sequence[Labelled], weight: Callable[[Labelled], float]) -> tuple[list[Row], list[Row]]:
    """Rows for the first fandom and for a further one."""
    first: list[Row] = []
    further: list[Row] = []
    for label in stories:
        in_canon = known(label.fandoms)
        for without in {WHOLE, in_canon}:
            mentions = mentions_in(telling_of(label.story), lexicon_without(without))
            right = in_canon - without
            before: list[Candidate] = []
            for rows in (first, further):
                best = next_best(mentions, before)
                if best is None:
                    break
                is_right = mentions.lexicon.fandoms[best.fandom].name in right
                rows.append(Row(best.features.values(), is_right, weight(label)))
                if not is_right:
                    break
                before.append(best)
    return first, further


def pair_rows(stories: Sequence[Labelled]) -> tuple[list[Row], list[Row]]:
    """Rows of differences between the right pair and each other one; rows for ``/`` or ``&``."""
    differences: list[Row] = []
    romance: list[Row] = []
    lexicon = lexicon_without(WHOLE)
    for label in stories:
        seen = seen_in(label.story, lexicon)
        found = [one for one in pairs(seen.telling, seen.cast, narrator_of(seen.telling, seen.cast)) if one.together]
        if label.primary is None:
            if found and label.characters:
                named = [one for one in found if {p.name for p in one.people} <= set(label.characters)]
                romance += (Row(romance_values(lexicon, one), False) for one in named[:1])
            continue
        want = people(label.primary)
        right = next((one for one in found if {p.name.split(" (")[0] for p in one.people} == want), None)
        if right is None:
            continue
        romance.append(Row(romance_values(lexicon, right), True))
        for other in found:
            if other is not right:
                values = zip(pair_values(lexicon, right), pair_values(lexicon, other), strict=True)
                difference = tuple(a - b for a, b in values)
                differences.append(Row(difference, True, 1 / len(found)))
                differences.append(Row(tuple(-one for one in difference), False, 1 / len(found)))
    return differences, romance


def weight_of(label: Labelled) -> float:
    """How much a story counts: there are many with made-up names, and many of Star Trek."""
    return 0.2 if label.name.startswith("made-up") else 0.5 if label.name.startswith("st_") else 1.0


def shown(name: str, numbers: Sequence[float]) -> None:
    print(f"{name}: Final = ({', '.join(f'{one:.2f}' for one in numbers)})")


def main() -> None:
    ours, others = list(own()), list(real())
    first, further = fandom_rows([*ours, *others, *made_up(100)], weight_of)
    mixed_first, mixed_further = fandom_rows(crossovers(ours, 40, seed=5), lambda one: 0.5)
    shown("FIRST_FANDOM", logistic([*first, *mixed_first]))
    guess = (-6.0, 1.0, 0.5, 2.0, 1.0, 1.5, 0.5, 0.5)
    shown("FURTHER_FANDOM", logistic([*further, *mixed_further], pull=1.0, free=guess))
    differences, romance = pair_rows([*ours, *others])
    shown("PAIR", logistic(differences, pull=1.0, free=(0.0, 0.5, 0.8, 0.5, 0.3, 1.0, 1.2, 0.6))[1:])
    shown("ROMANCE", logistic(romance, pull=1.0, free=(-0.5, 1.0, 0.8, 1.5, -0.6)))
    print(len(first), sum(row.right for row in first), len(further), sum(row.right for row in further), len(romance))


if __name__ == "__main__":
    main()
