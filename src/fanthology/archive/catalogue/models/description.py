from django.db import models

from .source import Source


class Description(models.Model):
    """A file that lay beside a Source and describes it: it is read with it, every time."""

    source = models.ForeignKey(Source, models.CASCADE, related_name="descriptions")
    file = models.ForeignKey(Source, models.CASCADE, related_name="describes")
    ending = models.CharField(max_length=20)
    """What it is to a reader: ``.json``."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "ending"], name="description_once_per_ending")]

    def __str__(self) -> str:
        return f"{self.ending} of {self.source_id}"
