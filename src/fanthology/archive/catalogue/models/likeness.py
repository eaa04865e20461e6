from django.db import models

from .reading import Reading


class Fingerprint(models.Model):
    """The words of a Reading, as copies are found by: see `fic.gathering.likeness`."""

    reading = models.OneToOneField(Reading, models.CASCADE, related_name="fingerprint")
    packed = models.BinaryField()

    def __str__(self) -> str:
        return f"fingerprint of reading {self.reading_id}"


class Band(models.Model):
    """One band of a fingerprint: texts that share one may be copies."""

    fingerprint = models.ForeignKey(Fingerprint, models.CASCADE, related_name="bands")
    value = models.BigIntegerField(db_index=True)

    def __str__(self) -> str:
        return f"band {self.value}"
