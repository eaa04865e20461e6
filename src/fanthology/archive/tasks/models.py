"""What is queued, under way or done."""

from __future__ import annotations

import secrets

from django.db import models


def _new_id() -> str:
    return secrets.token_hex(6)


class Task(models.Model):
    """One piece of work. ``total`` is 0 while nobody knows how much it is."""

    class State(models.TextChoices):
        WAITING = "waiting", "waits"
        RUNNING = "running", "under way"
        DONE = "done", "done"
        FAILED = "failed", "did not work"
        STOPPED = "stopped", "was stopped"

    public_id = models.CharField(max_length=16, unique=True, default=_new_id, editable=False)
    kind = models.CharField(max_length=20)
    who = models.TextField(default="keeper")
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    asked_at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    attempts = models.PositiveIntegerField(default=0)
    message = models.TextField(blank=True)

    class Meta:
        indexes = [models.Index(fields=["state", "kind"], name="task_by_state")]

    def __str__(self) -> str:
        return f"{self.kind}: {self.state}"
