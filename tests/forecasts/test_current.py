"""What an event's stored answers are made into."""

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from tests.factories import ACTOR, event_of, interest_of, option_of
from turnout.events.models import Stage
from turnout.forecasts.advance import advance, go_back
from turnout.forecasts.areas import placed_of
from turnout.forecasts.current import current
from turnout.forecasts.gather import COUNTRIES, gathered
from turnout.forecasts.gazetteer import NO_ZIP
from turnout.forecasts.models import Progress, Step
from turnout.interest.models import Interest
from turnout.privacy.erase_person import erase_person
from turnout.privacy.export_person import export_person
from turnout.rules.people import CODES

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)


def test_rows_are_read_as_the_rules_want_them():
    event = event_of(stage=Stage.GAUGING)
    elsewhere = option_of(event)
    here = event.options.get(place="New York")
    interest_of(event, at=NOW, likelihood="definitely", party=3, postcode="10001")
    interest_of(event, at=NOW, likelihood="maybe", party=1, country="", postcode="", options=(elsewhere.pk,))
    suspect = interest_of(
        event, at=NOW - timedelta(hours=5), likelihood="probably", options=(here.pk, elsewhere.pk)
    )
    gone = interest_of(event, at=NOW)
    Interest.objects.filter(pk=suspect.pk).update(standing="suspect", verified_at=NOW)
    Interest.objects.filter(pk=gone.pk).update(standing="withdrawn")

    found = gathered(event, with_places=True)

    assert found.people.stage.tolist() == [CODES["definitely"], CODES["maybe"], CODES["probably"]]
    assert found.people.party.tolist() == [3, 1, 2]
    assert found.people.suspect.tolist() == [False, False, True]
    assert found.people.verified.tolist() == [False, False, True]
    assert (found.hour - int(NOW.timestamp()) // 3600).tolist() == [0, 0, -5]
    placed = placed_of(found)
    assert [COUNTRIES[each] for each in placed.country] == ["US", "", "US"]
    assert placed.zips.tolist() == [10001, NO_ZIP, 10001]
    assert [set(placed.choices[each]) for each in placed.chosen] == [
        {here.pk},
        {elsewhere.pk},
        {here.pk, elsewhere.pk},
    ]


def test_the_hour_of_an_answer_is_the_one_that_it_is_in():
    event = event_of(stage=Stage.GAUGING)
    full = datetime(2026, 11, 24, 12, tzinfo=UTC)
    for at in (full - timedelta(microseconds=1), full, full + timedelta(minutes=59, seconds=59)):
        interest_of(event, at=at)

    hours = gathered(event).hour - int(full.timestamp()) // 3600

    assert hours.tolist() == [-1, 0, 0]


def test_lead_is_counted_to_the_day_of_the_event():
    event = event_of(stage=Stage.GAUGING)
    starts_at = event.options.get().starts_at or NOW
    interest_of(event, at=starts_at - timedelta(days=10))

    found = current(event, starts_at - timedelta(days=3))

    assert found.people.lead.tolist() == [10.0]
    assert found.basis.sign_ups is not None
    assert found.basis.sign_ups.days_left == 3.0
    assert found.basis.sign_ups.daily == [1, 0, 0, 0, 0, 0, 0, 0]


def test_an_event_that_nobody_answered_has_a_forecast_of_nobody():
    event = event_of(stage=Stage.GAUGING)

    found = current(event, NOW)

    assert found.forecast.median == 0
    assert found.forecast.interval(0.95) == (0, 0)


def test_what_is_kept_is_the_same_until_an_answer_comes():
    event = event_of(stage=Stage.GAUGING)
    interest_of(event, at=NOW)
    first = current(event, NOW)

    again = current(event, NOW + timedelta(seconds=1))
    interest_of(event, at=NOW)
    then = current(event, NOW + timedelta(seconds=2))

    assert again is first
    assert (first.forecast.said, then.forecast.said) == (2, 4)


def test_what_is_kept_is_made_anew_after_a_while():
    event = event_of(stage=Stage.GAUGING)
    first = current(event, NOW)

    later = current(event, NOW + timedelta(minutes=10))

    assert later is not first


def test_who_was_not_invited_is_not_counted_and_who_claimed_is_more_likely():
    event = event_of(stage=Stage.INVITING)
    claimed, invited, declined, _ = (
        interest_of(event, at=NOW, likelihood="probably", party=2) for _ in range(4)
    )
    before = current(event, NOW)

    advance(event.pk, [invited.pk], Step.INVITED, NOW)
    advance(event.pk, [claimed.pk, declined.pk], Step.CLAIMED, NOW, heads=1)
    advance(event.pk, [declined.pk], Step.DECLINED, NOW)
    found = current(event, NOW)

    assert found.uninvited == 1
    assert found.people.stage.tolist() == [CODES["claimed"], CODES["probably"], CODES["declined"]]
    assert found.people.party.tolist() == [1, 2, 2]
    assert found.basis.sign_ups is None
    assert before.forecast.said == 8

    go_back([claimed.pk, invited.pk, declined.pk])

    assert current(event, NOW + timedelta(seconds=1)).forecast.said == 8


def test_who_came_to_an_earlier_event_is_known_while_its_answers_are_kept():
    past = event_of(stage=Stage.GAUGING)
    came, missed = (interest_of(past, at=NOW, email=f"{name}@example.org") for name in ("came", "missed"))
    advance(past.pk, [came.pk], Step.ADMITTED, NOW)
    advance(past.pk, [missed.pk], Step.CLAIMED, NOW)
    type(past).objects.filter(pk=past.pk).update(stage=Stage.PAST)
    event = event_of(past.organisation, stage=Stage.GAUGING)
    for name in ("new", "missed", "came"):
        interest_of(event, at=NOW, email=f"{name}@example.org")

    found = gathered(event).people

    assert found.came.tolist() == [0, 0, 1]
    assert found.missed.tolist() == [0, 1, 0]


def test_another_organisations_events_tell_nothing_of_a_person():
    past = event_of(stage=Stage.GAUGING)
    advance(past.pk, [interest_of(past, at=NOW, email="a@example.org").pk], Step.ADMITTED, NOW)
    type(past).objects.filter(pk=past.pk).update(stage=Stage.PAST)
    event = event_of(stage=Stage.GAUGING)
    interest_of(event, at=NOW, email="a@example.org")

    assert not np.any(gathered(event).people.came)


def test_how_far_a_person_came_is_told_to_them_and_erased_with_them():
    event = event_of(stage=Stage.GAUGING)
    mine, other = interest_of(event, at=NOW), interest_of(event, at=NOW)
    advance(event.pk, [mine.pk, other.pk], Step.CLAIMED, NOW, heads=2)

    told = export_person(mine)["held"]["forecasts"]
    erase_person(mine.pk, ACTOR)

    assert told == {"steps": [{"step": "claimed", "heads": 2, "at": NOW.isoformat()}]}
    assert Progress.objects.get().pk == other.pk
