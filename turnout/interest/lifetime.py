"""While an event lives its answers may change; afterwards they are what they are."""

from turnout.events.models import Event, Stage
from turnout.interest.models import Interest
from turnout.interest.refusals import EventOver

ALIVE = frozenset({Stage.GAUGING, Stage.INVITING, Stage.CLOSED})


def refuse_if_over(event: Event) -> None:
    """Raises EventOver."""
    if event.stage not in ALIVE:
        raise EventOver(event.stage)


def standing_again(interest: Interest) -> str:
    """What an answer that comes back counts for: it is no less suspect than it was."""
    suspect = interest.reasons and not interest.reviewed_at
    return Interest.Standing.SUSPECT if suspect else Interest.Standing.COUNTED
