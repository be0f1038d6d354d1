"""Due work: each answer's first mail. The rush path stores the answer alone; that it waits is all it says."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction

from turnout.interest.fan_mail import ask_to_confirm
from turnout.interest.models import Interest

BATCH = 500
# In a rush a batch is worth its commit: the worker's writes must not stand in the way of the answers'.
PATIENCE = timedelta(seconds=1)


def due(now: datetime) -> Sequence[int]:
    """The answer that has waited longest stands for its batch."""
    first = Interest.objects.filter(greeted_at=None).order_by("pk").values_list("pk", "created_at").first()
    return [first[0]] if first and first[1] <= now - PATIENCE else []


@transaction.atomic
def welcome(first: int, now: datetime) -> None:
    """A batch of answers that nobody has greeted yet. What another worker has in hand is left to it."""
    batch = list(
        Interest.objects.filter(greeted_at=None, pk__gte=first)
        .select_related("event")
        .select_for_update(skip_locked=True, of=("self",))
        .order_by("pk")[:BATCH]
    )
    # Here each is judged, before anything is queued: what it stands for decides whether it is written to.
    Interest.objects.filter(pk__in=[each.pk for each in batch]).update(greeted_at=now)
    ask_to_confirm([each for each in batch if is_written_to(each)], now)


def is_written_to(interest: Interest) -> bool:
    """Not what fell into the trap that only programs see: it waits for a member who accepts it."""
    return "filled" not in interest.signs.split() and interest.standing != Interest.Standing.REJECTED
