"""When an event is, for a forecast."""

from datetime import datetime

from turnout.events.models import Event, Stage

_OPEN = frozenset({Stage.GAUGING, Stage.INVITING})
# Nothing is foreseen any more.
OVER = frozenset({Stage.PAST, Stage.CANCELLED})


def moment_of(event: Event) -> datetime | None:
    """When it begins: the first of its options, in the organiser's order, that has a date."""
    dated = [option for option in event.open_options() if option.starts_at]
    return dated[0].starts_at if dated else None


def sign_ups_end(event: Event, starts_at: datetime | None) -> datetime | None:
    """From when nobody can sign up any more; nothing where that is not known."""
    ends = [end for end in (event.closes_at, starts_at) if end]
    return min(ends) if ends else None


def is_open(event: Event) -> bool:
    return event.stage in _OPEN
