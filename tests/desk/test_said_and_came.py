"""After the event: what was forecast beside who came, and how good forecasts have been."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from tests.factories import ACTOR, event_of, interest_of, organisation_of, user_of
from tests.forecasts.test_break_down import OPENED, OVER, known_event
from tests.interest.page import text_of
from turnout.accounts.models import Organisation, Role
from turnout.events.models import Event, Stage
from turnout.forecasts.break_down import break_down
from turnout.forecasts.bring_in import bring_in
from turnout.forecasts.keep_forecast import keep_forecast
from turnout.forecasts.record_outcome import record_outcome
from turnout.rules.history import Happened

pytestmark = pytest.mark.django_db


def address(event: Event) -> str:
    return f"/desk/{event.organisation.slug}/{event.slug}/forecast/said-and-came/"


def past_events(organisation: Organisation, came: list[int]) -> None:
    events = [
        Happened(f"Event {number}", (OPENED - timedelta(weeks=number + 1)).date(), 200, each)
        for number, each in enumerate(came)
    ]
    bring_in(organisation, ACTOR, events, OVER)


def test_an_event_that_is_over_is_told_by_stage_and_by_who_came(client: Client):
    event = known_event()
    record_outcome(event, ACTOR, 14, 2, OVER)
    break_down(event.pk, OVER)
    client.force_login(user_of(event.organisation))

    text = text_of(client.get(address(event)))

    assert "14 people came The last forecast before the day was about" in text
    assert "held The forecast held: it is within the range that was to hold 8 times in 10." in text
    assert "12 of 24 places that people had asked for, and 2 who had not." in text
    assert "Reddit 12 6 10 83 in 100" in text
    assert "Up to 10 km 12 6 10 83 in 100" in text
    assert "200 to 1000 km 12 6 2 17 in 100" in text


def test_a_miss_is_said_to_be_one_and_where_it_came_from(client: Client):
    event = event_of(stage=Stage.GAUGING, channels=["Reddit"])
    for number in range(60):
        interest_of(event, at=OPENED, via=event.open_channels()[0].code if number < 30 else "")
    keep_forecast(event.pk, OVER - timedelta(days=3))
    Event.objects.filter(pk=event.pk).update(stage=Stage.PAST)
    record_outcome(event, ACTOR, 3, 0, OVER)
    client.force_login(user_of(event.organisation))

    text = text_of(client.get(address(event)))

    assert "missed Fewer came than the range that was to hold 8 times in 10." in text
    assert "Only 1 in 20 events should be so far off: this forecast was wrong." in text
    assert "Of single people it is not known whether they came" in text


@pytest.mark.parametrize(
    ("stage", "told"),
    [
        (Stage.GAUGING, "After the event you see here what was forecast, and what happened."),
        (Stage.PAST, "Say how many came"),
    ],
)
def test_before_it_is_known_the_page_says_what_it_will_hold(client: Client, stage: str, told: str):
    event = event_of(stage=stage)
    client.force_login(user_of(event.organisation, role=Role.DOOR))

    assert told in text_of(client.get(address(event)))


@pytest.mark.parametrize("days", [1, 3])
def test_the_page_costs_the_same_however_many_forecasts_were_kept(
    client: Client, days: int, django_assert_num_queries: Any
):
    event = known_event()
    for day in range(days):
        keep_forecast(event.pk, OVER - timedelta(days=5 + day))
    record_outcome(event, ACTOR, 14, 2, OVER)
    break_down(event.pk, OVER)
    client.force_login(user_of(event.organisation))
    client.get("/desk/")  # the first page of a session is noted

    with django_assert_num_queries(8):
        assert client.get(address(event)).status_code == 200


@pytest.mark.parametrize("events", [1, 3])
def test_the_scoreboard_costs_the_same_however_many_events_there_were(
    client: Client, events: int, django_assert_num_queries: Any
):
    organisation = organisation_of()
    past_events(organisation, [130] * events)
    client.force_login(user_of(organisation))
    client.get("/desk/")

    with django_assert_num_queries(5):
        text = text_of(client.get(f"/desk/{organisation.slug}/past-events/score/"))

    assert f"The range held in {events} of {events} event" in text
    assert "Too few events to say how good the forecasts are" in text
    assert text.count("in hindsight") == events


def test_the_scoreboard_says_when_forecasts_were_bad(client: Client):
    organisation = organisation_of()
    past_events(organisation, [20, 190, 15, 185, 25, 195, 18, 188])
    client.force_login(user_of(organisation))

    text = text_of(client.get(f"/desk/{organisation.slug}/past-events/score/"))

    assert "of 8 events" in text
    assert "The middle of the forecast was typically off by" in text


def test_without_past_events_nothing_is_judged_and_nothing_passed_on(client: Client):
    organisation = organisation_of()
    client.force_login(user_of(organisation))
    at = f"/desk/{organisation.slug}/past-events"

    assert "No forecast can be judged yet" in text_of(client.get(f"{at}/score/"))
    assert "There is nothing to pass on yet" in text_of(client.get(f"{at}/contribution/"))


def test_the_file_is_shown_before_it_is_downloaded(client: Client):
    organisation = organisation_of()
    past_events(organisation, [130, 90])
    client.force_login(user_of(organisation))
    at = f"/desk/{organisation.slug}/past-events/contribution/"

    shown, file = text_of(client.get(at)), client.get(f"{at}past-events.csv")

    assert "2 events are in it" in shown
    assert file.content.decode().splitlines()[1:] == ["200,90,0,claimed,", "200,130,0,claimed,"]
    assert file["Content-Disposition"] == 'attachment; filename="past-events.csv"'
    assert organisation.slug not in file.content.decode()
