"""Due work: each answer is judged and gets its first mail. The rush path stores the answer alone; that it
waits is all it says."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction

from turnout.interest.fan_mail import ask_to_confirm
from turnout.interest.judge import judge
from turnout.interest.models import Interest
from turnout.rules.signs import FILLED

BATCH = 500
# In a rush a batch is worth its commit: the worker's writes must not stand in the way of the answers'.
PATIENCE = timedelta(seconds=1)


def due(now: datetime) -> Sequence[int]:
    """The answer that has waited longest stands for its batch."""
    first = Interest.objects.filter(greeted_at=None).order_by("pk").values_list("pk", "created_at").first()
    return [first[0]] if first and first[1] <= now - PATIENCE else []


def welcome(first: int, now: datetime) -> None:
    """A batch of answers that nobody has greeted yet. What another worker has in hand is left to it."""
    waiting = list(Interest.objects.filter(greeted_at=None, pk__gte=first).order_by("pk")[:BATCH])
    if waiting:
        # Before anything is queued, and in transactions of its own: it reads thousands of answers.
        judge(waiting, now)
        _greet([each.pk for each in waiting], now)


@transaction.atomic
def _greet(judged: Sequence[int], now: datetime) -> None:
    """Those alone: on PostgreSQL one with a lower number may be there only now, and nobody judged it."""
    batch = list(
        Interest.objects.filter(greeted_at=None, pk__in=judged)
        .select_related("event")
        .select_for_update(skip_locked=True, of=("self",))
        .order_by("pk")
    )
    Interest.objects.filter(pk__in=[each.pk for each in batch]).update(greeted_at=now)
    ask_to_confirm([each for each in batch if is_written_to(each)], now)


def is_written_to(interest: Interest) -> bool:
    """Not what fell into the trap that only programs see: it waits for a member who accepts it."""
    if interest.standing == Interest.Standing.REJECTED:
        return False
    return FILLED not in interest.signs.split() or interest.reviewed_at is not None
