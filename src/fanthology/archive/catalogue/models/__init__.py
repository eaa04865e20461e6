"""The catalogue's tables, one idea a file."""

from .change import Change
from .claim import Claim, ClaimStep
from .consent import Refusal, Withdrawal
from .container import Container
from .description import Description
from .edit import Edit
from .edition import Chapter, ChapterText, Edition, EditionPart
from .evidence import Evidence
from .finding import AcceptanceRule, Finding
from .identity import Identity
from .likeness import Band, Fingerprint
from .links import Link, Missing
from .people import Creator, Creatorship
from .proposal import Proposal
from .reading import Reading
from .review import Review
from .series import Series, SeriesEntry
from .site_page import SitePage
from .source import Source
from .tags import Tag, Tagging, TagKind, TagParent
from .work import STANDING, Visibility, Work

__all__ = [
    "STANDING",
    "AcceptanceRule",
    "Band",
    "Change",
    "Chapter",
    "ChapterText",
    "Claim",
    "ClaimStep",
    "Container",
    "Creator",
    "Creatorship",
    "Description",
    "Edit",
    "Edition",
    "EditionPart",
    "Evidence",
    "Finding",
    "Fingerprint",
    "Identity",
    "Link",
    "Missing",
    "Proposal",
    "Reading",
    "Refusal",
    "Review",
    "Series",
    "SeriesEntry",
    "SitePage",
    "Source",
    "Tag",
    "TagKind",
    "TagParent",
    "Tagging",
    "Visibility",
    "Withdrawal",
    "Work",
]
