from collections.abc import Mapping
from typing import Any

from django.db import transaction

from turnout.accounts.models import Organisation
from turnout.accounts.refusals import HardToRead
from turnout.journal.record import record
from turnout.rules.contrast import ENOUGH, nearest_for_light, on_light

FIELDS = frozenset({"name", "logo", "accent", "website", "links", "privacy_contact", "language"})


@transaction.atomic
def edit_organisation(organisation: Organisation, changes: Mapping[str, Any], actor: str) -> None:
    """Its address stays, whatever its name becomes. Raises HardToRead for an accent that cannot be read."""
    old = {
        name: getattr(organisation, name)
        for name, value in changes.items()
        if name in FIELDS and value != getattr(organisation, name)
    }
    if not old:
        return
    if "accent" in old:
        check_accent(changes["accent"])
    for name in old:
        setattr(organisation, name, changes[name])
    organisation.save(update_fields=sorted(old))
    record(actor, "change", "organisation", organisation.pk, organisation_id=organisation.pk, old=old)


def check_accent(colour: str) -> None:
    """Raises HardToRead."""
    ratio = on_light(colour)
    if ratio < ENOUGH:
        raise HardToRead(colour, ratio, nearest_for_light(colour))
