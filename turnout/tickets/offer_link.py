"""The link by which a friend takes a ticket: derived when its mail is written."""

from datetime import datetime

from django.conf import settings
from django.core import signing

from turnout.outbox.secret_part import secret_part
from turnout.tickets.models import PendingPass
from turnout.tickets.refusals import OfferGone

_signer = signing.Signer(salt="tickets.offer", sep=".")


def offer_link(offer: PendingPass) -> str:
    token = _signer.sign(f"{offer.ticket.serial}-{offer.number}")
    return f"{settings.TURNOUT_BASE_URL}/t/take/{secret_part(token)}/"


def offer_of(token: str, now: datetime) -> PendingPass:
    """The offer of this link, with its ticket. Raises OfferGone: taken, called back, made anew, too old."""
    try:
        serial, _, number = _signer.unsign(token).partition("-")
    except signing.BadSignature:
        raise OfferGone from None
    found = (
        PendingPass.objects.select_related("ticket__event__organisation", "ticket__interest")
        .filter(ticket__serial=serial, number=int(number), expires_at__gt=now, ticket__revoked_at=None)
        .first()
    )
    if found is None:
        raise OfferGone
    return found
