from django.db import models

from .work import Work


class Link(models.Model):
    """A reference from one work to another, as the file words it.

    ``target`` is filled by `catalogue.joining` when exactly one work fits and emptied when that work goes.
    """

    work = models.ForeignKey(Work, models.CASCADE, related_name="links")
    kind = models.CharField(max_length=16)
    title = models.TextField(blank=True)
    match_title = models.TextField(blank=True, db_index=True)
    """The title folded for comparison: see `fic.text.folding.fold_title`."""
    chapter = models.PositiveIntegerField(null=True)
    creator = models.TextField(blank=True)
    url = models.TextField(blank=True)
    target = models.ForeignKey(Work, models.SET_NULL, null=True, related_name="linked_from")

    def __str__(self) -> str:
        return f"{self.kind} {self.title}"


class Missing(models.Model):
    """Something a work says exists and the archive does not have."""

    work = models.ForeignKey(Work, models.CASCADE, related_name="missing")
    what = models.CharField(max_length=8)
    number = models.PositiveIntegerField(null=True)
    title = models.TextField(blank=True)

    def __str__(self) -> str:
        return f"{self.what} {self.number or self.title}"
