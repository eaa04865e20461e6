"""Containers: files that hold items, and how the items are taken out of them."""

from __future__ import annotations

from fanthology.fic.containers.container import Container
from fanthology.fic.containers.efiction import EFICTION

__all__ = ["CONTAINERS", "Container"]

CONTAINERS: tuple[Container, ...] = (EFICTION,)
