"""How answers have been coming in lately, from what was noted of their sending."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta

from turnout.interest.models import Interest
from turnout.rules import signs

SPAN = timedelta(hours=1)
# What comes in within the hour beyond that is not looked at: the shares say as much.
MOST = 5_000


@dataclass(frozen=True)
class Pressure:
    """Of the last hour; `is_cut` where more came in than was looked at."""

    answers: int
    busiest_minute: int
    untouched: int
    checked: int
    apart: int
    networks: int
    most_of_one: int
    is_cut: bool


def pressure(event_id: int, now: datetime) -> Pressure:
    """In one query, whatever came in."""
    rows = Interest.objects.filter(event_id=event_id).order_by("-pk")
    latest = rows.values_list("created_at", "signs", "network", "standing")[:MOST]
    recent = [row for row in latest if row[0] > now - SPAN]
    minutes = Counter(at.replace(second=0, microsecond=0) for at, *_ in recent)
    found = [set(each.split()) for _at, each, *_ in recent]
    networks = Counter(network for *_, network, _standing in recent if network)
    return Pressure(
        answers=len(recent),
        busiest_minute=max(minutes.values(), default=0),
        untouched=sum(signs.UNOPENED in each for each in found),
        checked=sum(not each.isdisjoint({signs.PROVEN, signs.SUMMED}) for each in found),
        apart=sum(standing == Interest.Standing.SUSPECT for *_, standing in recent),
        networks=len(networks),
        most_of_one=max(networks.values(), default=0),
        is_cut=len(recent) == MOST,
    )
