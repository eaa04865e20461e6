"""`fanthology keeper`: accounts, and browsers that are let in."""

from __future__ import annotations

from pathlib import Path

import pytest

from fanthology.archive.accounts.models import User
from fanthology.archive.web import opening
from fanthology.cli import keeper
from fanthology.fic.errors import FanthologyError

pytestmark = pytest.mark.django_db
GOOD = "a lamp on the landing"


def type_in(monkeypatch: pytest.MonkeyPatch, line: str) -> None:
    import io

    monkeypatch.setattr("sys.stdin", io.StringIO(f"{line}\n"))


def test_an_account_is_made_and_given_a_new_password(monkeypatch: pytest.MonkeyPatch) -> None:
    for password in (GOOD, f"{GOOD} again"):
        type_in(monkeypatch, password)
        assert "mina" in keeper.add("mina", from_input=True)
        user = User.objects.get()
        assert user.is_keeper and user.check_password(password)
    assert keeper.names() == "mina"


@pytest.mark.parametrize("password", ["", "short", "password123"])
def test_a_weak_password_is_refused_in_words(monkeypatch: pytest.MonkeyPatch, password: str) -> None:
    type_in(monkeypatch, password)
    with pytest.raises(FanthologyError, match="password"):
        keeper.add("mina", from_input=True)
    assert not User.objects.exists()


@pytest.mark.parametrize("name", ["", "mina harker", "x" * 200])
def test_a_name_that_will_not_do(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    type_in(monkeypatch, GOOD)
    with pytest.raises(FanthologyError):
        keeper.add(name, from_input=True)


def test_without_a_terminal_the_password_must_be_piped(monkeypatch: pytest.MonkeyPatch) -> None:
    type_in(monkeypatch, GOOD)
    with pytest.raises(FanthologyError, match="--password-stdin"):
        keeper.add("mina", from_input=False)


def test_an_account_is_removed(monkeypatch: pytest.MonkeyPatch) -> None:
    type_in(monkeypatch, GOOD)
    keeper.add("mina", from_input=True)
    keeper.remove("mina")
    assert "keeper add NAME" in keeper.names()
    with pytest.raises(FanthologyError, match="No keeper is called mina"):
        keeper.remove("mina")


def test_a_reader_is_not_removed_as_a_keeper() -> None:
    User.objects.create_user("ruth", password=GOOD)
    with pytest.raises(FanthologyError):
        keeper.remove("ruth")
    assert User.objects.count() == 1


def test_locking_shuts_browsers_out(home: Path) -> None:
    cookie = opening.use(opening.new_token())
    unused = opening.new_token()
    assert keeper.lock().startswith("1 browser is shut out")
    assert cookie is not None and not opening.is_keeper(cookie)
    assert opening.use(unused) is None


def test_an_address_needs_a_site(home: Path) -> None:
    with pytest.raises(FanthologyError, match="not being served"):
        keeper.new_address(home)
