from __future__ import annotations

from django.db import models

from .reading import Reading
from .work import Work


class Edition(models.Model):
    """An ordered run of chapters taken from one or more Readings.

    ``reading`` is the only one, or the first of several; all of several are in ``parts``. An Edition is *gathered* if
    it shows Readings of other works, which are then merged into its work.
    """

    work = models.ForeignKey(Work, models.CASCADE, related_name="editions")
    reading = models.ForeignKey(Reading, models.PROTECT, related_name="editions")
    gathered = models.BooleanField(default=False)
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = [models.Index(fields=["-made_at"], condition=models.Q(gathered=True), name="edition_gathered_last")]

    def __str__(self) -> str:
        return f"edition {self.pk}"


class EditionPart(models.Model):
    """One of the Readings of a gathered Edition, in their order."""

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="parts")
    reading = models.ForeignKey(Reading, models.PROTECT, related_name="+")
    position = models.PositiveIntegerField()

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["edition", "position"], name="edition_part_position_once")]

    def __str__(self) -> str:
        return f"part {self.position} of edition {self.edition_id}"


class Chapter(models.Model):
    """One chapter of an Edition. ``position`` counts from 1; ``number`` is what the file says, which may differ."""

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="chapters")
    reading = models.ForeignKey(Reading, models.PROTECT, related_name="+")
    position = models.PositiveIntegerField()
    number = models.PositiveIntegerField(null=True)
    title = models.TextField(blank=True)
    summary = models.TextField(blank=True)
    notes_before = models.TextField(blank=True)
    notes_after = models.TextField(blank=True)
    published = models.DateField(null=True)
    words = models.PositiveIntegerField(default=0)
    scenes = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["edition", "position"], name="chapter_position_once")]

    def __str__(self) -> str:
        return self.heading

    @property
    def heading(self) -> str:
        """What the page calls this chapter: its number and title as far as they are known."""
        number = self.number if self.number is not None else self.position
        return f"Chapter {number}: {self.title}" if self.title else f"Chapter {number}"


class ChapterText(models.Model):
    """A chapter's blocks as HTML, ids on each. A table of its own, so that lists never fetch it."""

    chapter = models.OneToOneField(Chapter, models.CASCADE, primary_key=True, related_name="text")
    html = models.TextField()

    def __str__(self) -> str:
        return f"text of chapter {self.chapter_id}"
