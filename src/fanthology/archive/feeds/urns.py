"""Names for what is in a feed, which stay whatever the archive's address is."""

from __future__ import annotations

import uuid


def urn_of(name: str) -> str:
    """
    >>> urn_of("work:k4m2xw9bq")
    'urn:uuid:9f315e4a-cce7-5528-a8f5-c2a239e8e1f7'
    """
    return uuid.uuid5(uuid.NAMESPACE_URL, f"urn:fanthology:{name}").urn
