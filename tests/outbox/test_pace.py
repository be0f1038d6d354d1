import subprocess
from datetime import timedelta

import pytest
from django.db.models import F
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, Settings

from tests.mail_server import MailServer
from tests.outbox.test_deliver import delivered, queued, this_database
from tests.server import TURNOUT
from tests.waiting import until
from turnout.outbox.deliver import due
from turnout.outbox.models import Mail
from turnout.outbox.queue import queue

pytestmark = pytest.mark.django_db
UNTOUCHED = (Mail.State.QUEUED, 0)


def a_minute_passes() -> None:
    """For the rows: the database's clock is not ours to set."""
    Mail.objects.exclude(sent_at=None).update(sent_at=F("sent_at") - timedelta(minutes=1))


def test_what_is_over_the_cap_waits_for_the_next_minute(mail_server: MailServer, settings: Settings) -> None:
    settings.TURNOUT_MAILS_PER_MINUTE = 2
    first, second, third = (queued() for _ in range(3))

    assert due(timezone.now()) == [first.pk, second.pk]
    delivered(first)
    assert due(timezone.now()) == [second.pk]
    delivered(second)
    assert due(timezone.now()) == []

    third.refresh_from_db()
    assert (third.state, third.attempts) == UNTOUCHED
    a_minute_passes()
    assert due(timezone.now()) == [third.pk]


def test_what_waits_and_what_goes_out_are_of_one_moment(
    mail_server: MailServer, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    """Between two looks another worker can give mails back, and others would go out in their place."""
    queued()

    with django_assert_num_queries(1):
        assert len(due(timezone.now())) == 1


def test_a_domain_over_its_cap_does_not_keep_the_others_waiting(
    mail_server: MailServer, settings: Settings
) -> None:
    settings.TURNOUT_MAILS_PER_MINUTE_PER_DOMAIN = 1
    delivered(queued("ada@Example.org"))
    # More of one domain than one look sees.
    for number in range(100):
        queued(f"fan{number}@example.org")
    other = queued("ada@example.net")
    queued("bea@example.net")

    assert due(timezone.now()) == [other.pk]


def test_a_mail_in_another_workers_hands_counts(mail_server: MailServer, settings: Settings) -> None:
    settings.TURNOUT_MAILS_PER_MINUTE = 1
    in_hand, _ = queued(), queued()
    Mail.objects.filter(pk=in_hand.pk).update(claimed_until=timezone.now() + timedelta(minutes=5))

    assert due(timezone.now()) == []


def test_a_mail_whose_outcome_is_unknown_counts(mail_server: MailServer, settings: Settings) -> None:
    settings.TURNOUT_MAILS_PER_MINUTE = 1
    mail_server.data = "drop"
    delivered(queued())
    queued()

    assert due(timezone.now()) == []
    a_minute_passes()
    assert len(due(timezone.now())) == 1


@pytest.mark.parametrize("answer", ["451 greylisted", "554 looks like spam"])
@pytest.mark.parametrize("step", ["rcpt", "data"])
def test_a_mail_that_was_not_taken_does_not_count(
    mail_server: MailServer, settings: Settings, step: str, answer: str
) -> None:
    settings.TURNOUT_MAILS_PER_MINUTE = 1
    setattr(mail_server, step, answer)
    mail, other = queued(), queued()

    delivered(mail)

    assert mail.sent_at is None
    assert due(timezone.now()) == [other.pk]


@pytest.mark.django_db(transaction=True)
def test_two_workers_stay_under_the_cap_together(mail_server: MailServer) -> None:
    for number in range(60):
        queue("outbox/test_mail", f"fan{number}@example.org", language="en")
    capped = {**this_database(mail_server.url), "TURNOUT_MAILS_PER_MINUTE": "25"}
    workers = [subprocess.Popen([TURNOUT, "worker"], env=capped) for _ in range(2)]

    try:
        until(lambda: len(mail_server.received) >= 25, seconds=30, what="the first minute's are sent")
        a_minute_passes()
        until(lambda: len(mail_server.received) >= 50, seconds=30, what="the second minute's are sent")
    finally:
        for worker in workers:
            worker.terminate()
        for worker in workers:
            worker.wait(20)

    assert len(mail_server.received) == 50
    assert Mail.objects.filter(state=Mail.State.QUEUED, attempts=0).count() == 10
