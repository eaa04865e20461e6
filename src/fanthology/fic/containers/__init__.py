"""Containers: files that hold items, and how the items are taken out of them."""

from __future__ import annotations

from fanthology.fic.containers.anthology import ANTHOLOGY
from fanthology.fic.containers.container import Container
from fanthology.fic.containers.efiction import EFICTION
from fanthology.fic.containers.mbox import MBOX
from fanthology.fic.containers.single import BZIP2, GZIP, XZ
from fanthology.fic.containers.tar import TAR
from fanthology.fic.containers.zip import ZIP

__all__ = ["CONTAINERS", "Container"]

CONTAINERS: tuple[Container, ...] = (ANTHOLOGY, ZIP, TAR, GZIP, BZIP2, XZ, MBOX, EFICTION)
