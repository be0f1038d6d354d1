"""Which city and which date, and where people are."""

import re
from collections.abc import Mapping
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from tests.factories import NEW_YORK, event_of, interest_of, organisation_of, user_of
from turnout.accounts.models import Organisation
from turnout.desk import maps
from turnout.events.models import Event, Stage
from turnout.forecasts import memory
from turnout.forecasts.deciding import OptionPoint
from turnout.forecasts.gazetteer import place_point, zips

pytestmark = pytest.mark.django_db

PHILADELPHIA = {"place": "Philadelphia", "country": "US"}
FIRST, AGAIN = 19, 9
BERLIN = {"place": "Berlin", "country": "DE"}


@pytest.fixture
def organisation() -> Organisation:
    return organisation_of()


@pytest.fixture
def desk(client: Client, organisation: Organisation) -> Client:
    client.force_login(user_of(organisation, "editor"))
    return client


def at(event: Event, part: str = "") -> str:
    return f"/desk/{event.organisation.slug}/{event.slug}/cities/{part}"


def event_with(organisation: Organisation, *options: Mapping[str, object]) -> Event:
    return event_of(organisation, stage=Stage.GAUGING, options=options or (NEW_YORK, PHILADELPHIA))


def answers(event: Event, many: int, **fields: object) -> None:
    for _ in range(many):
        interest_of(event, at=timezone.now() - timedelta(days=1), party=1, **fields)


def plain(page: str) -> str:
    """Its text, without marks and doubled spaces."""
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


