"""One run that brings files in, and what became of each item."""

from __future__ import annotations

from django.db import models

from fanthology.archive.catalogue.models import Container, Reading, Source, Work
from fanthology.archive.catalogue.public_ids import new_public_id


class Intake(models.Model):
    """One run. ``finished_at`` stays empty when it was killed; a new Intake then completes it."""

    public_id = models.CharField(max_length=16, unique=True, default=new_public_id, editable=False)
    started_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)
    origin = models.CharField(max_length=12, default="command")
    """``command`` or ``upload``."""
    tallies = models.JSONField(default=list)
    """What containers said of themselves: see `intake.report.TallyReport`."""

    def __str__(self) -> str:
        return self.public_id


class IntakeItem(models.Model):
    """One item of an Intake and its outcome. ``name`` is the keeper's alone."""

    class Outcome(models.TextChoices):
        READ = "read", "read"
        ALREADY_HERE = "already-here", "already here"
        REJECTED = "rejected", "rejected"
        FAILED = "failed", "could not be read"
        USED = "used", "read with another"

    intake = models.ForeignKey(Intake, models.CASCADE, related_name="items")
    name = models.TextField()
    outcome = models.CharField(max_length=12, choices=Outcome)
    message = models.TextField(blank=True)
    repairs = models.PositiveIntegerField(default=0)
    source = models.ForeignKey(Source, models.SET_NULL, null=True, related_name="arrivals")
    container = models.ForeignKey(Container, models.SET_NULL, null=True, related_name="arrivals")
    reading = models.ForeignKey(Reading, models.SET_NULL, null=True, related_name="+")
    work = models.ForeignKey(Work, models.SET_NULL, null=True, related_name="arrivals")

    def __str__(self) -> str:
        return self.name
