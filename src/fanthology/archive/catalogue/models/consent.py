from django.db import models

from ..public_ids import new_public_id
from .work import Work


class Withdrawal(models.Model):
    """A work that is out of the archive. Until ``purge_at`` it can be given back; then its bytes go too.

    Of one that its author took back, this row, which says nothing of it, stays; one that the keeper removed leaves
    nothing.
    """

    class Kind(models.TextChoices):
        WITHDRAWN = "withdrawn", "withdrawn by its author"
        REMOVED = "removed", "in the trash"

    kind = models.CharField(max_length=9, choices=Kind, default=Kind.WITHDRAWN)

    public_id = models.CharField(max_length=16, unique=True)
    """The work's, so that its address goes on telling."""
    work = models.OneToOneField(Work, models.SET_NULL, null=True, related_name="withdrawal")
    at = models.DateTimeField(auto_now_add=True)
    by_name = models.TextField(default="keeper")
    purge_at = models.DateTimeField()
    purged_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.public_id


class Refusal(models.Model):
    """Something that no intake brings in: works of a creator, from an address, or of a hash. Creators are folded, and
    of an address only a digest is kept."""

    class Kind(models.TextChoices):
        CREATOR = "creator", "a creator"
        ADDRESS = "address", "a mail address"
        HASH = "hash", "a file"

    public_id = models.CharField(max_length=16, unique=True, default=new_public_id, editable=False)
    kind = models.CharField(max_length=8, choices=Kind)
    value = models.TextField()
    said = models.TextField()
    """How it is shown to the keeper: the name as written, or the beginning of a digest."""
    withdrawal = models.ForeignKey(Withdrawal, models.CASCADE, null=True, related_name="refusals")
    at = models.DateTimeField(auto_now_add=True)
    by_name = models.TextField(default="keeper")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "value"], name="refusal_once")]

    def __str__(self) -> str:
        return f"{self.kind}: {self.said}"
