"""The link that makes an invited person a member: derived when it is needed, stored nowhere."""

from datetime import datetime

from django.conf import settings
from django.core import signing
from django.urls import reverse

from turnout.accounts.models import MemberInvitation
from turnout.accounts.refusals import InvitationGone

_signer = signing.Signer(salt="accounts.member_invitation", sep=".")


def invitation_link(invitation: MemberInvitation) -> str:
    token = _signer.sign(f"{invitation.public_id}.{invitation.generation}")
    return settings.TURNOUT_BASE_URL + reverse("member-invitation", args=[token])


def find_invitation(token: str, now: datetime) -> MemberInvitation:
    """The open invitation of this link. Raises InvitationGone; a renewed one has another link."""
    try:
        public_id, generation = _signer.unsign(token).split(".")
    except (signing.BadSignature, ValueError):
        raise InvitationGone from None
    found = (
        MemberInvitation.objects.select_related("organisation", "invited_by")
        .filter(public_id=public_id, generation=generation, accepted_at=None, expires_at__gt=now)
        .first()
    )
    if found is None:
        raise InvitationGone
    return found
