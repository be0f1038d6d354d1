from django.db import transaction

from turnout.accounts.models import Membership, Organisation, Role
from turnout.accounts.refusals import LastOwner
from turnout.journal.record import record


@transaction.atomic
def change_role(membership: Membership, role: str, actor: str) -> None:
    """Raises LastOwner."""
    old = _role_in_turn(membership)
    if old is None or old == role:
        return
    _check_other_owner(membership, old)
    Membership.objects.filter(pk=membership.pk).update(role=role)
    record(
        actor,
        "change",
        "membership",
        membership.pk,
        organisation_id=membership.organisation_id,
        old={"role": old},
    )


@transaction.atomic
def remove_member(membership: Membership, actor: str) -> None:
    """The person stays known, with what they did; only the membership ends. Raises LastOwner."""
    old = _role_in_turn(membership)
    if old is None:
        return
    _check_other_owner(membership, old)
    Membership.objects.filter(pk=membership.pk).delete()
    record(
        actor,
        "remove",
        "membership",
        membership.pk,
        organisation_id=membership.organisation_id,
        old={"role": old, "user": membership.user_id},
    )


def _role_in_turn(membership: Membership) -> str | None:
    """The role as it is now; None for a membership that ended.

    Changes of an organisation's members take turns: of two owners who remove each other at once, each
    would still see the other. PostgreSQL locks the row; on SQLite there is one writer at a time.
    """
    Organisation.objects.select_for_update().get(pk=membership.organisation_id)
    return Membership.objects.filter(pk=membership.pk).values_list("role", flat=True).first()


def _check_other_owner(membership: Membership, role: str) -> None:
    owners = Membership.objects.filter(organisation=membership.organisation_id, role=Role.OWNER)
    if role == Role.OWNER and not owners.exclude(pk=membership.pk).filter(user__is_active=True).exists():
        raise LastOwner
