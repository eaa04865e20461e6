"""Pages of an export: a template, filled in, under addresses that lead from where the page lies."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from django.contrib.staticfiles import finders
from django.template import Context, Engine

from fanthology.archive.telling.robots import FOR_PEOPLE
from fanthology.fic.errors import FanthologyError

_TEMPLATES = Path(__file__).with_name("templates")
_SHEETS = ("tokens", "page", "front", "works", "work", "reading")
SHEET = "style.css"
ICON = "favicon.svg"


@cache
def _engine() -> Engine:
    # an engine of its own: these pages know no request, no user and no address of the site
    return Engine(dirs=[str(_TEMPLATES)], builtins=["fanthology.archive.export.filters"])


def page(path: str, template: str, **context: object) -> bytes:
    """The page that is to lie at a path of the export. Addresses in it begin with ``root``, the way back to the top."""
    context = {"robots": FOR_PEOPLE, "root": "../" * path.count("/"), **context}
    made = _engine().get_template(f"export/{template}.html").render(Context(context))
    return made.encode("utf-8", "replace")


def style_sheet() -> bytes:
    """The site's style sheets as one."""
    return b"\n".join(_static(f"{name}.css") for name in _SHEETS)


def icon() -> bytes:
    """The site's sign."""
    return _static(ICON)


def _static(name: str) -> bytes:
    found = finders.find(f"web/{name}")
    if not isinstance(found, str):
        raise FanthologyError(f"The file {name} of this installation is missing. Install Fanthology anew.")
    return Path(found).read_bytes()
