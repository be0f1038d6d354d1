"""Due work: who has not answered is reminded once, some time before the reply-by."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet

from turnout.invitations.mail_to import mail_to
from turnout.invitations.models import INVITING, Invitation, Wave
from turnout.outbox.queue import queue_all

BATCH = 500
# Whoever was invited a moment ago needs no reminder.
_AFTER_INVITING = timedelta(hours=6)


def due(now: datetime) -> Sequence[int]:
    """One invitation stands for the batch."""
    return list(waiting(now).values_list("pk", flat=True)[:1])


@transaction.atomic
def remind(first: int, now: datetime) -> None:
    """A batch of them; what another worker has in hand is left to it."""
    rows = waiting(now).select_related("interest", "wave__event")
    batch = list(rows.select_for_update(skip_locked=True, of=("self",)).order_by("pk")[:BATCH])
    Invitation.objects.filter(pk__in=[each.pk for each in batch]).update(reminded_at=now)
    queue_all([mail_to(each, "invitations/reminder", now) for each in batch])


def waiting(now: datetime) -> QuerySet[Invitation]:
    """Each round has its own number of hours; there are few different ones."""
    asked = Invitation.objects.filter(
        state=Invitation.State.SENT, reminded_at=None, event__stage__in=INVITING
    )
    soon = Q(pk__in=[])
    for hours in Wave.objects.filter(reminds_hours__gt=0).values_list("reminds_hours", flat=True).distinct():
        soon |= Q(wave__reminds_hours=hours, reply_by__lte=now + timedelta(hours=hours))
    return asked.filter(soon, reply_by__gt=now, sent_at__lte=now - _AFTER_INVITING)
