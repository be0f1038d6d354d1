from datetime import datetime

from django.db.models import QuerySet

from turnout.events.models import Event
from turnout.interest.models import Interest
from turnout.interest.reviewing import decide, standing_of
from turnout.rules.suspicion import HONEYPOT


def accept_suspects(event: Event, actor: str, chosen: QuerySet[Interest], now: datetime) -> int:
    """Count them as anybody's; how many there were. Who got no mail for its reason gets one now."""

    def accept(interest: Interest) -> None:
        standing_of(interest, Interest.Standing.COUNTED, now)
        if HONEYPOT in interest.reasons.split():
            interest.greeted_at = None

    suspects = chosen.filter(event=event, standing=Interest.Standing.SUSPECT)
    return decide(event, actor, "accept", suspects, accept)
