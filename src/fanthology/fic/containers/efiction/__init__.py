"""eFiction: the database dump of an archive, as a container of its stories, pages and news."""

from __future__ import annotations

import re

from fanthology.fic.containers.container import Container
from fanthology.fic.containers.efiction.members import members
from fanthology.fic.containers.efiction.tables import is_efiction

_SQL = re.compile(rb"(?:INSERT\s+INTO|CREATE\s+TABLE|REPLACE\s+INTO)\s")


def detect(head: bytes, name: str) -> bool:
    """True for the beginning of an SQL dump of an eFiction archive.

    >>> detect(b"INSERT INTO fanfiction_stories VALUES (1, 'The Lamp');", "x")
    True
    """
    return bool(_SQL.search(head.upper())) and is_efiction(head)


EFICTION = Container("efiction", detect, members)
