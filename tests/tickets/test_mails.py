"""What holders of tickets are written, and how their calendars follow."""

from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from typing import Any

import pytest
from icalendar import Calendar

from tests.mail_server import MailServer
from tests.tickets.held import STARTS, again, decided, ticket_of, tickets_of
from turnout.events.change_stage import change_stage
from turnout.events.models import Event
from turnout.interest.renew_link import renew_link
from turnout.invitations import tell_moved
from turnout.invitations.models import Decision
from turnout.outbox.deliver import deliver
from turnout.outbox.models import Mail
from turnout.outbox.render import NoLongerNeeded, render
from turnout.tickets import tell_claims, tell_holders
from turnout.tickets.models import PendingPass, Ticket
from turnout.tickets.offer_ticket import offer_ticket
from turnout.tickets.revoke import revoke
from turnout.tickets.take_ticket import take_ticket
from turnout.tickets.ticket_link import token_of

pytestmark = pytest.mark.django_db
LATER = timedelta(seconds=5)
WORK: Any = (
    (tell_claims, tell_claims.tell_claims),
    (tell_moved, tell_moved.tell_moved),
    (tell_holders, tell_holders.tell_holders),
)


def now() -> datetime:
    return datetime.now(UTC)


def work() -> None:
    for each, do in WORK:
        while items := each.due(now() + LATER):
            for item in items:
                do(item, now())


def mails(template: str) -> list[Mail]:
    return list(Mail.objects.filter(template=template).order_by("pk"))


def entry_of(mail: Mail) -> Any:
    part = render(mail).calendar
    assert part
    calendar = Calendar.from_ical(part.body)
    assert calendar["METHOD"] == part.method
    (entry,) = calendar.walk("VEVENT")
    return entry


def moved(event: Event, **changes: Any) -> None:
    decision = Decision.objects.get(event=event)
    for name, value in changes.items():
        setattr(decision, name, value)
    decision.version += 1
    decision.save()


def test_a_claim_brings_one_mail_that_leads_to_each_ticket():
    tickets = tickets_of(decided(), 3, "Bo Chen", name="Ada Okafor", email="ada@example.org")

    work()

    (mail,) = mails("tickets/yours")
    written = render(mail)
    assert (mail.recipient, written.subject) == ("ada@example.org", "Nimbus Fan Day: your tickets")
    for ticket, name in zip(tickets, ("Ada Okafor", "Bo Chen", "Guest"), strict=True):
        assert f"{name}\nhttp://127.0.0.1:8000/t/{token_of(ticket)}/" in written.text
        assert f"/t/{token_of(ticket)}/" in written.html
    assert "The Foundry, New York" in written.text
    assert "A lift goes to the first floor." in written.text


def test_the_mail_puts_the_event_into_the_calendar(mail_server: MailServer):
    ticket_of(email="ada@example.org")
    work()
    (mail,) = mails("tickets/yours")

    deliver(mail.pk, now())

    (received,) = mail_server.received
    kinds = [part.get_content_type() for part in received.walk()]
    assert kinds == [
        "multipart/mixed",
        "multipart/alternative",
        "text/plain",
        "text/html",
        "text/calendar",
        "application/ics",
    ]
    (invite,) = [part for part in received.walk() if part.get_content_type() == "text/calendar"]
    assert isinstance(invite, EmailMessage)
    assert (invite.get_param("method"), invite.get_param("charset")) == ("REQUEST", "utf-8")
    calendar: Any = Calendar.from_ical(invite.get_content())
    (entry,) = calendar.walk("VEVENT")
    assert entry["DTSTART"].dt == STARTS
    assert entry["LOCATION"] == "The Foundry, New York, 42 West Street, New York, NY 10001"
    assert str(entry["ATTENDEE"]) == "mailto:ada@example.org"
    assert entry["ATTENDEE"].params["PARTSTAT"] == "ACCEPTED"
    assert str(entry["ORGANIZER"]) == "mailto:turnout@127.0.0.1"


