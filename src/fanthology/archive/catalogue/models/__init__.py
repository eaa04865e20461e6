"""The catalogue's tables, one idea a file."""

from .change import Change
from .edit import Edit
from .edition import Chapter, ChapterText, Edition
from .evidence import Evidence
from .identity import Identity
from .links import Link, Missing
from .people import Creator, Creatorship
from .reading import Reading
from .review import Review
from .series import Series, SeriesEntry
from .site_page import SitePage
from .source import Source
from .tags import Tag, Tagging, TagKind
from .work import Visibility, Work

__all__ = [
    "Change",
    "Chapter",
    "ChapterText",
    "Creator",
    "Creatorship",
    "Edit",
    "Edition",
    "Evidence",
    "Identity",
    "Link",
    "Missing",
    "Reading",
    "Review",
    "Series",
    "SeriesEntry",
    "SitePage",
    "Source",
    "Tag",
    "TagKind",
    "Tagging",
    "Visibility",
    "Work",
]
