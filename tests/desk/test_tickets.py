"""What an organiser does about tickets: finds who holds them, takes them back, makes a new key."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client

from tests.factories import user_of
from tests.interest.page import text_of
from tests.tickets.held import again, decided, ticket_of, tickets_of
from turnout.accounts.models import Role
from turnout.events.models import Event
from turnout.journal.models import Entry
from turnout.outbox.models import Mail
from turnout.outbox.render import render
from turnout.rules.ticket_code import KeyRevoked, Revoked, admissible, read
from turnout.tickets import listing
from turnout.tickets.codes import code_for, listed
from turnout.tickets.keys import public_keys
from turnout.tickets.models import EventKey, PendingPass, Seats, Ticket
from turnout.tickets.offer_ticket import offer_ticket
from turnout.tickets.take_ticket import take_ticket

pytestmark = pytest.mark.django_db
LIST_QUERIES = 14


@pytest.fixture
def event() -> Event:
    return decided()


@pytest.fixture
def desk(client: Client, event: Event) -> Client:
    client.force_login(user_of(event.organisation, Role.EDITOR, name="Ben"))
    return client


def path_of(event: Event, part: str = "") -> str:
    return f"/desk/{event.organisation.slug}/{event.slug}/tickets/{part}"


def took(ticket: Ticket) -> Ticket:
    now = datetime.now(UTC)
    offer_ticket(ticket, "zoe@friends.example", now)
    return take_ticket(PendingPass.objects.get(ticket=ticket), "Zoë", now)


def listed_at(desk: Client, event: Event, query: str = "") -> Any:
    return desk.get(path_of(event) + query)


def test_before_there_are_tickets_it_says_when_there_will_be(desk: Client, event: Event):
    said = text_of(listed_at(desk, event))

    assert "No tickets yet" in said
    assert "The key of the codes" not in said


@pytest.mark.parametrize("people", [1, 3])
def test_list_has_as_many_queries_however_long(
    desk: Client, event: Event, people: int, django_assert_num_queries
):
    for number in range(people):
        tickets_of(event, 2, "Bo Chen", name=f"Ada {number}")

    with django_assert_num_queries(LIST_QUERIES):
        said = text_of(listed_at(desk, event))

    assert f"{2 * people} tickets are good." in said
    assert said.count("Bo Chen") == people


def test_list_is_searched_by_name_address_and_guest(desk: Client, event: Event):
    tickets_of(event, 2, "Bo Chen", name="Ada Okafor", email="ada@example.org")
    ticket_of(event, name="Cleo", email="cleo@example.org")

    for query, found, hidden in (
        ("bo chen", "Ada Okafor", "Cleo"),
        ("CLEO@", "Cleo", "Ada Okafor"),
        ("okafor", "Ada Okafor", "Cleo"),
    ):
        said = text_of(listed_at(desk, event, f"?q={query}"))
        assert (found in said, hidden in said) == (True, False)
    assert "Nobody found" in text_of(listed_at(desk, event, "?q=nobody"))


def test_a_long_list_comes_in_pages(desk: Client, event: Event, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(listing, "PAGE", 2)
    names = ["Ada", "Bo", "Cleo"]
    for name in names:
        ticket_of(event, name=name)

    first = listed_at(desk, event)

    (more,) = [part.split('"')[0] for part in first.content.decode().split('href="?')[1:]]
    assert [name in text_of(first) for name in names] == [True, True, False]
    assert [name in text_of(listed_at(desk, event, f"?{more}")) for name in names] == [False, False, True]


def test_tickets_are_taken_back_after_a_question_and_what_a_friend_took_stays(desk: Client, event: Event):
    first, second, third = tickets_of(event, 3, email="ada@example.org")
    theirs = took(third)
    code = code_for(first)
    assert first.interest
    end = path_of(event, f"{first.interest.public_id}/take-back/")
    assert "2 tickets stop working at once" in text_of(desk.get(end))
    assert again(first).is_good

    said = text_of(desk.post(end, follow=True))

    assert "The tickets are taken back, and a mail says so." in said
    assert [again(each).revoked_why for each in (first, second, theirs)] == ["organiser", "organiser", ""]
    assert Seats.objects.get(event=event).taken == 1
    with pytest.raises(Revoked) as refusal:
        admissible(code, public_keys(event.pk), listed(event.pk))
    assert refusal.value.why == "organiser"
    mail = Mail.objects.get(template="tickets/ended")
    assert (mail.recipient, "has taken back" in render(mail).text) == ("ada@example.org", True)
    assert "They hold no tickets any more." in text_of(desk.post(end, follow=True))


def test_a_new_key_leaves_older_codes_good_or_ends_them(desk: Client, event: Event):
    ticket = ticket_of(event)
    oldest = code_for(ticket)
    assert "They stay good." in text_of(desk.get(path_of(event, "key/")))

    assert "stay good" in text_of(desk.post(path_of(event, "key/"), {"older": "keep"}, follow=True))
    older = code_for(ticket)
    assert older != oldest
    assert {read(each, public_keys(event.pk)).serial.hex() for each in (oldest, older)} == {ticket.serial}

    assert "are refused" in text_of(desk.post(path_of(event, "key/"), {"older": "revoke"}, follow=True))
    for dead in (oldest, older):
        with pytest.raises(KeyRevoked):
            read(dead, public_keys(event.pk))
    assert read(code_for(ticket), public_keys(event.pk)).serial.hex() == ticket.serial
    verbs = Entry.objects.filter(verb__endswith="_key").order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == ["renew_key", "replace_key"]


def test_private_keys_are_sealed_by_the_secret_which_may_be_replaced(event: Event, settings):
    ticket = ticket_of(event)
    code, key = code_for(ticket), EventKey.objects.get()
    assert key.public not in key.sealed

    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another secret key of more than thirty-two characters"

    assert code_for(ticket) == code


def test_the_door_and_strangers_stay_outside(client: Client, event: Event):
    ticket = ticket_of(event)
    assert ticket.interest
    client.force_login(user_of(event.organisation, Role.DOOR))

    for part in ("", "key/", f"{ticket.interest.public_id}/take-back/"):
        assert client.get(path_of(event, part)).status_code == 403
    client.force_login(user_of())
    assert client.get(path_of(event)).status_code == 404
