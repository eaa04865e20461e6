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
    times = models.PositiveIntegerField(default=0)
    """How often it was read to its end: how often it was marked so."""

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


class Preferences(models.Model):
    """How somebody likes pages to look (see `look`), and whether it is kept what they read."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="preferences")
    look = models.CharField(max_length=300, blank=True)
    history = models.BooleanField(default=True)

    class Meta:
        constraints = [models.UniqueConstraint(_OWNER, name="preferences_once")]

    def __str__(self) -> str:
        return self.look


class Anchored(models.Model):
    """Something that holds on to a passage of a work's text, also when the text is corrected: see `anchors`.

    ``chapter`` is a position, ``block`` the id of a Block, ``number`` its place in the chapter; ``quote`` are words of
    it, ``before`` and ``after`` of what stands around.
    """

    chapter = models.PositiveIntegerField()
    block = models.CharField(max_length=100, blank=True)
    number = models.PositiveIntegerField(default=0)
    quote = models.TextField(blank=True)
    before = models.TextField(blank=True)
    after = models.TextField(blank=True)

    class Meta:
        abstract = True


class Place(Anchored):
    """Where somebody is in a work, and when they were last: all that is kept of what they read. Without a ``block``
    it is the beginning of the chapter."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="places")
    work = models.ForeignKey(Work, models.CASCADE, related_name="places")
    share = models.FloatField(default=0)
    """How much of the work's words lie before it, of 1."""
    began_at = models.DateTimeField()
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["user", "-at"], name="place_of_reader")]
        constraints = [models.UniqueConstraint(_OWNER, "work", name="place_once_per_work")]

    def __str__(self) -> str:
        return f"chapter {self.chapter} of work {self.work_id}"


class Highlight(Anchored):
    """A passage that somebody marked, with a note or without. It goes from ``start`` in ``block`` to ``end`` in
    ``end_block``, in characters of their text."""

    public_id = models.CharField(max_length=16, unique=True, default=new_public_id, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="highlights")
    work = models.ForeignKey(Work, models.CASCADE, related_name="highlights")
    start = models.PositiveIntegerField()
    end_block = models.CharField(max_length=100)
    end = models.PositiveIntegerField()
    words = models.TextField()
    """The passage itself."""
    note = models.TextField(blank=True)
    made_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        indexes = [models.Index(fields=["user", "work", "chapter"], name="highlight_of_reader")]

    def __str__(self) -> str:
        return self.words[:60]


class Shelf(models.Model):
    """A list of works that somebody made for themselves, in their own order."""

    public_id = models.CharField(max_length=16, unique=True, default=new_public_id, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="shelves")
    name = models.CharField(max_length=100)
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["name", "pk"]
        constraints = [models.UniqueConstraint(_OWNER, "name", name="shelf_name_once")]

    def __str__(self) -> str:
        return self.name


class Shelved(models.Model):
    """That a work stands on a shelf, and where."""

    shelf = models.ForeignKey(Shelf, models.CASCADE, related_name="entries")
    work = models.ForeignKey(Work, models.CASCADE, related_name="shelved")
    position = models.PositiveIntegerField()
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(fields=["shelf", "work"], name="shelved_once")]

    def __str__(self) -> str:
        return f"work {self.work_id} on shelf {self.shelf_id}"
