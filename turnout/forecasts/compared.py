"""Which city, which date: the event's options beside each other, and where its people are.

Kept in memory beside the forecast that they belong to; see current.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from turnout.events.models import Event, Option
from turnout.forecasts.areas import Areas, areas_of, placed_of, points_of_all
from turnout.forecasts.current import Forecasted, leads, making, of_state, sign_ups_of
from turnout.forecasts.deciding import OptionPoint
from turnout.forecasts.gather import Gathered
from turnout.forecasts.gazetteer import Point, Points, distances, place_point
from turnout.forecasts.memory import Memory, State, state_of
from turnout.rules import places
from turnout.rules.people import CODES, Floats
from turnout.rules.places import MOST, Outcome, compare

Chosen = NDArray[np.bool_]
_KEPT = 32


@dataclass(frozen=True)
class Compared:
    """`choices` in the order of what is expected of them, the best first.

    `overlap` (choices, choices): heads who said yes to both. `left_out` options are too many to compare.
    So many `answers` has the event; `events` of the organiser's own have taught something.
    """

    choices: tuple["Choice", ...]
    overlap: NDArray[np.int64]
    areas: Areas
    left_out: int
    answers: int
    events: int
    at: datetime
    state: State


@dataclass(frozen=True)
class Choice:
    """One option. `people` said yes; `definitely` is the share of them that said so.

    `near` (people,) are their distances in kilometres, ascending, of those whose is known.
    """

    option: Option
    point: Point | None
    outcome: Outcome
    people: int
    definitely: float
    near: Floats

    def within(self, kilometres: float) -> int:
        return int(np.searchsorted(self.near, kilometres, side="right"))

    @property
    def middle(self) -> float | None:
        """Half of those whose distance is known live no further away."""
        return float(np.median(self.near)) if len(self.near) else None


comparisons = Memory[Compared](_KEPT)


def compared(event: Event, now: datetime) -> Compared:
    """Of what is current. Raises ValueError where the event has no option."""
    state = state_of(event)
    if made := comparisons.good(event, state, now):
        return made
    with making:
        if made := comparisons.good(event, state, now):
            return made
        made = comparison(event, of_state(event, state, now, with_places=True))
        comparisons.keep(event, made)
    return made


def comparison(event: Event, found: Forecasted) -> Compared:
    """Computed anew, of a forecast whose people have places."""
    them = found.them
    open_ = event.open_options()
    goes = {option.pk: _goes(option, open_, them) for option in open_}
    options = sorted(open_, key=lambda option: (-int(goes[option.pk].sum()), option.position))[:MOST]
    points = points_of_options(options, event)
    from_ = points_of_all(them)
    far = _distances(options, points, from_, them, event)
    asked = [_asked(option, goes[option.pk], far[option.pk], them, event, found) for option in options]
    answer = compare(them.people, asked, found.known, found.day)
    if len(options) == 1:
        # Distance only tells places from each other: a single one is what the event's own forecast says.
        answer = replace(answer, outcomes=(replace(answer.outcomes[0], whole=found.forecast),))
    order = sorted(range(len(options)), key=lambda place: -answer.outcomes[place].whole.heads.mean)
    choices = tuple(
        _choice(options[place], points[options[place].pk], answer.outcomes[place], asked[place], them)
        for place in order
    )
    overlap = answer.overlap[np.ix_(order, order)]
    return Compared(
        choices,
        overlap,
        areas_of(them, from_),
        left_out=len(open_) - len(options),
        answers=len(them.people),
        events=found.known.events,
        at=found.at,
        state=found.state,
    )


def _goes(option: Option, options: Sequence[Option], them: Gathered) -> Chosen:
    """Where there is one option nobody is asked for it, and all mean it."""
    if len(options) == 1:
        return np.ones(len(them.people), np.bool_)
    placed = placed_of(them)
    named = np.array([option.pk in choice for choice in placed.choices], np.bool_)
    return named[placed.chosen]


def points_of_options(options: Sequence[Option], event: Event) -> dict[int, Point | None]:
    """Where each is: as the organiser set it, or else as its name says."""
    set_ = {point.pk: point for point in OptionPoint.objects.filter(option__in=options)}
    found: dict[int, Point | None] = {}
    for option in options:
        if own := set_.get(option.pk):
            found[option.pk] = Point(own.latitude, own.longitude, own.name)
        else:
            country = option.country or event.country
            found[option.pk] = place_point(option.place, country) if option.place else None
    return found


def _distances(
    options: Sequence[Option], points: dict[int, Point | None], from_: Points, them: Gathered, event: Event
) -> dict[int, Floats]:
    """Of each person to each option."""
    nowhere = np.full(len(them.people), np.nan, np.float32)
    found = {}
    for option in options:
        point = points[option.pk]
        found[option.pk] = distances(from_, point, option.country or event.country) if point else nowhere
    return found


def _asked(
    option: Option, goes: Chosen, far: Floats, them: Gathered, event: Event, found: Forecasted
) -> places.Option:
    starts_at = option.starts_at or found.starts_at
    genuine = goes & ~them.people.suspect
    sign_ups = None if them.invited else sign_ups_of(event, them.hour[genuine], starts_at, found.at)
    lead = leads(them, starts_at) if option.starts_at else None
    return places.Option(goes, far, lead, sign_ups)


def _choice(
    option: Option, point: Point | None, outcome: Outcome, asked: places.Option, them: Gathered
) -> Choice:
    genuine = asked.goes & ~them.people.suspect
    far = asked.distance[genuine]
    people = int(genuine.sum())
    sure = int((them.people.stage[genuine] == CODES["definitely"]).sum())
    near = np.sort(far[np.isfinite(far)])
    return Choice(option, point, outcome, people, sure / people if people else 0.0, near)
