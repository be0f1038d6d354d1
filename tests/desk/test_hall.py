"""How big a hall, and which one."""

import json
import re
from datetime import timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from tests.factories import ACTOR, NEW_YORK, event_of, interest_of, organisation_of, user_of, venue_of
from turnout.accounts.models import Organisation
from turnout.desk import hall_words as words
from turnout.events.models import Event, Stage
from turnout.forecasts.deciding import HallCosts, Venue
from turnout.forecasts.remove_venue import remove_venue
from turnout.forecasts.venue_fields import MOST

pytestmark = pytest.mark.django_db


@pytest.fixture
def organisation() -> Organisation:
    return organisation_of()


@pytest.fixture
def desk(client: Client, organisation: Organisation) -> Client:
    client.force_login(user_of(organisation, "editor"))
    return client


@pytest.fixture
def event(organisation: Organisation) -> Event:
    """Forty answers for New York, four of them for Philadelphia as well."""
    options = (NEW_YORK, {"place": "Philadelphia", "country": "US"})
    event = event_of(organisation, stage=Stage.GAUGING, options=options)
    here, there = event.open_options()
    for number in range(40):
        chosen = (here.pk, there.pk) if number < 4 else (here.pk,)
        interest_of(event, at=timezone.now() - timedelta(days=9), options=chosen)
    return event


def at(event: Event, part: str = "") -> str:
    return f"/desk/{event.organisation.slug}/{event.slug}/hall/{part}"


