from django.db import models

from ..public_ids import new_public_id
from .work import Work


class Creator(models.Model):
    """Someone credited. Two people may share a name; the archive knows names only until one is claimed.

    ``contact`` is the keeper's alone: never shown, indexed or exported.
    """

    public_id = models.CharField(max_length=16, unique=True, default=new_public_id, editable=False)
    name = models.TextField(unique=True)
    sort_name = models.TextField(db_index=True)
    contact = models.TextField(blank=True)

    def __str__(self) -> str:
        return self.name


class Creatorship(models.Model):
    """A credit: who did what for a work, in the order of the file."""

    work = models.ForeignKey(Work, models.CASCADE, related_name="credits")
    creator = models.ForeignKey(Creator, models.CASCADE, related_name="credits")
    role = models.CharField(max_length=12, default="author")
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["work", "creator", "role"], name="credit_once_per_role")]

    def __str__(self) -> str:
        return f"{self.role} {self.creator_id}"
