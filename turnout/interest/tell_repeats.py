"""Due work: a second answer under an address changes nothing, and the address's owner hears of it."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Q, QuerySet

from turnout.interest.fan_mail import fan_mail
from turnout.interest.models import Interest, Repeat
from turnout.interest.welcome import is_written_to
from turnout.outbox.queue import queue_all

# However often somebody sends the form: nobody is flooded by it.
EVERY = timedelta(days=1)
BATCH = 500


def due(now: datetime) -> Sequence[int]:
    """One answer stands for the batch."""
    return list(_untold(now).values_list("pk", flat=True)[:1])


@transaction.atomic
def tell_repeats(first: int, now: datetime) -> None:
    """One mail to each owner, whatever came in meanwhile. What another worker has in hand is left to it."""
    batch = list(_untold(now).select_for_update(skip_locked=True, of=("self",))[:BATCH])
    Repeat.objects.filter(pk__in=[each.pk for each in batch]).update(told_at=now)
    answers = Interest.objects.filter(pk__in=[each.pk for each in batch]).select_related("event")
    queue_all([fan_mail(each, "interest/answered_before", now) for each in answers if is_written_to(each)])


def _untold(now: datetime) -> QuerySet[Repeat]:
    # The first of the two is the index's own condition, in its own words.
    return Repeat.objects.filter(Q(told_at=None) | Q(told_at__lt=F("last_at"))).filter(
        Q(told_at=None) | Q(told_at__lte=now - EVERY)
    )
