from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.utils.text import slugify

from ..public_ids import new_public_id

if TYPE_CHECKING:
    from .people import Creator, Creatorship
    from .series import Series, SeriesEntry
    from .tags import Tag, Tagging


class Visibility(models.TextChoices):
    PRIVATE = "private", "Private: the keeper only"
    REGISTERED = "registered", "Registered: people who are signed in"
    PUBLIC = "public", "Public: everyone"


STANDING = {"merged_into": None, "withdrawn_at": None}
"""What filters the works that are in a list at all: not shown by another, not withdrawn."""


class Work(models.Model):
    """A story in the catalogue: its chosen Edition, overlaid with Edits.

    Every column but ``public_id``, ``visibility``, ``added_at``, ``edition``, ``merged_into`` and ``withdrawn_at`` is
    derived: `catalogue.materialise` writes it from the Edition's Readings and the Edits, and nothing else does.
    """

    public_id = models.CharField(max_length=16, unique=True, default=new_public_id, editable=False)
    edition = models.OneToOneField("Edition", models.SET_NULL, null=True, related_name="shown_by")
    merged_into = models.ForeignKey("self", models.SET_NULL, null=True, related_name="absorbed", db_index=False)
    """The work that shows this one too, as one of its parts or as a copy. Its own address then leads there."""
    withdrawn_at = models.DateTimeField(null=True)
    """Its author took it back: nobody sees it any more, the keeper included. See `catalogue.withdrawing`."""
    visibility = models.CharField(max_length=10, choices=Visibility, default=Visibility.PRIVATE)
    added_at = models.DateTimeField(auto_now_add=True)

    title = models.TextField(null=True)
    display_title = models.TextField()
    """The title, or "Untitled (first words…)" where none is known."""
    sort_title = models.TextField(db_index=True)
    summary = models.TextField(blank=True)
    disclaimer = models.TextField(blank=True)
    permission = models.TextField(blank=True)
    notes_before = models.TextField(blank=True)
    notes_after = models.TextField(blank=True)
    rating = models.CharField(max_length=30, null=True)
    """One of `fic.story.RATINGS`, or None where nothing is known."""
    language = models.CharField(max_length=35, null=True)
    status = models.CharField(max_length=12, default="unknown")
    published = models.DateField(null=True)
    updated = models.DateField(null=True)
    words = models.PositiveIntegerField(default=0)
    chapter_count = models.PositiveIntegerField(default=0)
    chapters_expected = models.PositiveIntegerField(null=True)
    held = models.TextField(blank=True)
    """Why the place it comes from did not show it to everyone; publishing everything leaves it out."""

    author_limit = models.CharField(max_length=10, blank=True, default="")
    """Who may see it at most, by its author's wish; empty if they said nothing. Not derived: see `catalogue.owning`."""

    creators: models.ManyToManyField[Creator, Creatorship] = models.ManyToManyField(
        "Creator", through="Creatorship", related_name="works"
    )
    tags: models.ManyToManyField[Tag, Tagging] = models.ManyToManyField("Tag", through="Tagging", related_name="works")
    series: models.ManyToManyField[Series, SeriesEntry] = models.ManyToManyField(
        "Series", through="SeriesEntry", related_name="works"
    )

    class Meta:
        indexes = [
            models.Index(fields=["visibility", "-added_at", "-id"], name="work_newest"),
            models.Index(fields=["visibility", "sort_title", "id"], name="work_by_title"),
            models.Index(fields=["merged_into"], name="work_merged", condition=models.Q(merged_into__isnull=False)),
        ]
        constraints = [
            models.CheckConstraint(condition=models.Q(visibility__in=Visibility.values), name="work_visibility_known"),
            models.CheckConstraint(
                condition=models.Q(status__in=["complete", "in-progress", "unknown"]),
                name="work_status_known",
            ),
        ]

    def __str__(self) -> str:
        return self.display_title

    @property
    def slug(self) -> str:
        """Words that decorate the address; nothing looks a work up by them."""
        return slugify(self.display_title)[:60] or "work"
