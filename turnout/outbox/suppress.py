"""Addresses that do not exist: mail that comes back harms the sender's name with every receiver.

They are kept as hashes alone, so that an address stays suppressed and is nowhere to be read.
"""

import re
from datetime import datetime

from turnout.outbox.address_hash import address_hash, hashes_of
from turnout.outbox.models import Suppressed

_ADDRESS = re.compile(r"[^\s<>]*@[^\s<>]*")
HIDDEN = "…"


class AddressSuppressed(Exception):
    """A mail server said that there is no such address. Its words."""


def suppress(address: str, reason: str, now: datetime) -> None:
    """Nothing more is sent there. What was said first stands, without the address."""
    if not Suppressed.objects.filter(address_hash__in=hashes_of(address)).exists():
        Suppressed.objects.get_or_create(
            address_hash=address_hash(address),
            defaults={"reason": without_address(reason, address)[:300], "since": now},
        )


def refuse_suppressed(address: str) -> None:
    """Raises AddressSuppressed, and NotAnAddress for what could never be sent to."""
    found = Suppressed.objects.filter(address_hash__in=hashes_of(address)).first()
    if found:
        raise AddressSuppressed(f"the address was refused before: {found.reason}")


def without_address(words: str, address: str) -> str:
    """A mail server's words, with a mark in place of each address in them and of the name before its @."""
    local = re.escape(address.rpartition("@")[0])
    hidden = _ADDRESS.sub(HIDDEN, words)
    return re.sub(rf"(?<!\w){local}(?!\w)", HIDDEN, hidden, flags=re.IGNORECASE)
