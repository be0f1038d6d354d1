"""A ticket's address: derived whenever it is shown, stored nowhere, and new once the ticket is passed on."""

import base64
import binascii
import hmac
from collections.abc import Iterator
from hashlib import sha256

from django.conf import settings

from turnout.outbox.secret_part import secret_part
from turnout.tickets.models import Ticket
from turnout.tickets.refusals import NoSuchTicket, TakenByFriend

_SERIAL_BYTES = 6
_MAC_BYTES = 21
LENGTH = 36


def ticket_link(ticket: Ticket) -> str:
    """The full address of the ticket's page, for its holder and nobody else."""
    return f"{settings.TURNOUT_BASE_URL}/t/{secret_part(token_of(ticket))}/"


def token_of(ticket: Ticket) -> str:
    serial = bytes.fromhex(ticket.serial)
    mac = _mac(settings.SECRET_KEY, serial, ticket.generation, _link_generation(ticket))
    return base64.urlsafe_b64encode(serial + mac).decode()


def ticket_of(token: str) -> Ticket:
    """Whose address it is, with event, host and claim. Raises NoSuchTicket, TakenByFriend."""
    serial, mac = _parts(token)
    found = (
        Ticket.objects.select_related("event__organisation", "interest").filter(serial=serial.hex()).first()
    )
    if found is None:
        raise NoSuchTicket
    if _is_of(found, serial, mac, found.generation):
        return found
    if any(_is_of(found, serial, mac, earlier) for earlier in range(found.generation)):
        raise TakenByFriend(found)
    raise NoSuchTicket


def _parts(token: str) -> tuple[bytes, bytes]:
    """27 bytes fill 36 characters to the last bit, so a token has one spelling."""
    try:
        plain = base64.b64decode(token.encode("ascii"), b"-_", validate=True)
    except (UnicodeEncodeError, binascii.Error):
        raise NoSuchTicket from None
    if len(token) != LENGTH or len(plain) != _SERIAL_BYTES + _MAC_BYTES:
        raise NoSuchTicket
    return plain[:_SERIAL_BYTES], plain[_SERIAL_BYTES:]


def _is_of(ticket: Ticket, serial: bytes, mac: bytes, generation: int) -> bool:
    links = {_link_generation(ticket), _of_claim(ticket)} if generation < ticket.generation else None
    expected = (
        _mac(key, serial, generation, link)
        for key in _keys()
        for link in (links or {_link_generation(ticket)})
    )
    return any(hmac.compare_digest(mac, each) for each in expected)


def _link_generation(ticket: Ticket) -> int:
    """Who has personal links renewed ends those of their tickets; a friend's are a friend's affair."""
    return 0 if ticket.was_passed_on else _of_claim(ticket)


def _of_claim(ticket: Ticket) -> int:
    return ticket.interest.generation if ticket.interest else 0


def _keys() -> Iterator[str]:
    """The key, and those before it whose addresses are still good."""
    yield settings.SECRET_KEY
    yield from settings.SECRET_KEY_FALLBACKS


def _mac(key: str, serial: bytes, generation: int, link: int) -> bytes:
    # A key of its own: what is signed elsewhere with the secret can never pass for a token.
    own = hmac.digest(key.encode(), b"turnout.tickets.ticket_link", sha256)
    return hmac.digest(own, b"%b.%d.%d" % (serial, generation, link), sha256)[:_MAC_BYTES]
