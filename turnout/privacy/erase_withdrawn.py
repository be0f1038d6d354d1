"""Answers that were taken back are erased after a while; until then it can be asked what they were."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet

from turnout.interest.models import Interest
from turnout.privacy.erase_person import erase_person
from turnout.rules.retention import WITHDRAWN_DAYS

BATCH = 100


def due(now: datetime) -> Sequence[int]:
    return list(_over(now).order_by("standing_at").values_list("pk", flat=True)[:BATCH])


@transaction.atomic
def erase_withdrawn(pk: int, now: datetime) -> None:
    """Unless it was brought back, or erased, meanwhile. What the address subscribed to stays."""
    if _over(now).select_for_update().filter(pk=pk).first():
        erase_person(pk, "system", with_news=False)


def _over(now: datetime) -> "QuerySet[Interest]":
    long_ago = now - timedelta(days=WITHDRAWN_DAYS)
    return Interest.objects.filter(standing=Interest.Standing.WITHDRAWN, standing_at__lte=long_ago)
