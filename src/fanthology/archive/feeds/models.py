"""What an account lets programs and devices do: tokens, the address of a device, and what was sent to it."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from fanthology.archive.catalogue.models import Work
from fanthology.archive.catalogue.public_ids import new_public_id


class Token(models.Model):
    """Lets a program or an e-reader in as an account, for what its scopes say. Of its secret only a digest is kept."""

    public_id = models.CharField(max_length=16, unique=True, default=new_public_id, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="tokens")
    name = models.CharField(max_length=80)
    digest = models.CharField(max_length=64, unique=True)
    scopes = models.CharField(max_length=80)
    """Names of `tokens.SCOPES`, with spaces between them."""
    adult = models.BooleanField(default=False)
    """Shown works for adults without a question, which a device could not answer."""
    made_at = models.DateTimeField(auto_now_add=True)
    last_used = models.DateField(null=True)

    class Meta:
        ordering = ["-made_at", "-pk"]

    def __str__(self) -> str:
        return self.name


class Device(models.Model):
    """The one mail address of an account that works are sent to. It is confirmed by a code that was sent there as a
    book."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="device")
    address = models.EmailField(max_length=254)
    seed = models.CharField(max_length=16, default=new_public_id)
    """What its code is made from, together with the archive's secret."""
    attempts = models.PositiveSmallIntegerField(default=0)
    confirmed_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"device of account {self.user_id}"


class Sending(models.Model):
    """Something to be mailed to an account's device: a work's EPUB; without a ``work`` the code that confirms it."""

    class State(models.TextChoices):
        WAITING = "waiting", "waits to be sent"
        SENT = "sent", "sent"
        FAILED = "failed", "could not be sent"

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="sendings")
    work = models.ForeignKey(Work, models.CASCADE, null=True, related_name="+")
    adult = models.BooleanField(default=False)
    """Whether whoever asked for it had said yes to works for adults."""
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    asked_at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True)
    message = models.TextField(blank=True)

    class Meta:
        ordering = ["-asked_at", "-pk"]
        indexes = [models.Index(fields=["state", "asked_at"], name="sending_by_state")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=["waiting", "sent", "failed"]), name="sending_state_known"
            )
        ]

    def __str__(self) -> str:
        return f"{self.state}: work {self.work_id}"
