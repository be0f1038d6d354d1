"""How many will come, at the desk."""

import json
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from tests.factories import ACTOR, event_of, interest_of, organisation_of, user_of
from tests.interest.page import text_of
from turnout.accounts.models import Role
from turnout.events.models import Event, Stage
from turnout.forecasts.bring_in import bring_in
from turnout.forecasts.keep_forecast import keep_forecast
from turnout.forecasts.models import Outcome
from turnout.interest.models import Interest
from turnout.rules.history import Happened

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def that_day() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


def page_of(event: Event) -> str:
    return f"/desk/{event.organisation.slug}/{event.slug}/forecast/"


def asked(client: Client, event: Event, role: str = Role.OWNER) -> None:
    client.force_login(user_of(event.organisation, role=role))


def with_answers(many: int = 30, **fields: Any) -> Event:
    """As many people as places, ten of them of each kind, half of them confirmed."""
    event = event_of(stage=Stage.GAUGING, **fields)
    for number in range(many):
        said = ("definitely", "probably", "maybe")[number % 3]
        interest_of(event, at=NOW - timedelta(days=number % 5, hours=1), likelihood=said, party=1)
    halves = event.interests.order_by("pk").values_list("pk", flat=True)[::2]
    Interest.objects.filter(pk__in=list(halves)).update(verified_at=NOW)
    return event


def told(page: str, name: str) -> Any:
    """What the page tells its script."""
    found = re.search(rf'<script id="{name}" type="application/json">(.*?)</script>', page)
    assert found is not None
    return json.loads(found[1])


@pytest.mark.parametrize("answers", [1, 3])
def test_the_page_costs_the_same_however_many_answered(
    client: Client, answers: int, django_assert_num_queries: Any
) -> None:
    event = with_answers(answers)
    asked(client, event)
    client.get("/desk/")  # the first page of a session is noted

    with django_assert_num_queries(13):
        assert client.get(page_of(event)).status_code == 200
    with django_assert_num_queries(10):
        assert client.get(page_of(event)).status_code == 200


def test_the_answer_comes_first_and_says_whose_rates_it_is_made_of(client: Client) -> None:
    event = with_answers()
    asked(client, event)

    page = client.get(page_of(event))
    text = text_of(page)

    middle, low, high = told(page.content.decode(), "hill")["bounds"]
    assert f"About {middle} will come 8 chances in 10: between {low} and {high} ." in text
    assert "From published rates, not yet your own." in text
    assert "30 people asked for 30 places: 10 definitely, 10 probably, 10 maybe." in text
    assert low < middle < high


def test_those_to_check_are_named_and_not_counted(client: Client) -> None:
    event = with_answers(12)
    Interest.objects.filter(pk=event.interests.order_by("pk")[0].pk).update(standing="suspect")
    asked(client, event)

    text = text_of(client.get(page_of(event)))

    assert "11 people asked for 11 places" in text
    assert "1 more is to check and not counted." in text


def test_who_is_not_in_the_list_yet_stands_apart(client: Client) -> None:
    event = with_answers(options=[{"place": "New York", "country": "US", "date": date(2026, 12, 8)}])
    asked(client, event)

    text = text_of(client.get(page_of(event)))

    assert re.search(r"Yet to sign up [1-9]\d* \d+ to \d+ Come without signing up \d+ \d+ to \d+", text)


def test_own_past_events_are_named_and_can_be_left_out(client: Client) -> None:
    event = with_answers()
    past = [Happened(f"{day}", date(2026, 1, day), 100, 25) for day in range(1, 10)]
    bring_in(event.organisation, ACTOR, past, NOW)
    asked(client, event)

    own = client.get(page_of(event))
    first = client.get(page_of(event), {"history": "off"})

    assert "From published rates and 9 past events of your own." in text_of(own)
    assert "Learned from 9 past events of your own (version 1)." in text_of(own)
    assert "This is what a first event gets" in text_of(first)
    assert "From published rates, not yet your own." in text_of(first)
    middles = [told(page.content.decode(), "hill")["bounds"][0] for page in (own, first)]
    assert middles[0] < middles[1]


def test_what_would_make_it_surer_is_computed_and_leads_there(client: Client) -> None:
    event = with_answers(300, options=[{"place": "New York", "country": "US"}])
    asked(client, event)

    text = text_of(client.get(page_of(event)))

    assert re.search(r"Bring in 8 past events of your own: ± [1-9]\d* fewer\. Bring them in", text)
    assert re.search(r"150 people have not confirmed .* Once it is known who does: ± [1-9]\d* fewer\.", text)


