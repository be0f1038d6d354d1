"""The place on the fan's own page: what it says, and what its buttons do."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tests.fan.own import opened, page_of, press
from tests.interest.page import text_of
from tests.tickets.hall import hall_of, invited, seats_of, state_of, waiting
from turnout.interest.models import Interest
from turnout.invitations.models import Invitation, Wave
from turnout.tickets.claim import claim
from turnout.tickets.decline import decline
from turnout.tickets.models import Seats

pytestmark = pytest.mark.django_db


def offered(wave: Wave, *parties: int) -> list[Invitation]:
    """With a reply-by that is still to come."""
    now = timezone.now()
    return invited(wave, parties, sent_at=now, reply_by=now + timedelta(days=1))


def said(interest: Interest) -> str:
    return text_of(opened(interest).get(page_of(interest)))


def test_the_page_says_how_many_places_there_are_and_until_when():
    (offer,) = offered(hall_of(10), 3)

    words = said(offer.interest)

    assert "There are 3 places for you" in words
    assert "After that it goes to somebody who waits." in words
    assert "Confirm my place" in words
    assert "What happens next" not in words


def test_the_press_confirms_and_the_page_shows_the_tickets():
    (offer,) = offered(hall_of(10), 3)
    client = opened(offer.interest)

    answers = [client.post(f"{page_of(offer.interest)}claim/", {"party": party}) for party in ("2", "3", "x")]

    assert {(answer.status_code, answer["Location"]) for answer in answers} == {
        (303, page_of(offer.interest))
    }
    words = said(offer.interest)
    assert "Your 2 places are confirmed" in words
    assert "Your tickets Ada Okafor Open this ticket Person 2, still open Open this ticket" in words


def test_whose_party_does_not_fit_is_asked_whether_fewer_are_enough():
    wave = hall_of(2)
    (offer,) = offered(wave, 4)
    client = opened(offer.interest)

    words = text_of(press(client, offer.interest, "claim"))

    assert "Only 2 places are left, and you were invited for 4. Is it enough if fewer come?" in words
    assert "Wait until there are enough for us all" in words
    client.post(f"{page_of(offer.interest)}claim/", {"party": "2"})
    assert state_of(offer) == "claimed"
    assert seats_of(wave.event).free == 0


def test_where_all_seats_are_taken_one_can_wait():
    wave = hall_of(2)
    first, offer = offered(wave, 2, 2)
    claim(first.interest, None, timezone.now())

    assert "All places are taken at present" in said(offer.interest)
    words = text_of(press(opened(offer.interest), offer.interest, "wait"))

    assert "You are on the waiting list" in words
    assert "Nobody waits before you." in words


def test_who_waits_is_told_honestly_what_to_hope_for_and_may_leave():
    wave = hall_of(120)
    guests = offered(wave, *[4] * 30)
    for guest in guests:
        claim(guest.interest, None, timezone.now())
    *_, last = waiting(wave, [2] * 21)

    words = said(last.interest)

    assert "About 40 people wait before you." in words
    assert "From what usually happens, your chance is about 1 in 20." in words
    words = text_of(press(opened(last.interest), last.interest, "leave"))
    assert "You are counted in" in words


def test_where_no_round_goes_on_nothing_is_promised():
    (line,) = waiting(hall_of(2, goes_on=False), [2])

    words = said(line.interest)

    assert "Nobody waits before you." in words
    assert "From what usually happens" not in words


def test_who_cannot_come_says_so_and_may_wait_after_all():
    (offer,) = offered(hall_of(2), 2)
    client = opened(offer.interest)

    words = text_of(press(client, offer.interest, "decline"))

    assert "You do not come" in words
    assert "Wait for a place after all" in words
    assert state_of(offer) == "declined"


def test_who_is_too_late_is_told_until_when_it_was():
    (offer,) = offered(hall_of(2), 2)
    Invitation.objects.filter(pk=offer.pk).update(reply_by=timezone.now())

    words = text_of(press(opened(offer.interest), offer.interest, "claim"))

    assert "The time to reply is over" in words
    assert state_of(offer) == "sent"


def test_who_is_asked_whether_they_still_come_answers_with_one_press():
    (offer,) = offered(hall_of(2), 2)
    claim(offer.interest, None, timezone.now())
    Invitation.objects.filter(pk=offer.pk).update(asked_at=timezone.now())
    client = opened(offer.interest)

    assert "Do you still come?" in said(offer.interest)
    words = text_of(press(client, offer.interest, "stay"))

    assert "You said that you still come." in words
    assert "Do you still come?" not in words


def test_places_are_given_back_and_whoever_withdraws_is_warned():
    wave = hall_of(2)
    (offer,) = offered(wave, 2)
    claim(offer.interest, None, timezone.now())
    client = opened(offer.interest)

    assert "Your places then go to somebody else at once" in said(offer.interest)
    press(client, offer.interest, "withdraw")

    assert seats_of(wave.event).taken == 0
    assert "You took your answer back" in said(offer.interest)


def test_a_press_without_the_cookie_takes_nothing():
    wave = hall_of(2)
    (offer,) = offered(wave, 2)

    for button in ("claim", "decline", "stay", "wait", "leave"):
        assert Client().post(f"{page_of(offer.interest)}{button}/").status_code == 403

    assert state_of(offer) == "sent"


def test_a_press_of_another_site_takes_nothing():
    (offer,) = offered(hall_of(2), 2)
    client = opened(offer.interest, Client(enforce_csrf_checks=True))

    assert client.post(f"{page_of(offer.interest)}claim/").status_code == 403
    assert state_of(offer) == "sent"


def test_two_devices_that_say_different_things_leave_one_outcome():
    wave = hall_of(2)
    (offer,) = offered(wave, 2)
    phone, laptop = opened(offer.interest), opened(offer.interest)

    press(phone, offer.interest, "decline")
    words = text_of(press(laptop, offer.interest, "claim"))

    assert "You do not come" in words
    assert Seats.objects.get(event=wave.event).taken == 0
    decline(offer.interest_id, timezone.now())
    assert state_of(offer) == "declined"


@pytest.mark.parametrize("people", [1, 3])
def test_the_page_costs_the_same_whatever_the_party(people: int, django_assert_num_queries):
    (offer,) = offered(hall_of(9), people)
    claim(offer.interest, None, timezone.now())
    client = opened(offer.interest)

    with django_assert_num_queries(12):
        client.get(page_of(offer.interest))
