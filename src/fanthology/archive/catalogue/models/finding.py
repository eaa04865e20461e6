from django.db import models

from .edit import Edit
from .tags import Tag
from .work import Work


class Finding(models.Model):
    """Something inferred of a work, with its evidence. It is no fact until a person accepts it, by an Edit."""

    class State(models.TextChoices):
        OPEN = "open", "waiting"
        STATED = "stated", "stated by the file"
        ACCEPTED = "accepted", "accepted"
        REFUSED = "refused", "refused"

    work = models.ForeignKey(Work, models.CASCADE, related_name="findings")
    kind = models.CharField(max_length=12)
    name = models.TextField()
    tag = models.ForeignKey(Tag, models.SET_NULL, null=True, related_name="findings")
    """The tag that accepting it gives the work; none for what is no tag, such as a tense."""
    role = models.CharField(max_length=10, blank=True)
    confidence = models.FloatField()
    signs = models.JSONField(default=dict)
    """``for`` and ``against``: lists of ``quote``, ``block``, ``count``."""
    state = models.CharField(max_length=8, choices=State, default=State.OPEN)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.TextField(blank=True)
    edit = models.ForeignKey(Edit, models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ["kind", "-confidence", "pk"]
        indexes = [models.Index(fields=["state", "kind", "name"], name="finding_waiting")]
        constraints = [models.UniqueConstraint(fields=["work", "kind", "name"], name="finding_once_per_work")]

    def __str__(self) -> str:
        return f"{self.kind}: {self.name}"


class AcceptanceRule(models.Model):
    """Findings of a kind are accepted by themselves from a confidence on."""

    kind = models.CharField(max_length=12, unique=True)
    at_least = models.FloatField()
    by_name = models.TextField(default="keeper")
    made_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"{self.kind} from {self.at_least}"
