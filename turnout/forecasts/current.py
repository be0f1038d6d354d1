"""How many will come, as an event stands now; kept in memory, and computed anew when something has changed.

    found = current(event, now)
    found.forecast.median, found.forecast.interval(0.8), found.forecast.chance_over(200)
    best_capacity(found.forecast.heads)                       # rules.seats
    invitations(found.people, 200, known=found.known, day=found.day)
    replace(found.people, distance=...)                       # for a place: rules.places

`event` is any Event; its options are asked for unless they were prefetched. What is kept is thrown away when
an answer, a step, the event or what was learned changes. At many thousand answers it may be up to 10 s old,
so that a rush does not compute it for every look; `at` tells as of when it is. See also ready.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cached_property
from threading import RLock
from typing import Any

import numpy as np
from django.db.models import Max

from turnout.events.models import Event
from turnout.forecasts.day_of import is_open, moment_of, sign_ups_end
from turnout.forecasts.gather import Gathered, Whole, gathered
from turnout.forecasts.latest import day_number, latest
from turnout.forecasts.models import Progress, Version
from turnout.forecasts.narrowing import Narrower, narrowing
from turnout.forecasts.parts import Part, parts_of
from turnout.interest.queries import totals
from turnout.journal.models import Entry
from turnout.rules.forecast import Basis, Forecast, SignUps, basis_of, foretold
from turnout.rules.learning import Learned, published
from turnout.rules.people import Floats, People

# Of so many answers a forecast is not made again at each look while more of them come in.
MANY, STALE = 20_000, timedelta(seconds=10)
# Leads and the days left go on by themselves.
_OLD = timedelta(minutes=10)
_KEPT = 32
_USUAL_LEAD = 21.0


@dataclass(frozen=True)
class Forecasted:
    """A forecast with all that it was made of; see the module."""

    forecast: Forecast
    them: Gathered
    known: Learned
    version: Version | None
    basis: Basis
    starts_at: datetime | None
    at: datetime

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


@dataclass(frozen=True)
class _Memory:
    signature: tuple[Any, ...]
    found: Forecasted


_memory: dict[tuple[Any, ...], _Memory] = {}
# Who asks for what is being made waits for it, and does not make it a second time.
making = RLock()


def current(
    event: Event,
    now: datetime,
    *,
    with_history: bool = True,
    with_places: bool = False,
    at_most: timedelta = STALE,
) -> Forecasted:
    """Without history it is as it would be for an organisation's first event.

    Where there are many answers it is `at_most` so old, if something has changed.
    """
    version = latest(event.organisation_id) if with_history else None
    # The moment of its making as well: a number may be given again to another event.
    key = (event.pk, event.created_at, with_history)
    signature = _signature(event, version)
    with making:
        kept = _memory.get(key)
        if kept and _is_good(kept, signature, now, at_most) and (kept.found.them.places or not with_places):
            return kept.found
        found = computed(event, now, version, with_places=with_places)
        _remember(key, _Memory(signature, found))
    return found


def computed(
    event: Event, now: datetime, version: Version | None, *, with_places: bool = False
) -> Forecasted:
    """Read and computed anew."""
    starts_at = moment_of(event)
    them = gathered(event, with_places=with_places)
    them = replace(them, people=replace(them.people, lead=leads(them, starts_at)))
    day = day_number((starts_at or now).date())
    known = Learned.of_json(version.learned) if version else published(day)
    sign_ups = None if them.invited else sign_ups_of(event, them.hour[~them.people.suspect], starts_at, now)
    basis = basis_of(them.people, known, day, sign_ups)
    return Forecasted(foretold(basis, known), them, known, version, basis, starts_at, now)


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


def _signature(event: Event, version: Version | None) -> tuple[Any, ...]:
    """It differs when the forecast may."""
    counts = totals([event.pk]).get(event.pk)
    changed = Entry.objects.filter(event_id=event.pk).aggregate(last=Max("id"))["last"]
    stepped = Progress.objects.filter(event=event).aggregate(last=Max("changed_at"))["last"]
    return (counts, changed, stepped, event.edition, event.stage, version and version.pk)


def _is_good(kept: _Memory, signature: tuple[Any, ...], now: datetime, at_most: timedelta) -> bool:
    age = now - kept.found.at
    if kept.signature == signature:
        return timedelta(0) <= age < _OLD
    return len(kept.found.people) > MANY and timedelta(0) <= age < at_most


def _remember(key: tuple[Any, ...], memory: _Memory) -> None:
    _memory.pop(key, None)
    _memory[key] = memory
    while len(_memory) > _KEPT:
        del _memory[next(iter(_memory))]
