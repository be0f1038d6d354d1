"""Due work: another day or place is told to everyone who was invited, and asks them again."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import F, QuerySet

from turnout.invitations.mail_to import mail_to
from turnout.invitations.models import INVITING, Decision, Invitation
from turnout.outbox.queue import queue_all

BATCH = 500
_ASKED = [Invitation.State.SENT, Invitation.State.CLAIMED]


def due(now: datetime) -> Sequence[int]:
    """The events whose people have not all heard of it."""
    changed = Decision.objects.filter(version__gt=1, doors_at__gt=now)
    return [pk for pk in changed.values_list("pk", flat=True) if _untold(pk).exists()]


@transaction.atomic
def tell_moved(event_id: int, now: datetime) -> None:
    """A batch of them. What they said of the former day or place is asked anew."""
    version = Decision.objects.values_list("version", flat=True).get(pk=event_id)
    rows = _untold(event_id).select_related("interest", "wave__event")
    batch = list(rows.select_for_update(skip_locked=True, of=("self",)).order_by("pk")[:BATCH])
    Invitation.objects.filter(pk__in=[each.pk for each in batch]).update(
        told_version=version, reconfirmed_at=None, asked_at=None
    )
    queue_all([mail_to(each, "invitations/moved", now, version=version) for each in batch])


def _untold(event_id: int) -> QuerySet[Invitation]:
    return Invitation.objects.filter(
        event_id=event_id,
        event__stage__in=INVITING,
        state__in=_ASKED,
        told_version__lt=F("event__decision__version"),
    )
