"""Due work: whoever was offered a place and said nothing until the reply-by has it no longer."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet

from turnout.forecasts.advance import advance
from turnout.forecasts.models import Step
from turnout.invitations.models import Invitation
from turnout.journal.models import Entry

BATCH = 500
# Who pressed in the last second may still stand in the queue of a rush: they were in time.
GRACE = timedelta(seconds=10)
State = Invitation.State


def due(now: datetime) -> Sequence[int]:
    """The one that has waited longest stands for its batch."""
    return list(_late(now).order_by("reply_by", "pk").values_list("pk", flat=True)[:1])


@transaction.atomic
def lapse(first: int, now: datetime) -> None:
    """A batch of them, without those who answered meanwhile; what another worker has in hand is left to it.

    A clock that jumps does nothing twice: what has lapsed is open no longer.
    """
    late = list(
        _late(now)
        .select_for_update(skip_locked=True, of=("self", "interest"))
        .select_related("event", "interest")
        .order_by("reply_by", "pk")[:BATCH]
    )
    Invitation.objects.filter(pk__in=[each.pk for each in late], state=State.SENT).update(
        state=State.LAPSED, answered_at=now
    )
    for event_id in {each.event_id for each in late}:
        people = [each.interest_id for each in late if each.event_id == event_id]
        advance(event_id, people, Step.LAPSED, now)
    Entry.objects.bulk_create(_entry(each, now) for each in late)


def _late(now: datetime) -> QuerySet[Invitation]:
    return Invitation.objects.filter(state=State.SENT, reply_by__lte=now - GRACE)


def _entry(invitation: Invitation, now: datetime) -> Entry:
    return Entry(
        at=now,
        organisation_id=invitation.event.organisation_id,
        event_id=invitation.event_id,
        actor="system",
        verb="lapse",
        noun="interest",
        noun_id=invitation.interest_id,
    )
