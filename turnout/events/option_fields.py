import datetime as dt
from typing import TypedDict

from turnout.events import fit
from turnout.events.local_time import instant, refuse_gap, zones
from turnout.events.models import Option
from turnout.events.refusals import Problem, Unfit

MOST = 20
TEXTS = {"place": fit.line(120), "venue": fit.line(200)}
CHECKS = TEXTS | {
    "country": fit.country,
    "date": lambda value: value,
    "time": lambda value: value,
    "time_zone": fit.among(zones, optional=True),
    "translations": fit.translations(TEXTS),
}


class OptionFields(TypedDict, total=False):
    place: str
    venue: str
    country: str
    date: dt.date | None
    time: dt.time | None
    time_zone: str
    translations: dict[str, dict[str, str]]


def settle(option: Option) -> None:
    """Hold the option against itself and work out when it starts. Raises Unfit or NoSuchTime."""
    if not option.place and option.date is None:
        raise Unfit(Problem("place", "missing"))
    if option.time and option.date is None:
        raise Unfit(Problem("date", "missing"))
    zone = option.time_zone or option.event.time_zone
    refuse_gap(option.date, option.time, zone)
    option.starts_at = starts_at(option, zone)


def starts_at(option: Option, zone: str) -> dt.datetime | None:
    return instant(option.date, option.time, zone) if option.date else None
