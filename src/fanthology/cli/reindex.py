"""``fanthology reindex``: the search index, built anew."""

from __future__ import annotations

import typer

from fanthology.cli.context import home_of
from fanthology.cli.progress import bar
from fanthology.fic.errors import FanthologyError


def reindex(ctx: typer.Context) -> None:
    """Build the search index anew from the archive. Searches use the old one until it is done.

    It is not needed in daily work: the index follows every change by itself.

    \b
    Example:
      fanthology reindex
    """
    from fanthology.cli.site import open_home

    open_home(home_of(ctx))
    works = build_index()
    typer.echo(f"The index holds {works:,} {'work' if works == 1 else 'works'}.")


def build_index() -> int:
    """Build the index of the archive that is open, with a bar on the error output; gives the number of works.

    Raises FanthologyError if the archive's folder cannot be written to.
    """
    from fanthology.archive.search.follow import rebuild

    try:
        with bar("Indexing") as tell:
            return rebuild(tell)
    except OSError as error:
        raise FanthologyError(
            f"The search index cannot be written ({error.strerror or error}). Make room on the disk, or see to it that "
            "the archive's folder can be written to, and try again."
        ) from error
