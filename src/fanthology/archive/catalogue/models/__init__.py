"""The catalogue's tables, one idea a file."""

from .change import Change
from .container import Container
from .description import Description
from .edit import Edit
from .edition import Chapter, ChapterText, Edition
from .evidence import Evidence
from .links import Link, Missing
from .people import Creator, Creatorship
from .reading import Reading
from .series import Series, SeriesEntry
from .source import Source
from .tags import Tag, Tagging, TagKind
from .work import Visibility, Work

__all__ = [
    "Change",
    "Chapter",
    "ChapterText",
    "Container",
    "Creator",
    "Creatorship",
    "Description",
    "Edit",
    "Edition",
    "Evidence",
    "Link",
    "Missing",
    "Reading",
    "Series",
    "SeriesEntry",
    "Source",
    "Tag",
    "TagKind",
    "Tagging",
    "Visibility",
    "Work",
]
