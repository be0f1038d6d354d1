from datetime import datetime

from django.db import transaction

from turnout.interest.note import note
from turnout.rules.text import one_line
from turnout.tickets.cut_off import refuse_if_settled
from turnout.tickets.models import Ticket
from turnout.tickets.refusals import NotGood

LONGEST = 120


@transaction.atomic
def name_ticket(ticket: Ticket, name: str, now: datetime) -> str:
    """Who comes with it, as it is kept; empty leaves it open. Raises NotGood, CutOff."""
    refuse_if_settled(ticket, now)
    tidy = one_line(name)[:LONGEST]
    # Nobody is named on a ticket that was taken by somebody else in the meantime.
    same = Ticket.objects.filter(pk=ticket.pk, generation=ticket.generation, revoked_at=None)
    if not same.update(name=tidy):
        raise NotGood("")
    if ticket.interest and not ticket.was_passed_on:
        note(ticket.interest, "name_ticket")
    return tidy
