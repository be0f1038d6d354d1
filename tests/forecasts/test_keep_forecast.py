"""A forecast is kept each day and at each stage."""

from datetime import UTC, date, datetime, timedelta

import pytest

from tests.factories import ACTOR, event_of, interest_of
from turnout.events.change_stage import change_stage
from turnout.events.models import Stage
from turnout.forecasts.bring_in import bring_in
from turnout.forecasts.current import current
from turnout.forecasts.keep_forecast import due, keep_forecast, made_again
from turnout.forecasts.models import Forecast
from turnout.rules.history import Happened

pytestmark = pytest.mark.django_db

# Five in the morning of the 24th in New York.
NOW = datetime(2026, 11, 24, 10, tzinfo=UTC)


def kept(now: datetime) -> list[int]:
    """What the worker does in one round."""
    waiting = list(due(now))
    for pk in waiting:
        keep_forecast(pk, now)
    return waiting


def test_a_day_of_the_events_own_has_one_forecast():
    event = event_of(stage=Stage.GAUGING)
    event_of(stage=Stage.DRAFT)

    rounds = [kept(NOW + timedelta(hours=hours)) for hours in (0, 1, 18, 19.5)]

    assert rounds == [[event.pk], [], [], [event.pk]]
    assert [each.day for each in Forecast.objects.all()] == [date(2026, 11, 24), date(2026, 11, 25)]


def test_a_stage_that_begins_has_one_as_well():
    event = event_of(stage=Stage.GAUGING)
    kept(NOW)

    event = change_stage(event, Stage.CLOSED, ACTOR)
    closed = kept(NOW + timedelta(minutes=1))
    change_stage(event, Stage.GAUGING, ACTOR)
    again = kept(NOW + timedelta(minutes=2))

    assert (closed, again) == ([event.pk], [])
    assert [each.stage for each in Forecast.objects.all()] == [Stage.GAUGING, Stage.CLOSED]


def test_an_event_that_has_been_has_none():
    event_of(stage=Stage.PAST)
    event_of(stage=Stage.CANCELLED)
    event_of(
        stage=Stage.GAUGING, options=[{"place": "New York", "country": "US", "date": date(2026, 11, 20)}]
    )

    assert due(NOW) == []


def test_two_workers_keep_one():
    event = event_of(stage=Stage.GAUGING)

    keep_forecast(event.pk, NOW)
    keep_forecast(event.pk, NOW + timedelta(seconds=1))

    assert Forecast.objects.get().at == NOW


def test_what_was_kept_is_made_again_exactly():
    event = event_of(stage=Stage.GAUGING)
    for number in range(40):
        interest_of(event, at=NOW - timedelta(days=number % 7), likelihood="probably", party=1 + number % 3)
    bring_in(
        event.organisation, ACTOR, [Happened(f"{n}", date(2026, 1, n), 90, 50) for n in range(1, 25)], NOW
    )
    keep_forecast(event.pk, NOW)
    before = current(event, NOW).forecast
    interest_of(event, at=NOW)
    bring_in(
        event.organisation, ACTOR, [Happened("later", date(2026, 2, 1), 90, 10)], NOW + timedelta(hours=1)
    )

    again = made_again(Forecast.objects.get())

    assert again.heads.at.tolist() == before.heads.at.tolist()
    assert again.heads.cdf.tolist() == before.heads.cdf.tolist()
    assert (again.late, again.walk_ins, again.said, again.events) == (
        before.late,
        before.walk_ins,
        before.said,
        24,
    )


def test_a_forecast_of_another_model_is_not_made_again():
    event = event_of(stage=Stage.GAUGING)
    keep_forecast(event.pk, NOW)
    Forecast.objects.update(model=0)

    with pytest.raises(ValueError, match="0"):
        made_again(Forecast.objects.get())
