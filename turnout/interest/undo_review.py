from datetime import datetime

from django.db.models import QuerySet

from turnout.events.models import Event
from turnout.interest.models import Interest
from turnout.interest.reviewing import decide

REVIEWED = (Interest.Standing.COUNTED, Interest.Standing.REJECTED)


def undo_review(event: Event, actor: str, chosen: QuerySet[Interest], now: datetime) -> int:
    """Put what was accepted or rejected back among those to check; how many there were."""
    reviewed = chosen.filter(event=event, standing__in=REVIEWED, reviewed_at__isnull=False)

    def undo(interest: Interest) -> None:
        interest.standing, interest.standing_at, interest.reviewed_at = Interest.Standing.SUSPECT, now, None

    return decide(event, actor, "undo", reviewed, undo)
