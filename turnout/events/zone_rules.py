import datetime as dt
from zoneinfo import ZoneInfo

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard

_MINUTE = dt.timedelta(minutes=1)
_DAY = dt.timedelta(days=1)


def zone_rules(zone: str, first: dt.date, last: dt.date) -> Timezone:
    """The zone's clock from the first to the last day, each change as RFC 5545 wants it told:
    by the local time that it came at, before the clocks were moved."""
    clock = ZoneInfo(zone)
    at = dt.datetime.combine(first, dt.time.min, dt.UTC)
    told = Timezone()
    told.add("TZID", zone)
    told.add_component(_change(clock, at, at))
    while at.date() <= last:
        if _shown(clock, at) != _shown(clock, at + _DAY):
            moment = _moment_of_change(clock, at)
            told.add_component(_change(clock, moment - _MINUTE, moment))
        at += _DAY
    return told


def _change(clock: ZoneInfo, before: dt.datetime, moment: dt.datetime) -> TimezoneStandard | TimezoneDaylight:
    """What the clock shows from that moment on."""
    old, new = before.astimezone(clock), moment.astimezone(clock)
    rule = TimezoneDaylight() if new.dst() else TimezoneStandard()
    was = old.utcoffset() or dt.timedelta()
    rule.add("DTSTART", (moment + was).replace(tzinfo=None))
    rule.add("TZOFFSETFROM", was)
    rule.add("TZOFFSETTO", new.utcoffset())
    rule.add("TZNAME", new.tzname())
    return rule


def _moment_of_change(clock: ZoneInfo, low: dt.datetime) -> dt.datetime:
    """To the minute, within the day after `low`; clocks are moved on whole minutes."""
    first, high = _shown(clock, low), low + _DAY
    while high - low > _MINUTE:
        middle = low + (high - low) // 2 // _MINUTE * _MINUTE
        low, high = (middle, high) if _shown(clock, middle) == first else (low, middle)
    return high


def _shown(clock: ZoneInfo, at: dt.datetime) -> tuple[object, ...]:
    local = at.astimezone(clock)
    return local.utcoffset(), local.dst(), local.tzname()
