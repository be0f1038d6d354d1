from datetime import datetime

from django.db import transaction

from turnout.accounts.models import MemberInvitation, Membership, User
from turnout.accounts.refusals import InvitationGone, SignInFirst, SomebodyElse
from turnout.journal.record import record


@transaction.atomic
def accept_invitation(invitation: MemberInvitation, here: User | None, now: datetime) -> Membership:
    """Makes the invited person a member, and known here if the address is new.

    The link proves no address, for an inviter may see it: nobody is signed in by it, and whoever is
    known here already has to be signed in (`here`). Raises SignInFirst, SomebodyElse, InvitationGone.
    """
    open_one = MemberInvitation.objects.filter(
        pk=invitation.pk, generation=invitation.generation, accepted_at=None, expires_at__gt=now
    )
    if not open_one.update(accepted_at=now):
        raise InvitationGone
    user = check_person(invitation, here) or User.objects.create(
        email=invitation.email, language=invitation.organisation.language
    )
    membership, is_new = Membership.objects.get_or_create(
        organisation=invitation.organisation, user=user, defaults={"role": invitation.role}
    )
    if is_new:
        record(
            f"user:{user.pk}",
            "join",
            "membership",
            membership.pk,
            organisation_id=invitation.organisation_id,
            fields=["role"],
        )
    return membership


def check_person(invitation: MemberInvitation, here: User | None) -> User | None:
    """Who accepts; None for an address that is new here. Raises SignInFirst, SomebodyElse."""
    if here is not None and here.email != invitation.email:
        raise SomebodyElse
    known = here or User.objects.filter(email=invitation.email).first()
    if known is not None and here is None:
        raise SignInFirst
    return known
