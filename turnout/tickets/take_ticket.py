from datetime import datetime

from django.db import transaction
from django.db.models import F

from turnout.journal.record import record
from turnout.outbox.queue import queue_all
from turnout.tickets.cut_off import refuse_if_settled
from turnout.tickets.holder import holder_of, mail_to
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
    giver = holder_of(ticket)
    # The ticket before its offer, as everybody who changes both: nobody waits for each other in a ring.
    same = Ticket.objects.filter(pk=ticket.pk, generation=ticket.generation, revoked_at=None)
    taken = same.update(
        generation=F("generation") + 1,
        name=name,
        passed_to=offer.email,
        passed_key=offer.email_key,
        passed_at=now,
        told_version=edition_of(ticket.event),
    )
    mine = PendingPass.objects.filter(pk=offer.pk, number=offer.number, expires_at__gt=now)
    if not taken or not mine.delete()[0]:
        raise OfferGone
    organisation = ticket.event.organisation_id
    record("fan", "take", "ticket", ticket.pk, organisation_id=organisation, event_id=ticket.event_id)
    now_theirs = Ticket.objects.select_related("event__organisation", "interest").get(pk=ticket.pk)
    mails = [mail_to(giver, "tickets/given", ticket)] if giver else []
    if taker := holder_of(now_theirs):
        mails.append(mail_to(taker, "tickets/taken", now_theirs))
    queue_all(mails)
    return now_theirs
