"""Somebody who holds tickets to an event that is decided."""

from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

from tests.factories import event_of, interest_of
from turnout.events.models import Event, Stage
from turnout.interest.models import Interest
from turnout.interest.public_id import new_public_id
from turnout.interest.verify import verify
from turnout.invitations.models import Decision, Invitation, Wave
from turnout.tickets.claim import claim
from turnout.tickets.models import Ticket
from turnout.tickets.name_ticket import name_ticket
from turnout.tickets.open_seats import open_seats

STARTS = datetime(2126, 12, 8, 23, tzinfo=UTC)
_places = count(1)


def decided(event: Event | None = None, **fields: Any) -> Event:
    """Its place and time are settled, and a round of invitations is out; doors open half an hour before."""
    event = event or event_of(stage=Stage.INVITING)
    starts = fields.get("starts_at", STARTS)
    settled: dict[str, Any] = {
        "venue": "The Foundry",
        "address": "42 West Street, New York, NY 10001",
        "map_link": "https://maps.example.org/foundry",
        "access": "Step-free from the yard.\nA lift goes to the first floor.",
        "doors_at": starts - timedelta(minutes=30),
        "starts_at": starts,
        "capacity": 100,
        "decided_at": datetime.now(UTC),
    }
    Decision.objects.create(event=event, option=event.options.all()[0], **settled | fields)
    Wave.objects.create(event=event, number=1, state=Wave.State.SENT)
    open_seats(event.pk)
    return event


def tickets_of(event: Event | None = None, party: int = 1, *names: str, **fields: Any) -> list[Ticket]:
    """Of somebody who confirmed their address, was invited and claimed so many places."""
    now = datetime.now(UTC)
    interest = verify(interest_of(event or decided(), party=party, **fields).pk, now)
    Invitation.objects.create(
        wave=interest.event.waves.get(),
        event=interest.event,
        interest=interest,
        public_id=new_public_id(now),
        party=party,
        position=next(_places),
        state="sent",
        sent_at=now,
        reply_by=now + timedelta(days=2),
    )
    claim(interest, party, now)
    for ticket, name in zip(held_tickets(interest)[1:], names, strict=False):
        name_ticket(ticket, name, now)
    return held_tickets(interest)


def ticket_of(event: Event | None = None, **fields: Any) -> Ticket:
    return tickets_of(event, **fields)[0]


def held_tickets(interest: Interest) -> list[Ticket]:
    found = Ticket.objects.select_related("event__organisation", "interest").filter(interest=interest)
    return list(found.order_by("number"))


def again(ticket: Ticket) -> Ticket:
    """As it is stored now."""
    return Ticket.objects.select_related("event__organisation", "interest").get(pk=ticket.pk)
