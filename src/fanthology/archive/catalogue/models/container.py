from django.db import models


class Container(models.Model):
    """A file that held items, kept byte for byte (the bytes are in `catalogue.boxes`), for the keeper only."""

    sha256 = models.CharField(max_length=64, unique=True)
    size = models.PositiveBigIntegerField()
    name = models.TextField()
    """The name it first came under; undecodable bytes of a name are shown with backslashes."""
    kind = models.CharField(max_length=20)
    added_at = models.DateTimeField(auto_now_add=True)
    read_by = models.CharField(max_length=40, blank=True)
    """The version that read it to its end; empty if none has."""
    discarded_at = models.DateTimeField(null=True)
    """When its bytes were removed, after all that it held was accounted for; its hash stays."""

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(sha256__regex=r"^[0-9a-f]{64}$"), name="container_sha256_is_hex")
        ]

    def __str__(self) -> str:
        return self.name
