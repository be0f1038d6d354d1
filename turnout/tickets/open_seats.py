from collections.abc import Mapping
from typing import Any

from django.db import transaction

from turnout.invitations.models import Decision, Wave
from turnout.tickets.free import Kind
from turnout.tickets.models import Seats

_NOT_OUT = (Wave.State.DRAFT, Wave.State.CANCELLED)


@transaction.atomic
def open_seats(event_id: int) -> None:
    """Lay out the seats of what was decided: so many for each group, and the rest for everybody.

    Seats that are there stay as they are. Of two at once, the second's rows are the first's. Nothing is
    decided: there are none.
    """
    Seats.objects.bulk_create(
        [Seats(event_id=event_id, quota=kind.quota, limit=kind.limit) for kind in laid_out(event_id)],
        ignore_conflicts=True,
    )


def laid_out(event_id: int) -> list[Kind]:
    """As they will be, everybody's first."""
    decision = Decision.objects.filter(pk=event_id).first()
    if decision is None:
        return []
    limits = quota_limits(event_id, decision.capacity)
    limits[""] = max(0, decision.capacity - sum(limits.values()))
    return [Kind(quota, limit, 0, 0, limit) for quota, limit in sorted(limits.items())]


def quota_limits(event_id: int, capacity: int) -> dict[str, int]:
    """Of the first wave that went out with groups: its shares, of its seats or of the whole capacity."""
    waves = Wave.objects.filter(event=event_id).exclude(state__in=_NOT_OUT).order_by("number")
    with_groups = [wave for wave in waves if wave.quotas]
    return (
        _shares(with_groups[0].quotas, min(with_groups[0].seats or capacity, capacity)) if with_groups else {}
    )


def _shares(quotas: list[Mapping[str, Any]], seats: int) -> dict[str, int]:
    return {str(each["name"]): seats * int(each["share"]) // 100 for each in quotas}
