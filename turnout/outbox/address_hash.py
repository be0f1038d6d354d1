"""A mail address as a keyed hash: found again by whoever knows the address, told to nobody who does not."""

import hmac
from collections.abc import Sequence
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.db import models

from turnout.rules.email_address import NotAnAddress, key_of

LENGTH = 64


def address_hash(address: str) -> str:
    """The same for every spelling of one mailbox; empty for what is no address."""
    try:
        return _hash(settings.SECRET_KEY, key_of(address))
    except NotAnAddress:
        return ""


def hashes_of(address: str) -> Sequence[str]:
    """By the key of today and those before it: what was hashed then is still found. Raises NotAnAddress."""
    email_key = key_of(address)
    return [_hash(key, email_key) for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)]


def _hash(key: str, email_key: str) -> str:
    # A key of its own: what is signed elsewhere with the secret can never be one of these.
    own = hmac.digest(key.encode(), b"turnout.address_hash", sha256)
    return hmac.digest(own, email_key.encode(), sha256).hex()


class AddressHash(models.CharField):  # type: ignore[type-arg]
    """The hash of the address in another field of the row, however it is saved, many at once included."""

    def __init__(self, of: str, **options: Any) -> None:
        self.of = of
        super().__init__(**{"max_length": LENGTH, "blank": True, "editable": False} | options)

    def deconstruct(self) -> Any:
        name, path, args, options = super().deconstruct()
        return name, path, args, {**options, "of": self.of}

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        value = address_hash(getattr(model_instance, self.of))
        setattr(model_instance, self.attname, value)
        return value
