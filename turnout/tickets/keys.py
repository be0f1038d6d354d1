"""An event's signing keys: made when its first ticket is, sealed in the database, never shown."""

import base64
from collections.abc import Iterator
from datetime import datetime

from cryptography.fernet import Fernet, MultiFernet
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from turnout.rules.ticket_code import Key
from turnout.tickets.models import EventKey


def ensure_key(event_id: int, now: datetime) -> None:
    """In the caller's transaction. Of two at once, the second's insert does nothing."""
    if not EventKey.objects.filter(event=event_id).exists():
        EventKey.objects.bulk_create([new_key(event_id, 1, now)], ignore_conflicts=True)


def new_key(event_id: int, number: int, now: datetime) -> EventKey:
    """Not stored yet."""
    private = Ed25519PrivateKey.generate()
    return EventKey(
        event_id=event_id,
        number=number,
        public=private.public_key().public_bytes_raw().hex(),
        sealed=_seals().encrypt(private.private_bytes_raw()).decode(),
        created_at=now,
    )


def private_key(key: EventKey) -> Ed25519PrivateKey:
    """Raises cryptography's InvalidToken where the instance's secret key is another one."""
    return Ed25519PrivateKey.from_private_bytes(_seals().decrypt(key.sealed))


def signing_key(event_id: int) -> EventKey:
    return EventKey.objects.filter(event=event_id).latest("number")


def public_keys(event_id: int) -> dict[bytes, Key]:
    """All that ever signed, by their ids: as rules.ticket_code reads with."""
    rows = EventKey.objects.filter(event=event_id).order_by("number")
    keys = (Key(bytes.fromhex(row.public), row.revoked_at is not None) for row in rows)
    return {key.id: key for key in keys}


def _seals() -> MultiFernet:
    """Sealed with the first, opened with any: the secret key may be replaced while old ones are named."""
    return MultiFernet([Fernet(each) for each in _secrets()])


def _secrets() -> Iterator[bytes]:
    for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        derived = HKDF(SHA256(), 32, salt=None, info=b"turnout.tickets.keys").derive(secret.encode())
        yield base64.urlsafe_b64encode(derived)
