"""A ticket's page: what it says, and to whom."""

import io
import logging
from datetime import UTC, datetime
from typing import Any

import pytest
import zxingcpp
from django.test import Client
from PIL import Image

from tests.fan.own import opened
from tests.interest.page import text_of
from tests.tickets.held import again, decided, held_tickets, ticket_of, tickets_of
from turnout.events.change_stage import change_stage
from turnout.interest.renew_link import renew_link
from turnout.rules.ticket_code import Revoked, admissible
from turnout.tickets.codes import code_for, listed
from turnout.tickets.keys import public_keys
from turnout.tickets.models import Ticket
from turnout.tickets.qr import qr_of
from turnout.tickets.revoke import revoke
from turnout.tickets.ticket_link import token_of

pytestmark = pytest.mark.django_db
OWN_PAGE_QUERIES = 12


def page(ticket: Ticket, part: str = "/") -> Any:
    return Client().get(f"/t/{token_of(ticket)}{part}")


def test_page_says_when_where_and_for_whom():
    ticket = ticket_of(name="Ada Okafor")

    said = text_of(page(ticket))

    for words in (
        "Your ticket to Nimbus Fan Day",
        "The Foundry, New York",
        "42 West Street, New York, NY 10001",
        "Sun, Dec 8, 2126, 6:00 PM",
        "Doors open at 5:30 PM",
        "Ada Okafor",
        "Step-free from the yard.",
    ):
        assert words in said


def test_page_is_kept_by_no_cache_and_its_address_told_to_nobody():
    answer = page(ticket_of())

    assert answer.status_code == 200
    assert answer["Referrer-Policy"] == "no-referrer"
    assert answer["Cache-Control"] == "no-store"
    assert answer["X-Robots-Tag"] == "noindex"
    assert "script-src 'self'" in answer["Content-Security-Policy"]
    assert not answer.cookies


@pytest.mark.parametrize("spoilt", ["", "nonsense", "A" * 36, "é" * 36])
def test_no_other_address_opens_anything(spoilt: str):
    ticket = ticket_of()
    token = token_of(ticket)

    for wrong in (spoilt or token[:-1] + ("A" if token[-1] != "A" else "B"), token[:-1], token + "A"):
        answer = Client().get(f"/t/{wrong}/")
        assert answer.status_code == 410
        assert "This link is no longer good" in text_of(answer)


def test_address_is_derived_from_the_secret_and_survives_its_replacement(settings):
    ticket = ticket_of()
    old = f"/t/{token_of(ticket)}/"

    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another secret key of more than thirty-two characters"

    assert Client().get(old).status_code == 200
    assert f"/t/{token_of(ticket)}/" != old
    assert page(ticket).status_code == 200
    settings.SECRET_KEY_FALLBACKS = []
    assert Client().get(old).status_code == 410


def test_renewing_the_personal_link_ends_the_addresses_of_its_tickets():
    ticket = ticket_of()
    old = f"/t/{token_of(ticket)}/"
    assert ticket.interest

    renew_link(ticket.interest.pk, datetime.now(UTC))

    assert Client().get(old).status_code == 410
    assert page(again(ticket)).status_code == 200


def test_refusals_do_not_log_the_address(caplog):
    token = token_of(ticket_of())

    with caplog.at_level(logging.DEBUG):
        for path in (f"/t/{token[:-1]}x/", f"/t/{token}/nothing/", f"/t/{token}.pkpass"):
            Client().get(path)

    from turnout.accounts.masked_log import Masked

    for record in caplog.records:
        Masked().filter(record)
        assert token[:20] not in record.getMessage()


def test_picture_on_the_page_is_the_code_and_it_opens_the_door():
    ticket = ticket_of()
    picture = io.BytesIO()
    qr_of(code_for(ticket)).save(picture, kind="png", scale=4, border=4)

    (found,) = zxingcpp.read_barcodes(Image.open(picture))

    code = admissible(found.text, public_keys(ticket.event_id), listed(ticket.event_id))
    assert code.serial.hex() == ticket.serial
    shown = page(ticket).content.decode()
    assert shown.count('<svg viewBox="0 0 53 53">') == 1
    assert "".join(text_of(page(ticket)).split()).count(code_for(ticket)) == 1


def test_nothing_about_the_person_is_in_the_code():
    first, second = tickets_of(decided(), 2, "Bo Chen", name="Ada Okafor", email="ada@example.org")

    before = [code_for(first), code_for(second)]
    Ticket.objects.update(name="Somebody Else")

    assert [code_for(again(first)), code_for(again(second))] == before


def test_a_ticket_that_was_given_back_says_so_and_its_code_is_refused():
    ticket = ticket_of()
    code = code_for(ticket)

    revoke([ticket], Ticket.Why.RELEASED, datetime.now(UTC))

    answer = page(ticket)
    assert answer.status_code == 410
    assert "This ticket is no longer good" in text_of(answer)
    assert "svg viewBox" not in answer.content.decode()
    assert [page(ticket, part).status_code for part in (".pdf", ".ics")] == [404, 404]
    with pytest.raises(Revoked) as refusal:
        admissible(code, public_keys(ticket.event_id), listed(ticket.event_id))
    assert refusal.value.why == "released"


def test_a_cancelled_event_shows_no_code():
    ticket = ticket_of()

    change_stage(ticket.event, "cancelled", "user:1")

    answer = page(ticket)
    assert "This event is cancelled" in text_of(answer)
    assert "svg viewBox" not in answer.content.decode()


@pytest.mark.parametrize("party", [1, 3])
def test_own_page_leads_to_each_ticket_with_as_many_queries(party: int, django_assert_num_queries):
    tickets = tickets_of(decided(), party)
    assert tickets[0].interest
    client = opened(tickets[0].interest)

    with django_assert_num_queries(OWN_PAGE_QUERIES):
        answer = client.get(f"/my/{tickets[0].interest.public_id}/")

    for ticket in held_tickets(tickets[0].interest):
        assert f"/t/{token_of(ticket)}/" in answer.content.decode()
