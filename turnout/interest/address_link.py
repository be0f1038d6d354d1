"""The link by which somebody shows that a new address is theirs: derived when its mail is written."""

from datetime import datetime

from django.conf import settings
from django.core import signing
from django.urls import reverse

from turnout.interest.models import PendingAddress
from turnout.interest.refusals import LinkGone
from turnout.outbox.secret_part import secret_part

_signer = signing.Signer(salt="interest.new_address", sep=".")


def address_link(pending: PendingAddress) -> str:
    token = _signer.sign(f"{pending.interest.public_id}-{pending.number}")
    return settings.TURNOUT_BASE_URL + reverse("new-address", args=["token"]).replace(
        "token", secret_part(token)
    )


def pending_of(token: str, now: datetime) -> PendingAddress:
    """The wish of this link, with its answer. Raises LinkGone: done, too old, or wished anew since."""
    try:
        public_id, _, number = _signer.unsign(token).partition("-")
    except signing.BadSignature:
        raise LinkGone from None
    found = (
        PendingAddress.objects.select_related("interest__event__organisation")
        .filter(interest__public_id=public_id, number=int(number), expires_at__gt=now)
        .first()
    )
    if found is None:
        raise LinkGone
    return found
