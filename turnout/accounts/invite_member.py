from datetime import datetime, timedelta

from django.db import transaction

from turnout.accounts.models import MemberInvitation, Membership, Organisation, User
from turnout.accounts.refusals import AlreadyAMember, InvitationGone
from turnout.journal.record import record
from turnout.outbox.queue import queue

LIFETIME = timedelta(days=14)


@transaction.atomic
def invite_member(
    organisation: Organisation, email: str, role: str, inviter: User, now: datetime
) -> MemberInvitation:
    """Sends a link. Whoever was invited before gets a new one, and the old stops working.

    Raises AlreadyAMember.
    """
    if Membership.objects.filter(organisation=organisation, user__email=email).exists():
        raise AlreadyAMember
    invitation, is_new = MemberInvitation.objects.get_or_create(
        organisation=organisation,
        email=email,
        accepted_at=None,
        defaults={"role": role, "invited_by": inviter, "expires_at": now + LIFETIME},
    )
    if not is_new:
        invitation.role = role
        _renew(invitation, inviter, now)
    _tell(invitation, "invite", inviter)
    return invitation


@transaction.atomic
def resend_invitation(invitation: MemberInvitation, inviter: User, now: datetime) -> None:
    _renew(invitation, inviter, now)
    _tell(invitation, "resend", inviter)


@transaction.atomic
def revoke_invitation(invitation: MemberInvitation, actor: str) -> None:
    """Raises InvitationGone if it was accepted meanwhile."""
    gone, _ = MemberInvitation.objects.filter(pk=invitation.pk, accepted_at=None).delete()
    if not gone:
        raise InvitationGone
    record(
        actor,
        "revoke",
        "member_invitation",
        invitation.pk,
        organisation_id=invitation.organisation_id,
        old={"role": invitation.role},
    )


def _renew(invitation: MemberInvitation, inviter: User, now: datetime) -> None:
    """Raises InvitationGone if it was accepted meanwhile."""
    renewed = MemberInvitation.objects.filter(pk=invitation.pk, accepted_at=None).update(
        role=invitation.role,
        generation=invitation.generation + 1,
        invited_by=inviter,
        expires_at=now + LIFETIME,
    )
    if not renewed:
        raise InvitationGone
    invitation.refresh_from_db()


def _tell(invitation: MemberInvitation, verb: str, inviter: User) -> None:
    queue(
        "accounts/member_invitation",
        invitation.email,
        language=invitation.organisation.language,
        organisation_id=invitation.organisation_id,
        invitation=invitation.pk,
        generation=invitation.generation,
    )
    record(
        f"user:{inviter.pk}",
        verb,
        "member_invitation",
        invitation.pk,
        organisation_id=invitation.organisation_id,
        fields=["role"],
    )
