"""``fanthology enrich``: findings for works that came in before something was known of their fandoms."""

from __future__ import annotations

import typer

from fanthology.cli.context import home_of
from fanthology.cli.intake_words import counted


def enrich(ctx: typer.Context) -> None:
    """Infer anew what seems to be so of every work here: fandom, characters, relationships, who tells it.

    Every import does this for what it brings. It is needed after files were added to the archive's folder “canon”, or
    a newer Fanthology knows more. What you accepted or refused stays.

    \b
    Example:
      fanthology enrich
    """
    from fanthology.cli.site import open_home

    open_home(home_of(ctx))
    from fanthology.archive.catalogue.models import STANDING, Work
    from fanthology.archive.intake.enrich import enrich_works

    works = Work.objects.filter(**STANDING).select_related("edition__reading").order_by("pk")
    number = enrich_works(works.iterator(chunk_size=50))
    typer.echo(
        f"{counted(number, 'finding')} of {counted(works.count(), 'work')}; what waits is on the page Suggestions."
    )