def test_how_it_moved_is_a_table_of_days(client: Client) -> None:
    event = with_answers()
    for days in (2, 1, 0):
        keep_forecast(event.pk, NOW - timedelta(days=days))
    asked(client, event)

    page = client.get(page_of(event))

    assert len(told(page.content.decode(), "fan")) == 4
    assert "November 24" in text_of(page)
    assert "November 22" in text_of(page)


@pytest.mark.parametrize(
    ("stage", "said"),
    [
        (Stage.DRAFT, "The page is still a draft."),
        (Stage.GAUGING, "From the first answer on you see here how many will come"),
        (Stage.CANCELLED, "The event is cancelled"),
    ],
)
def test_where_there_is_nothing_to_forecast_the_page_says_why(
    client: Client, stage: Stage, said: str
) -> None:
    event = event_of(stage=stage)
    asked(client, event)

    assert said in text_of(client.get(page_of(event)))


def test_after_the_event_it_asks_how_many_came_once(client: Client) -> None:
    event = with_answers()
    keep_forecast(event.pk, NOW)
    Event.objects.filter(pk=event.pk).update(stage=Stage.PAST)
    asked(client, event)

    before = text_of(client.get(page_of(event)))
    wrong = client.post(f"{page_of(event)}came/", {"came": "many"})
    client.post(f"{page_of(event)}came/", {"came": "14", "walk_ins": "2"})
    after = text_of(client.get(page_of(event)))

    assert "The event is over The last forecast was about" in before
    assert (wrong.status_code, 'value="many"' in wrong.content.decode()) == (422, True)
    assert "14 people came 12 of 30 places that people had asked for, and 2 who had not." in after
    outcome = Outcome.objects.get(event=event)
    assert (outcome.said, outcome.came, outcome.walk_ins) == (30, 12, 2)


def test_who_may_only_read_is_not_asked(client: Client) -> None:
    event = event_of(stage=Stage.PAST)
    asked(client, event, Role.DOOR)

    assert "How many came has not been noted yet." in text_of(client.get(page_of(event)))
    assert client.post(f"{page_of(event)}came/", {"came": "14"}).status_code == 403


def test_what_if_stands_beside_what_is_planned_with_its_published_effects(client: Client) -> None:
    event = with_answers(90)
    asked(client, event)
    change = {"day": "2026-12-20", "capacity": "30", "invited": "60", "reminder": "on", "plan": "on"}

    whole = text_of(client.get(page_of(event), change))
    part = client.get(f"{page_of(event)}what-if/", change)

    assert re.search(r"Then about \d+ would come instead of \d+\.", whole)
    for effect in ("12 days later.", "A reminder the day before.", "A plan.", "Fewer invitations."):
        assert effect in whole
        assert effect in text_of(part)
    assert "More than 30 come" in whole
    assert "<html" not in part.content.decode()


def test_a_reminder_brings_more_and_a_hall_moves_nobody(client: Client) -> None:
    event = with_answers(90)
    asked(client, event)

    reminded = text_of(client.get(f"{page_of(event)}what-if/", {"reminder": "on"}))
    hall = text_of(client.get(f"{page_of(event)}what-if/", {"capacity": "10"}))

    then, now = map(int, re.findall(r"Then about (\d+) would come instead of (\d+)", reminded)[0])
    assert then > now
    assert f"As planned, about {now} will come." in hall
    assert "99 in 100" in hall


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"day": "2026-11-23"}, "This day is over. Choose one from today on."),
        ({"day": "0026-12-20"}, "Use a year from 2000 to 2199."),
        ({"capacity": "none"}, "Enter a whole number."),
    ],
)
def test_what_cannot_be_supposed_is_said_and_the_rest_stands(
    client: Client, change: dict[str, str], problem: str
) -> None:
    event = with_answers()
    asked(client, event)

    text = text_of(client.get(page_of(event), change))

    assert problem in text
    assert "As planned, about" in text


def test_another_organisations_forecast_is_not_there(client: Client) -> None:
    event = with_answers(1)
    client.force_login(user_of(organisation_of()))

    assert client.get(page_of(event)).status_code == 404
