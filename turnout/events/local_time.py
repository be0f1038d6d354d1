"""From a date, a time and a place's time zone to the instant."""

import datetime as dt
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from turnout.events.refusals import NoSuchTime


@cache
def zones() -> frozenset[str]:
    return frozenset(available_timezones()) - {"localtime", "Factory", "posixrules"}


def instant(date: dt.date, time: dt.time | None, zone: str) -> dt.datetime:
    """That local time in UTC; the first instant of the day where there is no time.

    Of a time that the clocks show twice the first is meant. A time that they jump over is counted
    from before the jump: 02:30 becomes what the clocks show as 03:30.
    """
    local = dt.datetime.combine(date, time or dt.time.min, ZoneInfo(zone))
    return local.replace(fold=0).astimezone(dt.UTC)


def refuse_gap(date: dt.date | None, time: dt.time | None, zone: str) -> None:
    """Raises NoSuchTime where the clocks jump over that time."""
    if date is None or time is None:
        return
    shown = instant(date, time, zone).astimezone(ZoneInfo(zone)).replace(tzinfo=None)
    if shown != dt.datetime.combine(date, time):
        raise NoSuchTime(shown)
