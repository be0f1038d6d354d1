"""An address that wanted no more news is erased after a while; until then the stop can be undone."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet

from turnout.interest.models import Subscriber
from turnout.journal.record import record
from turnout.privacy.forget import forget_subscriber
from turnout.rules.retention import WITHDRAWN_DAYS

BATCH = 100


def due(now: datetime) -> Sequence[int]:
    return list(_over(now).order_by("ended_at").values_list("pk", flat=True)[:BATCH])


@transaction.atomic
def erase_stopped(pk: int, now: datetime) -> None:
    """Unless they want news again, or were erased, meanwhile."""
    if subscriber := _over(now).select_for_update().filter(pk=pk).first():
        forget_subscriber(subscriber)
        record("system", "erase", "subscriber", pk, organisation_id=subscriber.organisation_id)


def _over(now: datetime) -> "QuerySet[Subscriber]":
    return Subscriber.objects.filter(ended_at__lte=now - timedelta(days=WITHDRAWN_DAYS))
