from typing import Any

from django.db import models

from fanthology.fic.text.folding import fold_title

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
    """A tag as stated. One string of one kind is one tag; a synonym stands for its canonical tag everywhere."""

    public_id = models.CharField(max_length=16, unique=True, default=new_public_id, editable=False)
    kind = models.CharField(max_length=12, choices=TagKind)
    name = models.TextField()
    sort_name = models.TextField(editable=False)
    """The name as lists are ordered by it and parted by letter."""
    canonical = models.ForeignKey("self", models.SET_NULL, null=True, related_name="synonyms", db_index=False)
    """What this is a synonym of. A canonical tag is a synonym of nothing, so that there are no chains."""
    joined_at = models.DateTimeField(null=True)
    """When it was made a synonym."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "name"], name="tag_once_per_kind")]
        indexes = [
            models.Index(fields=["kind", "sort_name"], name="tag_by_letter"),
            # of the few that have one: SQLite would look through all the others for those that have none
            models.Index(fields=["canonical"], name="tag_synonyms", condition=models.Q(canonical__isnull=False)),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.sort_name = self.sort_name or fold_title(self.name)
        super().save(*args, **kwargs)

    @property
    def shown(self) -> "Tag":
        """The tag under which this one is listed and found: itself, or what it is a synonym of."""
        return self.canonical or self


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


class TagParent(models.Model):
    """A tag belongs to another: a character to a fandom, a fandom to a medium (parent); or is part of it, as one series
    is of all of a franchise (metatag), so that who asks for the wider one gets it too."""

    class Kind(models.TextChoices):
        PARENT = "parent", "belongs to"
        METATAG = "metatag", "is part of"

    tag = models.ForeignKey(Tag, models.CASCADE, related_name="parents")
    parent = models.ForeignKey(Tag, models.CASCADE, related_name="children")
    kind = models.CharField(max_length=8, choices=Kind)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["tag", "parent"], name="tag_parent_once")]

    def __str__(self) -> str:
        return f"tag {self.tag_id} {self.kind} of {self.parent_id}"
