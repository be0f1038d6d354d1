"""Settling place and time, at the desk."""

from datetime import UTC, date, datetime, time
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from tests.factories import ACTOR, decision_of, event_of, published, user_of, wave_of
from tests.interest.page import text_of
from tests.invitations.people import people_of
from turnout.accounts.models import Role
from turnout.events.models import Event, Stage
from turnout.interest.render_pages import render_pages
from turnout.invitations.models import TO_THINK, Decision
from turnout.invitations.send_wave import send_wave
from turnout.invitations.start_wave import start_wave
from turnout.mailings.models import Mailing
from turnout.tickets.open_seats import open_seats

pytestmark = pytest.mark.django_db
PLACES: list[dict[str, Any]] = [
    {
        "place": place,
        "country": "US",
        "date": date(2026, 12, day),
        "time": time(18),
        "time_zone": "America/New_York",
    }
    for place, day in (("New York", 8), ("Philadelphia", 12))
]


@pytest.fixture
def event() -> Event:
    found = published(event_of(options=PLACES, languages=["es"]))
    render_pages(found)
    return found


@pytest.fixture
def desk(client: Client, event: Event) -> Client:
    client.force_login(user_of(event.organisation, Role.EDITOR, email="ada@example.org", name="Ada"))
    return client


def at(event: Event, rest: str = "") -> str:
    return f"/desk/{event.organisation.slug}/{event.slug}/decide/{rest}"


def form(event: Event, **changes: Any) -> dict[str, Any]:
    option = event.options.order_by("pk")[0].pk
    return {
        "option": option,
        "date": "2026-12-08",
        "doors": "17:00",
        "starts": "18:00",
        "ends": "01:00",
        "venue": "Brick Hall",
        "address": "48 Example Street",
        "map_link": "https://maps.example.org/hall",
        "access": "Step-free",
        "capacity": "220",
        "asks_again_days": "3",
    } | changes


def test_what_is_settled_is_told_by_the_public_page_alone(desk: Client, event: Event) -> None:
    answer = desk.post(at(event, "change/"), form(event))

    decision = Decision.objects.get()
    assert answer["Location"] == at(event)
    assert decision.starts_at == datetime(2026, 12, 8, 23, tzinfo=UTC)
    assert decision.doors_at == datetime(2026, 12, 8, 22, tzinfo=UTC)
    assert decision.ends_at == datetime(2026, 12, 9, 6, tzinfo=UTC)
    words = text_of(desk.get(at(event)))
    assert "Brick Hall, New York" in words
    assert "Philadelphia · Sat, Dec 12" in words
    page = text_of(desk.get(f"/e/{event.slug}/"))
    assert "Brick Hall" in page
    assert "Philadelphia" not in page
    event.refresh_from_db()
    assert event.stage == Stage.INVITING


@pytest.mark.parametrize(
    ("typed", "hours"), [({}, 3), ({"cut_off_hours": "0"}, 0), ({"cut_off_hours": "72"}, 72)]
)
def test_until_when_tickets_may_change_hands_is_the_organisers_to_say(
    desk: Client, event: Event, typed: dict[str, str], hours: int
) -> None:
    desk.post(at(event, "change/"), form(event) | typed)
    assert Decision.objects.get().cut_off_hours == hours

    shown = desk.get(at(event, "change/")).content.decode()
    desk.post(at(event, "change/"), form(event))

    assert f'name="cut_off_hours" value="{hours}"' in shown
    assert Decision.objects.get().cut_off_hours == hours


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"venue": ""}, "Name the hall, so that people find it."),
        ({"doors": "19:00"}, "The doors open before it begins."),
        ({"capacity": "0"}, "Give a whole number from 1 to 1,000,000."),
        ({"option": ""}, "Choose the place or date that it is to be."),
        ({"date": "2027-03-14", "doors": "02:30", "starts": "03:30"}, "The clocks go forward at this time"),
        ({"cut_off_hours": "73"}, "Give a whole number from 0 to 72."),
        ({"map_link": "nonsense"}, "Give a whole address, such as https://example.org."),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(
    desk: Client, event: Event, changes: dict[str, Any], says: str
) -> None:
    answer = desk.post(at(event, "change/"), form(event, address="What I typed") | changes)

    assert answer.status_code == 422
    assert says in text_of(answer)
    assert 'value="What I typed"' in answer.content.decode()
    assert not Decision.objects.exists()


