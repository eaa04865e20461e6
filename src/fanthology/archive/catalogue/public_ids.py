"""Short, opaque, permanent names for what has an address."""

import secrets

ALPHABET = "23456789bcdfghjkmnpqrstvwxyz"  # no vowels (no words by accident), nothing that looks like another
LENGTH = 9  # 28**9 is about 10**13: at a million works a new id meets an old one once in ten million


def new_public_id() -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
