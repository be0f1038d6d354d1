"""Whoever holds a ticket hears of another date or place, and when it is all off. Calendars follow the mails.

That they were told an older edition is all that makes it due. Who was invited hears of another date by
invitations.tell_moved, so that friends are left to tell; that it is off, all of them hear from here.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Case, Exists, F, IntegerField, OuterRef, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce

from turnout.events.models import Event, Stage
from turnout.interest.lifetime import ALIVE
from turnout.outbox.queue import queue_all
from turnout.tickets.holder import Holder, holder_of, mail_to
from turnout.tickets.models import Ticket
from turnout.tickets.occasion import edition_of

BATCH = 200
_EDITION = Coalesce(F("decision__version"), Value(0)) + Case(
    When(stage=Stage.CANCELLED, then=Value(2)), default=Value(1), output_field=IntegerField()
)


def due(now: datetime) -> Sequence[int]:
    """Events with a ticket whose holder knows less than there is to know."""
    untold = Ticket.objects.filter(
        event=OuterRef("pk"), revoked_at=None, told_version__lt=OuterRef("now_known")
    )
    events = Event.objects.annotate(now_known=_EDITION).filter(Exists(untold))
    return list(events.filter(stage__in=[*ALIVE, Stage.CANCELLED]).values_list("pk", flat=True))


@transaction.atomic
def tell_holders(event_id: int, now: datetime) -> None:
    """The next of them: one mail for each who holds some. Any number of workers may do so at once."""
    event = Event.objects.select_related("organisation").get(pk=event_id)
    edition = edition_of(event)
    untold = Ticket.objects.filter(event=event, revoked_at=None, told_version__lt=edition)
    # A row that another worker has is read again after it: then it is told, and no longer among these.
    batch = list(untold.select_for_update().order_by("pk")[:BATCH])
    known = untold.filter(pk__in=[each.pk for each in batch]).select_related(
        "interest", "event__organisation"
    )
    holders = _holders(known)
    _note_told(untold, batch, holders, edition)
    is_off = event.stage == Stage.CANCELLED
    template = "tickets/cancelled" if is_off else "tickets/changed"
    told = [each for each in holders if is_off or each.claim is None]
    queue_all(mail_to(holder, template, holders[holder]) for holder in told)


def _holders(tickets: Iterable[Ticket]) -> dict[Holder, Ticket]:
    """Each with one of their tickets."""
    found: dict[Holder, Ticket] = {}
    for ticket in tickets:
        if holder := holder_of(ticket):
            found.setdefault(holder, ticket)
    return found


def _note_told(
    untold: "QuerySet[Ticket]", batch: Sequence[Ticket], holders: Iterable[Holder], edition: int
) -> None:
    """Of a claim all, also where a batch ends within it."""
    claims = [each.claim for each in holders if each.claim]
    of_them = Q(pk__in=[each.pk for each in batch]) | Q(interest__in=claims, passed_at=None)
    untold.filter(of_them).update(told_version=edition)
