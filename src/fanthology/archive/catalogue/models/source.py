from django.db import models

from .container import Container


class Source(models.Model):
    """One original item, kept byte for byte under its SHA-256 (the bytes are in `catalogue.originals`)."""

    sha256 = models.CharField(max_length=64, unique=True)
    size = models.PositiveBigIntegerField()
    name = models.TextField()
    """The name it first came under, for the keeper only; undecodable bytes of a name are shown with backslashes."""
    container = models.ForeignKey(Container, models.SET_NULL, null=True, related_name="sources")
    """The container that it was taken out of."""
    member = models.TextField(blank=True)
    """Its name in there; ``name`` is the container's with this behind it."""
    added_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(sha256__regex=r"^[0-9a-f]{64}$"), name="source_sha256_is_hex")
        ]

    def __str__(self) -> str:
        return self.name
