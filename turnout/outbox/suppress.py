"""Addresses that do not exist: mail that comes back harms the sender's name with every receiver.

They are kept as hashes alone, so that an address stays suppressed and is nowhere to be read.
"""

import re
from collections.abc import Iterable, Mapping
from contextlib import suppress as ignored
from datetime import datetime

from turnout.outbox.address_hash import address_hash, hashes_of
from turnout.outbox.models import Suppressed
from turnout.rules.email_address import NotAnAddress

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


def allow_again(address: str) -> bool:
    """Somebody knows better than the server did; whether it was suppressed."""
    with ignored(NotAnAddress):
        return bool(Suppressed.objects.filter(address_hash__in=hashes_of(address)).delete()[0])
    return False


def suppressed_among(addresses: Iterable[str]) -> dict[str, str]:
    """The hashes of those of these addresses that are suppressed, and why."""
    hashes: set[str] = set()
    for address in addresses:
        with ignored(NotAnAddress):
            hashes.update(hashes_of(address))
    found = Suppressed.objects.filter(address_hash__in=hashes)
    return dict(found.values_list("address_hash", "reason"))


def refuse_suppressed(address: str, known: Mapping[str, str] | None = None) -> None:
    """Raises AddressSuppressed, and NotAnAddress for what could never be sent to.

    `known` is what suppressed_among found; without it this address alone is looked up.
    """
    hashes = hashes_of(address)
    found = suppressed_among([address]) if known is None else known
    for each in hashes:
        if each in found:
            raise AddressSuppressed(f"the address was refused before: {found[each]}")


def without_address(words: str, address: str) -> str:
    """A mail server's words, with a mark in place of each address in them and of the name before its @."""
    local = re.escape(address.rpartition("@")[0])
    hidden = _ADDRESS.sub(HIDDEN, words)
    return re.sub(rf"(?<!\w){local}(?!\w)", HIDDEN, hidden, flags=re.IGNORECASE)
