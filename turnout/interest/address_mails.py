"""The facts of the mails about another address. None says anything that was typed into a form."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.utils import timezone

from turnout.interest.address_link import address_link
from turnout.interest.models import Interest, PendingAddress
from turnout.interest.personal_link import personal_link
from turnout.outbox.render import NoLongerNeeded, resolves

Facts = Mapping[str, Any]


@resolves("interest/new_address")
def new_address(ids: Facts) -> Facts:
    """To the new one. Whether somebody has answered under it is told here, and nowhere else."""
    pending = _pending(ids)
    of_event = Interest.objects.filter(event=pending.interest.event_id, email_key=pending.email_key)
    return _facts(pending) | {"link": address_link(pending), "taken": of_event.exists()}


@resolves("interest/address_asked")
def address_asked(ids: Facts) -> Facts:
    """To the one until now."""
    pending = _pending(ids)
    return _facts(pending) | {"link": personal_link(pending.interest)}


def _pending(ids: Facts) -> PendingAddress:
    found = (
        PendingAddress.objects.select_related("interest__event__organisation")
        .filter(pk=ids["interest"], number=ids["number"], expires_at__gt=timezone.now())
        .first()
    )
    if found is None:
        raise NoLongerNeeded("the address is changed already, or another one was asked for")
    return found


def _facts(pending: PendingAddress) -> dict[str, Any]:
    interest = pending.interest
    event = interest.event
    return {
        "title": event.in_language("title", interest.language),
        "host": event.organisation.name,
        "contact": event.organisation.privacy_contact,
        "lost_link": f"{settings.TURNOUT_BASE_URL}/lost-link/",
    }
