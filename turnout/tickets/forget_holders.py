"""Names and addresses on tickets go when the event's time is over, as its answers do."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet

from turnout.events.kept_until import kept_until
from turnout.events.models import Event
from turnout.tickets.forget_friend import forget_friend
from turnout.tickets.models import Ticket

BATCH = 100


def due(now: datetime) -> Sequence[int]:
    """Events whose tickets still say who came, and shall not any more."""
    named = Event.objects.filter(pk__in=_named().values("event")).prefetch_related("options")
    return [each.pk for each in named if (until := kept_until(each)) and until <= now]


@transaction.atomic
def forget_holders(event_id: int, now: datetime) -> None:
    """The next of them, friends' mails included."""
    event = Event.objects.prefetch_related("options").get(pk=event_id)
    until = kept_until(event)
    if until and until <= now:
        for ticket in _named().filter(event=event).select_related("event").order_by("pk")[:BATCH]:
            forget_friend(ticket)


def _named() -> "QuerySet[Ticket]":
    return Ticket.objects.exclude(Q(name="") & Q(passed_to=""))
