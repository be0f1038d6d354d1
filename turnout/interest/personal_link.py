"""The fan's personal link: derived when it is needed, stored nowhere.

    token = base64url(public id ‖ HMAC-SHA-256(key, purpose ‖ public id ‖ generation))

The HMAC is cut to 160 bits, so that 48 characters hold both. Raising an interest's generation makes every
token of it worthless.
"""

import base64
import binascii
import hmac
from collections.abc import Iterator
from hashlib import sha256

from django.conf import settings

from turnout.interest.models import Interest
from turnout.interest.refusals import LinkGone
from turnout.outbox.secret_part import secret_part

OWN_PAGE = "my"
_ID_BYTES = 16
_MAC_BYTES = 20
LENGTH = 48


def personal_link(interest: Interest) -> str:
    """The full address of the fan's own page, for a mail to them and nobody else."""
    return f"{settings.TURNOUT_BASE_URL}/my/{secret_part(token_of(interest, OWN_PAGE))}/"


def token_of(interest: Interest, purpose: str) -> str:
    public_id = bytes.fromhex(interest.public_id)
    mac = _mac(settings.SECRET_KEY, purpose, public_id, interest.generation)
    return base64.urlsafe_b64encode(public_id + mac).decode()


def interest_of(token: str, purpose: str) -> Interest:
    """Whose token it is, with event and host. Raises LinkGone: unknown, tampered with, or renewed since."""
    public_id, mac = _parts(token)
    interest = (
        Interest.objects.select_related("event__organisation").filter(public_id=public_id.hex()).first()
    )
    if interest is None or not _is_of(interest, purpose, public_id, mac):
        raise LinkGone
    return interest


def _parts(token: str) -> tuple[bytes, bytes]:
    """36 bytes fill 48 characters to the last bit, so a token has one spelling."""
    try:
        plain = base64.b64decode(token.encode("ascii"), b"-_", validate=True)
    except (UnicodeEncodeError, binascii.Error):
        raise LinkGone from None
    if len(token) != LENGTH or len(plain) != _ID_BYTES + _MAC_BYTES:
        raise LinkGone
    return plain[:_ID_BYTES], plain[_ID_BYTES:]


def _is_of(interest: Interest, purpose: str, public_id: bytes, mac: bytes) -> bool:
    expected = (_mac(key, purpose, public_id, interest.generation) for key in _keys())
    return any(hmac.compare_digest(mac, each) for each in expected)


def _keys() -> Iterator[str]:
    """The key, and those before it whose links are still good."""
    yield settings.SECRET_KEY
    yield from settings.SECRET_KEY_FALLBACKS


def _mac(key: str, purpose: str, public_id: bytes, generation: int) -> bytes:
    # A key of its own: what is signed elsewhere with the secret can never pass for a token.
    own = hmac.digest(key.encode(), b"turnout.personal_link", sha256)
    return hmac.digest(own, b"\0".join([purpose.encode(), public_id, b"%d" % generation]), sha256)[
        :_MAC_BYTES
    ]
