from datetime import timedelta

import pytest
from django.utils import timezone

from tests.factories import interest_of
from tests.privacy.everything import places_of
from tests.privacy.stage import known_event
from turnout.interest.models import Interest, Subscriber
from turnout.interest.subscribe import subscribe
from turnout.interest.unsubscribe import undo_unsubscribe, unsubscribe
from turnout.outbox.models import Mail
from turnout.outbox.queue import queue
from turnout.outbox.unsubscribe_link import Purpose
from turnout.privacy.erase_person import erase_person
from turnout.privacy.erase_stopped import due, erase_stopped

pytestmark = pytest.mark.django_db
NOW = timezone.now()
LATER = NOW + timedelta(days=30)


@pytest.fixture
def interest() -> Interest:
    interest = interest_of(known_event(), email="stopped@example.org")
    interest.verified_at = NOW
    interest.save()
    return interest


@pytest.fixture
def stopped(interest: Interest) -> Subscriber:
    subscriber = subscribe(interest, agreed_at=NOW, now=NOW)
    assert subscriber
    host = subscriber.organisation_id
    queue("x/news", "stopped@example.org", language="en", organisation_id=host, subscriber=subscriber.pk)
    unsubscribe(Purpose.NEWS, subscriber.public_id, NOW)
    return subscriber


def test_who_said_stop_is_erased_after_thirty_days(interest: Interest, stopped: Subscriber) -> None:
    erase_person(interest.pk, "fan", with_news=False)
    assert list(due(LATER - timedelta(seconds=1))) == []
    assert list(due(LATER)) == [stopped.pk]

    erase_stopped(stopped.pk, LATER)

    assert places_of("stopped@") == []
    assert Mail.objects.get().state == Mail.State.DROPPED


def test_the_answer_and_its_mails_stay(interest: Interest, stopped: Subscriber) -> None:
    host = stopped.organisation_id
    queue("x/mail", "stopped@example.org", language="en", organisation_id=host, interest=interest.pk)

    erase_stopped(stopped.pk, LATER)

    assert Interest.objects.get() == interest
    assert Mail.objects.get(context__interest=interest.pk).recipient == "stopped@example.org"
    assert not Subscriber.objects.exists()


def test_who_wants_news_again_stays(stopped: Subscriber) -> None:
    undo_unsubscribe(Purpose.NEWS, stopped.public_id)

    erase_stopped(stopped.pk, LATER)

    assert Subscriber.objects.get() == stopped
