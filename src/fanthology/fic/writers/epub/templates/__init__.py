"""The fixed parts of an EPUB, kept as files beside this module."""

from __future__ import annotations

from functools import cache
from importlib import resources
from string import Template


@cache
def template_text(name: str) -> str:
    """A template as it is in its file."""
    return resources.files(__name__).joinpath(name).read_text("utf-8")


@cache
def template(name: str) -> Template:
    """A template with ``$names`` to fill in. Values must be escaped already."""
    return Template(template_text(name))
