"""A ticket goes to a friend: who may, until when, and what becomes of the old one."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from tests.interest.page import text_of
from tests.tickets.held import STARTS, again, decided, ticket_of, tickets_of
from turnout.outbox.models import Mail
from turnout.outbox.render import NoLongerNeeded, render
from turnout.outbox.shown import shown
from turnout.rules.ticket_code import PassedOn, admissible
from turnout.tickets import end_offer
from turnout.tickets.codes import code_for, listed
from turnout.tickets.keys import public_keys
from turnout.tickets.models import PendingPass, Ticket
from turnout.tickets.offer_link import offer_link, offer_of
from turnout.tickets.offer_ticket import KEPT, offer_ticket
from turnout.tickets.refusals import CutOff, NotGood, OfferedTooOften, OfferGone
from turnout.tickets.revoke import revoke
from turnout.tickets.take_ticket import take_ticket
from turnout.tickets.ticket_link import token_of

pytestmark = pytest.mark.django_db
FRIEND = "zoe@friends.example"
DOORS = STARTS - timedelta(minutes=30)


def now() -> datetime:
    return datetime.now(UTC)


def post(ticket: Ticket, part: str, **fields: str) -> Any:
    return Client().post(f"/t/{token_of(ticket)}/{part}/", fields, follow=True)


def offered(ticket: Ticket, email: str = FRIEND) -> PendingPass:
    offer_ticket(ticket, email, now())
    return PendingPass.objects.select_related("ticket__event__organisation", "ticket__interest").get()


def taken(ticket: Ticket, name: str = "Zoë Park") -> Ticket:
    return take_ticket(offered(ticket), name, now())


def path_of(offer: PendingPass) -> str:
    return re.sub(r"^https?://[^/]+", "", offer_link(offer))


def last_mail(template: str) -> Mail:
    return Mail.objects.filter(template=template).latest("pk")


def test_the_friend_takes_it_from_the_mailed_link_and_the_old_code_dies():
    ticket = ticket_of(name="Ada Okafor", email="ada@example.org")
    old_code, old_page = code_for(ticket), f"/t/{token_of(ticket)}/"

    said = text_of(post(ticket, "pass-on", email=f" {FRIEND} "))
    assert "A mail is on its way to your friend." in said
    assert f"You have offered this ticket to {FRIEND}" in said
    (link,) = re.findall(r"/t/take/\S+/", render(last_mail("tickets/offer")).text)
    assert "A ticket for you" in text_of(Client().get(link))
    answer = Client().post(link, {"name": "Zoë Park"}, follow=True)

    assert "The ticket is yours." in text_of(answer)
    assert "Zoë Park" in text_of(answer)
    theirs = again(ticket)
    assert (theirs.name, theirs.passed_to, theirs.generation) == ("Zoë Park", FRIEND, 1)
    keys, tickets = public_keys(ticket.event_id), listed(ticket.event_id)
    with pytest.raises(PassedOn):
        admissible(old_code, keys, tickets)
    assert admissible(code_for(theirs), keys, tickets).generation == 1
    gone = Client().get(old_page)
    assert gone.status_code == 410
    assert "This ticket was passed on" in text_of(gone)
    assert "Zoë" not in gone.content.decode()


def test_until_the_friend_takes_it_nothing_changes():
    ticket = ticket_of()
    offer = offered(ticket)

    for _ in range(2):
        assert Client().get(path_of(offer)).status_code == 200

    assert again(ticket).generation == 0
    assert Client().get(f"/t/{token_of(ticket)}/").status_code == 200


def test_the_mail_to_a_stranger_says_nothing_that_was_typed():
    ticket = ticket_of(name="Buy cheap pills at pills.example", email="ada@example.org")

    offered(ticket)

    mail = render(last_mail("tickets/offer"))

    assert "pills" not in mail.text + mail.html + mail.subject
    assert "ada@example.org" not in mail.text + mail.html
    assert mail.calendar is None


def test_both_are_written_to_and_neither_mail_names_the_other():
    ticket = ticket_of(name="Ada Okafor", email="ada@example.org")

    theirs = taken(ticket)

    given, got = last_mail("tickets/given"), last_mail("tickets/taken")
    assert (given.recipient, got.recipient) == ("ada@example.org", FRIEND)
    assert f"/t/{token_of(theirs)}/" in render(got).text
    methods = [part.method for part in (render(got).calendar, render(given).calendar) if part]
    assert methods == ["REQUEST", "CANCEL"]
    assert FRIEND not in render(given).text
    assert "Zoë" not in render(given).text
    assert "ada@" not in render(got).text


def test_members_do_not_see_the_link_in_the_mail():
    offered(ticket_of())

    seen = shown(last_mail("tickets/offer")).mail

    assert seen is not None
    assert "/t/take/…/" in seen.text
    assert not re.search(r"/t/take/\w", seen.text + seen.html)


def test_a_link_is_good_once():
    offer = offered(ticket_of())

    take_ticket(offer, "Zoë Park", now())

    with pytest.raises(OfferGone):
        take_ticket(offer, "Zoë Park", now())
    answer = Client().get(path_of(offer))
    assert answer.status_code == 410
    assert "The ticket is taken already" in text_of(answer)


def test_another_offer_ends_the_one_before():
    ticket = ticket_of()
    first = offered(ticket)

    offered(ticket, "yan@friends.example")

    with pytest.raises(OfferGone):
        offer_of(path_of(first).split("/")[3], now())
    assert not Mail.objects.filter(recipient=FRIEND).exists()


def test_called_back_it_stays_and_nothing_is_known_of_the_friend():
    ticket = ticket_of()
    offer = offered(ticket)

    assert "You keep the ticket." in text_of(post(ticket, "keep"))

    assert Client().post(path_of(offer), {"name": "Zoë"}).status_code == 410
    assert not Mail.objects.filter(recipient=FRIEND).exists()
    assert again(ticket).generation == 0


def test_an_offer_that_nobody_takes_ends_by_itself_at_its_very_second():
    ticket = ticket_of()
    offer = offered(ticket)
    end = offer.asked_at + KEPT

    assert list(end_offer.due(end - timedelta(microseconds=1))) == []
    assert list(end_offer.due(end)) == [offer.pk]
    end_offer.end_offer(offer.pk, end - timedelta(days=1))
    assert PendingPass.objects.exists()
    end_offer.end_offer(offer.pk, end)
    end_offer.end_offer(offer.pk, end)

    assert not PendingPass.objects.exists()
    assert not Mail.objects.filter(recipient=FRIEND).exists()


@pytest.mark.parametrize(
    ("email", "words"),
    [
        ("zoe", "Enter an e-mail address such as name@example.com."),
        ("ADA@example.org", "The ticket goes to this address already."),
    ],
)
def test_what_cannot_be_is_said_and_what_was_typed_is_kept(email: str, words: str):
    ticket = ticket_of(email="ada@example.org")

    answer = post(ticket, "pass-on", email=email)

    assert answer.status_code == 422
    assert words in text_of(answer)
    assert f'value="{email}"' in answer.content.decode()


def test_a_friend_without_a_name_is_asked_for_it():
    offer = offered(ticket_of())

    answer = Client().post(path_of(offer), {"name": " \u200d "})

    assert answer.status_code == 422
    assert "Enter your name." in text_of(answer)


def test_nobody_mails_many_strangers_with_a_ticket():
    ticket = ticket_of()
    for number in range(5):
        offer_ticket(ticket, f"zoe{number}@friends.example", now())

    with pytest.raises(OfferedTooOften):
        offer_ticket(ticket, FRIEND, now())
    assert "You have offered this ticket several times today." in text_of(
        post(ticket, "pass-on", email=FRIEND)
    )


@pytest.mark.parametrize("hours", [0, 3, 72])
def test_from_the_cut_off_on_tickets_stay_where_they_are(hours: int):
    ticket = ticket_of(decided(cut_off_hours=hours))
    offer = offered(ticket)
    cut_off = DOORS - timedelta(hours=hours)

    with pytest.raises(CutOff):
        offer_ticket(ticket, FRIEND, cut_off)
    PendingPass.objects.update(expires_at=cut_off + timedelta(days=1))
    with pytest.raises(CutOff):
        take_ticket(offer, "Zoë", cut_off)
    assert take_ticket(offer, "Zoë", cut_off - timedelta(microseconds=1)).generation == 1


def test_the_page_says_until_when_it_can_be_passed_on():
    ticket = ticket_of(decided(cut_off_hours=48))

    said = text_of(Client().get(f"/t/{token_of(ticket)}/"))

    assert "You can change it until Fri, Dec 6, 2126, 5:30 PM" in said
    assert "You can do so until Fri, Dec 6, 2126, 5:30 PM" in said


def test_the_page_after_the_cut_off_offers_nothing_any_more():
    ticket = ticket_of(decided(starts_at=now() + timedelta(hours=3)))

    said = text_of(Client().get(f"/t/{token_of(ticket)}/"))

    assert "The lists for the door are closed" in said
    assert "They could be changed until " in said
    assert "Pass it on" not in said
    assert "It is too late" in text_of(post(ticket, "name", name="Bo"))
    assert again(ticket).name == "Ada Okafor"


def test_a_ticket_that_ends_ends_its_offer():
    ticket = ticket_of()
    offer = offered(ticket)

    revoke([ticket], Ticket.Why.RELEASED, now())

    assert Client().get(path_of(offer)).status_code == 410
    with pytest.raises((OfferGone, NotGood)):
        take_ticket(offer, "Zoë", now())
    with pytest.raises(NotGood):
        offer_ticket(again(ticket), FRIEND, now())


def test_a_friend_passes_it_on_again():
    ticket = ticket_of()
    theirs = taken(ticket)

    offer = offered(theirs, "yan@friends.example")
    last = take_ticket(offer, "Yan", now())

    assert (last.generation, last.passed_to) == (2, "yan@friends.example")
    assert not Ticket.objects.filter(passed_to=FRIEND).exists()
    for gone in (ticket, theirs):
        assert "This ticket was passed on" in text_of(Client().get(f"/t/{token_of(gone)}/"))


def test_names_of_the_party_are_given_and_taken_back():
    _, second = tickets_of(decided(), 2)

    assert "The name is saved." in text_of(post(second, "name", name="  Bo\n Chen "))
    assert again(second).name == "Bo Chen"
    post(second, "name", name="")
    assert again(second).name == ""
    assert "Guest" in text_of(Client().get(f"/t/{token_of(second)}/"))


def test_no_other_site_and_no_reading_changes_a_thing():
    ticket = ticket_of()
    before = (list(Ticket.objects.values()), list(PendingPass.objects.values()), Mail.objects.count())

    for part in ("/", "/pass-on/", "/forget/", ".pdf", ".ics"):
        assert Client().get(f"/t/{token_of(ticket)}{part}").status_code == 200
    for part in ("name", "keep"):
        assert Client().get(f"/t/{token_of(ticket)}/{part}/").status_code == 405

    after = (list(Ticket.objects.values()), list(PendingPass.objects.values()), Mail.objects.count())
    assert after == before


def test_a_mail_to_who_has_it_no_more_is_not_written():
    ticket = ticket_of()
    taken(ticket)
    mail = last_mail("tickets/taken")

    take_ticket(offered(again(ticket), "yan@friends.example"), "Yan", now())

    with pytest.raises(NoLongerNeeded):
        render(mail)
