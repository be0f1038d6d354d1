"""What a round would do, before anybody is invited: who, how many, and what becomes of the forecast."""

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from math import inf, isnan
from typing import Any

from django.utils.translation import get_language, gettext

from turnout.desk.round_words import MILE, chance_words, distance_words, duration_words, in_miles
from turnout.desk.words import LIKELIHOODS
from turnout.events.models import Event
from turnout.interest.in_words import country_name
from turnout.interest.models import Interest
from turnout.invitations.breakdown import breakdown
from turnout.invitations.candidates import everybody
from turnout.invitations.crowd import forecast_with
from turnout.invitations.models import Decision, Invitation, Wave
from turnout.invitations.plan import plan_of
from turnout.rules.round import Candidate

SAMPLE, ROWS = 8, 6
PartOf = Callable[[Candidate], Hashable]
_MILES, _KILOMETRES = (25, 100, 250), (50.0, 150.0, 400.0)
_SURE = list(LIKELIHOODS)


@dataclass(frozen=True)
class Row:
    """A line of a comparison: shares from 0 to 1."""

    label: str
    chosen: int
    everybody: int
    of_chosen: float
    of_everybody: float


@dataclass(frozen=True)
class Comparison:
    title: str
    rows: list[Row]


@dataclass(frozen=True)
class Outlook:
    """What is to be expected at the door of all who are invited with this round."""

    median: int
    intervals: list[tuple[str, int, int]]
    chance_over: str
    capacity: int
    is_risky: bool


@dataclass(frozen=True)
class Preview:
    people: int
    heads: int
    waiting: int
    seats: int | None
    sample: list[Interest]
    comparisons: list[Comparison]
    outlook: Outlook | None
    per_hour: int
    takes: str


def preview(wave: Wave, decision: Decision, now: datetime) -> Preview:
    chosen, waiting, seats = _planned(wave, now)
    every = list(everybody(wave.event_id))
    return Preview(
        people=len(chosen),
        heads=sum(person.party for person in chosen),
        waiting=waiting if wave.has_waitlist else 0,
        seats=seats,
        sample=_sample(chosen),
        comparisons=_comparisons(wave.event, chosen, every),
        outlook=_outlook(wave, decision, chosen, now) if chosen else None,
        per_hour=wave.per_minute * 60,
        takes=duration_words(len(chosen) / wave.per_minute),
    )


def _planned(wave: Wave, now: datetime) -> tuple[list[Candidate], int, int | None]:
    """Who would be invited, how many would wait, the seats to offer; of a draw that was held, its result."""
    if wave.state == Wave.State.DRAWN:
        rows = wave.invitations.filter(state=Invitation.State.WAITING)
        won = set(rows.filter(is_chosen=True).values_list("interest_id", flat=True))
        people = [person for person in everybody(wave.event_id) if person.key in won]
        return people, rows.count() - len(won), wave.seats
    plan = plan_of(wave, now)
    return [person for person, _quota in plan.allotted.chosen], len(plan.allotted.waiting), plan.seats


def _sample(chosen: list[Candidate]) -> list[Interest]:
    """The first of them, in their order."""
    keys = [person.key for person in chosen[:SAMPLE]]
    found = Interest.objects.in_bulk(keys)
    return [found[key] for key in keys if key in found]


def _comparisons(event: Event, chosen: list[Candidate], every: list[Candidate]) -> list[Comparison]:
    names = {channel.code: channel.name for channel in event.channels.all()}
    language = get_language() or event.language
    vias, countries = {each.via for each in every}, {each.country for each in every}
    bands, words = _bands(event)
    return [
        _compared(chosen, every, gettext("How sure?"), lambda each: each.likelihood, LIKELIHOODS, _SURE),
        _compared(
            chosen,
            every,
            gettext("Where from?"),
            lambda each: each.via,
            {code: names.get(code, code) if code else gettext("Directly") for code in vias},
        ),
        _compared(chosen, every, gettext("How far away?"), partial(_band, bands), words, [*words]),
        _compared(
            chosen,
            every,
            gettext("Which country?"),
            lambda each: each.country,
            {code: country_name(code, language) if code else gettext("Not said") for code in countries},
        ),
    ]


def _compared(
    chosen: list[Candidate],
    every: list[Candidate],
    title: str,
    part: PartOf,
    labels: Mapping[Any, Any],
    order: Sequence[Hashable] = (),
) -> Comparison:
    """In the order given, or the largest first."""
    shares = breakdown(chosen, every, part)
    if order:
        shares.sort(key=lambda share: order.index(share.part))
    rows = [
        Row(str(labels[each.part]), each.chosen, each.everybody, each.of_chosen, each.of_everybody)
        for each in shares[:ROWS]
    ]
    return Comparison(title, rows)


def _band(bands: Sequence[float], person: Candidate) -> float | None:
    """The least distance of those that it lies within; nothing where no place is known."""
    if isnan(person.kilometres):
        return None
    return next((band for band in bands if person.kilometres <= band), inf)


def _bands(event: Event) -> tuple[Sequence[float], dict[float | None, str]]:
    """Round numbers in the unit of the country, and what each is called, the nearest first."""
    bands = [miles * MILE for miles in _MILES] if in_miles(event) else _KILOMETRES
    words: dict[float | None, str] = {band: distance_words(band, event) for band in bands}
    return bands, {**words, inf: gettext("Further away"), None: gettext("Not known")}


def _outlook(wave: Wave, decision: Decision, chosen: list[Candidate], now: datetime) -> Outlook:
    found = forecast_with(wave, chosen, now)
    chance = found.chance_over(decision.capacity)
    shares = (
        (0.5, gettext("1 chance in 2")),
        (0.8, gettext("8 chances in 10")),
        (0.95, gettext("19 chances in 20")),
    )
    return Outlook(
        median=found.median,
        intervals=[(words, *found.interval(share)) for share, words in shares],
        chance_over=chance_words(chance),
        capacity=decision.capacity,
        is_risky=chance > 0.1,
    )
