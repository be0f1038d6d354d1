"""Addresses that do not exist: mail that comes back harms the sender's name with every receiver."""

from datetime import datetime

from turnout.outbox.models import Suppressed
from turnout.rules.email_address import key_of


class AddressSuppressed(Exception):
    """A mail server said that there is no such address. Its words."""


def suppress(address: str, reason: str, now: datetime) -> None:
    """Nothing more is sent there. What was said first stands."""
    Suppressed.objects.get_or_create(
        email_key=key_of(address), defaults={"reason": reason[:300], "since": now}
    )


def refuse_suppressed(address: str) -> None:
    """Raises AddressSuppressed, and NotAnAddress for what could never be sent to."""
    found = Suppressed.objects.filter(email_key=key_of(address)).first()
    if found:
        raise AddressSuppressed(f"the address was refused before: {found.reason}")
