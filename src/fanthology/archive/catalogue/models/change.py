from django.db import models


class Change(models.Model):
    """One row of the append-only log that every index follows. ``work_id`` is a number, not a key: works may go."""

    class Kind(models.TextChoices):
        SAVED = "saved", "added or changed"
        GONE = "gone", "removed"

    kind = models.CharField(max_length=8, choices=Kind)
    work_id = models.BigIntegerField()
    at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"{self.pk}: {self.kind} {self.work_id}"
