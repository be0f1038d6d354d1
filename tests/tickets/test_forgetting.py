"""Names and addresses on tickets: given to whom they are about, and erased."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from tests.factories import event_of
from tests.interest.page import text_of
from tests.privacy.everything import places_of
from tests.tickets.held import again, decided, ticket_of, tickets_of
from turnout.events.change_stage import change_stage
from turnout.events.models import Event, Stage
from turnout.outbox.models import Mail
from turnout.privacy.erase_person import erase_person
from turnout.privacy.export_person import export_person
from turnout.privacy.files import file_of
from turnout.tickets import forget_holders
from turnout.tickets.models import PendingPass, Seats, Ticket
from turnout.tickets.offer_ticket import offer_ticket
from turnout.tickets.take_ticket import take_ticket
from turnout.tickets.ticket_link import token_of

pytestmark = pytest.mark.django_db
FRIEND = "zoe@friends.example"


def now() -> datetime:
    return datetime.now(UTC)


def passed(ticket: Ticket, email: str = FRIEND, name: str = "Zoë Park") -> Ticket:
    offer_ticket(ticket, email, now())
    return take_ticket(PendingPass.objects.get(ticket=ticket), name, now())


def test_export_has_the_tickets_and_says_nothing_of_a_friend():
    first, second, third = tickets_of(decided(), 3, "Bo Chen", name="Ada Okafor", email="ada@example.org")
    passed(third)
    assert first.interest

    held = export_person(first.interest)

    assert [each["name"] for each in held["held"]["tickets"]] == ["Ada Okafor", "Bo Chen", ""]
    assert held["held"]["tickets"][2]["passed_on"]
    for kind in ("json", "html"):
        written = file_of(first.interest, kind).decode()
        assert "Bo Chen" in written
        assert "Zoë" not in written
        assert FRIEND not in written
    assert second.pk


def test_erased_nothing_tells_of_who_claimed_and_the_friend_keeps_the_ticket():
    first, second, third = tickets_of(decided(), 3, "Bo Chen", name="Åse Čapek", email="ase@claimed.example")
    passed(second)
    offer_ticket(third, "yan@offered.example", now())
    assert first.interest

    erase_person(first.interest.pk, "fan")

    assert places_of("ase@claimed", "Čapek", "Bo Chen", "yan@offered") == []
    kept = again(second)
    assert (kept.is_good, kept.name, kept.passed_to) == (True, "Zoë Park", FRIEND)
    assert [again(each).revoked_why for each in (first, third)] == ["erased", "erased"]
    assert Seats.objects.get(event=first.event).taken == 1
    assert Client().get(f"/t/{token_of(kept)}/").status_code == 200
    assert not Mail.objects.filter(template="tickets/ended").exists()


def test_a_friend_who_answered_too_takes_the_address_along():
    event = decided()
    mine = ticket_of(event, name="Ada Okafor")
    theirs = ticket_of(event, name="Åse Čapek", email="ase@claimed.example")
    assert theirs.interest
    passed(mine, "ase@claimed.example", "Åse Čapek")

    erase_person(theirs.interest.pk, "fan")

    assert places_of("ase@claimed", "Čapek") == []


def test_a_friend_has_name_and_address_erased_and_keeps_the_ticket():
    theirs = passed(ticket_of())
    page = f"/t/{token_of(theirs)}/"
    assert "Erase your name and address?" in text_of(Client().get(f"{page}forget/"))

    answer = Client().post(f"{page}forget/", follow=True)

    assert "Your name and address are erased." in text_of(answer)
    assert places_of(FRIEND, "Zoë") == []
    assert Client().get(page).status_code == 200


def test_who_had_it_in_between_is_forgotten_with_the_last():
    theirs = passed(ticket_of())
    last = passed(theirs, "yan@last.example", "Yan")

    Client().post(f"/t/{token_of(last)}/forget/")

    assert places_of(FRIEND, "yan@last") == []


def test_who_claimed_is_not_erased_by_that_button():
    ticket = ticket_of(name="Ada Okafor")

    Client().post(f"/t/{token_of(ticket)}/forget/")

    assert again(ticket).name == "Ada Okafor"


def test_names_go_when_the_events_time_is_over():
    event = decided(event_of(stage=Stage.INVITING, keep_days=30))
    (own, other) = tickets_of(event, 2, "Bo Chen", name="Ada Okafor")
    passed(other)
    over = datetime(2027, 1, 8, 5, tzinfo=UTC)

    assert list(forget_holders.due(over - timedelta(seconds=1))) == []
    forget_holders.forget_holders(event.pk, over - timedelta(seconds=1))
    assert again(own).name == "Ada Okafor"
    assert list(forget_holders.due(over)) == [event.pk]
    forget_holders.forget_holders(event.pk, over)

    assert [again(each).name for each in (own, other)] == ["", ""]
    assert places_of(FRIEND, "Zoë", "Bo Chen") == []
    assert list(forget_holders.due(over)) == []


def test_who_is_erased_after_the_event_was_there_all_the_same():
    event = decided()
    ticket = ticket_of(event, name="Åse Čapek")
    assert ticket.interest
    for stage in (Stage.CLOSED, Stage.PAST):
        event = change_stage(Event.objects.get(pk=event.pk), stage, "user:1")

    erase_person(ticket.interest.pk, "system")

    assert again(ticket).is_good
    assert places_of("Čapek") == []


def test_seats_are_free_again_where_nobody_came():
    tickets = tickets_of(decided(), 2)
    assert tickets[0].interest

    erase_person(tickets[0].interest.pk, "fan")

    assert Seats.objects.get().taken == 0
    assert [again(each).is_good for each in tickets] == [False, False]
