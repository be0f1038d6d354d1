from datetime import datetime

from django.db.models import QuerySet

from turnout.events.models import Event
from turnout.interest.models import Interest
from turnout.interest.reviewing import decide, standing_of


def reject_suspects(event: Event, actor: str, chosen: QuerySet[Interest], now: datetime) -> int:
    """Count them no longer, and keep them, so that it can be undone; how many there were."""
    suspects = chosen.filter(event=event, standing=Interest.Standing.SUSPECT)
    return decide(
        event,
        actor,
        "reject",
        suspects,
        lambda interest: standing_of(interest, Interest.Standing.REJECTED, now),
    )
