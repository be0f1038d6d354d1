"""What a post tells of its events while people answer: how many, from where, and until when."""

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import ngettext, override

from turnout.events.models import Event, Stage
from turnout.events.when_and_where import USA
from turnout.interest.models import Tally
from turnout.interest.queries import totals
from turnout.newsroom.models import CityCount, Post

# Where people can still answer, so that there is an end to wait for.
_OPEN = (Stage.GAUGING, Stage.INVITING)


@dataclass(frozen=True)
class Figures:
    """Of one event. `cities` are of the USA; the `countries` are all, or the others where there are cities.

    `left` says in words how long until entries close; empty where nothing ends.
    """

    event: int
    title: str
    address: str
    interested: int
    cities: int
    countries: int
    closes_at: dt.datetime | None
    left: str


@dataclass(frozen=True)
class Counted:
    """What can change without anybody editing: whole days left, or hours on the last day."""

    event: int
    interested: int
    cities: int
    countries: int
    days: int | None
    hours: int | None

    def as_kept(self) -> list[int | None]:
        return [self.event, self.interested, self.cities, self.countries, self.days, self.hours]


def figures_of(post: Post, language: str, now: dt.datetime | None = None) -> list[Figures]:
    """None where the post does not show any; events that are not public are left out."""
    if not post.shows_figures:
        return []
    events = list(public_events(post))
    with override(language):
        return [
            _figures(event, counted, language)
            for event, counted in zip(events, counted_of(events, now or timezone.now()), strict=True)
        ]


def public_events(post: Post) -> Iterable[Event]:
    return post.events.exclude(stage=Stage.DRAFT).order_by("pk")


def counted_of(events: Collection[Event], now: dt.datetime) -> list[Counted]:
    """From what is counted already, in three queries however many events."""
    ids = [event.pk for event in events]
    answers, cities = totals(ids), _cities(ids)
    named = _countries(ids)
    return [
        Counted(
            event.pk,
            answers[event.pk].answers if event.pk in answers else 0,
            cities.get(event.pk, 0),
            len(named.get(event.pk, set()) - (USA if cities.get(event.pk) else set())),
            *_left(event, now),
        )
        for event in events
    ]


def _cities(ids: list[int]) -> dict[int, int]:
    return dict(CityCount.objects.filter(event__in=ids).values_list("event_id", "cities"))


def _countries(ids: list[int]) -> dict[int, set[str]]:
    rows = Tally.objects.filter(event_id__in=ids, dimension="country", answers__gt=0).exclude(value="")
    found: dict[int, set[str]] = {}
    for event_id, country in rows.values_list("event_id", "value"):
        found.setdefault(event_id, set()).add(country)
    return found


def _left(event: Event, now: dt.datetime) -> tuple[int | None, int | None]:
    if event.closes_at is None or event.closes_at <= now or event.stage not in _OPEN:
        return None, None
    left = event.closes_at - now
    return (left.days, None) if left.days else (0, -(-left.seconds // 3600))


def _figures(event: Event, counted: Counted, language: str) -> Figures:
    has_end = counted.days is not None
    return Figures(
        event.pk,
        event.in_language("title", language),
        reverse("event", args=[event.slug]),
        counted.interested,
        counted.cities,
        counted.countries,
        event.closes_at if has_end else None,
        _in_words(counted) if has_end else "",
    )


def _in_words(counted: Counted) -> str:
    if counted.days:
        return ngettext("%(number)s day left", "%(number)s days left", counted.days) % {
            "number": counted.days
        }
    hours = counted.hours or 1
    return ngettext("%(number)s hour left", "%(number)s hours left", hours) % {"number": hours}