def test_another_time_moves_the_entry_once():
    event = decided()
    ticket_of(event)
    work()
    before = entry_of(*mails("tickets/yours"))

    moved(event, starts_at=STARTS + timedelta(hours=1), venue="The Yard")
    work()
    work()

    (mail,) = mails("invitations/moved")
    after = entry_of(mail)
    assert mails("tickets/changed") == []
    assert after["UID"] == before["UID"]
    assert after["SEQUENCE"] > before["SEQUENCE"]
    assert after["DTSTART"].dt == STARTS + timedelta(hours=1)
    assert "The Yard, New York" in render(mail).text


def test_each_holder_hears_of_it_once_however_many_tickets_and_batches(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(tell_holders, "BATCH", 2)
    event = decided()
    _, second, _ = tickets_of(event, 3, email="ada@example.org")
    tickets_of(event, 2, email="bo@example.org")
    offer_ticket(second, "zoe@friends.example", now())
    take_ticket(PendingPass.objects.get(), "Zoë", now())
    work()

    moved(event, venue="The Yard")
    work()
    (mail,) = mails("tickets/changed")
    assert mail.recipient == "zoe@friends.example"
    assert entry_of(mail)["LOCATION"].startswith("The Yard")
    change_stage(event, "cancelled", "user:1")
    work()

    told = [*mails("invitations/moved"), *mails("tickets/changed")]
    everybody = ["ada@example.org", "bo@example.org", "zoe@friends.example"]
    assert sorted(each.recipient for each in told) == everybody
    assert sorted(each.recipient for each in mails("tickets/cancelled")) == everybody


def test_who_was_invited_and_has_no_ticket_gets_no_entry():
    event = decided()
    ticket = ticket_of(event)
    revoke([ticket], Ticket.Why.ORGANISER, now())

    moved(event, venue="The Yard")
    work()

    (mail,) = mails("invitations/moved")
    assert render(mail).calendar is None


def test_nothing_is_due_before_something_changes():
    event = decided()
    ticket_of(event)
    work()

    assert list(tell_holders.due(now())) == []
    moved(event)
    assert list(tell_holders.due(now())) == [event.pk]


def test_a_cancelled_event_goes_from_the_calendars():
    event = decided()
    ticket_of(event, email="ada@example.org")
    work()
    before = entry_of(*mails("tickets/yours"))

    change_stage(event, "cancelled", "user:1")
    work()
    work()

    (mail,) = mails("tickets/cancelled")
    after = entry_of(mail)
    assert render(mail).subject == "Cancelled: Nimbus Fan Day"
    assert after["UID"] == before["UID"]
    assert after["SEQUENCE"] > before["SEQUENCE"]
    assert after["STATUS"] == "CANCELLED"


def test_who_gives_the_last_ticket_back_loses_the_entry_and_not_before():
    first, second = tickets_of(decided(), 2, email="ada@example.org")

    revoke([second], Ticket.Why.RELEASED, now())
    assert mails("tickets/ended") == []
    revoke([first, second], Ticket.Why.RELEASED, now())
    revoke([first], Ticket.Why.RELEASED, now())

    (mail,) = mails("tickets/ended")
    assert entry_of(mail)["STATUS"] == "CANCELLED"
    assert "are given back" in render(mail).text


def test_who_is_taken_a_ticket_from_hears_by_whom():
    revoke([ticket_of()], Ticket.Why.ORGANISER, now())

    (mail,) = mails("tickets/ended")
    assert "Nimbus has taken back your tickets" in render(mail).text


def test_after_a_new_link_the_old_mail_is_not_written():
    ticket = ticket_of()
    work()
    (mail,) = mails("tickets/yours")
    assert ticket.interest

    renew_link(ticket.interest.pk, now())

    with pytest.raises(NoLongerNeeded):
        render(mail)


@pytest.mark.parametrize(
    "template", ["tickets/yours", "tickets/changed", "tickets/cancelled", "tickets/ended", "tickets/given"]
)
def test_a_mail_about_nobody_is_dropped(template: str):
    ids = {"ticket": 0, "generation": 0, "interest": 0, "link": 0}

    with pytest.raises(NoLongerNeeded):
        render(Mail(template=template, context=ids, recipient="ada@example.org"))


def test_before_a_date_is_settled_the_calendar_stays_empty():
    event = decided()
    ticket = ticket_of(event)
    Decision.objects.all().delete()
    work()

    (mail,) = mails("tickets/yours")

    assert render(mail).calendar is None
    assert f"/t/{token_of(again(ticket))}/" in render(mail).text
