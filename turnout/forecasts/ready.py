"""Made before it is asked for: an event's forecast and its cities, while somebody is at its desk.

Many thousand answers take longer to read than a page should. So whoever opens a page of such an event has
them made beside it, and made again while answers come in, until nobody has looked for a while.
"""

import logging
from datetime import timedelta
from threading import Lock, Thread
from time import monotonic, sleep

from django.db import close_old_connections, connection
from django.utils import timezone

from turnout.events.models import Event, Stage
from turnout.forecasts.compared import compared
from turnout.forecasts.current import of_state
from turnout.forecasts.memory import MANY, state_of

log = logging.getLogger(__name__)
_WATCHED = 600.0
# Well below what a forecast may be old; and for those who sign up nine tenths of the time are left.
_PAUSE, _REST = 4.0, 9.0
_OVER = frozenset({Stage.PAST, Stage.CANCELLED})

_watched: dict[int, float] = {}
_lock = Lock()
_thread: Thread | None = None


def keep_ready(event: Event, answers: int) -> None:
    """Somebody looks. Returns at once; does nothing for few answers, which are read in no time."""
    global _thread
    if event.stage in _OVER or answers < MANY:
        return
    with _lock:
        _watched[event.pk] = monotonic() + _WATCHED
        if _thread is None:
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
        sleep(max(_PAUSE, _REST * (monotonic() - begun)))
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
    event = Event.objects.select_related("organisation").prefetch_related("options").filter(pk=pk).first()
    if event is None:
        _watched.pop(pk, None)
        return
    now, at_once = timezone.now(), timedelta(0)
    if event.open_options():
        compared(event, now, at_most=at_once)
    else:
        of_state(event, state_of(event), now, at_most=at_once)
