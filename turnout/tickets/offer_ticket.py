from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F

from turnout.journal.models import Entry
from turnout.journal.record import record
from turnout.outbox.queue import queue
from turnout.rules.email_address import key_of
from turnout.rules.ticket_code import GENERATIONS
from turnout.tickets.cut_off import refuse_if_settled
from turnout.tickets.forget_friend import forget_offers
from turnout.tickets.holder import holder_of
from turnout.tickets.models import PendingPass, Ticket
from turnout.tickets.refusals import NotGood, OfferedTooOften, OwnAddress

KEPT = timedelta(days=3)
VERB = "offer"
# Whoever holds an address could have mails sent to anybody: so few a day are no weapon.
MOST_A_DAY = 5


@transaction.atomic
def offer_ticket(ticket: Ticket, email: str, now: datetime) -> PendingPass:
    """A mail goes to the friend; the ticket stays whose it is until the friend takes it.

    One offer at a time: another one ends the one before. Raises NotAnAddress, OwnAddress, NotGood, CutOff,
    OfferedTooOften.
    """
    email = email.strip()
    email_key = key_of(email)
    _hold(ticket)
    refuse_if_settled(ticket, now)
    holder = holder_of(ticket)
    if holder and key_of(holder.email) == email_key:
        raise OwnAddress
    _refuse_flood(ticket, now)
    before = list(PendingPass.objects.filter(ticket=ticket))
    forget_offers([each for each in before if each.email_key != email_key])
    offer, _ = PendingPass.objects.update_or_create(
        ticket=ticket,
        defaults={
            "email": email,
            "email_key": email_key,
            "number": before[0].number + 1 if before else _number(now),
            "asked_at": now,
            "expires_at": now + KEPT,
        },
    )
    organisation = ticket.event.organisation_id
    record("fan", VERB, "ticket", ticket.pk, organisation_id=organisation, event_id=ticket.event_id)
    queue(
        "tickets/offer",
        email,
        language=ticket.language,
        organisation_id=organisation,
        ticket=ticket.pk,
        number=offer.number,
    )
    return offer


def _hold(ticket: Ticket) -> None:
    """Nobody else offers, takes or ends it until the caller's transaction does. Raises NotGood."""
    same = Ticket.objects.filter(pk=ticket.pk, generation=ticket.generation, revoked_at=None)
    if ticket.generation + 1 >= GENERATIONS or not same.update(generation=F("generation")):
        raise NotGood(ticket.revoked_why)


def _refuse_flood(ticket: Ticket, now: datetime) -> None:
    offered = Entry.objects.filter(
        noun="ticket", noun_id=ticket.pk, verb=VERB, at__gt=now - timedelta(days=1)
    )
    if offered.count() >= MOST_A_DAY:
        raise OfferedTooOften


def _number(now: datetime) -> int:
    """Higher than that of any offer before, which may be gone: its link is good for nothing."""
    return int(now.timestamp()) - 1_700_000_000
