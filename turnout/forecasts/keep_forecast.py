"""Due work: of an event that is on its way a forecast is kept each day, and at each stage it comes to."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import prefetch_related_objects

from turnout.events.models import Event, Stage
from turnout.forecasts.current import Forecasted, current
from turnout.forecasts.day_of import moment_of
from turnout.forecasts.models import Forecast, Version
from turnout.rules.forecast import Basis, foretold
from turnout.rules.forecast import Forecast as Foretold
from turnout.rules.learning import MODEL, Learned, published

ALIVE = (Stage.GAUGING, Stage.INVITING, Stage.CLOSED)
# Once it has been, nothing is foreseen, even where nobody has said that it is past.
_AFTER = timedelta(days=1)


def due(now: datetime) -> Sequence[int]:
    """Events on their way that have no forecast of this day, in their own time zone, at their stage."""
    events = list(Event.objects.filter(stage__in=ALIVE).only("pk", "stage", "time_zone"))
    since = (now - timedelta(days=2)).date()
    kept = set(Forecast.objects.filter(event__in=events, day__gte=since).values_list("event", "day", "stage"))
    waiting = [event for event in events if (event.pk, _day(event, now), event.stage) not in kept]
    prefetch_related_objects(waiting, "options")
    return [event.pk for event in waiting if (moment_of(event) or now) > now - _AFTER]


def keep_forecast(event_id: int, now: datetime) -> None:
    """Does nothing where this day and stage have one."""
    event = Event.objects.select_related("organisation").prefetch_related("options").get(pk=event_id)
    Forecast.objects.bulk_create([_row(event, current(event, now), now)], ignore_conflicts=True)


def made_again(kept: Forecast) -> Foretold:
    """The very forecast, from what was kept of it. Raises ValueError where another model had made it."""
    if kept.model != MODEL:
        raise ValueError(kept.model)
    basis = Basis.of_json(kept.made_of)
    return foretold(basis, _known(kept.version, basis.day))


def _known(version: Version | None, day: float) -> Learned:
    return Learned.of_json(version.learned) if version else published(day)


def _row(event: Event, found: Forecasted, now: datetime) -> Forecast:
    foreseen = found.forecast
    low95, high95 = foreseen.interval(0.95)
    low80, high80 = foreseen.interval(0.8)
    low50, high50 = foreseen.interval(0.5)
    return Forecast(
        event=event,
        day=_day(event, now),
        stage=event.stage,
        at=now,
        version=found.version,
        model=MODEL,
        made_of=found.basis.as_json(),
        said=foreseen.said,
        low95=low95,
        low80=low80,
        low50=low50,
        median=foreseen.median,
        high50=high50,
        high80=high80,
        high95=high95,
    )


def _day(event: Event, now: datetime) -> date:
    return now.astimezone(ZoneInfo(event.time_zone)).date()
