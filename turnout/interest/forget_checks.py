"""Spent checks are kept until nobody could spend them again."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from turnout.interest.models import SpentCheck

# Machines whose clocks differ a little still agree on what is spent.
MARGIN = timedelta(minutes=5)
AT_ONCE = 500


def due(now: datetime) -> Sequence[int]:
    """One item as long as there are checks that have expired."""
    return [1] if SpentCheck.objects.filter(expires_at__lt=now - MARGIN).exists() else []


def forget_checks(item: int, now: datetime) -> None:
    expired = SpentCheck.objects.filter(expires_at__lt=now - MARGIN).values_list("pk", flat=True)
    SpentCheck.objects.filter(pk__in=list(expired[:AT_ONCE])).delete()
