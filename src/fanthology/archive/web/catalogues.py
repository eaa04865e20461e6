"""Which catalogue for e-readers is asked for: ``/opds`` for everyone, ``/opds/mine`` for who comes in with a token,
each also as ``…/v2``."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Catalogue:
    """``own``: only for who says who they are, as many e-readers say it only when they are asked."""

    own: bool = False
    version: int = 1

    @property
    def path(self) -> str:
        return f"opds{'/mine' if self.own else ''}{'/v2' if self.version == 2 else ''}"


class CatalogueConverter:
    """The catalogue at the beginning of an address."""

    regex = "opds(?:/mine)?(?:/v2)?"

    def to_python(self, value: str) -> Catalogue:
        """
        >>> CatalogueConverter().to_python("opds/mine/v2")
        Catalogue(own=True, version=2)
        """
        parts = value.split("/")
        return Catalogue(own="mine" in parts, version=2 if "v2" in parts else 1)

    def to_url(self, value: Catalogue | str) -> str:
        return value if isinstance(value, str) else value.path
