"""What of an account's own data is here. All of it goes with the account, by the rules of the rows themselves."""

from __future__ import annotations

from typing import Any

from fanthology.archive.accounts.keeping import OWN_DATA
from fanthology.archive.accounts.models import User

from .models import Device, Sending, Token


def tokens_of(user: User) -> list[dict[str, Any]]:
    """An account's tokens, never what they are made from."""
    return [
        {
            "name": one.name,
            "scopes": one.scopes.split(),
            "for_adults": one.adult,
            "made": one.made_at.isoformat(),
            "last_used": one.last_used.isoformat() if one.last_used else None,
        }
        for one in Token.objects.filter(user=user)
    ]


def device_of(user: User) -> dict[str, Any]:
    """The address of an account's device, and what was sent to it."""
    device = Device.objects.filter(user=user).first()
    sendings = Sending.objects.filter(user=user).select_related("work")
    return {
        "address": device.address if device else None,
        "confirmed": device.confirmed_at.isoformat() if device and device.confirmed_at else None,
        "sendings": [
            {
                "work": one.work.public_id if one.work else None,
                "state": one.state,
                "asked": one.asked_at.isoformat(),
                "ended": one.ended_at.isoformat() if one.ended_at else None,
            }
            for one in sendings
        ],
    }


def register() -> None:
    """Have accounts know of this; done twice it changes nothing."""
    OWN_DATA.update({"tokens": tokens_of, "device": device_of})