@pytest.mark.parametrize("answered", [1, 3])
def test_it_costs_the_same_with_many_answers_and_less_the_second_time(
    desk: Client,
    organisation: Organisation,
    answered: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    event = event_with(organisation)
    answers(event, answered)

    with django_assert_num_queries(FIRST):
        desk.get(at(event))
    with django_assert_num_queries(AGAIN):
        desk.get(at(event))


def test_the_answer_comes_first_with_its_reason_and_its_table(
    desk: Client, organisation: Organisation
) -> None:
    event = event_with(organisation)
    here, there = event.open_options()
    answers(event, 12, postcode="10001", likelihood="definitely", options=(here.pk,))
    answers(event, 16, postcode="15213", likelihood="probably", options=(there.pk,))
    answers(event, 2, postcode="", likelihood="maybe", options=(here.pk, there.pk))

    page = plain(desk.get(at(event)).content.decode())

    assert re.search(r"New York: about \d+ would come 8 chances in 10: between \d+ and \d+ \.", page)
    assert "More people said yes to Philadelphia (18) than to New York (14)." in page
    assert "Of those for New York, 86 in 100 said “definitely”; of those for Philadelphia, 0." in page
    assert "Half of those for New York live within 2 mi of it; for Philadelphia, within 255 mi." in page
    assert "2 could come to either New York or Philadelphia." in page
    assert "Pennsylvania 16" in page
    assert "New York 12" in page


def test_nobody_is_shown_alone(desk: Client, organisation: Organisation) -> None:
    event = event_with(organisation)
    answers(event, 6, postcode="10001")
    answers(event, 5, postcode="07030")
    answers(event, 1, postcode="83440")
    answers(event, 2, postcode="96813")
    answers(event, 1, country="NZ", postcode="6011")

    page = desk.get(at(event)).content.decode()

    assert "Idaho" not in page
    assert "Hawaii" not in page
    assert "Rexburg" not in page
    assert "New Zealand" not in page
    assert "And 3 in 2 other areas, each too small to be shown by itself." in page


def test_a_place_that_is_not_known_is_said_and_can_be_set(desk: Client, organisation: Organisation) -> None:
    event = event_with(organisation, {"place": "The Barn", "country": "US"}, NEW_YORK)
    barn = event.open_options()[0]
    answers(event, 1, postcode="13760", options=(barn.pk,))

    before = desk.get(at(event)).content.decode()
    wrong = desk.post(at(event, f"{barn.pk}/place/"), {"near": "Nowhere at all"})
    right = desk.post(at(event, f"{barn.pk}/place/"), {"near": "Endicott"}, follow=True)

    assert "We do not know where The Barn is" in before
    assert wrong.status_code == 422
    assert "We know no place “Nowhere at all” in United States." in wrong.content.decode()
    assert 'value="Nowhere at all"' in wrong.content.decode()
    assert "Counted from Endicott." in right.content.decode()
    assert OptionPoint.objects.get().option == barn


def test_an_option_that_is_only_a_date_has_no_place_to_set(desk: Client, organisation: Organisation) -> None:
    event = event_with(organisation, NEW_YORK | {"place": ""})

    assert desk.get(at(event, f"{event.open_options()[0].pk}/place/")).status_code == 404


@pytest.mark.parametrize("options", [(NEW_YORK,), (BERLIN, NEW_YORK)])
def test_before_anybody_answers_it_says_so(
    desk: Client, organisation: Organisation, options: tuple[Mapping[str, object], ...]
) -> None:
    assert "Nobody has answered yet" in desk.get(at(event_with(organisation, *options))).content.decode()


def test_without_a_place_or_date_it_offers_to_add_one(desk: Client, organisation: Organisation) -> None:
    event = event_of(organisation, options=())

    assert f"/{event.slug}/options/new/" in desk.get(at(event)).content.decode()


def test_an_event_abroad_has_the_world_and_its_own_lands(desk: Client, organisation: Organisation) -> None:
    event = event_with(organisation, BERLIN)
    answers(event, 7, country="DE", postcode="10115", options=())
    answers(event, 6, country="SG", postcode="018956", options=())

    page = desk.get(at(event)).content.decode()

    assert "Where in the USA" not in page
    assert "Where in the world" in page
    # Singapore has no shape of its own: it is a circle.
    assert re.search(r'<circle class="to-map__area"[^>]*><title>Singapore: 6</title>', page)
    assert 'transform="scale(0.6084 1)"' in page
    assert "within 150 km" in plain(page)


def test_shades_begin_where_they_can_be_told_apart() -> None:
    assert [maps.bounds(most) for most in (0, 4, 5, 12, 60, 240, 1_000_000)] == [
        [],
        [],
        [5],
        [5, 10],
        [5, 10, 20, 50],
        [5, 20, 50, 200],
        [5, 100, 5_000, 100_000],
    ]


def test_names_of_places_that_stand_close_go_to_both_sides() -> None:
    new_york, philadelphia = (
        maps.Place(name, point, "US")
        for name in ("New York", "Philadelphia")
        if (point := place_point(name, "US"))
    )

    found = maps.of_states([("NY", 12), ("AP", 9)], [new_york, philadelphia])

    assert [(pin.name, pin.side, pin.is_main) for pin in found.pins] == [
        ("New York", "start", True),
        ("Philadelphia", "end", False),
    ]
    assert [ring.label for ring in found.rings] == ["100 mi", "300 mi"]
    assert [area.title for area in found.shaded] == ["New York: 12"]


def test_a_close_up_has_only_the_circles_that_it_shows() -> None:
    point = place_point("Philadelphia", "US")
    assert point
    regions = [(zips().regions[code], people) for code, people in (("191", 16), ("900", 40), ("190", 4))]

    found = maps.around(maps.Place("Philadelphia", point, "US"), regions, [])

    first, second = found.circles
    assert (first.title, second.title) == ("Philadelphia, PA (191): 16", "Levittown, PA (190): 4")
    # Areas are as people.
    assert first.size == pytest.approx(2 * second.size, rel=0.02)
    assert [ring.label for ring in found.rings] == ["10 mi", "30 mi", "100 mi"]


def test_a_place_that_was_set_is_seen_at_once_of_however_many_answers(
    desk: Client, organisation: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(memory, "MANY", 0)
    event = event_with(organisation, NEW_YORK | {"place": "The Barn"})
    barn = event.open_options()[0]
    answers(event, 1, postcode="13760", options=(barn.pk,))
    before = desk.get(at(event)).content.decode()

    after = desk.post(at(event, f"{barn.pk}/place/"), {"near": "Endicott"}, follow=True).content.decode()

    assert "Counted from Endicott." not in before
    assert "Counted from Endicott." in after
