"""Addresses of otwarchive sites: which work, series or person they name.

Numbers and names of archiveofourown.org stand alone; those of any other site begin with its host, because sites number
alike.
"""

from __future__ import annotations

import re
from urllib.parse import unquote, urljoin, urlsplit

from fanthology.fic.story import Identity

AO3_HOST = "archiveofourown.org"
_AO3_HOSTS = re.compile(
    r"(?:(?:www|insecure|download|test)\.)?(?:archiveofourown\.(?:org|com|net|gay)|ao3\.org)|archive\.transformativeworks\.org"
)
_WORK = re.compile(r"/works/(\d{1,12})(?![\w-])")
_SERIES = re.compile(r"/series/(\d{1,12})(?![\w-])")
_USER = re.compile(r"/users/([^/?#]+)")
SHARED_ACCOUNTS = frozenset(("orphan_account",))
"""Accounts behind which stand many people: their name says nothing of who wrote."""


def work_identity(address: str, host: str | None = None) -> Identity | None:
    """The work that an address names. ``host`` is where a relative address leads; None if it cannot be told.

    >>> work_identity("http://archiveofourown.org/works/12/chapters/3"), work_identity("/works/7", "moors.example")
    (Identity(scheme='ao3', value='12'), Identity(scheme='otwarchive', value='moors.example:7'))
    """
    return _identity("", _WORK, address, host)


def series_identity(address: str, host: str | None = None) -> Identity | None:
    """The series that an address names.

    >>> series_identity("https://archiveofourown.org/series/44")
    Identity(scheme='ao3-series', value='44')
    """
    return _identity("-series", _SERIES, address, host)


def user_identity(address: str, host: str | None = None) -> Identity | None:
    """The person whose page or pseud an address names; None for an account that many people share.

    >>> user_identity("https://archiveofourown.org/users/irene_a/pseuds/Miss%20A")
    Identity(scheme='ao3-user', value='irene_a')
    >>> user_identity("https://archiveofourown.org/users/orphan_account") is None
    True
    """
    found = _identity("-user", _USER, address, host)
    return None if found is None or found.value.rpartition(":")[2] in SHARED_ACCOUNTS else found


def user_name(address: str) -> str | None:
    """The name of the account in an address, None if it names none."""
    match = _USER.search(address)
    return unquote(match[1]) if match else None


def _identity(kind: str, pattern: re.Pattern[str], address: str, host: str | None) -> Identity | None:
    match = pattern.search(address)
    site = host_of(address) or host
    if match is None or site is None:
        return None
    name = unquote(match[1])
    if site == AO3_HOST:
        return Identity(f"ao3{kind}", name)
    return Identity(f"otwarchive{kind}", f"{site}:{name}")


def host_of(address: str) -> str | None:
    """The host of an absolute address of the web; all names of AO3 are one.

    >>> host_of("http://www.archiveofourown.org/"), host_of("/works/12"), host_of("https://[")
    ('archiveofourown.org', None, None)
    """
    try:
        parts = urlsplit(address.strip())
        host = (parts.hostname or "").casefold() if parts.scheme in ("http", "https") else ""
    except ValueError:
        return None
    return (AO3_HOST if _AO3_HOSTS.fullmatch(host) else host) or None


def absolute(address: str | None, host: str | None) -> str | None:
    """An address that works from anywhere, without its fragment; None if there is none.

    >>> absolute("/works/12#top", "archiveofourown.org")
    'https://archiveofourown.org/works/12'
    """
    if not address:
        return None
    try:
        whole = urljoin(f"https://{host}/", address) if host else address
    except ValueError:
        return None
    return whole.partition("#")[0] if host_of(whole) else None
