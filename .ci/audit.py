"""Ask whether anything that is locked has a known vulnerability: ``python .ci/audit.py LOCK...``.

Fails if something has one, or if the question could not be put together. Without a network, or where the index that is
asked knows nothing of vulnerabilities, it says so in a line and does not fail: then nothing was found out.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

SECONDS = 300
NO_ANSWER = ("ConnectionError", "Max retries exceeded", "NameResolution", "Timeout", "timed out", "ServiceError")
"""What pip-audit's complaint holds when nobody answered."""


class Verdict(NamedTuple):
    """What to say, and whether that is a failure."""

    words: str
    failed: bool


def main(locks: Sequence[str]) -> int:
    verdicts = [ask(Path(lock)) for lock in locks]
    for verdict in verdicts:
        print(verdict.words)
    return int(any(verdict.failed for verdict in verdicts))


def ask(lock: Path) -> Verdict:
    """What the index knows of the packages of one lock file."""
    command = [sys.executable, "-m", "pip_audit", "--disable-pip", "--require-hashes", "--progress-spinner=off"]
    try:
        done = subprocess.run(
            [*command, "--format=json", "-r", lock], capture_output=True, text=True, timeout=SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        return _unasked(lock, "nobody answered in time")
    return judge(lock, done.stdout, done.stderr)


def judge(lock: Path, answer: str, complaint: str) -> Verdict:
    """Turn what pip-audit printed into a verdict."""
    try:
        rows: list[dict[str, Any]] = json.loads(answer)["dependencies"]
    except (ValueError, KeyError, TypeError):
        if any(sign in complaint for sign in NO_ANSWER):
            return _unasked(lock, "nobody answered")
        return Verdict(f"{lock.name} could not be audited:\n{complaint.strip()}", failed=True)
    found = [f"  {row['name']} {row['version']}: {_told(one)}" for row in rows for one in row.get("vulns", ())]
    known = sum("skip_reason" not in row for row in rows)
    if found:
        return Verdict("\n".join((f"{lock.name} has packages with known vulnerabilities:", *found)), failed=True)
    if not known:
        return _unasked(lock, "the index that was asked knows nothing of its packages")
    unknown = f", {len(rows) - known} are not known there" if known < len(rows) else ""
    return Verdict(f"{lock.name}: no known vulnerability in {known} packages{unknown}.", failed=False)


def _told(vulnerability: dict[str, Any]) -> str:
    fixed = ", ".join(vulnerability.get("fix_versions", ())) or "no version yet"
    return f"{vulnerability['id']}, mended in {fixed}"


def _unasked(lock: Path, why: str) -> Verdict:
    return Verdict(f"{lock.name} was not audited: {why}.", failed=False)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
