from django.db import models

from .work import Work


class Review(models.Model):
    """A reader's words about a work, as they came with it. ``chapter`` is the number that the file gives."""

    work = models.ForeignKey(Work, models.CASCADE, related_name="reviews")
    position = models.PositiveIntegerField()
    chapter = models.PositiveIntegerField(null=True)
    author = models.TextField(blank=True)
    date = models.DateField(null=True)
    rating = models.TextField(blank=True)
    text = models.TextField()

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["work", "position"], name="review_position_once")]

    def __str__(self) -> str:
        return f"review {self.position} of {self.work_id}"
