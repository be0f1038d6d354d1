"""Due work: an address that nobody confirmed in time is not kept."""

from collections.abc import Sequence
from datetime import datetime

from turnout.interest.models import PendingAddress

BATCH = 500


def due(now: datetime) -> Sequence[int]:
    return list(PendingAddress.objects.filter(expires_at__lte=now).values_list("pk", flat=True)[:BATCH])


def forget_wish(pk: int, now: datetime) -> None:
    PendingAddress.objects.filter(pk=pk, expires_at__lte=now).delete()
