"""What somebody asked to take away that takes a while to make."""

from __future__ import annotations

import secrets

from django.conf import settings
from django.db import models

from fanthology.archive.catalogue.models import Work


def _new_id() -> str:
    return secrets.token_urlsafe(16)


class Parcel(models.Model):
    """Works that are made into one file beside the site, for whoever asked.

    ``owner`` says who that is, an account (``user``, with which it goes) or a browser; ``choices`` is the query of
    `fic.writers.choices`; ``adult`` is what was answered at the gate for adults. The file is named by the public id;
    ``size`` is 0 while there is none, and ``holds`` says how many works are in it: a work that is deleted takes its row
    here with it, but not its words from the file.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "is being made"
        MADE = "made", "is ready"
        FAILED = "failed", "could not be made"

    public_id = models.CharField(max_length=32, unique=True, default=_new_id, editable=False)
    owner = models.CharField(max_length=80, db_index=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="parcels")
    adult = models.BooleanField(null=True)
    title = models.TextField()
    ending = models.CharField(max_length=8)
    each = models.BooleanField(default=False)
    choices = models.CharField(max_length=200, blank=True)
    works = models.ManyToManyField(Work, through="ParcelWork", related_name="parcels")
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    size = models.PositiveBigIntegerField(default=0)
    holds = models.PositiveIntegerField(default=0)
    message = models.TextField(blank=True)
    asked_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = [models.Index(fields=["state", "asked_at"], name="parcel_by_state")]

    def __str__(self) -> str:
        return f"{self.title} ({self.ending}): {self.state}"


class ParcelWork(models.Model):
    """That a work was asked for, as the which-th; ``inside`` once it is in the file."""

    parcel = models.ForeignKey(Parcel, models.CASCADE, related_name="entries")
    work = models.ForeignKey(Work, models.CASCADE, related_name="+")
    position = models.PositiveIntegerField()
    inside = models.BooleanField(default=False)

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["parcel", "position"], name="parcel_place_once")]

    def __str__(self) -> str:
        return f"{self.position}"
