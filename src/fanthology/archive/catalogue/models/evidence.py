from django.db import models

from .reading import Reading


class Evidence(models.Model):
    """Why a field has its value: the rule, the span of the source it came from, how sure. Belongs to a Reading."""

    reading = models.ForeignKey(Reading, models.CASCADE, related_name="evidence")
    field = models.CharField(max_length=30)
    value = models.TextField()
    start = models.PositiveIntegerField(null=True)
    end = models.PositiveIntegerField(null=True)
    rule = models.CharField(max_length=60)
    confidence = models.FloatField()

    class Meta:
        verbose_name_plural = "evidence"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(confidence__gte=0, confidence__lte=1),
                name="evidence_confidence_is_a_share",
            )
        ]

    def __str__(self) -> str:
        return f"{self.field}: {self.rule}"
