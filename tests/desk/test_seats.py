from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tests.factories import event_of, organisation_of, user_of
from tests.interest.page import text_of
from tests.tickets.hall import hall_of, invited, seats_of, waiting
from turnout.invitations.models import Wave
from turnout.tickets.claim import claim

pytestmark = pytest.mark.django_db


def desk_of(wave: Wave) -> Client:
    client = Client()
    client.force_login(user_of(wave.event.organisation, "editor"))
    return client


def at(wave: Wave) -> str:
    return f"/desk/{wave.event.organisation.slug}/{wave.event.slug}/seats/"


def confirmed(wave: Wave, *parties: int) -> None:
    now = timezone.now()
    for minutes, each in enumerate(invited(wave, parties, reply_by=now + timedelta(days=1))):
        claim(each.interest, None, now + timedelta(minutes=minutes))


def test_the_screen_shows_what_is_taken_offered_and_free():
    wave = hall_of(20, quotas=[{"name": "near", "share": 50, "narrowing": {}}])
    confirmed(wave, 3)
    invited(wave, [2, 2])
    waiting(wave, [1])

    page = desk_of(wave).get(at(wave))

    words = text_of(page)
    assert "3 confirmed 4 offered, not answered yet 3 neither" in words
    assert "First for “near”" in words
    assert "The hall was settled for 20 people. 1 person is on the waiting list." in words


def test_places_are_raised():
    wave = hall_of(4)
    confirmed(wave, 3)

    page = desk_of(wave).post(at(wave), {"limit0": "30"}, follow=True)

    assert seats_of(wave.event).limit == 30
    assert "Saved." in text_of(page)
    assert "These are more places than the hall was settled for." in text_of(page)


def test_places_are_not_lowered_below_what_is_taken_and_the_last_are_named():
    wave = hall_of(9)
    confirmed(wave, 3, 2)

    page = desk_of(wave).post(at(wave), {"limit0": "3"})

    assert page.status_code == 422
    words = text_of(page)
    assert "5 places are taken. You can lower it to that." in words
    assert "These people confirmed last" in words
    assert "Ada Okafor , 2 places" in words
    assert "Ada Okafor , 3 places" not in words
    assert seats_of(wave.event).limit == 9


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ("", "Say how many places there are."),
        ("many", "Enter a number."),
        ("-1", "There cannot be fewer than none."),
        ("1000001", "That is more than this program counts."),
    ],
)
def test_what_is_no_number_is_refused_and_kept(typed: str, problem: str):
    wave = hall_of(9)

    page = desk_of(wave).post(at(wave), {"limit0": typed})

    assert page.status_code == 422
    assert problem in text_of(page)
    assert seats_of(wave.event).limit == 9


def test_before_anything_is_settled_there_are_no_places():
    organisation = organisation_of()
    event = event_of(organisation, stage="gauging")
    client = Client()
    client.force_login(user_of(organisation, "editor"))
    address = f"/desk/{organisation.slug}/{event.slug}/seats/"

    assert "First settle where and when" in text_of(client.get(address))
    assert client.post(address, {"limit0": "3"})["Location"] == address


@pytest.mark.parametrize("groups", [0, 2])
def test_the_screen_costs_the_same_with_many_groups(groups: int, django_assert_num_queries):
    quotas = [{"name": f"group {number}", "share": 10, "narrowing": {}} for number in range(groups)]
    wave = hall_of(50, quotas=quotas)
    client = desk_of(wave)

    with django_assert_num_queries(14):
        client.get(at(wave))


def test_seats_that_went_to_everybody_meanwhile_stay_theirs_when_the_screen_is_saved():
    wave = hall_of(10, quotas=[{"name": "near", "share": 50, "narrowing": {}}])
    client = desk_of(wave)
    shown = client.get(at(wave)).content.decode()
    confirmed(wave, 6)

    client.post(at(wave), {"limit0": "8", "shown0": "5", "limit1": "5", "shown1": "5"})

    assert 'name="shown1" value="5"' in shown
    assert "Places that a group does not need go to everybody" in shown
    assert (seats_of(wave.event).limit, seats_of(wave.event, "near").limit) == (9, 4)
