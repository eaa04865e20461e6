"""The addresses of works and tags. The public id finds what is meant; words after it only decorate."""

from __future__ import annotations

from django.urls import reverse

from fanthology.archive.catalogue.models import Tag, TagKind, Work

_OF_KIND = {TagKind.FANDOM.value: "fandom", TagKind.CHARACTER.value: "character"}


def work_address(work: Work) -> str:
    """Where a work's own page is; its other pages follow after a slash."""
    return reverse("work", args=[work.public_id, work.slug])


def tag_address(tag: Tag) -> str:
    """Where the page of a tag is; of a synonym, that of what it means."""
    return reverse(_OF_KIND.get(tag.shown.kind, "tag"), args=[tag.shown.public_id])
