"""What a reader keeps. ``user`` is None for the keeper of a laptop, who needs no account."""

from __future__ import annotations

import secrets

from django.conf import settings
from django.db import models
from django.db.models.functions import Coalesce

from fanthology.archive.catalogue.models import Creator, Tag, Work
from fanthology.archive.catalogue.public_ids import new_public_id

LONGEST_QUERY = 2_000
_OWNER = Coalesce("user", 0)
"""Two rows without a user are the same reader's, which SQL itself would not say."""


def new_token() -> str:
    """What only the owner of a feed's address knows."""
    return secrets.token_urlsafe(24)


class Mark(models.Model):
    """How far somebody is with a work: one of these at a time."""

    class State(models.TextChoices):
        READ = "read", "Read"
        READING = "reading", "Reading"
        LATER = "later", "To read later"

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="marks")
    work = models.ForeignKey(Work, models.CASCADE, related_name="marks")
    state = models.CharField(max_length=8, choices=State)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["user", "state", "-at"], name="mark_of_reader")]
        constraints = [
            models.UniqueConstraint(_OWNER, "work", name="mark_once_per_work"),
            models.CheckConstraint(condition=models.Q(state__in=["read", "reading", "later"]), name="mark_state_known"),
        ]

    def __str__(self) -> str:
        return f"{self.state}: work {self.work_id}"


class StandingFilter(models.Model):
    """One thing that a reader never wants to see in a list; of languages, one of those that alone are wanted."""

    class Kind(models.TextChoices):
        TAG = "tag", "tag"
        CREATOR = "creator", "creator"
        WORK = "work", "work"
        LANGUAGE = "language", "language"
        RATING = "rating", "rating"
        READ = "read", "what was read"

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="standing_filters")
    kind = models.CharField(max_length=8, choices=Kind)
    tag = models.ForeignKey(Tag, models.CASCADE, null=True, related_name="+")
    """Canonical when it was chosen; it may have been joined to another since."""
    creator = models.ForeignKey(Creator, models.CASCADE, null=True, related_name="+")
    work = models.ForeignKey(Work, models.CASCADE, null=True, related_name="+")
    value = models.CharField(max_length=35, blank=True)
    """The language or rating."""

    class Meta:
        constraints = [
            models.UniqueConstraint(
                _OWNER,
                "kind",
                Coalesce("tag", 0),
                Coalesce("creator", 0),
                Coalesce("work", 0),
                "value",
                name="standing_filter_once",
            ),
            models.CheckConstraint(
                condition=models.Q(kind="tag", tag__isnull=False, creator=None, work=None, value="")
                | models.Q(kind="creator", creator__isnull=False, tag=None, work=None, value="")
                | models.Q(kind="work", work__isnull=False, tag=None, creator=None, value="")
                | (models.Q(kind__in=["language", "rating"], tag=None, creator=None, work=None) & ~models.Q(value=""))
                | models.Q(kind="read", tag=None, creator=None, work=None, value=""),
                name="standing_filter_of_its_kind",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.tag_id or self.creator_id or self.work_id or self.value}"


class SavedSearch(models.Model):
    """A search to come back to, as the query of its address; whoever knows the token may follow it."""

    public_id = models.CharField(max_length=16, unique=True, default=new_public_id, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="saved_searches")
    name = models.CharField(max_length=100)
    query = models.CharField(max_length=LONGEST_QUERY, blank=True)
    token = models.CharField(max_length=40, unique=True, default=new_token, editable=False)
    position = models.PositiveIntegerField(default=0)
    looked_at = models.DateTimeField()
    """When it was last looked at; what came since is new."""

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.name
