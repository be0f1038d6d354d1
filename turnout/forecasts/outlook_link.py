"""The address at which anybody may read an event's forecast: derived when it is shown, stored nowhere.

token = base64url(public id ‖ HMAC-SHA-256(key, purpose ‖ public id)), the HMAC cut to 160 bits.
"""

import base64
import binascii
import hmac
from datetime import datetime
from hashlib import sha256

from django.conf import settings

from turnout.forecasts.deciding import OutlookLink
from turnout.rules.refusal import Refusal

LENGTH = 48
_ID_BYTES, _MAC_BYTES = 16, 20


class LinkOver(Refusal):
    """No such link, or no longer: it expired, was revoked, or its event went."""


def address_of(link: OutlookLink) -> str:
    return f"{settings.TURNOUT_BASE_URL}/outlook/{token_of(link)}/"


def token_of(link: OutlookLink) -> str:
    public_id = bytes.fromhex(link.public_id)
    return base64.urlsafe_b64encode(public_id + _mac(settings.SECRET_KEY, public_id)).decode()


def open_link(token: str, now: datetime) -> OutlookLink:
    """With its event and host. Raises LinkOver: unknown, tampered with, expired or revoked."""
    public_id, mac = _parts(token)
    keys = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    if not any(hmac.compare_digest(mac, _mac(key, public_id)) for key in keys):
        raise LinkOver
    found = (
        OutlookLink.objects.select_related("event__organisation").filter(public_id=public_id.hex()).first()
    )
    if found is None or not found.is_open(now):
        raise LinkOver
    return found


def _parts(token: str) -> tuple[bytes, bytes]:
    try:
        plain = base64.b64decode(token.encode("ascii"), b"-_", validate=True)
    except (UnicodeEncodeError, binascii.Error):
        raise LinkOver from None
    if len(token) != LENGTH or len(plain) != _ID_BYTES + _MAC_BYTES:
        raise LinkOver
    return plain[:_ID_BYTES], plain[_ID_BYTES:]


def _mac(key: str, public_id: bytes) -> bytes:
    # A key of its own: what is signed elsewhere with the secret can never pass for a token.
    own = hmac.digest(key.encode(), b"turnout.outlook_link", sha256)
    return hmac.digest(own, public_id, sha256)[:_MAC_BYTES]
