from datetime import datetime

from django.db import transaction
from django.db.models import F

from turnout.journal.record import record
from turnout.outbox.queue import queue
from turnout.tickets.cut_off import refuse_if_settled
from turnout.tickets.holder import Holder, holder_of
from turnout.tickets.models import PendingPass, Ticket
from turnout.tickets.occasion import edition_of
from turnout.tickets.refusals import OfferGone


@transaction.atomic
def take_ticket(offer: PendingPass, name: str, now: datetime) -> Ticket:
    """The ticket is the friend's: they pressed the button behind the link that was mailed to them.

    Its code and its address are new, and the old ones dead. Both are written to. Raises OfferGone, NotGood,
    CutOff.
    """
    ticket = offer.ticket
    refuse_if_settled(ticket, now)
    # Of two presses at once, the one that removes the offer goes on.
    if not PendingPass.objects.filter(pk=offer.pk, number=offer.number, expires_at__gt=now).delete()[0]:
        raise OfferGone
    giver = holder_of(ticket)
    same = Ticket.objects.filter(pk=ticket.pk, generation=ticket.generation, revoked_at=None)
    taken = same.update(
        generation=F("generation") + 1,
        name=name,
        passed_to=offer.email,
        passed_key=offer.email_key,
        passed_at=now,
        told_version=edition_of(ticket.event),
    )
    if not taken:
        raise OfferGone
    organisation = ticket.event.organisation_id
    record("fan", "take", "ticket", ticket.pk, organisation_id=organisation, event_id=ticket.event_id)
    if giver:
        _tell_giver(ticket, giver)
    ticket = Ticket.objects.select_related("event__organisation", "interest").get(pk=ticket.pk)
    queue(
        "tickets/taken",
        ticket.passed_to,
        language=ticket.language,
        organisation_id=organisation,
        ticket=ticket.pk,
        generation=ticket.generation,
    )
    return ticket


def _tell_giver(ticket: Ticket, giver: Holder) -> None:
    ids = {"interest": giver.claim} if giver.claim else {}
    queue(
        "tickets/given",
        giver.email,
        language=giver.language,
        organisation_id=ticket.event.organisation_id,
        ticket=ticket.pk,
        **ids,
    )
