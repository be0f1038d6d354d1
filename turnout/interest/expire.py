"""Due work: an answer whose address nobody confirmed counts for as long as its event says, and no longer."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet

from turnout.events.models import Event
from turnout.interest import remind, tallies
from turnout.interest.lifetime import ALIVE
from turnout.interest.models import Interest
from turnout.interest.note import note

BATCH = 200
# Whoever was asked again only now has at least a day for it.
AFTER_REMINDER = timedelta(days=1)
COUNTED = (Interest.Standing.COUNTED, Interest.Standing.SUSPECT)


def due(now: datetime) -> Sequence[int]:
    """One answer stands for the batch. None without a mail server: nobody could have confirmed."""
    if settings.MAIL is None:
        return []
    return list(_over(now).values_list("pk", flat=True)[:1])


@transaction.atomic
def expire(first: int, now: datetime) -> None:
    """A batch of them; what another worker has in hand is left to it. Confirming later brings each back."""
    batch = list(_over(now).select_related("event").select_for_update(skip_locked=True, of=("self",))[:BATCH])
    tallies.subtract(batch)
    Interest.objects.filter(pk__in=[each.pk for each in batch]).update(
        standing=Interest.Standing.EXPIRED, standing_at=now
    )
    for each in batch:
        note(each, "expire", actor="system")


def counts_until(interest: Interest, now: datetime) -> datetime:
    """The moment from which an unconfirmed answer may expire, as far as can be said now."""
    reminder = interest.reminded_at or now + remind.AFTER
    return max(
        interest.created_at + timedelta(days=interest.event.unverified_days), reminder + AFTER_REMINDER
    )


def _over(now: datetime) -> QuerySet[Interest]:
    """Event by event, each with its own number of days, as the index has them."""
    alive: dict[int, list[int]] = defaultdict(list)
    for event, days in Event.objects.filter(stage__in=ALIVE).values_list("pk", "unverified_days"):
        alive[days].append(event)
    late = Q(pk__in=[])
    for days, events in alive.items():
        late |= Q(event_id__in=events, created_at__lte=now - timedelta(days=days))
    return Interest.objects.filter(
        late,
        verified_at=None,
        standing__in=COUNTED,
        reminded_at__isnull=False,
        reminded_at__lte=now - AFTER_REMINDER,
    )
