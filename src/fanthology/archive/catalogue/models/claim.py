from django.conf import settings
from django.db import models

from ..public_ids import new_public_id
from .people import Creator


class Claim(models.Model):
    """Somebody with an account says that a creator's name is theirs. Of a code that was sent only a digest is kept."""

    class Way(models.TextChoices):
        ADDRESS = "address", "by a code sent to the address in the files"
        PAGE = "page", "by a code on a page elsewhere"
        KEEPER = "keeper", "by the keeper's judgement"

    class State(models.TextChoices):
        OPEN = "open", "waiting"
        ACCEPTED = "accepted", "accepted"
        REFUSED = "refused", "refused"

    public_id = models.CharField(max_length=16, unique=True, default=new_public_id, editable=False)
    creator = models.ForeignKey(Creator, models.CASCADE, related_name="claims")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="claims")
    way = models.CharField(max_length=8, choices=Way)
    state = models.CharField(max_length=8, choices=State, default=State.OPEN)
    code = models.CharField(max_length=64, blank=True)
    """The digest of a code that was sent, or the code itself where it is to be placed on a page."""
    said = models.TextField(blank=True)
    """The page it is placed on, or what the claimant says to the keeper."""
    tries = models.PositiveIntegerField(default=0)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["creator"], condition=models.Q(state="accepted"), name="claim_accepted_once_per_creator"
            ),
            models.UniqueConstraint(
                fields=["creator", "user"], condition=models.Q(state="open"), name="claim_open_once_per_user"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.state}: {self.creator_id}"


class ClaimStep(models.Model):
    """What happened to a claim: who did it, when, and why."""

    claim = models.ForeignKey(Claim, models.CASCADE, related_name="steps")
    what = models.TextField()
    why = models.TextField(blank=True)
    by_name = models.TextField()
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.what
