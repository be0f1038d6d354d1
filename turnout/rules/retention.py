"""How long answers are kept: so many whole days after the event, by the calendar of where it takes place."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

WITHDRAWN_DAYS = 30


@dataclass(frozen=True)
class Course:
    """How an event goes, as far as it is known: `days` are its possible dates, each with its time zone."""

    days: Collection[tuple[date, str]] = ()
    closes_at: datetime | None = None
    cancelled_at: datetime | None = None
    ended_at: datetime | None = None


def kept_until(course: Course, keep_days: int) -> datetime | None:
    """The moment from which answers are erased; None while nobody can know it.

    After the last possible date; where the event is cancelled, after that; where it has no date, after
    answers were closed.
    """
    keep = timedelta(days=keep_days)
    if course.cancelled_at is not None:
        return course.cancelled_at + keep
    if course.days:
        # The night after the last kept day, whatever the clocks did meanwhile.
        return max(_night_after(day + keep, zone) for day, zone in course.days)
    closed_at = course.closes_at or course.ended_at
    return closed_at + keep if closed_at else None


def withdrawn_until(withdrawn_at: datetime) -> datetime:
    return withdrawn_at + timedelta(days=WITHDRAWN_DAYS)


def _night_after(day: date, zone: str) -> datetime:
    return datetime.combine(day + timedelta(days=1), time(), ZoneInfo(zone))
