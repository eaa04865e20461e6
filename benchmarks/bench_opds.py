"""A page of fifty works of the catalogue for e-readers, in an archive of a million works.

``python benchmarks/bench_opds.py [WORKS] [--home DIR]``: DIR is what ``bench_million.py`` keeps. The pages are asked of
``fanthology serve`` over HTTP, by one guest, with the facets of the catalogue. A site remembers what it has counted
until the archive changes, as here after the first time; a list that nobody has asked for before is counted anew.
"""

from __future__ import annotations

import argparse
import html
import os
import re
from collections.abc import Callable
from functools import partial
from pathlib import Path

from bench_million import measure, named, served
from bench_pages import fetch
from million import made


def main() -> None:
    """Print a line for each kind of page."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("works", nargs="?", type=int, default=1_000_000)
    parser.add_argument("--home", type=Path, default=Path(".fanthology-million"))
    given = parser.parse_args()
    home = given.home.absolute()
    os.environ["FANTHOLOGY_HOME"] = str(home)
    kept = made(home, given.works)
    common, some = named((kept["half"],))[0], named(tuple(kept["some"]))
    lists = {
        "the newest": ["works?sort=added"],
        "by title": ["works?sort=title"],
        "a fandom on 47 % of the works": [f"works?tag={common[1]}"],
        "a tag on 5 %": [f"works?tag={one}&sort=updated" for _, one in some],
    }
    with served(home) as port:
        asked = partial(fetch, port)
        of_page = partial(page_of, asked)
        for version in ("/opds", "/opds/v2"):
            for name, pages in lists.items():
                addresses = [f"{version}/{page}" for page in pages] * 2  # for each of the processes
                measure(f"{version} {name}", addresses, of_page)
                after = [following(asked(one)) for one in addresses]
                measure(f"{version} {name}, the pages after it", after, of_page)
        fresh = iter(
            [f"/opds/works?tag={one}&not-tag={other}" for _, one in some for _, other in named(_unwanted(kept))]
        )
        measure("/opds a list that nobody asked for before", [None], lambda _: of_page(next(fresh)))
        measure("/opds the names of creators", ["/opds/names/creators"], lambda page: len(asked(page)))


def page_of(asked: Callable[[str], bytes], address: str) -> int:
    """Ask for a page of fifty works; gives how many there are on it."""
    body = asked(address)
    works = body.count(b"<summary") or body.count(b'"@type"')
    assert works <= 50, works
    return works


def following(page: bytes) -> str:
    """Where the page after one is."""
    links = re.findall(rb'rel="next" href="([^"]*)"|"rel": "next", "href": "([^"]*)"', page)
    return html.unescape(b"".join(links[0]).decode())


def _unwanted(kept: dict[str, list[int]]) -> tuple[int, ...]:
    return tuple(kept["unwanted"])


if __name__ == "__main__":
    main()
