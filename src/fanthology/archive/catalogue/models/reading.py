from __future__ import annotations

from typing import Any

from django.db import models

from ..packing import pack, unpack
from .source import Source


class Reading(models.Model):
    """What one version of a reader made of one Source: the record of a Story, of a page of a site, or of a rejection.
    Never changed once made."""

    class Outcome(models.TextChoices):
        STORY = "story"
        PAGE = "page"
        REJECTED = "rejected"

    source = models.ForeignKey(Source, models.CASCADE, related_name="readings")
    reader = models.CharField(max_length=40)
    version = models.CharField(max_length=20)
    admitted = models.BooleanField(default=False)
    """True if a person said "this is a story after all", so the reader was told to take it."""
    outcome = models.CharField(max_length=10, choices=Outcome)
    reason = models.CharField(max_length=40, blank=True)
    message = models.TextField(blank=True)
    packed = models.BinaryField()
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["source", "reader", "version", "admitted"], name="reading_once_per_reader_version"
            ),
            models.CheckConstraint(
                condition=models.Q(outcome__in=["story", "page"], reason="")
                | (models.Q(outcome="rejected") & ~models.Q(reason="")),
                name="reading_rejection_has_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reader} {self.version}"

    @staticmethod
    def pack(record: dict[str, Any]) -> bytes:
        """A Story JSON record (private form) as it is stored."""
        return pack(record)

    @property
    def record(self) -> dict[str, Any]:
        """The Story JSON record, in its private form."""
        return unpack(bytes(self.packed))
