from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from turnout.accounts.invitation_link import invitation_link
from turnout.accounts.models import MemberInvitation
from turnout.accounts.words import ROLES
from turnout.outbox.render import NoLongerNeeded, resolves


@resolves("accounts/sign_in_code")
def sign_in_code(ids: Mapping[str, Any]) -> Mapping[str, Any]:
    """Never a row: the code is in no table."""
    return {"code": ids["code"], "minutes": 10}


@resolves("accounts/member_invitation")
def member_invitation(ids: Mapping[str, Any]) -> Mapping[str, Any]:
    invitation = (
        MemberInvitation.objects.select_related("organisation", "invited_by")
        .filter(
            pk=ids["invitation"],
            generation=ids["generation"],
            accepted_at=None,
            expires_at__gt=timezone.now(),
        )
        .first()
    )
    if invitation is None:
        raise NoLongerNeeded("the invitation was accepted, renewed or taken back")
    return {
        "organisation": invitation.organisation.name,
        "inviter": str(invitation.invited_by or ""),
        "role": ROLES[invitation.role],
        "link": invitation_link(invitation),
        "expires_at": invitation.expires_at,
    }
