"""Due work: who has not confirmed after two days is asked once more, and never again."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from turnout.events.models import Event
from turnout.interest.fan_mail import CONFIRM, fan_mail
from turnout.interest.lifetime import ALIVE
from turnout.interest.models import Interest
from turnout.interest.welcome import is_written_to
from turnout.outbox.models import Mail
from turnout.outbox.queue import queue_all

AFTER = timedelta(days=2)
BATCH = 500


def due(now: datetime) -> Sequence[int]:
    """One answer stands for the batch. None while the first mails themselves wait for a server."""
    if settings.MAIL is None or _first_mails_wait(now):
        return []
    return list(_waiting(now).values_list("pk", flat=True)[:1])


@transaction.atomic
def remind(first: int, now: datetime) -> None:
    """A batch of them; what another worker has in hand is left to it."""
    batch = list(
        _waiting(now).select_related("event").select_for_update(skip_locked=True, of=("self",))[:BATCH]
    )
    Interest.objects.filter(pk__in=[each.pk for each in batch]).update(reminded_at=now)
    queue_all([fan_mail(each, "interest/remind", now) for each in batch if _is_asked(each)])


def _waiting(now: datetime) -> QuerySet[Interest]:
    alive = Event.objects.filter(stage__in=ALIVE).values("pk")
    return Interest.objects.filter(
        event_id__in=alive, greeted_at__lte=now - AFTER, verified_at=None, reminded_at=None
    )


def _is_asked(interest: Interest) -> bool:
    return is_written_to(interest) and interest.is_counted


def _first_mails_wait(now: datetime) -> bool:
    late = Mail.objects.filter(state=Mail.State.QUEUED, template=CONFIRM, due_at__lte=now - AFTER / 2)
    return late.exists()
