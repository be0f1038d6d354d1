"""The options of an event beside each other, and where its people are."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

import pytest

from tests.factories import ACTOR, NEW_YORK, event_of, interest_of
from turnout.events.models import Event, Stage
from turnout.forecasts.areas import areas_of, points_of_all, told
from turnout.forecasts.compared import compared
from turnout.forecasts.current import current
from turnout.forecasts.deciding import OptionPoint
from turnout.forecasts.gather import gathered
from turnout.forecasts.set_place import UnknownPlace, set_place
from turnout.interest.models import Interest
from turnout.journal.models import Entry

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
PHILADELPHIA = {"place": "Philadelphia", "country": "US"}


def event_with(*options: Mapping[str, object]) -> Event:
    return event_of(stage=Stage.GAUGING, options=options or (NEW_YORK, PHILADELPHIA))


def answers(event: Event, many: int, **fields: object) -> None:
    for _ in range(many):
        interest_of(event, at=NOW - timedelta(days=1), party=1, **fields)


def test_more_said_yes_to_one_and_more_will_come_to_the_other():
    event = event_with()
    here, there = event.open_options()
    answers(event, 12, postcode="10001", likelihood="definitely", options=(here.pk,))
    answers(event, 16, postcode="15213", likelihood="probably", options=(there.pk,))
    answers(event, 2, postcode="", country="", likelihood="maybe", options=(here.pk, there.pk))

    found = compared(event, NOW)

    first, second = found.choices
    assert (first.option, second.option) == (here, there)
    assert (first.people, second.people) == (14, 18)
    assert found.overlap.tolist() == [[14, 2], [2, 18]]
    assert first.outcome.chance_best > 0.7
    assert (first.point and first.point.name, second.point and second.point.name) == (
        "New York City",
        "Philadelphia",
    )
    assert (len(first.near), first.within(10)) == (12, 12)
    assert first.middle == pytest.approx(4, abs=1)
    assert second.within(100) == 0
    assert second.middle == pytest.approx(413, abs=5)
    assert first.definitely == 12 / 14


def test_a_single_option_is_what_the_event_s_own_forecast_says():
    event = event_with(NEW_YORK)
    answers(event, 9, options=(), postcode="94103")

    found = compared(event, NOW)

    assert found.choices[0].people == 9
    assert found.choices[0].outcome.whole is current(event, NOW).forecast


def test_it_is_kept_until_something_changes():
    event = event_with()
    answers(event, 3)
    kept = compared(event, NOW)

    assert compared(event, NOW + timedelta(seconds=5)) is kept
    answers(event, 1)
    assert compared(event, NOW + timedelta(seconds=5)).choices[0].people == 4


def test_an_event_without_an_option_has_nothing_to_compare():
    event = event_with(PHILADELPHIA)
    event.options.all().delete()

    with pytest.raises(ValueError, match="0"):
        compared(event, NOW)


def test_a_place_can_be_set_and_set_back():
    event = event_with({"place": "The Barn", "country": "US"}, NEW_YORK)
    barn = event.open_options()[0]
    answers(event, 1, postcode="13760", options=(barn.pk,))
    assert next(each.point for each in compared(event, NOW).choices if each.option == barn) is None

    set_place(barn, ACTOR, " Endicott, NY ")

    (choice,) = [each for each in compared(event, NOW).choices if each.option == barn]
    assert choice.point
    assert choice.point.name == "Endicott, NY"
    assert choice.within(10) == 1
    assert Entry.objects.filter(verb="place", noun="option", noun_id=barn.pk).count() == 1
    set_place(barn, ACTOR, "")
    assert not OptionPoint.objects.exists()


def test_a_place_that_nobody_knows_is_refused_with_its_country():
    option = event_with().open_options()[0]

    with pytest.raises(UnknownPlace) as refusal:
        set_place(option, ACTOR, "Nowhere at all")

    assert (refusal.value.name, refusal.value.country) == ("Nowhere at all", "US")


def test_people_are_counted_by_country_state_and_region_and_suspects_are_not():
    event = event_with()
    answers(event, 2, postcode="10001")
    answers(event, 1, postcode="10002-1234")
    answers(event, 1, postcode="nonsense")
    answers(event, 1, country="JP", postcode="\uff11\uff10\uff10\uff10\uff11")
    answers(event, 1, country="DE", postcode="10115")
    answers(event, 1, country="", postcode="")
    suspect = interest_of(event, at=NOW, postcode="10001")
    Interest.objects.filter(pk=suspect.pk).update(standing="suspect")

    them = gathered(event, with_places=True)
    found = areas_of(them, points_of_all(them))

    assert found.countries == {"US": 4, "DE": 1, "JP": 1}
    assert found.states == {"NY": 3}
    assert found.regions == {"100": 3}
    assert found.nowhere == 1


def test_places_are_asked_of_who_was_gathered_with_them():
    with pytest.raises(ValueError, match="None"):
        points_of_all(gathered(event_with()))


@pytest.mark.parametrize(
    ("people", "areas", "others", "apart"),
    [
        ({"NY": 9, "NJ": 7, "PA": 4, "CA": 1}, [("NY", 9), ("NJ", 7)], 5, 2),
        # Alone among the others it could be told from the sum, so another one joins it.
        ({"NY": 9, "NJ": 7, "PA": 4}, [("NY", 9)], 11, 2),
        ({"PA": 4}, [], 4, 1),
        ({"NY": 9, "NJ": 0}, [("NY", 9)], 0, 0),
        ({}, [], 0, 0),
    ],
)
def test_areas_with_few_people_are_told_together(
    people: dict[str, int], areas: list[tuple[str, int]], others: int, apart: int
):
    found = told(people)

    assert (found.areas, found.others, found.apart) == (areas, others, apart)


@pytest.mark.only("sqlite")
def test_no_more_options_are_compared_than_can_be():
    event = event_with(*({"place": f"Place {number}", "country": "US"} for number in range(14)))
    last = event.open_options()[-1]
    answers(event, 2, options=(last.pk,))

    found = compared(event, NOW)

    assert (len(found.choices), found.left_out) == (12, 2)
    assert found.choices[0].option == last
