"""How many will come, as an event stands now; kept in memory, and computed anew when something has changed.

    found = current(event, now)
    found.forecast.median, found.forecast.interval(0.8), found.forecast.chance_over(200)
    best_capacity(found.forecast.heads)                       # rules.seats
    invitations(found.people, 200, known=found.known, day=found.day)
    replace(found.people, distance=...)                       # for a place: rules.places

`event` is any Event; its options are asked for unless they were prefetched. What is kept is thrown away when
an answer, a step, the event or what was learned changes. At many thousand answers it may be up to 10 s old,
so that a rush does not compute it for every look; `at` tells as of when it is. See memory and ready.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cached_property
from threading import RLock

import numpy as np

from turnout.events.models import Event
from turnout.forecasts.day_of import is_open, moment_of, sign_ups_end
from turnout.forecasts.gather import Gathered, Whole, gathered
from turnout.forecasts.latest import day_number
from turnout.forecasts.memory import Memory, State, state_of
from turnout.forecasts.models import Version
from turnout.forecasts.narrowing import Narrower, narrowing
from turnout.forecasts.parts import Part, parts_of
from turnout.rules.forecast import Basis, Forecast, SignUps, basis_of, foretold
from turnout.rules.learning import Learned, published
from turnout.rules.people import Floats, People

_KEPT = 32
_USUAL_LEAD = 21.0


@dataclass(frozen=True)
class Forecasted:
    """A forecast with all that it was made of; see the module."""

    forecast: Forecast
    them: Gathered
    known: Learned
    basis: Basis
    starts_at: datetime | None
    at: datetime
    state: State

    @property
    def version(self) -> Version | None:
        return self.state.version

    @property
    def answers(self) -> int:
        return len(self.people)

    @property
    def people(self) -> People:
        return self.them.people

    @property
    def uninvited(self) -> int:
        return self.them.uninvited

    @cached_property
    def parts(self) -> list[Part]:
        return parts_of(self.people, self.known, self.day)

    @cached_property
    def narrowing(self) -> list[Narrower]:
        return narrowing(self.people, self.basis, self.known, self.forecast)

    @property
    def day(self) -> float:
        """The event's, in the days of what is `known`."""
        return self.basis.day


forecasts = Memory[Forecasted](_KEPT)
# Who asks for what is being made waits for it, and does not make it a second time.
making = RLock()


def current(event: Event, now: datetime, *, with_history: bool = True) -> Forecasted:
    """Without history it is as it would be for an organisation's first event."""
    return of_state(event, state_of(event, with_history=with_history), now)


def of_state(event: Event, state: State, now: datetime, *, with_places: bool = False) -> Forecasted:
    """The same where the state is known."""

    def kept() -> Forecasted | None:
        found = forecasts.good(event, state, now)
        return found if found and (found.them.places or not with_places) else None

    if found := kept():
        return found
    with making:
        if found := kept():
            return found
        found = computed(event, now, state, with_places=with_places)
        forecasts.keep(event, found)
    return found


def computed(event: Event, now: datetime, state: State, *, with_places: bool = False) -> Forecasted:
    """Read and computed anew."""
    starts_at = moment_of(event)
    them = gathered(event, with_places=with_places)
    them = replace(them, people=replace(them.people, lead=leads(them, starts_at)))
    day = day_number((starts_at or now).date())
    known = Learned.of_json(state.version.learned) if state.version else published(day)
    sign_ups = None if them.invited else sign_ups_of(event, them.hour[~them.people.suspect], starts_at, now)
    basis = basis_of(them.people, known, day, sign_ups)
    return Forecasted(foretold(basis, known), them, known, basis, starts_at, now, state)


def leads(them: Gathered, starts_at: datetime | None) -> Floats:
    """(n,): days between each answer and that moment; as usual where there is none."""
    if starts_at is None:
        return np.full(len(them.hour), _USUAL_LEAD, np.float32)
    found: np.typing.NDArray[np.float32] = ((starts_at.timestamp() / 3600 - them.hour) / 24).astype(
        np.float32
    )
    return found


def sign_ups_of(event: Event, hour: Whole, starts_at: datetime | None, now: datetime) -> SignUps | None:
    """By days that end now, of those who answered in those hours.

    Once people are invited there are none to come: who signs up then is not invited.
    """
    end = sign_ups_end(event, starts_at)
    if end is None or end <= now or not is_open(event):
        return None
    age = (int(now.timestamp() // 3600) - hour) // 24
    daily = np.bincount(np.maximum(age, 0))[::-1] if len(age) else np.zeros(0, np.int64)
    return SignUps(daily.tolist(), (end - now) / timedelta(days=1))