def test_it_can_be_taken_back_and_the_page_asks_again(desk: Client, event: Event) -> None:
    desk.post(at(event, "change/"), form(event))

    words = text_of(desk.post(at(event, "take-back/"), follow=True))

    assert "Taken back: every place and date is on offer again." in words
    assert "Philadelphia" in text_of(desk.get(f"/e/{event.slug}/"))


def test_a_change_after_the_first_invitation_asks_first(desk: Client, event: Event) -> None:
    desk.post(at(event, "change/"), form(event))
    people_of(event, [{}, {}])
    event.refresh_from_db()
    wave = wave_of(event)
    start_wave(wave, ACTOR, timezone.now())
    send_wave(wave.pk, timezone.now() + TO_THINK)
    moved = form(event, venue="Loft")

    asked = desk.post(at(event, "change/"), moved)
    refused = desk.post(at(event, "take-back/"), follow=True)
    desk.post(at(event, "change/"), moved | {"asks_again": "on"})

    assert asked.status_code == 422
    assert "Yes: tell the 2 people who were invited, and ask each again" in text_of(asked)
    assert "People are invited already. Change it instead: they are asked again." in text_of(refused)
    assert (Decision.objects.get().venue, Decision.objects.get().version) == ("Loft", 2)


def test_another_hall_says_that_the_seats_given_out_stay_as_many(desk: Client, event: Event) -> None:
    decision_of(event, capacity=200)
    open_seats(event.pk)

    larger = desk.post(at(event, "change/"), form(event, capacity="220"), follow=True)
    as_many = desk.post(at(event, "change/"), form(event, capacity="200"), follow=True)

    warning = "200 places can be confirmed, as before: change that under Invitations."
    assert warning in larger.content.decode()
    assert warning not in as_many.content.decode()


def test_those_who_answered_are_told_by_a_mail_that_is_looked_at_first(desk: Client, event: Event) -> None:
    people_of(event, [{"name": "Ada"}])
    decision_of(event)

    answer = desk.post(at(event, "tell/"))

    mailing = Mailing.objects.get()
    assert (mailing.state, mailing.narrowing) == ("draft", {"verified": "yes"})
    assert answer["Location"].endswith(f"/mailings/{mailing.pk}/")
    assert "Grand Hall, New York" in mailing.texts["en"]["text"]
    assert "Send to 1 person" in text_of(desk.get(answer["Location"]))
    assert set(mailing.texts) == {"en", "es"}


def test_another_place_becomes_an_event_after_a_question(desk: Client, event: Event) -> None:
    philly = event.options.order_by("pk")[1]
    people_of(event, [{"name": "Ada", "options": [philly.pk]}])
    decision_of(event)

    asked = text_of(desk.get(at(event, f"second/{philly.pk}/")))
    answer = desk.post(at(event, f"second/{philly.pk}/"))

    copy = Event.objects.latest("pk")
    assert "Make Philadelphia" in asked
    assert "1 person named it." in asked
    assert answer["Location"] == f"/desk/{event.organisation.slug}/{copy.slug}/page/"
    assert copy.title == "Nimbus Fan Day · Philadelphia"
    assert [each.name for each in copy.interests.all()] == ["Ada"]
    assert desk.get(at(event, f"second/{event.decision.option_id}/")).status_code == 404


def test_an_event_that_is_no_more_says_so_instead_of_asking(desk: Client, event: Event) -> None:
    Event.objects.filter(pk=event.pk).update(stage=Stage.CANCELLED)

    words = text_of(desk.get(at(event, "change/")))

    assert "The event is over or cancelled, so there is nothing to settle." in words
