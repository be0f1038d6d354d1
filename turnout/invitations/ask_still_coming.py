"""Due work: some days before doors each who has a place is asked once whether they still come."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet

from turnout.invitations.mail_to import mail_to
from turnout.invitations.models import INVITING, Decision, Invitation
from turnout.outbox.queue import queue_all

BATCH = 500
# Whoever has just said so is not asked again.
_AFTER_ANSWERING = timedelta(days=1)


def due(now: datetime) -> Sequence[int]:
    """The events in which somebody is to be asked."""
    soon = Decision.objects.filter(asks_again_days__gt=0, doors_at__gt=now)
    days = timedelta(days=1)
    return [
        each.pk
        for each in soon.filter(doors_at__lte=now + 60 * days)
        if each.doors_at - each.asks_again_days * days <= now and waiting(each.pk, now).exists()
    ]


@transaction.atomic
def ask_still_coming(event_id: int, now: datetime) -> None:
    """A batch of them; what another worker has in hand is left to it."""
    rows = waiting(event_id, now).select_related("interest", "wave__event")
    batch = list(rows.select_for_update(skip_locked=True, of=("self",)).order_by("pk")[:BATCH])
    Invitation.objects.filter(pk__in=[each.pk for each in batch]).update(asked_at=now)
    queue_all([mail_to(each, "invitations/still_coming", now) for each in batch])


def waiting(event_id: int, now: datetime) -> QuerySet[Invitation]:
    return Invitation.objects.filter(
        event_id=event_id,
        event__stage__in=INVITING,
        state=Invitation.State.CLAIMED,
        asked_at=None,
        reconfirmed_at=None,
        answered_at__lte=now - _AFTER_ANSWERING,
    )
