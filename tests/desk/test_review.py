from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client

from tests.factories import event_of, interest_of, published, user_of
from tests.interest.page import elements, text_of
from turnout.accounts.models import Role
from turnout.events.models import Event
from turnout.interest.judge import judge
from turnout.interest.models import Interest

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)


@pytest.fixture
def event() -> Event:
    return published(event_of())


@pytest.fixture
def desk(client: Client, event: Event) -> Client:
    client.force_login(user_of(event.organisation, Role.EDITOR))
    return client


def at(event: Event, rest: str = "") -> str:
    return f"/desk/{event.organisation.slug}/{event.slug}/check/{rest}"


def suspect_of(event: Event, name: str, signs: str = "filled") -> Interest:
    interest = interest_of(event, name=name)
    Interest.objects.filter(pk=interest.pk).update(signs=signs)
    judge([interest], NOW)
    return Interest.objects.get(pk=interest.pk)


def names(page: Any) -> list[str]:
    return [each for each in ("Ada", "Ben", "Cleo", "Dora") if f">{each}</a>" in page.content.decode()]


def standings(event: Event) -> dict[str, str]:
    return dict(Interest.objects.filter(event=event).values_list("name", "standing"))


@pytest.mark.parametrize("suspects", [1, 3])
def test_the_list_costs_the_same_however_many_it_shows(
    desk: Client, event: Event, suspects: int, django_assert_num_queries: Any
) -> None:
    for name in ("Ada", "Ben", "Cleo")[:suspects]:
        suspect_of(event, name)
    desk.get("/desk/")  # the first page of a session is noted

    with django_assert_num_queries(7):
        page = desk.get(at(event))

    assert len(names(page)) == suspects


def test_only_what_is_to_check_is_listed_with_its_reasons(desk: Client, event: Event) -> None:
    interest_of(event, name="Ada")
    suspect_of(event, "Ben", "filled unopened bare")

    page = desk.get(at(event))

    assert names(page) == ["Ben"]
    assert "1 answer to check" in text_of(page)
    assert "Filled in a hidden field Not sent by a browser" in text_of(page)


def test_a_reason_narrows_the_list(desk: Client, event: Event) -> None:
    suspect_of(event, "Ada")
    suspect_of(event, "Ben", "unopened bare")

    assert names(desk.get(at(event, "?reason=program"))) == ["Ben"]
    assert names(desk.get(at(event, "?reason=nonsense&show=nonsense&after=nonsense"))) == ["Ada", "Ben"]


def test_nothing_to_check_says_so(desk: Client, event: Event) -> None:
    assert "Nothing to check" in text_of(desk.get(at(event)))
    assert "Nothing here" in text_of(desk.get(at(event, "?show=rejected")))


def test_the_ticked_are_decided_and_it_can_be_undone(desk: Client, event: Event) -> None:
    ada, ben, _cleo = (suspect_of(event, name) for name in ("Ada", "Ben", "Cleo"))

    accepted = desk.post(at(event, "accept/"), {"answer": [ada.pk], "show": "check"}, follow=True)
    desk.post(at(event, "reject/"), {"answer": [ben.pk], "show": "check"})

    assert "1 answer is accepted and counts" in text_of(accepted)
    assert standings(event) == {"Ada": "counted", "Ben": "rejected", "Cleo": "suspect"}
    assert names(desk.get(at(event, "?show=accepted"))) == ["Ada"]
    assert names(desk.get(at(event, "?show=rejected"))) == ["Ben"]
    undone = desk.post(at(event, "undo/"), {"answer": [ben.pk], "show": "rejected"}, follow=True)
    assert "1 answer is to check again" in text_of(undone)
    assert standings(event)["Ben"] == "suspect"


def test_all_are_those_that_were_shown(desk: Client, event: Event) -> None:
    suspect_of(event, "Ada")
    suspect_of(event, "Ben", "unopened bare")
    (last,) = elements(desk.get(at(event, "?reason=honeypot")).content.decode(), "input", name="last")
    suspect_of(event, "Cleo")

    desk.post(at(event, "reject/"), {"all": "yes", "last": last["value"], "reason": "honeypot"})

    assert standings(event) == {"Ada": "rejected", "Ben": "suspect", "Cleo": "suspect"}


@pytest.mark.parametrize("fields", [{}, {"answer": ["x", "²"]}, {"all": "yes"}, {"all": "yes", "last": "x"}])
def test_without_a_choice_nothing_happens(desk: Client, event: Event, fields: dict[str, Any]) -> None:
    suspect_of(event, "Ada")

    page = desk.post(at(event, "reject/"), fields, follow=True)

    assert "Choose at least one answer first." in text_of(page)
    assert standings(event) == {"Ada": "suspect"}


def test_another_events_answers_are_out_of_reach(desk: Client, event: Event) -> None:
    other = suspect_of(published(event_of()), "Ada")

    desk.post(at(event, "reject/"), {"answer": [other.pk]})

    assert standings(other.event) == {"Ada": "suspect"}


def test_the_overview_counts_without_those_to_check(desk: Client, event: Event) -> None:
    interest_of(event, name="Ada", party=1)
    suspect_of(event, "Ben")

    page = text_of(desk.get(f"/desk/{event.organisation.slug}/{event.slug}/"))

    assert "1 person would come They asked for 1 place ." in page
    assert "1 more is to check; with it there are 2. Look at them" in page


def test_the_page_that_explains_shows_the_last_hour(desk: Client, event: Event) -> None:
    assert "Nobody has answered within the last hour." in text_of(desk.get(at(event, "how/")))
    suspect_of(event, "Ada", "unopened bare summed")

    page = text_of(desk.get(at(event, "how/")))

    assert "Answers 1 In the busiest minute 1 Without our script 1 Passed a check 1 Kept apart 1" in page
    assert "more than 60 answers a minute" in page
    assert "Throwaway mailbox" in page
