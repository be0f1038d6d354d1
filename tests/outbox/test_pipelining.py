"""A mail server that offers it is told sender, recipient and that a text comes at once (RFC 2920)."""

import pytest
from django.utils import timezone
from pytest_django import Settings

from tests.mail_server import MailServer
from tests.outbox.test_deliver import delivered, queued
from turnout.outbox.deliver import connection
from turnout.outbox.models import Mail
from turnout.outbox.smtp import wire

pytestmark = pytest.mark.django_db
AT_ONCE = b"MAIL FROM:<turnout@127.0.0.1>\r\nRCPT TO:<ada@example.org>\r\nDATA\r\n"


@pytest.fixture
def mail_server(mail_server: MailServer) -> MailServer:
    mail_server.pipelining = True
    return mail_server


def test_all_is_said_at_once(mail_server: MailServer) -> None:
    mail = delivered(queued())

    assert mail.state == Mail.State.SENT
    assert AT_ONCE in mail_server.heard


def test_a_server_that_does_not_offer_it_is_told_one_after_the_other(mail_server: MailServer) -> None:
    mail_server.pipelining = False

    mail = delivered(queued())

    assert mail.state == Mail.State.SENT
    assert mail_server.heard[1:4] == AT_ONCE.splitlines(keepends=True)


@pytest.mark.parametrize(
    ("answer", "state"), [("451 greylisted", Mail.State.QUEUED), ("550 no", Mail.State.FAILED)]
)
def test_the_answer_about_the_recipient_counts_and_not_what_follows_from_it(
    mail_server: MailServer, answer: str, state: str
) -> None:
    mail_server.rcpt = answer

    mail = delivered(queued())

    assert (mail.state, mail.error) == (state, answer)
    assert mail_server.texts_begun == 0


def test_a_refused_sender_says_nothing_about_the_recipient(mail_server: MailServer) -> None:
    mail_server.mail = "550 5.1.1 who are you"

    refused = delivered(queued())
    mail_server.mail = "250 fine"

    assert (refused.state, refused.error) == (Mail.State.FAILED, "550 5.1.1 who are you")
    assert delivered(queued()).state == Mail.State.SENT


def test_a_server_that_wants_a_text_for_nobody_gets_none(mail_server: MailServer) -> None:
    mail_server.rcpt, mail_server.wants_text_for_nobody = "550 no such person", True
    refused = delivered(queued())
    mail_server.rcpt, mail_server.wants_text_for_nobody = "250 fine", False

    mail = delivered(queued())

    assert (refused.state, refused.error) == (Mail.State.FAILED, "550 no such person")
    assert (mail.state, mail.attempts) == (Mail.State.SENT, 1)
    assert (mail_server.texts_begun, mail_server.conversations) == (1, 2)


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        (b".", b"..\r\n.\r\n"),
        (b"a\n.b\n", b"a\r\n..b\r\n.\r\n"),
        (b"\n.\n..", b"\r\n..\r\n...\r\n.\r\n"),
        (b"a\r\n.b\rc\n\n", b"a\r\n..b\r\nc\r\n\r\n.\r\n"),
    ],
)
def test_a_line_that_begins_with_a_dot_does_not_end_the_text(text: bytes, lines: bytes) -> None:
    assert wire(text) == lines


def test_the_envelope_has_the_senders_address_alone(mail_server: MailServer, settings: Settings) -> None:
    settings.DEFAULT_FROM_EMAIL = "Nimbus <events@example.org>"

    delivered(queued())

    assert mail_server.senders == ["events@example.org"]
    assert mail_server.received[0]["From"] == "Nimbus <events@example.org>"


def test_no_sender_can_bring_a_command_of_its_own(mail_server: MailServer) -> None:
    sender = "eve@example.org>\r\nRSET"

    with pytest.raises(ValueError, match="RSET"):
        connection.send(queued(), sender, now=timezone.now(), point_of_no_return=lambda: None)

    assert mail_server.addressed == 0
