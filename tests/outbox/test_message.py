"""What stands in a mail's headers, whatever people typed."""

from datetime import UTC
from email.utils import parsedate_to_datetime

import pytest
from django.utils import timezone
from pytest_django import Settings

from tests.factories import organisation_of, user_of
from tests.mail_server import MailServer
from turnout.accounts.invite_member import invite_member
from turnout.accounts.models import Role
from turnout.outbox.deliver import PAUSES, deliver
from turnout.outbox.message import message_of
from turnout.outbox.models import Mail
from turnout.outbox.queue import queue

pytestmark = pytest.mark.django_db


def test_every_attempt_has_the_same_message_id(mail_server: MailServer) -> None:
    mail, now = queue("outbox/test_mail", "ada@example.org", language="en"), timezone.now()
    first = message_of(mail).message()["Message-ID"]
    mail_server.rcpt = "451 greylisted"
    deliver(mail.pk, now)
    mail_server.rcpt = "250 fine"

    deliver(mail.pk, now + PAUSES[0])

    (received,) = mail_server.received
    assert received["Message-ID"] == first
    assert first == f"<{mail.pk}.{mail.created_at:%Y%m%d%H%M%S%f}@127.0.0.1>"


def test_two_mails_have_two_message_ids() -> None:
    first, second = (queue("outbox/test_mail", "ada@example.org", language="en") for _ in range(2))

    assert message_of(first).message()["Message-ID"] != message_of(second).message()["Message-ID"]


def test_a_mail_that_is_no_row_has_one_of_its_own() -> None:
    code = Mail(template="accounts/sign_in_code", recipient="ada@example.org", context={"code": "123"})

    ids = {message_of(code).message()["Message-ID"] for _ in range(2)}

    assert len(ids) == 2
    assert all(found.endswith("@127.0.0.1>") for found in ids)


@pytest.mark.parametrize(
    ("base_url", "domain"),
    [
        ("https://events.example.org", "events.example.org"),
        ("https://fêtes.example.org:8443", "xn--ftes-gpa.example.org"),
        ("http://[::1]:8000", "[::1]"),
    ],
)
def test_the_message_id_ends_in_the_host_that_visitors_use(
    settings: Settings, base_url: str, domain: str
) -> None:
    settings.TURNOUT_BASE_URL = base_url

    message = message_of(queue("outbox/test_mail", "ada@example.org", language="en")).message()

    assert message["Message-ID"].endswith(f"@{domain}>")


def test_a_mail_is_dated_when_it_is_written(mail_server: MailServer) -> None:
    began = timezone.now().replace(microsecond=0)

    deliver(queue("outbox/test_mail", "ada@example.org", language="en").pk, timezone.now())

    (received,) = mail_server.received
    dated = parsedate_to_datetime(received["Date"]).replace(tzinfo=UTC)
    assert began <= dated <= timezone.now()


BREAKS = ["\r\n", "\n", "\r", "\x0b", "\x0c", "\x01", "\x1c", "\x1e", "\x7f", "\x85", "\u2028", "\u2029"]


@pytest.mark.parametrize("line_break", BREAKS)
def test_a_name_cannot_add_a_header(mail_server: MailServer, line_break: str) -> None:
    mail = invitation_to(f"Evil{line_break}Bcc: eve@example.org{line_break}{line_break}<h1>")

    deliver(mail.pk, timezone.now())

    mail.refresh_from_db()
    (received,) = mail_server.received
    assert (mail.state, mail.error) == (Mail.State.SENT, "")
    assert mail_server.recipients == ["bea@example.org"]
    assert sorted(received.keys()) == [
        "Auto-Submitted",
        "Content-Type",
        "Date",
        "From",
        "MIME-Version",
        "Message-ID",
        "Subject",
        "To",
    ]
    assert received["Subject"].startswith("Evil")


def invitation_to(name: str) -> Mail:
    organisation = organisation_of(name=name)
    invite_member(organisation, "bea@example.org", Role.EDITOR, user_of(organisation), timezone.now())
    return Mail.objects.get(organisation_id=organisation.pk)


@pytest.mark.parametrize(
    "recipient",
    [
        "ada@example.org\r\nBcc: eve@example.org",
        "ada@example.org>\r\nRCPT TO:<eve@example.org",
        "ada@example.org, eve@example.org",
        "ada@example.org\n",
        "Ada <ada@example.org>",
    ],
)
def test_what_is_more_than_one_address_gets_no_mail(mail_server: MailServer, recipient: str) -> None:
    mail = queue("outbox/test_mail", recipient, language="en")

    deliver(mail.pk, timezone.now())

    mail.refresh_from_db()
    assert (mail.state, mail.error) == (Mail.State.FAILED, "this is no mail address")
    assert mail_server.received == []
