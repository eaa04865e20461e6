"""The pure half of Fanthology: files in, a value out. It knows no database and no site.

>>> from fanthology.fic import Story, read
>>> isinstance(read(b"It was night on the moor, and the hound was awake.\\n", admit=True), Story)
True
"""

from fanthology.fic.errors import FanthologyError
from fanthology.fic.readers import READERS, UnreadableItemError, read
from fanthology.fic.story import Rejection, Story

__all__ = ["READERS", "FanthologyError", "Rejection", "Story", "UnreadableItemError", "read"]
