"""A ticket for Google Wallet: an address at Google that carries the ticket with it, signed by the organiser.

Nothing is sent to Google before the holder follows it.
"""

import base64
import json
from datetime import datetime
from typing import Any

from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from django.conf import settings
from django.utils.translation import gettext as _

from turnout.tickets.codes import code_for
from turnout.tickets.models import Ticket
from turnout.tickets.occasion import Occasion, occasion_of

_SAVE = "https://pay.google.com/gp/v/save/"
# Browsers and Google's own page are sure of addresses up to 1,800 characters.
_LONGEST = 80


def gives_google_passes() -> bool:
    return bool(settings.TURNOUT_GOOGLE_WALLET and settings.TURNOUT_GOOGLE_WALLET_ISSUER)


def google_link(ticket: Ticket, language: str, now: datetime) -> str:
    """In the active language, which must be that one."""
    account = settings.TURNOUT_GOOGLE_WALLET
    claims = {
        "iss": account["client_email"],
        "aud": "google",
        "typ": "savetowallet",
        "iat": int(now.timestamp()),
        "origins": [settings.TURNOUT_BASE_URL],
        "payload": _payload(ticket, occasion_of(ticket.event, language), language),
    }
    signed = f"{_part({'alg': 'RS256', 'typ': 'JWT'})}.{_part(claims)}"
    key: Any = load_pem_private_key(account["private_key"].encode(), password=None)
    return f"{_SAVE}{signed}.{_base64(key.sign(signed.encode(), PKCS1v15(), SHA256()))}"


def _payload(ticket: Ticket, occasion: Occasion, language: str) -> dict[str, Any]:
    issuer = settings.TURNOUT_GOOGLE_WALLET_ISSUER
    of_event = f"{issuer}.event-{ticket.event_id}-{occasion.edition}"
    about: dict[str, Any] = {
        "id": of_event,
        "issuerName": occasion.host[:20],
        "reviewStatus": "UNDER_REVIEW",
        "eventName": _said(occasion.title, language),
    }
    if occasion.where:
        address = occasion.address or occasion.where
        about["venue"] = {"name": _said(occasion.where, language), "address": _said(address, language)}
    moments = {"doorsOpen": occasion.doors_at, "start": occasion.starts_at, "end": occasion.ends_at}
    about["dateTime"] = {name: at.isoformat() for name, at in moments.items() if at}
    own = {
        "id": f"{issuer}.{ticket.serial}-{ticket.generation}",
        "classId": of_event,
        "state": "ACTIVE",
        "ticketHolderName": (ticket.name or _("Guest"))[:_LONGEST],
        "barcode": {"type": "QR_CODE", "value": code_for(ticket)},
    }
    return {"eventTicketClasses": [about], "eventTicketObjects": [own]}


def _said(text: str, language: str) -> dict[str, Any]:
    return {"defaultValue": {"language": language, "value": text[:_LONGEST]}}


def _part(plain: dict[str, Any]) -> str:
    return _base64(json.dumps(plain, ensure_ascii=False, separators=(",", ":")).encode())


def _base64(plain: bytes) -> str:
    return base64.urlsafe_b64encode(plain).decode().rstrip("=")
