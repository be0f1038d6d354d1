from itertools import chain, count

from django.db import transaction

from turnout.accounts.models import Membership, Organisation, Role, User
from turnout.accounts.refusals import MayNotHost
from turnout.journal.record import record
from turnout.rules.slug import slug_of

# Words that stand in the same place of an address.
RESERVED = frozenset({"new"})


def may_create_organisation(user: User) -> bool:
    """Whoever comes first, and owners. An editor or a helper at the door works for theirs."""
    return (
        not Organisation.objects.exists()
        or Membership.objects.filter(user=user, role=Role.OWNER, user__is_active=True).exists()
    )


@transaction.atomic
def create_organisation(name: str, user: User, *, language: str) -> Organisation:
    """With its creator as owner. Raises MayNotHost."""
    if not may_create_organisation(user):
        raise MayNotHost
    organisation = Organisation.objects.create(name=name, slug=_free_slug(name), language=language)
    Membership.objects.create(organisation=organisation, user=user, role=Role.OWNER)
    record(f"user:{user.pk}", "create", "organisation", organisation.pk, organisation_id=organisation.pk)
    return organisation


def _free_slug(name: str) -> str:
    base = slug_of(name, 50) or "host"
    taken = set(Organisation.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    return next(
        slug
        for slug in chain([base], (f"{base}-{number}" for number in count(2)))
        if slug not in taken | RESERVED
    )
