from datetime import timedelta

import pytest
from django.utils import timezone
from pytest_django import Settings

from tests.mail_server import MailServer
from tests.outbox.test_deliver import delivered, queued
from turnout.outbox.address_hash import address_hash
from turnout.outbox.models import Mail, Suppressed
from turnout.outbox.suppress import AddressSuppressed, refuse_suppressed, suppress

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("step", ["rcpt", "data"])
def test_an_address_that_does_not_exist_gets_no_more_mail(mail_server: MailServer, step: str) -> None:
    setattr(mail_server, step, "550 5.1.1 no such person")
    first = delivered(queued("Ada@Example.org"))
    mail_server.rcpt, mail_server.data = "250 fine", "250 taken"

    later = delivered(queued("ada@example.org"))

    assert (first.state, first.error) == (Mail.State.FAILED, "550 5.1.1 no such person")
    assert (later.state, later.error) == (
        Mail.State.DROPPED,
        "the address was refused before: 550 5.1.1 no such person",
    )
    assert mail_server.received == []
    assert delivered(queued("bea@example.org")).state == Mail.State.SENT


def test_of_two_refusals_the_first_stands() -> None:
    now = timezone.now()

    suppress("Ada@Example.org", "550 5.1.1 no such person", now)
    suppress("ada@example.org", "550 5.1.10 gone", now + timedelta(days=1))

    (suppressed,) = Suppressed.objects.all()
    assert suppressed.address_hash == address_hash("ada@example.org")
    assert (suppressed.reason, suppressed.since) == ("550 5.1.1 no such person", now)


def test_an_address_is_kept_in_no_readable_form() -> None:
    suppress("Ada@Example.org", "550 5.1.1 <ada@example.org>: no mailbox ADA here", timezone.now())

    (suppressed,) = Suppressed.objects.all()
    assert suppressed.reason == "550 5.1.1 <…>: no mailbox … here"
    assert "example" not in suppressed.address_hash


def test_it_stays_suppressed_when_the_secret_key_is_rotated(settings: Settings) -> None:
    settings.SECRET_KEY = "old"
    suppress("ada@example.org", "550 5.1.1 no such person", timezone.now())
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "new", ["old"]

    with pytest.raises(AddressSuppressed):
        refuse_suppressed("ADA@example.org")

    suppress("ada@example.org", "550 5.1.1 no such person", timezone.now())
    assert Suppressed.objects.count() == 1


@pytest.mark.parametrize("status", ["5.1.2", "5.1.3", "5.1.4", "5.1.6", "5.1.10"])
def test_every_status_about_the_recipients_address_suppresses(mail_server: MailServer, status: str) -> None:
    mail_server.rcpt = f"550 {status} no"

    delivered(queued())

    assert Suppressed.objects.count() == 1


@pytest.mark.parametrize(
    "answer",
    [
        "550 no such person",
        "554 5.7.1 not from you",
        "550 5.1.0 sender rejected",
        "553 5.1.8 domain of the sender not found",
        "552 5.2.2 mailbox full",
        "450 4.1.1 not yet",
    ],
)
def test_no_other_refusal_suppresses(mail_server: MailServer, answer: str) -> None:
    mail_server.rcpt = answer

    delivered(queued())

    assert not Suppressed.objects.exists()


def test_a_refused_sender_says_nothing_about_the_recipient(mail_server: MailServer) -> None:
    mail_server.mail = "550 5.1.1 who are you"

    mail = delivered(queued())

    assert (mail.state, mail.error) == (Mail.State.FAILED, "550 5.1.1 who are you")
    assert not Suppressed.objects.exists()
