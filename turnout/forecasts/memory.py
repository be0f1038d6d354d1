"""What was made of an event's answers, kept in memory until it may be another.

Where there are many answers it may lag for a moment behind those that come in, and behind what the journal
alone tells of; never behind another edition of the event, another stage, or what was learned.
"""

from collections.abc import Hashable
from datetime import datetime, timedelta
from typing import Generic, NamedTuple, Protocol, TypeVar

from django.db.models import Max

from turnout.events.models import Event
from turnout.forecasts.latest import latest
from turnout.forecasts.models import Progress, Version
from turnout.interest.queries import totals
from turnout.interest.tallies import Sums
from turnout.journal.models import Entry

# Of so many answers nothing is made again at each look while more of them come in.
MANY, STALE = 20_000, timedelta(seconds=10)
# Leads and the days left go on by themselves.
_OLD = timedelta(minutes=10)


class State(NamedTuple):
    """What a forecast stands on, told by little."""

    counts: Sums | None
    changed: int | None
    stepped: datetime | None
    edition: int
    stage: str
    with_history: bool
    version: Version | None

    @property
    def settled(self) -> tuple[object, ...]:
        """What does not change with each answer."""
        return self.edition, self.stage, self.with_history, self.version


def state_of(event: Event, *, with_history: bool = True) -> State:
    """Without history as for an organisation's first event."""
    return State(
        totals([event.pk]).get(event.pk),
        Entry.objects.filter(event_id=event.pk).aggregate(last=Max("id"))["last"],
        Progress.objects.filter(event=event).aggregate(last=Max("changed_at"))["last"],
        event.edition,
        event.stage,
        with_history,
        latest(event.organisation_id) if with_history else None,
    )


class Made(Protocol):
    """Of how many `answers`, of which state of the event, and when."""

    @property
    def answers(self) -> int: ...
    @property
    def state(self) -> State: ...
    @property
    def at(self) -> datetime: ...


Kept = TypeVar("Kept", bound=Made)


class Memory(Generic[Kept]):
    """The last `most` that were made."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._kept: dict[Hashable, Kept] = {}

    def good(self, event: Event, state: State, now: datetime, at_most: timedelta = STALE) -> Kept | None:
        """What was made last, unless it has to be made again; `at_most` so old where something has moved."""
        made = self.last(event, state.with_history)
        if made is None or not timedelta(0) <= now - made.at:
            return None
        if made.state == state:
            return made if now - made.at < _OLD else None
        lags = made.answers > MANY and made.state.settled == state.settled and now - made.at < at_most
        return made if lags else None

    def last(self, event: Event, with_history: bool = True) -> Kept | None:
        return self._kept.get(_key(event, with_history))

    def keep(self, event: Event, made: Kept) -> None:
        key = _key(event, made.state.with_history)
        self._kept.pop(key, None)
        self._kept[key] = made
        while len(self._kept) > self._most:
            del self._kept[next(iter(self._kept))]


def _key(event: Event, with_history: bool) -> Hashable:
    # The moment of its making as well: a number may be given again to another event.
    return event.pk, event.created_at, with_history
