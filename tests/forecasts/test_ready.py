"""What an event's pages need is made before it is asked for."""

from collections.abc import Iterator

import pytest
from django.utils import timezone

from tests.factories import event_of, interest_of
from tests.waiting import until
from turnout.events.models import Event, Stage
from turnout.forecasts import memory, ready
from turnout.forecasts.current import Forecasted, current, forecasts
from turnout.forecasts.memory import STALE

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def many_are_two(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(ready, "MANY", 2)
    monkeypatch.setattr(ready, "_PAUSE", 0.01)
    yield
    ready._watched.clear()
    until(lambda: ready._thread is None, seconds=10, what="nobody watches any more")


def gauged(answers: int) -> Event:
    event = event_of(stage=Stage.GAUGING)
    for _ in range(answers):
        answered(event)
    return event


def answered(event: Event) -> None:
    interest_of(event, at=timezone.now(), party=1)


def made(event: Event) -> Forecasted | None:
    return forecasts.last(event)


def said(event: Event) -> int:
    found = made(event)
    return found.forecast.said if found else 0


def test_while_somebody_looks_it_follows_the_answers():
    event = gauged(2)

    ready.keep_ready(event, 2)
    until(lambda: said(event) == 2, seconds=10, what="it is made")
    answered(event)

    until(lambda: said(event) == 3, seconds=10, what="it is made again")
    found = made(event)
    assert found is not None
    assert found.them.places is not None
    assert current(event, timezone.now()) is found


def test_it_is_made_again_only_when_something_has_changed():
    event = gauged(2)
    ready.make_anew(event, timezone.now())
    found = made(event)

    ready.make_anew(event, timezone.now())
    assert made(event) is found

    answered(event)
    ready.make_anew(event, timezone.now())
    assert made(event) is not found
    assert said(event) == 3


def test_when_nobody_looks_any_more_it_ends(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(ready, "_WATCHED", 0.05)
    ready.keep_ready(gauged(2), 2)

    until(lambda: not ready._watched, seconds=10, what="nobody looks any more")


def test_few_answers_are_read_when_they_are_asked_for():
    ready.keep_ready(gauged(1), 1)

    assert not ready._watched


def test_what_is_over_changes_no_more():
    event = gauged(2)
    event.stage = Stage.PAST

    ready.keep_ready(event, 2)

    assert not ready._watched


def test_an_event_that_cannot_be_read_is_told_and_left(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
):
    event = gauged(2)
    monkeypatch.setattr(ready, "comparison", lambda *_, **__: 1 / 0)

    ready.keep_ready(event, 2)

    until(lambda: not ready._watched, seconds=10, what="it is left")
    until(lambda: "could not be made in advance" in caplog.text, seconds=10, what="it is told")


def test_it_is_made_more_often_than_it_may_be_old():
    assert STALE.total_seconds() > ready._PAUSE * 2


def test_of_many_answers_it_may_lag_for_a_moment_but_not_behind_another_edition(
    monkeypatch: pytest.MonkeyPatch,
):
    monkeypatch.setattr(memory, "MANY", 1)
    event, now = gauged(2), timezone.now()
    first = current(event, now)
    answered(event)

    assert current(event, now + STALE / 2) is first
    assert current(event, now + STALE) is not first

    second = current(event, now + STALE)
    event.edition += 1
    assert current(event, now + STALE) is not second
