"""What this room holds about a person: the tickets of their claim, those they took, those offered to them."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from turnout.events.models import Stage
from turnout.rules.person import Person
from turnout.tickets.forget_friend import forget_offers
from turnout.tickets.free_for_gone import free_for_gone
from turnout.tickets.models import PendingPass, Ticket
from turnout.tickets.revoke import revoke

HOLDS = (Ticket, PendingPass)


def held_of(person: Person) -> list[dict[str, Any]]:
    """A ticket that a friend took says nothing of the friend."""
    return [
        {
            "number": each.number,
            "name": "" if _is_a_friends(each, person) else each.name,
            "passed_on": each.passed_at.isoformat() if each.passed_at else None,
            "issued": each.issued_at.isoformat(),
            "ended": each.revoked_at.isoformat() if each.revoked_at else None,
        }
        for each in _tickets([person]).order_by("pk")
    ]


def erase(people: Sequence[Person]) -> None:
    """What they hold ends and says nothing of them; what a friend took of them stays the friend's."""
    forget_offers(list(_offers(people)))
    own = Ticket.objects.filter(interest__in=[each.interest_id for each in people], passed_at=None)
    taken, now = _taken(people), timezone.now()
    free_for_gone(people, list(taken), now)
    # Of an event that is over it stays known how many came, if not who: its tickets are as they were.
    ending = [each for found in (own, taken) for each in found.exclude(event__stage=Stage.PAST)]
    revoke(ending, Ticket.Why.ERASED, now)
    for found in (own, taken):
        found.update(name="", passed_to="", passed_key="")


def _is_a_friends(ticket: Ticket, person: Person) -> bool:
    return ticket.was_passed_on and ticket.passed_key not in person.addresses


def _tickets(people: Sequence[Person]) -> "QuerySet[Ticket]":
    of_claims = Q(interest__in=[each.interest_id for each in people])
    return Ticket.objects.filter(of_claims | Q(pk__in=_taken(people).values("pk")))


def _taken(people: Sequence[Person]) -> "QuerySet[Ticket]":
    """By themselves, of somebody else's claim to the same event."""
    found = Q(pk__in=[])
    for person in people:
        found |= Q(event=person.event_id, passed_key__in=list(person.addresses))
    return Ticket.objects.filter(found)


def _offers(people: Sequence[Person]) -> "QuerySet[PendingPass]":
    found = Q(ticket__interest__in=[each.interest_id for each in people], ticket__passed_at=None)
    for person in people:
        found |= Q(ticket__event=person.event_id, email_key__in=list(person.addresses))
    return PendingPass.objects.select_related("ticket__event").filter(found)
