"""Somebody who holds tickets to an event that is decided."""

from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import transaction
from turnout.tickets.issue import issue

from tests.factories import event_of, interest_of
from turnout.events.models import Event, Stage
from turnout.interest.models import Interest
from turnout.interest.verify import verify
from turnout.invitations.models import Decision
from turnout.tickets.models import Ticket

STARTS = datetime(2026, 12, 8, 23, tzinfo=UTC)


def decided(event: Event | None = None, *, starts: datetime = STARTS, **fields: Any) -> Event:
    """Its place and time are settled; doors open half an hour before."""
    event = event or event_of(stage=Stage.INVITING)
    Decision.objects.create(
        event=event,
        option=event.options.all()[0],
        **{
            "venue": "The Foundry",
            "address": "42 West Street, New York, NY 10001",
            "map_link": "https://maps.example.org/foundry",
            "access": "Step-free from the yard.\nA lift goes to the first floor.",
            "doors_at": starts - timedelta(minutes=30),
            "starts_at": starts,
            "capacity": 100,
            "decided_at": datetime.now(UTC),
        }
        | fields,
    )
    return event


def tickets_of(event: Event | None = None, party: int = 1, *names: str, **fields: Any) -> list[Ticket]:
    """Of somebody who confirmed their address and claimed so many places."""
    now = datetime.now(UTC)
    interest = interest_of(event or decided(), party=party, **fields)
    with transaction.atomic():
        issue(verify(interest.pk, now), party, now, names)
    return held_tickets(interest)


def held_tickets(interest: Interest) -> list[Ticket]:
    found = Ticket.objects.select_related("event__organisation", "interest").filter(interest=interest)
    return list(found.order_by("number"))


def again(ticket: Ticket) -> Ticket:
    """As it is stored now."""
    return Ticket.objects.select_related("event__organisation", "interest").get(pk=ticket.pk)
