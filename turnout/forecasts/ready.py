"""Made before it is asked for: an event's forecast and its cities, while somebody is at its desk.

Many thousand answers take longer to read than a page should. So whoever opens a page of such an event has
them made beside it, and made again while answers come in, until nobody has looked for a while.
"""

import logging
from datetime import datetime, timedelta
from threading import Lock, Thread
from time import monotonic, sleep

from django.db import close_old_connections, connection
from django.utils import timezone

from turnout.events.models import Event
from turnout.forecasts.compared import comparison, comparisons
from turnout.forecasts.current import computed, forecasts, making
from turnout.forecasts.day_of import OVER
from turnout.forecasts.memory import MANY, state_of

log = logging.getLogger(__name__)
_WATCHED = 600.0
# Well below what a forecast may be old, so that the next is there before it is; and at most half of the time.
_PAUSE = 4.0

_watched: dict[int, float] = {}
_lock = Lock()
_thread: Thread | None = None


def keep_ready(event: Event, answers: int) -> None:
    """Somebody looks. Returns at once; does nothing for few answers, which are read in no time."""
    global _thread
    if event.stage in OVER or answers < MANY:
        return
    with _lock:
        _watched[event.pk] = monotonic() + _WATCHED
        if _thread is None or not _thread.is_alive():
            _thread = Thread(target=_keep, name="forecasts", daemon=True)
            _thread.start()


def _keep() -> None:
    while watched := _still_watched():
        begun = monotonic()
        for pk in watched:
            try:
                _make(pk)
            except Exception:
                log.exception("the forecast of event %s could not be made in advance", pk)
                _watched.pop(pk, None)
        close_old_connections()
        sleep(max(_PAUSE, monotonic() - begun))
    connection.close()


def _still_watched() -> list[int]:
    global _thread
    with _lock:
        now = monotonic()
        for pk in [pk for pk, until in _watched.items() if until < now]:
            del _watched[pk]
        if not _watched:
            _thread = None
        return list(_watched)


def _make(pk: int) -> None:
    """Kept only when all of it is there, so that nobody waits for the rest."""
    event = Event.objects.select_related("organisation").prefetch_related("options").filter(pk=pk).first()
    if event is None:
        _watched.pop(pk, None)
        return
    make_anew(event, timezone.now())


def make_anew(event: Event, now: datetime) -> None:
    """All that the pages need, unless it is there and nothing has changed."""
    state, at_once = state_of(event), timedelta(0)
    may_compare = bool(event.open_options())
    with making:
        is_there = comparisons.good(event, state, now, at_once) or not may_compare
        if is_there and forecasts.good(event, state, now, at_once):
            return
        found = computed(event, now, state, with_places=may_compare)
        # Read for themselves: they are computed when they are first asked for.
        _ = found.parts, found.narrowing
        if may_compare:
            comparisons.keep(event, comparison(event, found))
        forecasts.keep(event, found)
