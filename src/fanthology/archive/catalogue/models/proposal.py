from django.db import models

from .work import Work


class Proposal(models.Model):
    """Works that may belong together, for the keeper to decide: parts of one story, or copies of it."""

    class Kind(models.TextChoices):
        PARTS = "parts", "Parts of one story"
        COPIES = "copies", "Copies"

    class State(models.TextChoices):
        OPEN = "open", "waiting"
        ACCEPTED = "accepted", "accepted"
        REFUSED = "refused", "refused"

    kind = models.CharField(max_length=8, choices=Kind)
    first = models.ForeignKey(Work, models.CASCADE, related_name="+")
    second = models.ForeignKey(Work, models.CASCADE, related_name="+")
    reason = models.TextField()
    state = models.CharField(max_length=8, choices=State, default=State.OPEN)
    made_at = models.DateTimeField(auto_now_add=True)
    decided_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["state", "-made_at"], name="proposal_waiting")]
        constraints = [models.UniqueConstraint(fields=["kind", "first", "second"], name="proposal_once_per_pair")]

    def __str__(self) -> str:
        return f"{self.kind}: {self.first_id} and {self.second_id}"
