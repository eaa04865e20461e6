"""How often what enrichment says is right, and how often it was as sure as it said.

    python benchmarks/bench_accuracy.py [--misses]

Every labelled story is asked twice: with the whole canon, and with its own fandoms left out of it, when the right
answer is "none known". Prints the tables of `docs/accuracy.md`.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterable
from itertools import pairwise

from enrich_set import Labelled, crossovers, known, lexicon_without, made_up, narrators, own, real, shares

from fanthology.fic.enrich import Finding, enrich

BANDS = (0.0, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 1.01)


def told(findings: Iterable[Finding], kind: str) -> list[Finding]:
    return [one for one in findings if one.kind == kind]


def people(name: str) -> frozenset[str]:
    return frozenset(one.split(" (")[0].strip() for part in name.split("/") for one in part.split(" & "))


class Score:
    """Counts of answers, and of how sure each was."""

    def __init__(self, misses: bool) -> None:
        self.counts: Counter[str] = Counter()
        self.sure: dict[str, list[tuple[float, bool]]] = {"fandom": [], "relationship": []}
        self._misses = misses

    def say(self, label: Labelled, what: str) -> None:
        self.say_of(label.name, what)

    def say_of(self, name: str, what: str) -> None:
        if self._misses:
            print(f"  {name}: {what}")

    def fandoms(self, label: Labelled, findings: list[Finding], group: str, right: frozenset[str]) -> None:
        found = [one.name for one in told(findings, "fandom")]
        self.sure["fandom"] += ((one.confidence, one.name in right) for one in told(findings, "fandom"))
        strange = [one for one in found if one not in right]
        at_home = strange and all(any(shares(one, true) for true in label.fandoms) for one in strange)
        answer = ("wrong, same world" if at_home else "wrong") if strange else "right" if found else "none known"
        self.counts[f"{group}: {answer}"] += 1
        if answer.startswith("wrong") or (right and answer == "none known"):
            self.say(label, f"{group}: {answer}: {found} for {sorted(label.fandoms) or 'original work'}")

    def cast(self, label: Labelled, findings: list[Finding]) -> None:
        found = {one.name.split(" (")[0]: one for one in told(findings, "character")}
        for name in label.characters:
            seen = name.split(" (")[0] in found
            role = found[name.split(" (")[0]].role if seen else None
            self.counts[f"character tagged: {f'found, {role}' if seen else 'missed'}"] += 1
            if not seen:
                self.say(label, f"no {name} among {list(found)}")

    def pair(self, label: Labelled, findings: list[Finding]) -> None:
        if label.primary is None:
            return
        first = next((one for one in told(findings, "relationship") if one.role == "primary"), None)
        right = first is not None and people(first.name) == people(label.primary) and "/" in first.name
        self.counts[f"primary relationship: {'right' if right else 'not'}"] += 1
        if first is not None:
            self.sure["relationship"].append((first.confidence, right))
        if not right:
            self.say(label, f"primary {first.name if first else None} for {label.primary}")


def measure(stories: Iterable[Labelled], group: str, score: Score) -> None:
    for label in stories:
        in_canon = known(label.fandoms)
        findings = list(enrich(label.story, lexicon_without(frozenset())))
        score.fandoms(label, findings, f"{group}, {'in canon' if in_canon else 'not in canon'}", in_canon)
        if in_canon:
            score.cast(label, findings)
            score.pair(label, findings)
            without = list(enrich(label.story, lexicon_without(in_canon)))
            score.fandoms(label, without, f"{group}, fandom left out", frozenset())


def main() -> None:
    options = argparse.ArgumentParser(description="How often enrichment is right.")
    options.add_argument("--misses", action="store_true", help="say each answer that was not right")
    score = Score(options.parse_args().misses)
    measure(own(), "own stories", score)
    measure(own("stories/unseen"), "unseen stories", score)
    measure(real(), "real stories", score)
    measure(made_up(100), "everyday names", score)
    narration(score)
    for label in crossovers([*own("stories/unseen")], 40, seed=9):
        found = {one.name for one in told(enrich(label.story, lexicon_without(frozenset())), "fandom")}
        missed = "one" if found else "none known"
        answer = "both" if found == label.fandoms else "wrong" if found - label.fandoms else missed
        score.counts[f"unseen stories, two put together: {answer}"] += 1
    show_counts(score)
    show_sureness(score)


def narration(score: Score) -> None:
    """The narrator's person and the tense: of each that is right how many are told so."""
    for name, person, tense, story in narrators():
        findings = list(enrich(story, lexicon_without(frozenset())))
        for kind, right in (("pov", person), ("tense", tense)):
            found = next((one.name for one in told(findings, kind)), "nothing")
            fits = found.startswith(right)
            score.counts[f"{kind} is {right}: {'right' if fits else 'not'}"] += 1
            if not fits:
                score.say_of(name, f"{kind} {found} for {right}")


def show_counts(score: Score) -> None:
    print("| asked | answer | n | of | share |\n|---|---|---|---|---|")
    for what, count in sorted(score.counts.items()):
        asked, answer = what.split(": ")
        total = sum(value for key, value in score.counts.items() if key.startswith(asked + ":"))
        print(f"| {asked} | {answer} | {count} | {total} | {count / total:.2f} |")


def show_sureness(score: Score) -> None:
    print("\n| kind | stated confidence | on average | right | n |\n|---|---|---|---|---|")
    for kind, answers in score.sure.items():
        for low, high in pairwise(BANDS):
            band = [(sure, right) for sure, right in answers if low <= sure < high]
            if band:
                stated = sum(sure for sure, _ in band) / len(band)
                right = sum(right for _, right in band) / len(band)
                print(f"| {kind} | {low:.2f} to {min(high, 1):.2f} | {stated:.2f} | {right:.2f} | {len(band)} |")


if __name__ == "__main__":
    main()
