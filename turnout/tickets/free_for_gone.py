"""Seats of people who are erased."""

from collections.abc import Sequence
from datetime import datetime

from turnout.events.models import Stage
from turnout.invitations.models import Invitation
from turnout.rules.person import Person
from turnout.tickets.models import Claim, Ticket
from turnout.tickets.release import give_up_seats
from turnout.tickets.take import give_back


def free_for_gone(people: Sequence[Person], taken: Sequence[Ticket], now: datetime) -> None:
    """Give back what they hold, and the seats of tickets that they had `taken` of others' claims.

    What was held at an event that is over stays counted, of nobody in particular.
    """
    ids = [each.interest_id for each in people]
    claimed = Invitation.objects.filter(interest__in=ids, state=Invitation.State.CLAIMED)
    give_up_seats(list(claimed.exclude(event__stage=Stage.PAST)), now, Ticket.Why.ERASED)
    for ticket in taken:
        if ticket.is_good and ticket.interest_id not in {None, *ids}:
            _one_less(ticket)


def _one_less(ticket: Ticket) -> None:
    claimed = Invitation.objects.filter(interest=ticket.interest_id, state=Invitation.State.CLAIMED)
    claim = Claim.objects.filter(invitation__in=claimed, party__gt=1).first()
    if claim is None:
        return
    give_back(claim.seats_id, 1)
    Claim.objects.filter(pk=claim.pk).update(party=claim.party - 1)
    claimed.update(party=claim.party - 1)
