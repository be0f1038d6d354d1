"""Who came of an event, and how good its forecast was."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.factories import ACTOR, event_of, interest_of, organisation_of
from turnout.events.models import Event, Stage
from turnout.forecasts.advance import advance
from turnout.forecasts.break_down import break_down, came_in, due, parts_of
from turnout.forecasts.breakdown import Breakdown
from turnout.forecasts.bring_in import bring_in
from turnout.forecasts.contribution import as_csv, rows_of
from turnout.forecasts.judged import judged
from turnout.forecasts.keep_forecast import keep_forecast
from turnout.forecasts.models import Outcome, Step
from turnout.forecasts.record_outcome import record_outcome
from turnout.interest.models import Interest
from turnout.rules.history import Happened

pytestmark = pytest.mark.django_db

# The event is on 8 December 2026, six in the evening in New York.
DAY_BEFORE = datetime(2026, 12, 7, 12, tzinfo=UTC)
OPENED, OVER = DAY_BEFORE - timedelta(days=30), DAY_BEFORE + timedelta(days=2)


def known_event(step: str = Step.CLAIMED) -> Event:
    """Six of town through Reddit, of whom five came; six from Boston through mail, of whom one came."""
    event = event_of(stage=Stage.GAUGING, channels=["Reddit", "Mail"])
    codes = [channel.code for channel in event.open_channels()]
    for number in range(12):
        home, code = ("10001", codes[0]) if number < 6 else ("02116", codes[1])
        interest_of(event, at=OPENED, postcode=home, via=code, party=2)
    people = list(Interest.objects.filter(event=event).order_by("pk").values_list("pk", flat=True))
    advance(event.pk, people, step, OPENED + timedelta(days=10))
    keep_forecast(event.pk, DAY_BEFORE)
    advance(event.pk, [*people[:5], people[6]], Step.ADMITTED, OVER, heads=2)
    return past(event)


def past(event: Event) -> Event:
    Event.objects.filter(pk=event.pk).update(stage=Stage.PAST)
    return Event.objects.get(pk=event.pk)


def test_who_came_is_told_by_channel_likelihood_and_distance():
    event = known_event()

    waiting = list(due(OVER))
    break_down(event.pk, OVER)

    parts = {(each["by"], each["which"]): each for each in Breakdown.objects.get(event=event).parts}
    assert waiting == [event.pk]
    assert due(OVER) == []
    assert (parts["near", "10"]["place"], parts["near", "10"]["came"]) == (12, 10)
    assert (parts["near", "1000"]["place"], parts["near", "1000"]["came"]) == (12, 2)
    assert parts["said", "definitely"]["came"] == 12
    # Half of 24: claimed, but a month before, and with addresses that nobody confirmed.
    assert parts["said", "definitely"]["foreseen"] == pytest.approx(12.1, abs=0.05)
    assert [parts["via", channel.code]["came"] for channel in event.open_channels()] == [10, 2]


def test_who_came_later_makes_it_anew_and_it_outlives_the_people():
    event = known_event()
    break_down(event.pk, OVER)
    stayed = Interest.objects.filter(event=event).order_by("pk").last()
    assert stayed is not None

    advance(event.pk, [stayed.pk], Step.ADMITTED, OVER + timedelta(hours=1), heads=1)

    assert (due(OVER), came_in(event)) == ([event.pk], 13)
    break_down(event.pk, OVER)
    Interest.objects.filter(event=event).delete()
    assert due(OVER) == []
    assert sum(each["came"] for each in Breakdown.objects.get().parts if each["by"] == "said") == 13


def test_those_who_declined_or_were_not_invited_had_no_place():
    event = known_event()
    first, second = Interest.objects.filter(event=event).order_by("-pk")[:2]
    advance(event.pk, [first.pk], Step.DECLINED, OVER)
    interest_of(event, at=OPENED, party=2)

    (said,) = [part for part in parts_of(event) if part.by == "said"]

    assert second.progress.step == Step.CLAIMED
    assert (said.answered, said.place) == (26, 22)


def test_where_nobody_was_noted_nothing_is_due():
    event = event_of(stage=Stage.PAST)
    interest_of(event)

    assert due(OVER) == []
    assert came_in(event) == 0
    assert [part.came for part in parts_of(event) if part.by == "said"] == [0]


def test_an_outcome_is_learned_person_by_person_where_the_door_noted_them():
    event = known_event()

    outcome = record_outcome(event, ACTOR, 14, 2, OVER)

    assert (outcome.said, outcome.came, outcome.walk_ins) == (24, 12, 2)
    assert sum(people for _, people, _ in outcome.cells) == 12
    assert sum(came for *_, came in outcome.cells) == 6
    assert {alike[3] for alike, *_ in outcome.cells} == {0, 400}


def test_an_event_is_judged_by_its_last_forecast_or_else_in_hindsight():
    event = known_event()
    record_outcome(event, ACTOR, 14, 2, OVER)
    summer = Happened("Summer", datetime(2026, 7, 1, tzinfo=UTC).date(), 100, 20)
    bring_in(event.organisation, ACTOR, [summer], OVER)

    lines = judged(event.organisation)

    assert [(each.outcome.name, each.came, each.in_hindsight) for each in lines] == [
        ("Nimbus Fan Day", 14, False),
        ("Summer", 20, True),
    ]
    assert [each.foreseen.held(each.came)[1] for each in lines] == [True, False]


def test_what_is_passed_on_names_nobody_and_no_event():
    organisation = organisation_of()
    day = datetime(2026, 4, 1, tzinfo=UTC).date()
    events = [Happened("Big", day, 100, 45, 3), Happened("Small", day, 9, 5), Happened("Fair", day, 40, 30)]
    bring_in(organisation, ACTOR, events, OVER)

    text = as_csv(rows_of(Outcome.objects.filter(organisation=organisation)))

    assert text.splitlines() == [
        "said,came,walk_ins,kind,days_before",
        "40,30,0,claimed,",
        "100,45,3,claimed,",
    ]
