"""The code of a ticket: what a QR code at the door says, readable with the event's public key alone.

120 capital letters and digits, QR's alphanumeric characters: the digits, in base 36, of one whole number.
From its highest bits down it holds

    4 bits    version, 1
    16 bits   check: CRC-16/XMODEM of all bytes that follow, which tells a misread code from a forged one
    32 bits   key: the first four bytes of the SHA-256 of the public key, so that the event is known
    48 bits   serial: random, of the ticket
    8 bits    generation: rises when the ticket is passed on
    512 bits  signature: Ed25519 of "turnout ticket 1" and a zero byte, then key, serial and generation

Nothing in it is about a person. docs/tickets.md says the same for who writes another reader.
"""

import re
from binascii import crc_hqx
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from turnout.rules.refusal import Refusal

LENGTH = 120
GENERATIONS = 256
_VERSION = 1
_KEY, _SERIAL, _SIGNATURE = 4, 6, 64
_SIGNED = _KEY + _SERIAL + 1
_BYTES = 2 + _SIGNED + _SIGNATURE
_DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_FORM = re.compile(rf"[{_DIGITS}]{{{LENGTH}}}", re.ASCII)
_PURPOSE = b"turnout ticket 1\0"


class NotATicket(Refusal):
    """Something else altogether, or of a version that is not known here."""


class Altered(Refusal):
    """Misread, mistyped or changed: it does not fit together."""


class AnotherEvent(Refusal):
    """Signed with a key that is none of this event's."""


class Forged(Refusal):
    """It names this event's key, which did not sign it."""


class KeyRevoked(Refusal):
    """Signed with a key of this event that is no longer believed: the ticket has another code now."""


class Revoked(Refusal):
    """The ticket was given back or taken away: why."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class PassedOn(Refusal):
    """Somebody else has the ticket now, under another code."""


class UnknownTicket(Refusal):
    """Well signed, and not on the list: the list is older than the ticket."""


@dataclass(frozen=True)
class Key:
    """A public key of the event, 32 bytes."""

    public: bytes
    is_revoked: bool = False

    @property
    def id(self) -> bytes:
        return sha256(self.public).digest()[:_KEY]


@dataclass(frozen=True)
class Code:
    serial: bytes
    generation: int
    key_id: bytes


@dataclass(frozen=True)
class Listed:
    """What the list says of a ticket; `revoked` says why, and is empty while it is good."""

    generation: int
    revoked: str = ""


def code_of(private: Ed25519PrivateKey, serial: bytes, generation: int) -> str:
    """The same each time: Ed25519 needs no chance."""
    key = Key(private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw))
    signed = key.id + serial + bytes([generation])
    if len(signed) != _SIGNED:
        raise ValueError("a serial has six bytes")
    rest = signed + private.sign(_PURPOSE + signed)
    return _spelled(crc_hqx(rest, 0).to_bytes(2, "big") + rest)


def read(text: str, keys: Mapping[bytes, Key]) -> Code:
    """What a genuine code says; `keys` are the event's own by their ids. Needs no list and no network.

    Raises NotATicket, Altered, AnotherEvent, KeyRevoked, Forged.
    """
    check, rest = _parts(text)
    if crc_hqx(rest, 0).to_bytes(2, "big") != check:
        raise Altered
    signed, signature = rest[:_SIGNED], rest[_SIGNED:]
    key = keys.get(signed[:_KEY])
    if key is None:
        raise AnotherEvent
    _refuse_forged(key, signed, signature)
    if key.is_revoked:
        raise KeyRevoked
    return Code(signed[_KEY:-1], signed[-1], key.id)


def admissible(text: str, keys: Mapping[bytes, Key], tickets: Mapping[bytes, Listed]) -> Code:
    """As `read`, against the list by serial as well. Raises UnknownTicket, Revoked, PassedOn too."""
    code = read(text, keys)
    listed = tickets.get(code.serial)
    if listed is None or code.generation > listed.generation:
        raise UnknownTicket
    if listed.revoked:
        raise Revoked(listed.revoked)
    if code.generation < listed.generation:
        raise PassedOn
    return code


def _refuse_forged(key: Key, signed: bytes, signature: bytes) -> None:
    try:
        Ed25519PublicKey.from_public_bytes(key.public).verify(signature, _PURPOSE + signed)
    except InvalidSignature:
        raise Forged from None


def _spelled(body: bytes) -> str:
    number = _VERSION << (8 * _BYTES) | int.from_bytes(body, "big")
    digits = []
    for _ in range(LENGTH):
        number, digit = divmod(number, 36)
        digits.append(_DIGITS[digit])
    return "".join(reversed(digits))


def _parts(text: str) -> tuple[bytes, bytes]:
    """The check, and what it is of. Small letters are as good: who types a code shall not care."""
    tidy = text.strip().upper()
    if not _FORM.fullmatch(tidy):
        raise NotATicket
    number = int(tidy, 36)
    if number >> (8 * _BYTES) != _VERSION:
        raise NotATicket
    body = (number - (_VERSION << (8 * _BYTES))).to_bytes(_BYTES, "big")
    return body[:2], body[2:]
