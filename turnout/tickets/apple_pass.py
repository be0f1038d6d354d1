"""A ticket for Apple Wallet: a .pkpass, signed with the organiser's own certificate from Apple."""

import hashlib
import io
import json
import zipfile
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, load_pem_private_key
from cryptography.hazmat.primitives.serialization.pkcs7 import PKCS7Options, PKCS7SignatureBuilder
from cryptography.x509.oid import NameOID
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from PIL import Image, ImageDraw

from turnout.design.lettering import Letters, drawable
from turnout.rules.contrast import light_accent
from turnout.tickets.codes import code_for
from turnout.tickets.models import Ticket
from turnout.tickets.occasion import Occasion, occasion_of
from turnout.tickets.ticket_link import ticket_link

KIND = "application/vnd.apple.pkpass"
_SIDES = {"icon.png": 29, "icon@2x.png": 58, "icon@3x.png": 87, "logo.png": 50, "logo@2x.png": 100}


def gives_apple_passes() -> bool:
    return bool(settings.TURNOUT_APPLE_PASS)


def apple_pass(ticket: Ticket, language: str) -> bytes:
    """In the active language, which must be that one. Takes a moment: not inside a transaction."""
    written = json.dumps(_pass(ticket, occasion_of(ticket.event, language)), ensure_ascii=False).encode()
    files = {"pass.json": written, **_pictures(ticket)}
    manifest = json.dumps({name: _sha1(body) for name, body in files.items()}).encode()
    files |= {"manifest.json": manifest, "signature": _signature(manifest)}
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in files.items():
            archive.writestr(name, body)
    return packed.getvalue()


def _pass(ticket: Ticket, occasion: Occasion) -> dict[str, Any]:
    certificate, *_others = _certificates()
    told: dict[str, Any] = {
        "formatVersion": 1,
        "passTypeIdentifier": _name(certificate, NameOID.USER_ID),
        "teamIdentifier": _name(certificate, NameOID.ORGANIZATIONAL_UNIT_NAME),
        "serialNumber": f"{ticket.serial}-{ticket.generation}",
        "organizationName": occasion.host,
        "description": _("Ticket: %(title)s") % {"title": occasion.title},
        "logoText": occasion.host,
        "foregroundColor": "rgb(29, 26, 22)",
        "labelColor": _rgb(light_accent(ticket.event.organisation.accent).colour),
        "backgroundColor": "rgb(255, 253, 250)",
        "voided": not ticket.is_good or occasion.is_cancelled,
        "barcodes": [
            {
                "format": "PKBarcodeFormatQR",
                "message": code_for(ticket),
                "messageEncoding": "iso-8859-1",
            }
        ],
        "eventTicket": _fields(ticket, occasion),
    }
    if occasion.starts_at:
        told["relevantDate"] = occasion.starts_at.isoformat()
    return told


def _fields(ticket: Ticket, occasion: Occasion) -> dict[str, list[dict[str, str]]]:
    return {
        "primaryFields": _filled(("event", "", occasion.title)),
        "secondaryFields": _filled(("when", _("When"), occasion.when), ("doors", "", occasion.doors)),
        "auxiliaryFields": _filled(
            ("where", _("Where"), occasion.where),
            ("name", pgettext("of a person", "Name"), ticket.name or _("Guest")),
        ),
        "backFields": _filled(
            ("address", pgettext("of a place", "Address"), occasion.address),
            ("access", _("Getting in"), occasion.access),
            ("page", _("Your ticket's page"), ticket_link(ticket)),
        ),
    }


def _filled(*fields: tuple[str, str, str]) -> list[dict[str, str]]:
    return [{"key": key, "label": label, "value": value} for key, label, value in fields if value]


def _signature(manifest: bytes) -> bytes:
    own, *others = _certificates()
    key: Any = load_pem_private_key(settings.TURNOUT_APPLE_PASS, password=None)
    builder = PKCS7SignatureBuilder().set_data(manifest).add_signer(own, key, SHA256())
    for each in others:
        builder = builder.add_certificate(each)
    return builder.sign(Encoding.DER, [PKCS7Options.DetachedSignature, PKCS7Options.Binary])


def _certificates() -> list[x509.Certificate]:
    """The pass's own first: it is the one that names a pass type."""
    found = x509.load_pem_x509_certificates(settings.TURNOUT_APPLE_PASS)
    return sorted(found, key=lambda each: not each.subject.get_attributes_for_oid(NameOID.USER_ID))


def _name(certificate: x509.Certificate, oid: x509.ObjectIdentifier) -> str:
    return str(certificate.subject.get_attributes_for_oid(oid)[0].value)


def _pictures(ticket: Ticket) -> dict[str, bytes]:
    """The host's first letter on its colour, in the sizes that Wallet asks for."""
    organisation = ticket.event.organisation
    accent = light_accent(organisation.accent)
    letter = (drawable(organisation.name) or "T")[0].upper()
    return {name: _drawn(letter, side, accent.colour, accent.ink) for name, side in _SIDES.items()}


def _drawn(letter: str, side: int, colour: str, ink: str) -> bytes:
    image = Image.new("RGBA", (side, side), (0, 0, 0, 0))
    onto = ImageDraw.Draw(image)
    onto.ellipse((0, 0, side - 1, side - 1), fill=colour)
    letters = Letters("serif", 600, round(side * 0.62))
    letters.draw(onto, (side - letters.width(letter)) / 2, side * 0.71, letter, ink)
    into = io.BytesIO()
    image.save(into, "PNG")
    return into.getvalue()


def _rgb(colour: str) -> str:
    red, green, blue = bytes.fromhex(colour.removeprefix("#"))
    return f"rgb({red}, {green}, {blue})"


def _sha1(body: bytes) -> str:
    """What the format asks for; the signature is over this list."""
    return hashlib.sha1(body, usedforsecurity=False).hexdigest()
