"""The report of an import in plain words."""

from __future__ import annotations

from collections.abc import Iterator

from fanthology.archive.intake.report import IntakeReport, ItemReport, TallyReport
from fanthology.cli.say import printable

# The names of tables that do not make their singular by losing an "s".
_ONE = {
    "stories": "story",
    "series": "series",
    "inseries": "inseries",
    "categories": "category",
    "classes": "class",
    "news": "piece of news",
}
_RATED_FROM = 20  # of fewer items the time is that of starting up
MOST_LISTED = 50
"""So many items with a problem are named; the site shows them all."""


def report_lines(report: IntakeReport, quiet: bool = False) -> Iterator[str]:
    """The lines to print. ``quiet`` leaves out rejections that are to be expected and all that is well.

    >>> list(report_lines(IntakeReport(found=1, items=[ItemReport("a.txt", "read", title="Flight")]), quiet=True))
    ['1 item: 1 read, 0 already here, 0 rejected, 0 failed.']
    """
    if report.dry_run and not quiet:
        yield "This was a dry run: nothing was written. This would come in:"
        yield from _listed([f"  {item.name}: {item.title}" for item in report.of("read")])
    yield from _problems("Could not be read:", report.of("failed"))
    rejected = report.of("rejected")
    yield from _problems("Rejected:", [item for item in rejected if item.bad] if quiet else rejected)
    for tally in report.tallies:
        yield from _tally(tally, quiet)
    yield _summary(report)
    if quiet:
        return
    if report.repaired:
        works = counted(report.repaired, "work")
        yield f"Damage was mended in {counted(report.mends, 'place')} of {works}; every mending is recorded."
    if report.gathered.joined:
        yield f"Parts that belong together: {counted(report.gathered.joined, 'work')} joined to others."
    if report.gathered.proposed:
        yield f"May belong together: {counted(report.gathered.proposed, 'proposal')}, on the site's page Proposals."
    if report.accepted:
        yield f"Accepted by your rules: {counted(report.accepted, 'suggestion')}."
    if report.intake:
        yield f"Take it back with: fanthology undo {report.intake}"


def _summary(report: IntakeReport) -> str:
    counts = report.counts
    worth_it = report.seconds > 1 and len(report.items) >= _RATED_FROM
    rate = f" ({len(report.items) / report.seconds:.0f}/s)" if worth_it else ""
    return (
        f"{counted(len(report.items), 'item')}{rate}: {counts['read']} read, {counts['already-here']} already here, "
        f"{counts['rejected']} rejected, {counts['failed']} failed"
        + (f", {counts['used']} read with others." if counts["used"] else ".")
    )


def _tally(tally: TallyReport, quiet: bool) -> Iterator[str]:
    """The account of a container: what it holds, and what was taken out of it where that is less.

    >>> list(_tally(TallyReport("moors.sql", {"stories": (2, 2), "classes": (1, 0)}), quiet=False))
    ['In moors.sql: 2 stories, 1 class (0 taken).']
    """
    short = {name for name, (held, taken) in tally.counts.items() if taken < held}
    told = [
        f"{held:,} {_ONE.get(name, name[:-1]) if held == 1 else name}"
        + (f" ({taken:,} taken)" if name in short else "")
        for name, (held, taken) in tally.counts.items()
        if not quiet or name in short
    ]
    if told:
        yield printable(f"In {tally.container}: {', '.join(told)}.")
    yield from ("  " + printable(remark) for remark in tally.remarks)


def _problems(heading: str, items: list[ItemReport]) -> Iterator[str]:
    if items:
        yield heading
        yield from _listed([f"  {item.name}: {item.message}" for item in items])


def _listed(lines: list[str]) -> Iterator[str]:
    yield from ("  " + printable(line) for line in lines[:MOST_LISTED])
    if len(lines) > MOST_LISTED:
        yield f"  … and {len(lines) - MOST_LISTED:,} more (--json lists all)"


def counted(number: int, noun: str) -> str:
    """A number of things.

    >>> counted(1, "work"), counted(2_000, "work")
    ('1 work', '2,000 works')
    """
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
