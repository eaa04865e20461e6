from django.db import models

from ..public_ids import new_public_id
from .reading import Reading
from .work import Visibility


class SitePage(models.Model):
    """A page of an archive that is no story but belongs to it: its rules, its news. Private until it is published."""

    class Kind(models.TextChoices):
        PAGE = "page"
        NEWS = "news"

    public_id = models.CharField(max_length=16, unique=True, default=new_public_id, editable=False)
    reading = models.OneToOneField(Reading, models.CASCADE, related_name="site_page")
    kind = models.CharField(max_length=8, choices=Kind, default=Kind.PAGE)
    title = models.TextField()
    html = models.TextField()
    """Safe to show: it went through the sanitiser when it was read."""
    published = models.DateField(null=True)
    author = models.TextField(blank=True)
    visibility = models.CharField(max_length=10, choices=Visibility, default=Visibility.PRIVATE)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(visibility__in=Visibility.values), name="site_page_visibility_known"
            )
        ]

    def __str__(self) -> str:
        return self.title
