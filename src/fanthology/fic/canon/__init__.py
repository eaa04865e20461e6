"""Canon: what is known of fandoms, as data. `built_in` and `with_folder` give it."""

from __future__ import annotations

from fanthology.fic.canon.canon import Character, Fandom, Relationship
from fanthology.fic.canon.loading import CanonError, built_in, parse_fandom, with_folder

__all__ = ["CanonError", "Character", "Fandom", "Relationship", "built_in", "parse_fandom", "with_folder"]
