from collections.abc import Iterable
from datetime import datetime

from turnout.forecasts.models import Progress


def advance(
    event_id: int, interest_ids: Iterable[int], step: str, now: datetime, heads: int | None = None
) -> None:
    """These people have come to that step, in the caller's transaction; `heads` of each party, or all."""
    # In the order of their keys, so that two writers take the rows in the same order.
    rows = [
        Progress(interest_id=pk, event_id=event_id, step=step, heads=heads, changed_at=now)
        for pk in sorted(interest_ids)
    ]
    Progress.objects.bulk_create(
        rows,
        batch_size=500,
        update_conflicts=True,
        unique_fields=["interest"],
        update_fields=["step", "heads", "changed_at"],
    )


def go_back(interest_ids: Iterable[int]) -> None:
    """As if they had never been invited, in the caller's transaction."""
    Progress.objects.filter(pk__in=list(interest_ids)).delete()
