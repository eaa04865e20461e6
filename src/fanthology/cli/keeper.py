"""``fanthology keeper``: who runs the archive."""

from __future__ import annotations

import sys
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from fanthology.cli.context import home_of
from fanthology.cli.serve import served_at
from fanthology.fic.errors import FanthologyError


class Action(StrEnum):
    """What is to be done."""

    ADD = "add"
    LIST = "list"
    REMOVE = "remove"
    OPEN = "open"
    LOCK = "lock"


def keeper(
    ctx: typer.Context,
    action: Annotated[Action, typer.Argument(help="add, list or remove accounts; open or lock browsers.")],
    name: Annotated[str, typer.Argument(help="The account's name, for add and remove.")] = "",
    password_stdin: Annotated[
        bool, typer.Option("--password-stdin", help="Read the password from the first line of the input.")
    ] = False,
) -> None:
    """Make or change the account of the archive's keeper, or let a browser on this computer in.

    \b
    add NAME     make an account for a keeper, or give it a new password
    remove NAME  take the account away
    list         name the keepers
    open         print a new one-time address for a browser on this computer
    lock         shut out every browser that was let in so

    \b
    Examples:
      fanthology keeper add mina
      fanthology keeper open
    """
    from fanthology.cli.site import open_home

    home = home_of(ctx)
    open_home(home)
    actions: dict[Action, Callable[[], str]] = {
        Action.ADD: lambda: add(name, password_stdin),
        Action.REMOVE: lambda: remove(name),
        Action.LIST: names,
        Action.OPEN: lambda: new_address(home),
        Action.LOCK: lock,
    }
    said = actions[action]()
    if action is not Action.LIST:
        from fanthology.archive.audit import note_after

        note_after("keeper", "at the command line", (action.value, name))
    typer.echo(said)


def add(name: str, from_input: bool) -> str:
    """Make the account, or set its password anew. Raises FanthologyError when the name or password will not do."""
    from django.contrib.auth.password_validation import validate_password
    from django.core.exceptions import ValidationError

    from fanthology.archive.accounts.models import User

    user = User.objects.filter(username=_named(name)).first() or User(username=name)
    password = _password(from_input)
    try:
        user.clean_fields(exclude=["password"])
        validate_password(password, user)
    except ValidationError as error:
        raise FanthologyError(" ".join(error.messages)) from error
    user.set_password(password)
    user.is_keeper = user.is_active = True
    user.save()
    return f"{name} is a keeper and can sign in."


def remove(name: str) -> str:
    """Take a keeper's account away."""
    from fanthology.archive.accounts.models import User

    deleted, _ = User.objects.filter(username=_named(name), is_keeper=True).delete()
    if not deleted:
        raise FanthologyError(f"No keeper is called {name}. “fanthology keeper list” names them.")
    return f"{name} is no longer a keeper."


def names() -> str:
    """The keepers, one a line."""
    from fanthology.archive.accounts.models import User

    found = User.objects.filter(is_keeper=True).order_by("username").values_list("username", flat=True)
    return "\n".join(found) or "No keeper has an account. “fanthology keeper add NAME” makes one."


def new_address(home: Path) -> str:
    """A new one-time address for the site that is being served. Raises FanthologyError if none is."""
    from fanthology.archive.web import opening

    address = served_at(home)
    if address is None:
        raise FanthologyError("The archive is not being served: run “fanthology serve”, which prints one.")
    return f"Open {address}open/{opening.new_token()}/"


def lock() -> str:
    """Shut out every browser on this computer."""
    from fanthology.archive.web import opening

    shut = opening.revoke_all()
    browsers = "1 browser is" if shut == 1 else f"{shut} browsers are"
    return f"{browsers} shut out. “fanthology keeper open” lets one in again."


def _named(name: str) -> str:
    if not name:
        raise FanthologyError("Say whose account: fanthology keeper add NAME.")
    return name


def _password(from_input: bool) -> str:
    if from_input:
        return sys.stdin.readline().rstrip("\r\n")
    if not sys.stdin.isatty():
        raise FanthologyError("There is no terminal to ask for the password. Use --password-stdin to read it.")
    return str(typer.prompt("Password", hide_input=True, confirmation_prompt=True))
