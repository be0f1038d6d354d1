"""The tickets of a claim, each with the way to its page."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from turnout.interest.models import Interest
from turnout.tickets.models import Ticket
from turnout.tickets.ticket_link import token_of


def facts(interest: Interest, now: datetime) -> Mapping[str, Any]:
    good = Ticket.objects.filter(interest=interest, revoked_at=None).order_by("number")
    tickets = [_shown(each, interest) for each in good]
    kept = [each["token"] for each in tickets if not each["passed_on"]]
    return {"tickets": tickets, "first": kept[0] if len(kept) > 1 else ""}


def _shown(ticket: Ticket, interest: Interest) -> dict[str, Any]:
    """Of a ticket that a friend has, its address is the friend's."""
    # It is known already: the token asks for its generation.
    ticket.interest = interest
    if ticket.was_passed_on:
        return {"passed_on": True, "name": _("Passed on to a friend"), "token": ""}
    return {"passed_on": False, "name": ticket.name or _("Guest"), "token": token_of(ticket)}
