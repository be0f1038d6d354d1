"""Whoever holds a ticket hears of another date or place, and of the end of it all; calendars follow."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet

from turnout.events.models import Event, Stage
from turnout.interest.lifetime import ALIVE
from turnout.outbox.queue import mail_of, queue_all
from turnout.tickets.holder import Holder, holder_of
from turnout.tickets.models import Ticket
from turnout.tickets.occasion import edition_of

BATCH = 200


def due(now: datetime) -> Sequence[int]:
    """Events with a ticket whose holder knows less than there is to know."""
    told_of = Q(stage__in=ALIVE, decision__isnull=False) | Q(stage=Stage.CANCELLED)
    events = Event.objects.filter(told_of, tickets__revoked_at=None, tickets__isnull=False).distinct()
    return [each.pk for each in events if _untold(each).exists()]


@transaction.atomic
def tell_changes(event_id: int, now: datetime) -> None:
    """The next of them: one mail for each who holds some. Any number of workers may do so at once."""
    event = Event.objects.select_related("organisation").get(pk=event_id)
    # A row that another worker has is read again after it: then it is told, and no longer among these.
    batch = list(_untold(event).select_for_update(of=("self",)).order_by("pk")[:BATCH])
    holders: dict[Holder, Ticket] = {}
    for ticket in batch:
        if holder := holder_of(ticket):
            holders.setdefault(holder, ticket)
    claims = [each.claim for each in holders if each.claim]
    edition = edition_of(event)
    told = Q(pk__in=[each.pk for each in batch]) | Q(interest__in=claims, passed_at=None)
    Ticket.objects.filter(told, event=event, told_version__lt=edition).update(told_version=edition)
    template = "tickets/cancelled" if event.stage == Stage.CANCELLED else "tickets/changed"
    queue_all(
        mail_of(
            template,
            holder.email,
            language=holder.language,
            organisation_id=event.organisation_id,
            ticket=ticket.pk,
            **({"interest": holder.claim} if holder.claim else {}),
        )
        for holder, ticket in holders.items()
    )


def _untold(event: Event) -> "QuerySet[Ticket]":
    found = Ticket.objects.filter(event=event, revoked_at=None, told_version__lt=edition_of(event))
    return found.select_related("interest", "event__organisation")
