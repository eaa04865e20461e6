from django.db import models

from .people import Creator
from .series import Series
from .work import Work


class Identity(models.Model):
    """A name that a work, a creator or a series had elsewhere: what an old address leads to.

    ``scheme`` and ``value`` are as in `fic.story.Identity`; ``local`` is the value without the site before it, which
    is all that an old address says.
    """

    scheme = models.CharField(max_length=40)
    value = models.TextField()
    local = models.TextField()
    work = models.ForeignKey(Work, models.CASCADE, null=True, related_name="identities")
    creator = models.ForeignKey(Creator, models.CASCADE, null=True, related_name="identities")
    series = models.ForeignKey(Series, models.CASCADE, null=True, related_name="identities")

    class Meta:
        verbose_name_plural = "identities"
        indexes = [models.Index(fields=["scheme", "local"], name="identity_by_local")]
        constraints = [
            models.CheckConstraint(
                condition=(
                    models.Q(work__isnull=False, creator__isnull=True, series__isnull=True)
                    | models.Q(work__isnull=True, creator__isnull=False, series__isnull=True)
                    | models.Q(work__isnull=True, creator__isnull=True, series__isnull=False)
                ),
                name="identity_of_one_thing",
            ),
            models.UniqueConstraint(fields=["work", "scheme", "value"], name="identity_once_per_work"),
            models.UniqueConstraint(fields=["creator", "scheme", "value"], name="identity_once_per_creator"),
            models.UniqueConstraint(fields=["series", "scheme", "value"], name="identity_once_per_series"),
        ]

    def __str__(self) -> str:
        return f"{self.scheme} {self.value}"
