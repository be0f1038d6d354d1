"""Addresses that do not exist: mail that comes back harms the sender's name with every receiver."""

from collections.abc import Iterable, Mapping
from contextlib import suppress as ignored
from datetime import datetime

from turnout.outbox.models import Suppressed
from turnout.rules.email_address import NotAnAddress, key_of


class AddressSuppressed(Exception):
    """A mail server said that there is no such address. Its words."""


def suppress(address: str, reason: str, now: datetime) -> None:
    """Nothing more is sent there. What was said first stands."""
    Suppressed.objects.get_or_create(
        email_key=key_of(address), defaults={"reason": reason[:300], "since": now}
    )


def allow_again(address: str) -> bool:
    """Somebody knows better than the server did; whether it was suppressed."""
    with ignored(NotAnAddress):
        return bool(Suppressed.objects.filter(email_key=key_of(address)).delete()[0])
    return False


def suppressed_among(addresses: Iterable[str]) -> dict[str, str]:
    """Of these addresses the keys of those that are suppressed, and why."""
    keys = set()
    for address in addresses:
        with ignored(NotAnAddress):
            keys.add(key_of(address))
    return dict(Suppressed.objects.filter(email_key__in=keys).values_list("email_key", "reason"))


def refuse_suppressed(address: str, suppressed: Mapping[str, str]) -> None:
    """Raises AddressSuppressed, and NotAnAddress for what could never be sent to."""
    reason = suppressed.get(key_of(address))
    if reason is not None:
        raise AddressSuppressed(f"the address was refused before: {reason}")
