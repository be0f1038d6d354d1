import os
import signal
import subprocess
from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection
from django.utils import timezone
from pytest_django import Settings

from tests.mail_server import MailServer
from tests.server import TURNOUT, environment, free_port
from tests.waiting import until
from turnout.outbox.deliver import PAUSES, deliver, due
from turnout.outbox.deliver import connection as to_mail_server
from turnout.outbox.models import Mail
from turnout.outbox.queue import queue

pytestmark = pytest.mark.django_db


def queued(recipient: str = "ada@example.org", language: str = "en") -> Mail:
    return queue("outbox/test_mail", recipient, language=language, code="042317")


def delivered(mail: Mail) -> Mail:
    deliver(mail.pk, timezone.now())
    mail.refresh_from_db()
    return mail


def test_a_mail_is_sent_as_text_and_html(mail_server: MailServer) -> None:
    mail = delivered(queued())

    (received,) = mail_server.received
    text, html = received.iter_parts()
    assert (mail.state, mail.attempts, mail.error) == (Mail.State.SENT, 1, "")
    assert mail.sent_at is not None
    assert mail_server.recipients == ["ada@example.org"]
    assert received["Subject"] == "042317 shows that mail arrives"
    assert received["From"] == "turnout@127.0.0.1"
    assert received["Auto-Submitted"] == "auto-generated"
    assert text.get_content_type() == "text/plain"
    assert "at http://127.0.0.1:8000." in text.get_content()
    assert "042317" in text.get_content()
    assert html.get_content_type() == "text/html"
    assert "042317" in html.get_content()


def test_a_sent_mail_is_never_due_again(mail_server: MailServer) -> None:
    mail = delivered(queued())

    delivered(mail)

    assert due(timezone.now() + timedelta(days=1)) == []
    assert len(mail_server.received) == 1


def test_mails_are_due_oldest_first(mail_server: MailServer) -> None:
    now = timezone.now()
    later = queue("outbox/test_mail", "b@example.org", language="en", due_at=now - timedelta(minutes=1))
    first = queue("outbox/test_mail", "a@example.org", language="en", due_at=now - timedelta(minutes=2))
    queue("outbox/test_mail", "c@example.org", language="en", due_at=now + timedelta(minutes=1))

    assert due(now) == [first.pk, later.pk]


def test_without_a_mail_server_mails_wait() -> None:
    mail = queued()

    assert due(timezone.now()) == []
    mail.refresh_from_db()
    assert mail.state == Mail.State.QUEUED


def test_a_refused_address_is_a_failure_in_the_servers_words(mail_server: MailServer) -> None:
    mail_server.rcpt = "550 no such person"

    mail = delivered(queued())

    assert (mail.state, mail.error) == (Mail.State.FAILED, "550 no such person")


def test_a_refused_text_is_a_failure(mail_server: MailServer) -> None:
    mail_server.data = "554 looks like spam"

    mail = delivered(queued())

    assert (mail.state, mail.error) == (Mail.State.FAILED, "554 looks like spam")


@pytest.mark.parametrize(("rcpt", "data"), [("451 greylisted", "250 taken"), ("250 fine", "451 greylisted")])
def test_a_postponed_mail_is_tried_again(mail_server: MailServer, rcpt: str, data: str) -> None:
    mail_server.rcpt, mail_server.data = rcpt, data
    mail, now = queued(), timezone.now()

    deliver(mail.pk, now)

    mail.refresh_from_db()
    assert (mail.state, mail.error, mail.due_at) == (Mail.State.QUEUED, "451 greylisted", now + PAUSES[0])
    mail_server.rcpt, mail_server.data = "250 fine", "250 taken"
    deliver(mail.pk, now + PAUSES[0])
    mail.refresh_from_db()
    assert (mail.state, mail.attempts, mail.error) == (Mail.State.SENT, 2, "")


