"""The addresses of works. The public id finds the work; the words after it only decorate."""

from __future__ import annotations

from django.urls import reverse

from fanthology.archive.catalogue.models import Work


def work_address(work: Work) -> str:
    """Where a work's own page is; its other pages follow after a slash."""
    return reverse("work", args=[work.public_id, work.slug])
