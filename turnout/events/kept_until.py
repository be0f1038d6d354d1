from datetime import datetime

from turnout.events.models import Event, Stage
from turnout.rules import retention
from turnout.rules.retention import Course

OVER = frozenset({Stage.CLOSED, Stage.PAST})


def kept_until(event: Event) -> datetime | None:
    """The moment from which the event's answers are erased; None while nobody can know it."""
    return retention.kept_until(_course(event), event.keep_days)


def _course(event: Event) -> Course:
    moved = event.stage_at or event.closes_at
    return Course(
        days=[
            (option.date, option.time_zone or event.time_zone)
            for option in event.open_options()
            if option.date
        ],
        closes_at=event.closes_at,
        cancelled_at=moved if event.stage == Stage.CANCELLED else None,
        ended_at=moved if event.stage in OVER else None,
    )
