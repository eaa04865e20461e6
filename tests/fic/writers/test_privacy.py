from __future__ import annotations

import pytest

from fanthology.fic.writers.privacy import mask_addresses, mask_contact


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("mina.harker+fic@mail.example.co.uk", "m***@***"),
        ("<lucy@example.org>, (john_s@example.org).", "<l***@***>, (j***@***)."),
        ("mailto:mina@example.org", "mailto:m***@***"),
        ("Mina @ home, 5 roses @ sixpence", "Mina @ home, 5 roses @ sixpence"),
        ("@mina wrote", "@mina wrote"),
        ("é@example.org", "é***@***"),
    ],
)
def test_mask_addresses(text: str, masked: str) -> None:
    assert mask_addresses(text) == masked


def test_a_contact_of_any_kind_is_masked() -> None:
    assert mask_contact("write to mina@example.org") == "m***@***"
    assert mask_contact("Mina Murray <mina@example.org>") == "m***@***"
    assert mask_contact("ICQ 12345") == "I***"
    assert mask_contact("") == "***"


def test_a_long_run_takes_no_long_time() -> None:
    # a pattern that starts anew at each letter would need 10^10 steps
    assert mask_addresses("a" * 100_000 + "@" + "b" * 100_000).startswith("aaa")
