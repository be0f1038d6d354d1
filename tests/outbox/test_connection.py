"""One connection carries many mails, and what breaks it costs none of them an attempt."""

import subprocess
from datetime import timedelta
from threading import Thread

import pytest
from django.db import connection as to_database
from django.utils import timezone

from tests.mail_server import MailServer
from tests.outbox.test_deliver import delivered, queued, this_database
from tests.server import TURNOUT
from tests.waiting import until
from turnout.outbox import round as rounds
from turnout.outbox.deliver import connection, deliver
from turnout.outbox.models import Mail
from turnout.outbox.smtp import LONGEST_IDLE, LONGEST_OPEN, MAILS_A_CONNECTION

pytestmark = pytest.mark.django_db
SENT_AT_ONCE = (Mail.State.SENT, 1)


@pytest.fixture(params=[False, True], ids=["one by one", "at once"], autouse=True)
def offers_pipelining(request: pytest.FixtureRequest, mail_server: MailServer) -> None:
    """Everything here holds however the server takes commands."""
    mail_server.pipelining = request.param


def test_several_mails_go_over_one_connection(mail_server: MailServer) -> None:
    for _ in range(5):
        delivered(queued())

    assert len(mail_server.received) == 5
    assert (mail_server.conversations, mail_server.farewells) == (1, 0)


def test_after_many_mails_a_new_connection_is_opened(mail_server: MailServer) -> None:
    for _ in range(MAILS_A_CONNECTION + 1):
        delivered(queued())

    assert len(mail_server.received) == MAILS_A_CONNECTION + 1
    assert (mail_server.conversations, mail_server.farewells) == (2, 1)


def test_an_old_connection_is_replaced(mail_server: MailServer) -> None:
    first, second, now = queued(), queued(), timezone.now()
    deliver(first.pk, now)

    deliver(second.pk, now + LONGEST_OPEN)

    assert len(mail_server.received) == 2
    assert (mail_server.conversations, mail_server.farewells) == (2, 1)


def test_an_idle_connection_is_closed(mail_server: MailServer) -> None:
    mail, now = queued(), timezone.now()
    deliver(mail.pk, now)

    connection.close_if_idle(now + LONGEST_IDLE - timedelta(seconds=1))
    still_open = mail_server.farewells == 0
    connection.close_if_idle(now + LONGEST_IDLE)

    assert still_open
    assert mail_server.farewells == 1
    assert delivered(queued()).state == Mail.State.SENT


def test_a_connection_that_broke_meanwhile_is_replaced(mail_server: MailServer) -> None:
    delivered(queued())
    mail_server.hang_up()

    mail = delivered(queued())

    assert (mail.state, mail.attempts) == SENT_AT_ONCE
    assert mail_server.conversations == 2


def test_a_server_that_has_had_enough_of_a_connection_gets_a_new_one(mail_server: MailServer) -> None:
    mail_server.mails_a_connection = 2

    mails = [delivered(queued()) for _ in range(5)]

    assert {(mail.state, mail.attempts) for mail in mails} == {SENT_AT_ONCE}
    assert mail_server.conversations == 3


@pytest.mark.parametrize("answer", ["451 greylisted", "550 no such person"])
@pytest.mark.parametrize("step", ["rcpt", "data"])
def test_a_mail_that_is_not_taken_leaves_the_connection_to_the_next(
    mail_server: MailServer, step: str, answer: str
) -> None:
    setattr(mail_server, step, answer)
    delivered(queued("eve@example.org"))
    mail_server.rcpt, mail_server.data = "250 fine", "250 taken"

    mail = delivered(queued())

    assert (mail.state, mail.attempts) == SENT_AT_ONCE
    assert mail_server.recipients == ["ada@example.org"]
    assert mail_server.conversations == 1


def test_a_line_dropped_before_the_text_postpones(mail_server: MailServer) -> None:
    mail_server.rcpt = "drop"
    dropped = delivered(queued())
    mail_server.rcpt = "250 fine"

    mail = delivered(queued())

    assert dropped.state == Mail.State.QUEUED
    assert (mail.state, mail.attempts) == SENT_AT_ONCE


def test_a_line_dropped_after_the_text_is_not_used_again(mail_server: MailServer) -> None:
    mail_server.data = "drop"
    dropped = delivered(queued())
    mail_server.data = "250 taken"

    mail = delivered(queued())

    assert dropped.state == Mail.State.UNKNOWN
    assert (mail.state, mail.attempts) == SENT_AT_ONCE


@pytest.mark.django_db(transaction=True)
def test_a_worker_whose_claim_ran_out_does_not_send(
    mail_server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rounds, "LONGEST_RUN", 0.0)
    mail_server.rcpt = "hang"
    mail = queued()

    def dawdle() -> None:
        deliver(mail.pk, timezone.now())
        connection.close()
        to_database.close()

    slow = Thread(target=dawdle)
    slow.start()
    until(lambda: mail_server.addressed, what="the address was given")
    Mail.objects.update(state=Mail.State.SENT, attempts=2, error="")
    mail_server.rcpt = "250 fine"
    slow.join()

    mail.refresh_from_db()
    assert (mail.state, mail.attempts, mail.error) == (Mail.State.SENT, 2, "")
    assert mail_server.received == []


@pytest.mark.django_db(transaction=True)
def test_a_worker_sends_all_over_one_connection_and_says_farewell(mail_server: MailServer) -> None:
    for number in range(30):
        queued(f"fan{number}@example.org")
    one_connection = {**this_database(mail_server.url), "TURNOUT_MAIL_CONNECTIONS": "1"}
    worker = subprocess.Popen([TURNOUT, "worker"], env=one_connection)

    try:
        until(lambda: len(mail_server.received) == 30, seconds=30, what="all are sent")
    finally:
        worker.terminate()

    assert worker.wait(20) == 0
    assert (mail_server.conversations, mail_server.farewells) == (1, 1)
    assert set(Mail.objects.values_list("state", "attempts")) == {SENT_AT_ONCE}
