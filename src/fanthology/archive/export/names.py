"""Where each thing lies in the export of a site: names that no system refuses, and that stay while the thing stays.

They are made of public ids, which are lower-case letters and digits, never of titles: a title may be corrected, and two
of them may differ by case alone. Folders of works and names have two letters of the id before them, so that none grows
beyond what old file systems take.
"""

from __future__ import annotations


def work_folder(public_id: str) -> str:
    """
    >>> work_folder("9ng9427rt")
    'works/9n/9ng9427rt'
    """
    return f"works/{public_id[:2]}/{public_id}"


def work_page(public_id: str) -> str:
    """A work's own page."""
    return f"{work_folder(public_id)}/index.html"


def chapter_page(public_id: str, position: int) -> str:
    """A chapter of a work, by its place."""
    return f"{work_folder(public_id)}/{position}.html"


def question_page(public_id: str) -> str:
    """What stands before the text of a work for adults."""
    return f"{work_folder(public_id)}/question.html"


def reviews_page(public_id: str, number: int = 1) -> str:
    """A page of the reviews that came with a work."""
    return f"{work_folder(public_id)}/reviews{_number(number)}.html"


def story_file(public_id: str) -> str:
    """A work as Story JSON: the folder ``stories`` can be imported."""
    return f"stories/{public_id[:2]}/{public_id}.json"


def list_page(section: str, number: int = 1) -> str:
    """A page of the list of a section: all works, all creators.

    >>> list_page("creators"), list_page("creators", 2)
    ('creators/index.html', 'creators/index-2.html')
    """
    return f"{section}/index{_number(number)}.html"


def shelf_page(section: str, public_id: str, number: int = 1) -> str:
    """A page of the works of one creator, fandom or series.

    >>> shelf_page("creators", "9ng9427rt", 2)
    'creators/9n/9ng9427rt-2.html'
    """
    return f"{section}/{public_id[:2]}/{public_id}{_number(number)}.html"


def year_page(year: int | None, number: int = 1) -> str:
    """A page of the works of one year, or of those without a date."""
    return f"years/{year or 'undated'}{_number(number)}.html"


def site_page(public_id: str) -> str:
    """A page of an old archive."""
    return f"pages/{public_id[:2]}/{public_id}.html"


def _number(number: int) -> str:
    return "" if number == 1 else f"-{number}"
