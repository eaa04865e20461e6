"""Imported by the process that reading processes are copies of: what all of them need is in memory once."""

from __future__ import annotations

import gc

from fanthology.fic.enrich.lexicon import built_in_lexicon

from . import prepare

__all__ = ["prepare"]

built_in_lexicon()
# what is never freed is never looked at either, so that its pages stay shared
gc.collect()
gc.freeze()
