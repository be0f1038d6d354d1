import datetime as dt

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from tests.factories import NEW_YORK, event_of, organisation_of, user_of
from turnout.accounts.models import Organisation
from turnout.events.models import Event
from turnout.pages.models import Page

pytestmark = pytest.mark.django_db


@pytest.fixture
def organisation() -> Organisation:
    return organisation_of()


@pytest.fixture
def desk(client: Client, organisation: Organisation) -> Client:
    client.force_login(user_of(organisation, "editor"))
    return client


def at(event: Event, part: str = "") -> str:
    return f"/desk/{event.organisation.slug}/{event.slug}/options/{part}"


def places(event: Event) -> list[str]:
    return [option.place for option in Event.objects.get(pk=event.pk).open_options()]


def three(organisation: Organisation, stage: str = "draft") -> Event:
    cities = [{"place": city, "country": "US"} for city in ("Boston", "Chicago", "Denver")]
    return event_of(organisation, options=cities, stage=stage)


@pytest.mark.parametrize("options", [1, 3])
def test_the_list_costs_the_same_with_many(
    desk: Client, organisation: Organisation, options: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    event = event_of(organisation, options=[NEW_YORK] * options)

    with django_assert_num_queries(12):
        page = desk.get(at(event))

    assert page.content.count(b'data-part="thing"') == options


def test_without_any_it_says_what_to_do(desk: Client, organisation: Organisation) -> None:
    page = desk.get(at(event_of(organisation, options=[]))).content.decode()

    assert "An event needs one place or date before it can be published." in page


def test_one_is_added_and_visitors_see_it(desk: Client, organisation: Organisation) -> None:
    event = event_of(organisation, stage="gauging")

    desk.post(at(event, "new/"), {"place": "Boston", "country": "US", "date": "2026-12-12", "time": "14:00"})

    option = Event.objects.get(pk=event.pk).open_options()[1]
    assert option.starts_at == dt.datetime(2026, 12, 12, 19, tzinfo=dt.UTC)
    body = Page.objects.get(path=f"/e/{event.slug}/", language="en", via="", state="open").body
    assert b"Boston" in bytes(body)


def test_neither_place_nor_date_comes_back_with_the_rest(desk: Client, organisation: Organisation) -> None:
    event = event_of(organisation)

    answer = desk.post(at(event, "new/"), {"venue": "Pier 9", "time": "18:00"})

    page = answer.content.decode()
    assert answer.status_code == 422
    assert '<a href="#id_place">Give a place or a date.</a>' in page
    assert 'value="Pier 9"' in page


def test_it_is_changed_with_its_names_in_other_languages(desk: Client, organisation: Organisation) -> None:
    event = event_of(organisation, languages=["es"])
    option = event.open_options()[0]

    desk.post(at(event, f"{option.pk}/"), {"place": "New York", "place_es": "Nueva York", "venue": "Pier 9"})

    option.refresh_from_db()
    assert (option.venue, option.translations) == ("Pier 9", {"es": {"place": "Nueva York"}})


def test_another_place_of_a_published_event_is_another_option(
    desk: Client, organisation: Organisation
) -> None:
    event = event_of(organisation, stage="gauging")
    option = event.open_options()[0]

    desk.post(at(event, f"{option.pk}/"), {"place": "Boston", "country": "US", "date": "2026-12-08"})

    option.refresh_from_db()
    assert option.retired_at is not None
    assert places(event) == ["Boston"]


def test_the_same_place_better_written_stays_the_same_option(
    desk: Client, organisation: Organisation
) -> None:
    event = event_of(organisation, stage="gauging", options=[{"place": "Nwe York", "country": "US"}])
    option = event.open_options()[0]

    desk.post(at(event, f"{option.pk}/"), {"place": "New York", "country": "US", "spelling_only": "on"})

    option.refresh_from_db()
    assert (option.place, option.retired_at) == ("New York", None)


def test_buttons_move_one_place_at_a_time(desk: Client, organisation: Organisation) -> None:
    event = three(organisation)
    boston, _chicago, denver = event.open_options()

    desk.post(at(event, "order/"), {"down": str(boston.pk)})
    assert places(event) == ["Chicago", "Boston", "Denver"]
    desk.post(at(event, "order/"), {"up": str(denver.pk)})
    assert places(event) == ["Chicago", "Denver", "Boston"]


def test_a_script_sends_the_whole_order_and_gets_no_page(desk: Client, organisation: Organisation) -> None:
    event = three(organisation)
    ids = [option.pk for option in event.open_options()]

    answer = desk.post(at(event, "order/"), {"order": ids[::-1]}, headers={"Accept": "application/json"})

    assert answer.status_code == 204
    assert places(event) == ["Denver", "Chicago", "Boston"]


@pytest.mark.parametrize("order", [["1", "x"], ["9" * 5000], ["-1"], ["1", "1"]])
def test_an_order_of_something_else_is_refused(
    desk: Client, organisation: Organisation, order: list[str]
) -> None:
    event = three(organisation)

    answer = desk.post(at(event, "order/"), {"order": order}, headers={"Accept": "application/json"})

    assert answer.status_code == 409
    assert places(event) == ["Boston", "Chicago", "Denver"]
    assert "Here is the list as it stands now" in desk.get(at(event)).content.decode()


def test_the_last_one_of_a_published_event_stays_and_says_why(
    desk: Client, organisation: Organisation
) -> None:
    event = event_of(organisation, stage="gauging")
    option = event.open_options()[0]

    page = desk.post(at(event, f"{option.pk}/retire/"), follow=True).content.decode()

    assert "Add another one first, or cancel the event." in page
    assert places(event) == ["New York"]


def test_a_retired_one_is_listed_apart(desk: Client, organisation: Organisation) -> None:
    event = three(organisation, stage="gauging")
    option = event.open_options()[1]

    page = desk.post(at(event, f"{option.pk}/retire/"), follow=True).content.decode()

    assert places(event) == ["Boston", "Denver"]
    assert "1 no longer offered" in page


@pytest.mark.parametrize("number", ["0", "99999999999999999999999"])
def test_one_that_is_not_there_is_not_found(desk: Client, organisation: Organisation, number: str) -> None:
    assert desk.get(at(event_of(organisation), f"{number}/")).status_code == 404


def test_another_events_option_is_not_found(desk: Client, organisation: Organisation) -> None:
    other = event_of(organisation).open_options()[0]

    assert desk.get(at(event_of(organisation), f"{other.pk}/")).status_code == 404
