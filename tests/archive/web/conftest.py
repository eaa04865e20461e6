"""The three who look at a page: the keeper, a registered reader, a stranger."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from fanthology.archive.accounts.models import User
from fanthology.archive.catalogue.models import Work
from fanthology.archive.search.follow import catch_up
from fanthology.archive.web import opening

LOCAL = "127.0.0.1"


@pytest.fixture
def library(home: Path, db: None) -> dict[str, Work]:
    """The made-up library, with its index level."""
    from archive.web.library import make_library

    works = make_library()
    catch_up(wait=True)
    return works


@pytest.fixture
def stranger(home: Path, db: None) -> Client:
    return Client(SERVER_NAME=LOCAL)


@pytest.fixture
def reader(home: Path, db: None) -> Client:
    client = Client(SERVER_NAME=LOCAL)
    client.force_login(User.objects.create_user("ruth", password="a long password"))
    return client


@pytest.fixture
def keeper(home: Path, db: None) -> Client:
    client = Client(SERVER_NAME=LOCAL)
    client.force_login(User.objects.create_user("mina", password="a long password", is_keeper=True))
    return client


@pytest.fixture
def laptop(home: Path, db: None, settings: Any) -> Client:
    """The keeper by the cookie of a laptop."""
    settings.LAPTOP = True
    client = Client(SERVER_NAME=LOCAL)
    client.cookies[opening.COOKIE] = opening.use(opening.new_token()) or ""
    return client
