"""Whoever answers again, or has lost the link: the owner of the address hears of it, and nobody else."""

from datetime import UTC, datetime, timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection

from tests.factories import event_of, interest_of, published
from tests.interest.waiting_work import mails, work_at
from turnout.events.change_stage import change_stage
from turnout.events.models import Stage
from turnout.interest.ask_for_link import ask_for_link
from turnout.interest.models import Interest, LostLink
from turnout.interest.personal_link import personal_link
from turnout.interest.renew_link import renew_link
from turnout.interest.send_links import due, send_links
from turnout.interest.withdraw import withdraw
from turnout.outbox.models import Mail
from turnout.outbox.render import NoLongerNeeded, render
from turnout.rules.email_address import NotAnAddress

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
ADA = "ada@example.org"
AGAIN = "interest/answered_before"
LINKS = "interest/links"


@pytest.fixture
def interest() -> Interest:
    interest = interest_of(published(), at=NOON, email=ADA, party=1)
    work_at(NOON + MINUTE)
    return interest


def test_second_answer_changes_nothing_and_its_owner_is_told(interest: Interest):
    interest_of(interest.event, at=NOON + HOUR, email="ADA@example.org", party=4)

    work_at(NOON + HOUR)

    interest.refresh_from_db()
    assert (interest.party, interest.email) == (1, ADA)
    assert mails(AGAIN) == [(AGAIN, ADA)]


def test_however_often_it_is_sent_there_is_one_mail_a_day(interest: Interest):
    for hour in range(1, 40):
        interest_of(interest.event, at=NOON + hour * HOUR, email=ADA)
        work_at(NOON + hour * HOUR)

    assert len(mails(AGAIN)) == 2


def test_nothing_new_is_told_twice(interest: Interest):
    interest_of(interest.event, at=NOON + HOUR, email=ADA)
    work_at(NOON + HOUR)

    work_at(NOON + 90 * HOUR)

    assert len(mails(AGAIN)) == 1


def test_mail_has_the_link_and_says_what_stands(interest: Interest):
    interest_of(interest.event, at=NOON + HOUR, email=ADA, name="Buy pills")
    work_at(NOON + HOUR)
    mail = Mail.objects.get(template=AGAIN)

    stands = render(mail)
    withdraw(interest.pk, NOON)
    taken_back = render(mail)

    assert stands.subject == "You had answered already: Nimbus Fan Day"
    assert personal_link(interest) in stands.text
    assert personal_link(interest) in stands.html
    assert "Your first answer stands" in stands.text
    assert "You had taken your answer back" in taken_back.text
    assert "pills" not in stands.text + stands.html


def test_who_lost_the_link_gets_those_of_all_answers_in_one_mail(interest: Interest):
    second = interest_of(published(title="Repair Evening"), at=NOON, email=ADA)
    other = interest_of(published(title="Another"), at=NOON, email="bo@example.org")
    ask_for_link(" Ada@Example.org ", NOON)

    work_at(NOON + MINUTE)

    assert mails(LINKS) == [(LINKS, ADA)]
    assert not LostLink.objects.exists()
    written = render(Mail.objects.get(template=LINKS))
    for text in (written.text, written.html):
        assert personal_link(interest) in text
        assert personal_link(second) in text
        assert "Repair Evening" in text
        assert personal_link(other) not in text
    # It names the events of all hosts, so no host's members see it.
    assert Mail.objects.get(template=LINKS).organisation_id is None


def test_address_that_never_answered_gets_nothing_and_is_not_kept(interest: Interest):
    ask_for_link("bo@example.org", NOON)

    work_at(NOON + MINUTE)

    assert mails(LINKS) == []
    assert not LostLink.objects.exists()


def test_nobody_is_flooded_with_links(interest: Interest):
    for minute in range(90):
        ask_for_link(ADA, NOON + minute * MINUTE)
        work_at(NOON + minute * MINUTE)

    assert len(mails(LINKS)) == 2


def test_asking_leaves_the_links_that_work_as_they_are(interest: Interest):
    before = personal_link(interest)

    ask_for_link(ADA, NOON)
    work_at(NOON + MINUTE)

    interest.refresh_from_db()
    assert personal_link(interest) == before


def test_what_is_no_address_is_refused():
    with pytest.raises(NotAnAddress):
        ask_for_link("ada", NOON)

    assert not LostLink.objects.exists()


def test_renewed_link_says_that_the_older_ones_are_gone(interest: Interest):
    renew_link(interest.pk, NOON)
    interest.refresh_from_db()

    written = render(Mail.objects.get(template=LINKS))

    assert personal_link(interest) in written.text
    assert "Your older links to the first of them have stopped working." in written.text
    with pytest.raises(NoLongerNeeded):
        render(Mail.objects.get(template="interest/confirm"))


def test_nobody_hears_of_a_cancelled_event():
    event = event_of(stage=Stage.GAUGING)
    interest_of(event, at=NOON, email=ADA)
    interest_of(event, at=NOON, email=ADA)
    work_at(NOON + MINUTE)
    change_stage(event, Stage.CANCELLED, "user:1")

    with pytest.raises(NoLongerNeeded):
        render(Mail.objects.get(template=AGAIN))


@pytest.mark.django_db(transaction=True)
def test_workers_at_once_send_one_mail_of_links():
    interest_of(published(), at=NOON, email=ADA)
    for _ in range(6):
        ask_for_link(ADA, NOON)
    together = Barrier(3)

    def work() -> None:
        together.wait()
        for item in due(NOON):
            send_links(item, NOON)
        connection.close()

    workers = [Thread(target=work) for _ in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    assert len(mails(LINKS)) == 1
    assert not LostLink.objects.exists()
