"""What becomes of answers that nobody confirms, as the days go by."""

from datetime import UTC, datetime, timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection
from django.utils import timezone

from tests.factories import event_of, interest_of, published
from tests.interest.waiting_work import mails, work_at
from turnout.events.change_stage import change_stage
from turnout.events.models import Event, Stage
from turnout.interest import expire, in_words, remind, tallies
from turnout.interest.models import Interest
from turnout.interest.queries import counts_of
from turnout.interest.tallies import Sums
from turnout.interest.verify import verify
from turnout.interest.withdraw import withdraw
from turnout.journal.models import Entry
from turnout.outbox.models import Mail
from turnout.outbox.render import render

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
SECOND, DAY = timedelta(seconds=1), timedelta(days=1)
GREETED = NOON + 2 * SECOND


@pytest.fixture(autouse=True)
def with_a_mail_server(settings) -> None:
    settings.MAIL = {"EMAIL_HOST": "127.0.0.1"}


@pytest.fixture
def interest() -> Interest:
    """Answered at noon, and greeted; the mail went out."""
    interest = interest_of(published(unverified_days=14), at=NOON, party=2)
    work_at(GREETED)
    Mail.objects.update(state=Mail.State.SENT, sent_at=GREETED)
    return interest


def standing(interest: Interest) -> str:
    interest.refresh_from_db()
    assert tallies.stored(interest.event_id) == tallies.counted(interest.event_id)
    return interest.standing


def test_reminder_comes_after_two_days_and_once(interest: Interest):
    work_at(GREETED + 2 * DAY - SECOND)
    assert mails("interest/remind") == []

    work_at(GREETED + 2 * DAY)
    work_at(GREETED + 5 * DAY)

    assert mails("interest/remind") == [("interest/remind", interest.email)]
    interest.refresh_from_db()
    assert interest.reminded_at == GREETED + 2 * DAY


def test_reminder_names_the_last_day(interest: Interest):
    work_at(GREETED + 2 * DAY)

    written = render(Mail.objects.get(template="interest/remind"))

    assert written.subject == "Once more: is this answer yours? Nimbus Fan Day"
    last = in_words.moment(NOON + 14 * DAY, interest.event, "en", timezone.localdate())[0]
    assert last.startswith("Fri, Dec 4")
    assert f"on {last} it stops counting" in " ".join(written.text.split())


@pytest.mark.parametrize("settled", ["verified", "withdrawn", "rejected", "trapped", "cancelled"])
def test_who_need_not_be_asked_is_not(interest: Interest, settled: str):
    if settled == "verified":
        verify(interest.pk, NOON)
    elif settled == "withdrawn":
        withdraw(interest.pk, NOON)
    elif settled == "rejected":
        Interest.objects.update(standing="rejected")
    elif settled == "trapped":
        Interest.objects.update(signs="filled")
    else:
        change_stage(interest.event, Stage.CANCELLED, "user:1")

    work_at(GREETED + 3 * DAY)

    assert mails("interest/remind") == []


def test_nobody_is_reminded_of_a_mail_that_still_waits(interest: Interest):
    Mail.objects.update(state=Mail.State.QUEUED)

    assert remind.due(GREETED + 3 * DAY) == []


def test_unconfirmed_answer_counts_for_as_long_as_the_event_says(interest: Interest):
    work_at(GREETED + 2 * DAY)

    work_at(NOON + 14 * DAY - SECOND)
    assert standing(interest) == Interest.Standing.COUNTED
    work_at(NOON + 14 * DAY)

    assert standing(interest) == Interest.Standing.EXPIRED
    assert interest.standing_at == NOON + 14 * DAY
    assert counts_of(interest.event_id).total == Sums(0, 0, 0)
    entry = Entry.objects.get(noun="interest", noun_id=interest.pk)
    assert (entry.actor, entry.verb) == ("system", "expire")


def test_confirming_after_that_brings_it_back(interest: Interest):
    work_at(GREETED + 2 * DAY)
    work_at(NOON + 14 * DAY)

    verify(interest.pk, NOON + 20 * DAY)
    work_at(NOON + 40 * DAY)

    assert standing(interest) == Interest.Standing.COUNTED
    assert counts_of(interest.event_id).total == Sums(1, 2, 1)


def test_who_was_reminded_late_has_a_day_more(interest: Interest):
    work_at(NOON + 20 * DAY)
    assert standing(interest) == Interest.Standing.COUNTED

    work_at(NOON + 21 * DAY)

    assert standing(interest) == Interest.Standing.EXPIRED


def test_each_event_has_days_of_its_own(interest: Interest):
    short = interest_of(published(unverified_days=3), at=NOON)
    work_at(GREETED)
    Mail.objects.update(state=Mail.State.SENT)
    work_at(GREETED + 2 * DAY)

    work_at(GREETED + 3 * DAY)

    assert standing(short) == Interest.Standing.EXPIRED
    assert standing(interest) == Interest.Standing.COUNTED


@pytest.mark.parametrize("stays", ["rejected", "withdrawn"])
def test_what_does_not_count_does_not_expire(interest: Interest, stays: str):
    with_counters = Interest.objects.get(pk=interest.pk)
    tallies.subtract([with_counters])
    Interest.objects.filter(pk=interest.pk).update(standing=stays)

    work_at(GREETED + 2 * DAY)
    work_at(GREETED + 30 * DAY)

    assert standing(interest) == stays


def test_confirmed_answer_and_that_of_a_past_event_never_expire(interest: Interest):
    verify(interest.pk, NOON)
    past = interest_of(event_of(stage=Stage.GAUGING), at=NOON)
    work_at(GREETED)
    Mail.objects.update(state=Mail.State.SENT)
    work_at(GREETED + 2 * DAY)
    at_stage_past(past.event)

    work_at(GREETED + 60 * DAY)

    assert standing(interest) == Interest.Standing.COUNTED
    assert standing(past) == Interest.Standing.COUNTED


def test_nothing_is_reminded_or_expires_while_no_mail_can_go_out(interest: Interest, settings):
    settings.MAIL = None

    work_at(GREETED + 2 * DAY)
    work_at(GREETED + 60 * DAY)

    assert mails("interest/remind") == []
    assert standing(interest) == Interest.Standing.COUNTED


@pytest.mark.django_db(transaction=True)
def test_workers_at_once_subtract_each_answer_once():
    event = published(unverified_days=3)
    for _ in range(450):
        interest_of(event, at=NOON)
    Interest.objects.update(greeted_at=GREETED, reminded_at=GREETED + 2 * DAY)
    together = Barrier(3)

    def work() -> None:
        together.wait()
        while items := expire.due(NOON + 5 * DAY):
            for item in items:
                expire.expire(item, NOON + 5 * DAY)
        connection.close()

    workers = [Thread(target=work) for _ in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    assert counts_of(event.pk).total == Sums(0, 0, 0)
    assert tallies.stored(event.pk) == tallies.counted(event.pk)
    assert Interest.objects.filter(standing="expired").count() == 450
    assert Entry.objects.filter(verb="expire").count() == 450


def at_stage_past(event: Event) -> None:
    for stage in (Stage.CLOSED, Stage.PAST):
        event = change_stage(event, stage, "user:1")
