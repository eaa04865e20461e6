"""People who sign in, what they are here, and the names they write under. Accounts know nothing of works."""

from __future__ import annotations

import secrets
from datetime import timedelta
from hashlib import sha256

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils import timezone

INVITED_FOR = timedelta(days=14)


def _new_id() -> str:
    return secrets.token_hex(6)


class Role(models.TextChoices):
    """What somebody is here, besides a reader, which everyone with an account is."""

    CURATOR = "curator", "curator: brings files in, and puts tags in order"
    MODERATOR = "moderator", "moderator: looks after people"
    AUTHOR = "author", "author: has works here"


class User(AbstractUser):
    """Someone with an account. A keeper runs the archive and sees everything in it."""

    is_keeper = models.BooleanField(default=False)
    awaits_approval = models.BooleanField(default=False)
    """Asked for an account where the keeper decides who gets one; cannot sign in until then."""


class RoleGrant(models.Model):
    """A role that an account has."""

    user = models.ForeignKey(User, models.CASCADE, related_name="grants")
    role = models.CharField(max_length=10, choices=Role)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "role"], name="role_once")]

    def __str__(self) -> str:
        return self.role


class Pseud(models.Model):
    """A name that an account writes under. Every account has one that is its default."""

    public_id = models.CharField(max_length=16, unique=True, default=_new_id, editable=False)
    user = models.ForeignKey(User, models.CASCADE, related_name="pseuds")
    name = models.CharField(max_length=80)
    is_default = models.BooleanField(default=False)

    class Meta:
        ordering = ["-is_default", "name"]
        constraints = [
            models.UniqueConstraint(fields=["user", "name"], name="pseud_once_per_account"),
            models.UniqueConstraint(
                fields=["user"], condition=models.Q(is_default=True), name="one_default_pseud_per_account"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Invitation(models.Model):
    """Lets one person make an account. Of its address only a digest is kept."""

    digest = models.CharField(max_length=64, unique=True)
    note = models.CharField(max_length=200, blank=True)
    """Whom it is for, for the keeper's memory."""
    made_at = models.DateTimeField(auto_now_add=True)
    ends_at = models.DateTimeField()
    used_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.note or f"invitation of {self.made_at:%Y-%m-%d}"

    @classmethod
    def make(cls, note: str = "") -> tuple[Invitation, str]:
        """A new invitation, and the token that its address ends with."""
        token = secrets.token_urlsafe(24)
        made = cls.objects.create(digest=cls.digest_of(token), note=note[:200], ends_at=timezone.now() + INVITED_FOR)
        return made, token

    @classmethod
    def standing(cls, token: str) -> Invitation | None:
        """The invitation of a token, unless it was used or has ended."""
        return cls.objects.filter(digest=cls.digest_of(token), used_at=None, ends_at__gt=timezone.now()).first()

    @staticmethod
    def digest_of(token: str) -> str:
        return sha256(token.encode()).hexdigest()
