from typing import Any

from django.db import models

from fanthology.fic.text.folding import fold_title

from ..public_ids import new_public_id
from .work import Work


class Series(models.Model):
    """Works that belong together in an order, by the name the files give."""

    public_id = models.CharField(max_length=16, unique=True, default=new_public_id, editable=False)
    name = models.TextField(unique=True)
    sort_name = models.TextField(db_index=True, editable=False)

    class Meta:
        verbose_name_plural = "series"

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.sort_name = self.sort_name or fold_title(self.name)
        super().save(*args, **kwargs)


class SeriesEntry(models.Model):
    """A work's place in a series; ``position`` is None where the file does not say."""

    work = models.ForeignKey(Work, models.CASCADE, related_name="series_entries")
    series = models.ForeignKey(Series, models.CASCADE, related_name="entries")
    position = models.PositiveIntegerField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["work", "series"], name="series_entry_once")]

    def __str__(self) -> str:
        return f"{self.series_id} #{self.position}"