def plain(page: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


@pytest.mark.parametrize("halls", [1, 3])
def test_the_list_costs_the_same_with_many(
    desk: Client, event: Event, halls: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(halls):
        venue_of(event, name=f"Hall {number}")
    desk.get(at(event))

    with django_assert_num_queries(11):
        page = desk.get(at(event)).content.decode()

    assert len(re.findall(r'<a href="[^"]*/hall/venues/\d+/">', page)) == halls


def test_without_halls_the_answer_is_a_number_of_seats_and_its_reason(desk: Client, event: Event) -> None:
    page = plain(desk.get(at(event)).content.decode())

    assert re.search(r"A hall with about \d+ seats", page)
    assert (
        "One person turned away costs you as much as 9 empty seats, so the hall should be too small"
        " 1 time in 10." in page
    )
    assert re.search(r"To be too small at most 5 times in 100: \d+ seats\.", page)


def test_the_cheapest_hall_is_not_the_one_that_costs_least(desk: Client, event: Event) -> None:
    for name, capacity, price in (("Loft", 20, 100), ("Brick Hall", 60, 500), ("Pier 9", 400, 900)):
        venue_of(event, name=name, place="New York", capacity=capacity, price=Decimal(price))

    page = desk.get(at(event)).content.decode()
    text = plain(page)

    assert "Brick Hall costs you least" in text
    assert re.search(r"Loft is cheaper to rent, but too small (9|10) times in 10: about \d+ people", text)
    assert re.findall(r'/hall/venues/\d+/">([^<]+)</a>', page) == ["Brick Hall", "Loft", "Pier 9"]
    chart = json.loads(re.findall(r'<script id="hall" type="application/json">(.*?)</script>', page)[0])
    assert sorted(chart["marks"]) == [[20, "Loft"], [60, "Brick Hall"], [400, "Pier 9"]]
    assert {20, 60, 400} <= set(chart["capacity"])


def test_halls_are_compared_where_they_are(desk: Client, event: Event) -> None:
    venue_of(event, name="Brick Hall", place="New York")
    there = event.open_options()[1]

    page = plain(desk.get(at(event, f"?for={there.pk}")).content.decode())

    assert "Brick Hall" not in page
    assert "1 hall is entered for another place." in page


def test_costs_are_set_and_what_is_wrong_is_said(desk: Client, event: Event) -> None:
    given = {"empty": "0", "away": "0", "risk": "5", "currency": "EUR"}

    wrong = desk.post(at(event), given)
    right = desk.post(at(event), given | {"empty": "20", "away": "30.50"}, follow=True)

    assert wrong.status_code == 422
    assert "One of the two has to cost something." in wrong.content.decode()
    costs = HallCosts.objects.get()
    assert (costs.empty, costs.away, costs.currency) == (Decimal(20), Decimal("30.5"), "EUR")
    assert "costs you as much as 1.5 empty seat" in right.content.decode()


def test_a_hall_is_added_changed_removed_and_brought_back(desk: Client, event: Event) -> None:
    given = {"name": "Brick Hall", "capacity": "220", "price": "1500", "place": "New York"}

    desk.post(at(event, "venues/new/"), given)
    venue = Venue.objects.get()
    form = desk.get(at(event, f"venues/{venue.pk}/")).content.decode()
    desk.post(at(event, f"venues/{venue.pk}/"), given | {"capacity": "240"})
    removed = desk.post(at(event, f"venues/{venue.pk}/remove/"), follow=True).content.decode()
    desk.post(at(event, f"venues/{venue.pk}/bring-back/"))

    stands = Venue.objects.get()
    assert 'value="1500"' in form
    assert (stands.name, stands.capacity, stands.place, stands.removed_at) == (
        "Brick Hall",
        240,
        "New York",
        None,
    )
    assert "Bring Brick Hall back" in removed


def test_what_is_wrong_with_a_hall_is_said_and_what_was_typed_stays(desk: Client, event: Event) -> None:
    answer = desk.post(at(event, "venues/new/"), {"name": "Loft", "capacity": "0", "price": "-1"})

    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'value="Loft"' in page
    assert page.count('class="to-error"') == 2


def test_there_is_an_end_to_halls(desk: Client, event: Event) -> None:
    Venue.objects.bulk_create(Venue(event=event, name="x", capacity=1, price=1) for _ in range(MOST))

    answer = desk.post(at(event, "venues/new/"), {"name": "Loft", "capacity": "9", "price": "1"})

    assert answer.status_code == 422
    assert event.venues.count() == MOST


def test_before_anybody_answers_halls_can_be_entered_already(
    desk: Client, organisation: Organisation
) -> None:
    event = event_of(organisation, options=())
    venue = venue_of(event)
    remove_venue(venue, ACTOR, timezone.now())

    page = desk.get(at(event)).content.decode()

    assert "Nobody has answered yet" in page
    assert "Bring Brick Hall back" in page


def test_a_place_that_went_stays_with_its_hall(desk: Client, event: Event) -> None:
    venue = venue_of(event, place="Boston")

    page = desk.get(at(event, f"venues/{venue.pk}/")).content.decode()

    assert '<option value="Boston" selected>' in page


def test_chances_are_told_as_people_count_them() -> None:
    assert [words.in_a_hundred(chance) for chance in (0.0, 0.004, 0.13, 0.996)] == [
        "less than 1 in 100",
        "less than 1 in 100",
        "13 in 100",
        "more than 99 in 100",
    ]
    assert [words.times_in_ten(chance) for chance in (0.001, 0.05, 0.1, 0.77)] == [
        "1 time in 100",
        "5 times in 100",
        "1 time in 10",
        "8 times in 10",
    ]


def test_an_error_that_costs_nothing_has_a_reason_of_its_own() -> None:
    assert "as large as it can be filled" in words.costs_sentence(Decimal(0), Decimal(5))
    assert "no seat is worth its cost" in words.costs_sentence(Decimal(5), Decimal(0))
    assert "as much as 0.5 empty seat" in words.costs_sentence(Decimal(10), Decimal(5))


def test_money_is_that_of_the_country_in_whole_units() -> None:
    assert [words.currency_of(country) for country in ("US", "DE", "CN", "ZZ")] == [
        "USD",
        "EUR",
        "CNY",
        "USD",
    ]
    assert words.money(Decimal("1234.56"), "USD", "en") == "$1,235"
