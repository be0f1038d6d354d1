from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from tests.factories import NEW_YORK, event_of
from tests.interest.page import answer_to, text_of
from turnout.events.models import Event
from turnout.interest.check_answer import check_answer
from turnout.interest.models import ShownCount
from turnout.interest.register import register
from turnout.interest.render_pages import render_pages
from turnout.interest.show_count import due, show_count

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
PHILADELPHIA = {"place": "Philadelphia", "country": "US", "date": date(2026, 12, 12)}


def counting(**changes: Any) -> Event:
    fields: dict[str, Any] = {"shows_count": True, "options": [NEW_YORK, PHILADELPHIA]} | changes
    event = event_of(stage="gauging", **fields)
    render_pages(event)
    return event


def answered(event: Event, number: int, **changes: Any) -> None:
    fields = answer_to(event, email=f"fan{number}@example.org", **changes)
    plain = {
        name: list(map(str, value)) if isinstance(value, list) else [str(value)]
        for name, value in fields.items()
    }
    register(event.pk, check_answer(event, plain), NOON)


def said(client: Client, event: Event) -> str:
    return text_of(client.get(f"/e/{event.slug}/"))


def test_the_page_tells_how_many_and_what_leads(client: Client) -> None:
    event = counting()
    both = [option.pk for option in event.open_options()]
    for number in range(1_200):
        answered(event, number, option=both[:1])
    answered(event, 1_200, option=both)

    assert due(NOON) == [event.pk]
    show_count(event.pk, NOON)

    assert "So far 1,201 people New York leads" in said(client, event)
    assert due(NOON + timedelta(hours=1)) == []


def test_nobody_yet_is_an_invitation(client: Client) -> None:
    assert "So far Nobody yet be the first" in said(client, counting())


def test_one_person_is_one_person_and_a_tie_has_no_leader(client: Client) -> None:
    event = counting()
    answered(event, 1)

    show_count(event.pk, NOON)

    assert "So far 1 person Count me in" in said(client, event)


def test_the_page_is_silent_unless_the_organiser_allows_it(client: Client) -> None:
    event = counting(shows_count=False)
    answered(event, 1)

    assert due(NOON) == []
    assert "So far" not in said(client, event)


def test_a_count_is_shown_no_more_often_than_every_few_seconds() -> None:
    event = counting()
    answered(event, 1)
    show_count(event.pk, NOON)
    answered(event, 2)

    assert due(NOON + timedelta(seconds=4)) == []
    assert due(NOON + timedelta(seconds=5)) == [event.pk]


def test_of_two_workers_one_renders() -> None:
    event = counting()
    answered(event, 1)
    show_count(event.pk, NOON)
    answered(event, 2)

    show_count(event.pk, NOON + timedelta(seconds=1))

    assert ShownCount.objects.get().answers == 1
    show_count(event.pk, NOON + timedelta(seconds=6))
    assert ShownCount.objects.get().answers == 2


@pytest.mark.parametrize("events", [1, 3])
def test_looking_for_what_is_due_costs_two_queries(django_assert_num_queries: Any, events: int) -> None:
    for _ in range(events):
        answered(counting(), 1)

    with django_assert_num_queries(2):
        assert len(due(NOON)) == events
