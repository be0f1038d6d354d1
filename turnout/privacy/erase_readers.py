"""Due work: an address that was never confirmed, or that wanted no more news, is erased after a while."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet

from turnout.journal.record import record
from turnout.newsroom.models import Reader
from turnout.privacy.forget import forget_reader
from turnout.rules.retention import WITHDRAWN_DAYS

BATCH = 100
UNCONFIRMED_DAYS = 7


def due(now: datetime) -> Sequence[int]:
    return list(_over(now).order_by("pk").values_list("pk", flat=True)[:BATCH])


@transaction.atomic
def erase_reader(pk: int, now: datetime) -> None:
    """Unless they want news again, or were erased, meanwhile."""
    if reader := _over(now).select_for_update().filter(pk=pk).first():
        forget_reader(reader)
        record("system", "erase", "reader", pk, organisation_id=reader.organisation_id)


def _over(now: datetime) -> "QuerySet[Reader]":
    ended = Q(ended_at__lte=now - timedelta(days=WITHDRAWN_DAYS))
    never = Q(since=None, asked_at__lte=now - timedelta(days=UNCONFIRMED_DAYS))
    return Reader.objects.filter(ended | never)
