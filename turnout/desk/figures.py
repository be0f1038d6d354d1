"""An event's counts as the overview shows them: labelled, ordered, as shares of all."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext

from turnout.accounts.models import Role
from turnout.desk.words import LIKELIHOODS
from turnout.events.models import Event
from turnout.interest.in_words import country_name
from turnout.interest.option_words import option_label
from turnout.interest.queries import Counts
from turnout.interest.tallies import NOTHING, Sums

MAY_READ_ANSWERS = frozenset({Role.OWNER, Role.EDITOR})
# Further back than this, the chart and the table of days end; what came before is one sum.
RECENT = timedelta(days=60)
DAYS_AT_ONCE = 6
COUNTRIES_AT_ONCE = 6


@dataclass(frozen=True)
class Share:
    label: str
    query: str
    sums: Sums
    part: float


@dataclass(frozen=True)
class Shares:
    """The first few, and the rest to be unfolded."""

    first: list[Share]
    rest: list[Share]


@dataclass(frozen=True)
class Day:
    date: date
    sums: Sums
    part: float


@dataclass(frozen=True)
class Days:
    """The latest first, each day of the event's time zone, without gaps."""

    first: list[Day]
    rest: list[Day]
    earlier: Sums


@dataclass(frozen=True)
class Figures:
    total: Sums
    to_check: int
    unverified: int
    likelihoods: Shares
    options: Shares
    channels: Shares
    countries: Shares
    days: Days
    hours: list[tuple[int, int]]
    clock: str

    @property
    def with_those_to_check(self) -> int:
        return self.total.answers + self.to_check


def figures_of(event: Event, counts: Counts, now: datetime) -> Figures:
    """Without those to check, in the language that is active."""
    to_check, counts = counts.total.suspects, counts.genuine()
    total = counts.total
    language = get_language() or event.language
    today = now.astimezone(ZoneInfo(event.time_zone)).date()
    options = {str(option.pk): option_label(option, event, language, today) for option in event.options.all()}
    channels = {channel.code: channel.name for channel in event.channels.all()}
    hours = {_hour(value): sums for value, sums in counts.of("hour").items()}
    return Figures(
        total=total,
        to_check=to_check,
        unverified=total.answers - total.verified,
        likelihoods=_shares("likelihood", LIKELIHOODS, counts, LIKELIHOODS),
        options=_most_first("option", options, counts) if len(options) > 1 else Shares([], []),
        channels=_most_first("via", {"": gettext("Directly"), **channels}, counts, shown=[]),
        countries=_most_first("country", _country_names(counts, language), counts, shown=[]),
        days=_days(hours, ZoneInfo(event.time_zone)),
        hours=recent_hours(hours),
        clock=event.time_zone.rpartition("/")[2].replace("_", " "),
    )


def _country_names(counts: Counts, language: str) -> dict[str, str]:
    codes = counts.of("country")
    return {code: country_name(code, language) if code else gettext("Not said") for code in codes}


def _most_first(
    dimension: str, labels: Mapping[str, str], counts: Counts, shown: Iterable[str] | None = None
) -> Shares:
    """By answers; those of `shown` (all labels unless given) have a row even where nobody chose them."""
    found = counts.of(dimension)
    values = {*found, *(labels if shown is None else shown)}
    order = sorted(values, key=lambda value: (-found.get(value, NOTHING).answers, labels.get(value, value)))
    return _shares(dimension, order, counts, labels)


def _shares(dimension: str, values: Iterable[str], counts: Counts, labels: Mapping[str, Any]) -> Shares:
    all_of_them = max(counts.total.answers, 1)
    shares = []
    for value in values:
        sums = counts.of(dimension).get(value, NOTHING)
        query = urlencode({dimension: value or "-"})
        shares.append(Share(str(labels.get(value, value)), query, sums, sums.answers / all_of_them))
    # One row more is better than something to unfold that holds one row.
    cut = COUNTRIES_AT_ONCE if len(shares) > COUNTRIES_AT_ONCE + 1 else len(shares)
    return Shares(shares[:cut], shares[cut:])


def _hour(value: str) -> datetime:
    return datetime.strptime(value, "%Y-%m-%dT%H").replace(tzinfo=UTC)


def recent_hours(hours: Mapping[datetime, Sums]) -> list[tuple[int, int]]:
    """Seconds since 1970 and answers; hours without any are for the chart to fill."""
    since = max(hours, default=datetime.now(UTC)) - RECENT
    return [(int(hour.timestamp()), sums.answers) for hour, sums in sorted(hours.items()) if hour > since]


def _days(hours: Mapping[datetime, Sums], zone: ZoneInfo) -> Days:
    by_day: dict[date, Sums] = {}
    for hour, sums in hours.items():
        day = hour.astimezone(zone).date()
        by_day[day] = _plus(by_day.get(day, NOTHING), sums)
    if not by_day:
        return Days([], [], NOTHING)
    newest = max(by_day)
    oldest = max(min(by_day), newest - RECENT)
    greatest = max(sums.answers for sums in by_day.values())
    dates = [newest - timedelta(days=back) for back in range((newest - oldest).days + 1)]
    days = [Day(day, by_day.get(day, NOTHING), by_day.get(day, NOTHING).answers / greatest) for day in dates]
    earlier = NOTHING
    for day, sums in by_day.items():
        if day < oldest:
            earlier = _plus(earlier, sums)
    cut = DAYS_AT_ONCE if len(days) > DAYS_AT_ONCE + 1 else len(days)
    return Days(days[:cut], days[cut:], earlier)


def _plus(one: Sums, other: Sums) -> Sums:
    return Sums(*(a + b for a, b in zip(one, other, strict=True)))


def facts_of(event: Event, figures: Figures, *, may_read: bool) -> dict[str, Any]:
    """What the part of the page that is live needs."""
    return {
        "organisation": event.organisation,
        "event": event,
        "figures": figures,
        "may_read": may_read,
        "people": reverse("desk:people", args=[event.organisation.slug, event.slug]),
        "review": reverse("desk:review", args=[event.organisation.slug, event.slug]),
    }


def rendered(event: Event, counts: Counts, *, may_read: bool) -> tuple[str, Figures]:
    """The live part as it would stand on the page now, in the language that is active."""
    figures = figures_of(event, counts, timezone.now())
    return render_to_string("desk/figures.html", facts_of(event, figures, may_read=may_read)), figures