def test_a_mail_that_is_always_postponed_fails_after_48_hours(mail_server: MailServer) -> None:
    mail_server.rcpt = "451 greylisted"
    mail, first = queued(), timezone.now()

    now = first
    for pause in PAUSES:
        deliver(mail.pk, now)
        mail.refresh_from_db()
        assert (mail.state, mail.due_at) == (Mail.State.QUEUED, now + pause)
        now += pause
    deliver(mail.pk, now)

    mail.refresh_from_db()
    assert (mail.state, mail.error) == (Mail.State.FAILED, "451 greylisted")
    assert now - first == timedelta(hours=48)


def test_a_server_that_is_down_postpones(mail_server: MailServer, settings: Settings) -> None:
    settings.EMAIL_PORT = free_port()

    mail = delivered(queued())

    assert mail.state == Mail.State.QUEUED
    assert "refused" in mail.error


def test_a_line_dropped_after_the_text_leaves_the_outcome_unknown(mail_server: MailServer) -> None:
    mail_server.data = "drop"

    mail = delivered(queued())

    assert mail.state == Mail.State.UNKNOWN
    assert due(timezone.now() + timedelta(days=1)) == []


def test_no_answer_to_the_text_leaves_the_outcome_unknown(
    mail_server: MailServer, settings: Settings
) -> None:
    settings.EMAIL_TIMEOUT = 0.3
    mail_server.data = "hang"

    mail = delivered(queued())

    assert (mail.state, mail.error) == (Mail.State.UNKNOWN, "Connection unexpectedly closed: timed out")


def test_a_template_that_nobody_writes_fails_and_says_so(mail_server: MailServer) -> None:
    mail = delivered(queue("outbox/nothing", "ada@example.org", language="en"))

    assert mail.state == Mail.State.FAILED
    assert mail.error == "cannot be written: KeyError('outbox/nothing')"


def test_a_foreign_domain_is_sent_in_its_ascii_form(mail_server: MailServer) -> None:
    mail = delivered(queued("ada@exämple.org"))

    assert mail.state == Mail.State.SENT
    assert mail_server.recipients == ["ada@xn--exmple-cua.org"]


def test_an_address_that_the_server_cannot_write_is_a_failure(mail_server: MailServer) -> None:
    mail = delivered(queued("ädä@example.org"))

    assert mail.state == Mail.State.FAILED
    assert mail.error == "the mail server cannot send to an address with such letters"


@pytest.mark.django_db(transaction=True)
def test_two_workers_send_a_mail_once(mail_server: MailServer) -> None:
    mail, together = queued(), Barrier(2)

    def work() -> None:
        together.wait()
        deliver(mail.pk, timezone.now())
        to_mail_server.close()
        connection.close()

    workers = [Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    assert len(mail_server.received) == 1
    mail.refresh_from_db()
    assert (mail.state, mail.attempts) == (Mail.State.SENT, 1)


@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_while_it_sends_leaves_the_truth_behind(mail_server: MailServer) -> None:
    mail_server.data = "hang"
    mail = queued()
    worker = subprocess.Popen([TURNOUT, "worker"], env=this_database(mail_server.url))

    try:
        until(lambda: mail_server.texts_begun, seconds=30, what="the text goes out")
    finally:
        worker.send_signal(signal.SIGKILL)
        worker.wait()

    mail.refresh_from_db()
    assert mail.state == Mail.State.UNKNOWN
    assert mail.error == "the mail server's answer never came"


def this_database(smtp_url: str) -> dict[str, str]:
    """The environment of a `turnout` command that works on the test's own database."""
    place = connection.settings_dict
    if connection.vendor == "sqlite":
        url = f"sqlite:///{place['NAME']}"
    else:
        url = os.environ["TURNOUT_DATABASE_URL"].removesuffix("/turnout") + f"/{place['NAME']}"
    return environment(
        TURNOUT_DATA=os.environ["TURNOUT_DATA"], TURNOUT_DATABASE_URL=url, TURNOUT_SMTP_URL=smtp_url
    )
