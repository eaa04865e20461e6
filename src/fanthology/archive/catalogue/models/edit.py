from django.conf import settings
from django.db import models

from .work import Work


class Edit(models.Model):
    """A person's correction of one field. It overlays what was read, survives every re-reading, and can be undone."""

    work = models.ForeignKey(Work, models.CASCADE, related_name="edits")
    field = models.CharField(max_length=30)
    value = models.JSONField(null=True)
    previous = models.JSONField(null=True)
    """What the page showed before, so that the history reads without looking anything up."""
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="edits")
    by_name = models.TextField(default="keeper")
    at = models.DateTimeField(auto_now_add=True)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return f"{self.field} of {self.work_id}"
