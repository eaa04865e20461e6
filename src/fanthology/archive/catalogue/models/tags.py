from django.db import models

from ..public_ids import new_public_id
from .work import Work


class TagKind(models.TextChoices):
    """The kinds of tag, by AO3's names."""

    FANDOM = "fandom"
    WARNING = "warning"
    CATEGORY = "category"
    RELATIONSHIP = "relationship"
    CHARACTER = "character"
    FREEFORM = "freeform"


class Tag(models.Model):
    """A tag as stated. One string of one kind is one tag."""

    public_id = models.CharField(max_length=16, unique=True, default=new_public_id, editable=False)
    kind = models.CharField(max_length=12, choices=TagKind)
    name = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "name"], name="tag_once_per_kind")]

    def __str__(self) -> str:
        return self.name


class Tagging(models.Model):
    """A work's tag, in the order of the file."""

    work = models.ForeignKey(Work, models.CASCADE, related_name="taggings")
    tag = models.ForeignKey(Tag, models.CASCADE, related_name="taggings")
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["work", "tag"], name="tagging_once")]

    def __str__(self) -> str:
        return f"tag {self.tag_id}"
