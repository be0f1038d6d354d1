"""No more mails of one kind: by a mail program's one click, by the page's button, and undone."""

from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from tests.factories import event_of, interest_of
from tests.interest.page import elements, text_of
from turnout.events.models import Stage
from turnout.interest.models import Interest, Subscriber
from turnout.interest.news import subscribers_of, wants_news
from turnout.interest.subscribe import subscribe
from turnout.interest.switch_news import switch_news
from turnout.interest.unsubscribe import unsubscribe
from turnout.journal.models import Entry
from turnout.outbox.unsubscribe_link import NoSuchLink, Purpose, meant_by, unsubscribe_link

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


def verified(**fields: Any) -> Interest:
    interest = interest_of(event_of(stage=Stage.GAUGING), **fields)
    Interest.objects.filter(pk=interest.pk).update(verified_at=timezone.now())
    interest.refresh_from_db()
    return interest


def subscriber_of(interest: Interest) -> Subscriber:
    found = subscribe(interest, agreed_at=NOON, now=NOON)
    assert found
    return found


def path_of(purpose: Purpose, public_id: str) -> str:
    return urlsplit(unsubscribe_link(purpose, public_id)).path


def is_on(subscriber: Subscriber) -> bool:
    subscriber.refresh_from_db()
    return subscriber.ended_at is None


def test_the_link_tells_what_it_was_made_of() -> None:
    link = unsubscribe_link(Purpose.NEWS, "0192f0")

    assert link.startswith(f"{settings.TURNOUT_BASE_URL}/unsubscribe/news-0192f0.")
    assert meant_by(link.split("/")[-2]) == (Purpose.NEWS, "0192f0")


@pytest.mark.parametrize("token", ["", "news-0192f0", "news-0192f0.x", "event-0192f0.abc"])
def test_a_link_that_nobody_was_given_means_nothing(token: str, client: Client) -> None:
    with pytest.raises(NoSuchLink):
        meant_by(token)

    assert client.get(f"/unsubscribe/{token or 'x'}/").status_code == 404


def test_opening_the_link_stops_nothing(client: Client) -> None:
    subscriber = subscriber_of(verified())

    page = client.get(path_of(Purpose.NEWS, subscriber.public_id))

    assert page.status_code == 200
    assert is_on(subscriber)
    assert len(elements(page.content.decode(), "button")) == 1
    assert "Nimbus then writes to you about its next events no more." in text_of(page)
    assert subscriber.email not in page.content.decode()


def test_a_mail_programs_one_click_stops_the_news() -> None:
    """As RFC 8058 has it: a POST of one field, with no cookie and no token of a page."""
    subscriber = subscriber_of(verified())
    strict = Client(enforce_csrf_checks=True)

    answer = strict.post(
        path_of(Purpose.NEWS, subscriber.public_id),
        "List-Unsubscribe=One-Click",
        content_type="application/x-www-form-urlencoded",
    )

    assert answer.status_code == 200
    assert not is_on(subscriber)
    assert list(subscribers_of(subscriber.organisation_id)) == []


def test_stopping_twice_is_stopping_once_and_can_be_undone(client: Client) -> None:
    subscriber = subscriber_of(verified())
    here = path_of(Purpose.NEWS, subscriber.public_id)

    first, second = client.post(here), client.post(here)
    undone = client.post(here, {"undo": "yes"})

    assert text_of(first) == text_of(second)
    assert "You get no more of these mails" in text_of(first)
    assert "No more of these mails?" in text_of(undone)
    assert is_on(subscriber)
    entries = Entry.objects.filter(noun="subscriber").order_by("pk")
    assert [(each.verb, each.actor) for each in entries] == [
        ("subscribe", "fan"),
        ("unsubscribe", "fan"),
        ("subscribe", "fan"),
    ]


def test_mailings_about_one_event_stop_and_the_answer_stays(client: Client) -> None:
    interest = verified()
    here = path_of(Purpose.EVENT, interest.public_id)

    client.get(here)
    client.post(here)

    interest.refresh_from_db()
    assert interest.mailings_off_at is not None
    assert interest.standing == Interest.Standing.COUNTED
    client.post(here, {"undo": "yes"})
    interest.refresh_from_db()
    assert interest.mailings_off_at is None


@pytest.mark.parametrize("purpose", Purpose)
def test_who_was_erased_gets_no_more_mails_either(client: Client, purpose: Purpose) -> None:
    here = path_of(purpose, "0192f0")

    page = client.post(here)

    assert page.status_code == 200
    assert "Your address is not kept here any more." in text_of(page)


def test_nobody_subscribes_whose_address_is_not_confirmed() -> None:
    interest = interest_of(event_of(stage=Stage.GAUGING), wants_news=True)

    assert subscribe(interest, agreed_at=NOON, now=NOON) is None
    assert wants_news(interest)
    assert not Subscriber.objects.exists()


def test_an_old_wish_does_not_outlive_a_later_stop() -> None:
    interest = verified()
    subscriber = subscriber_of(interest)
    unsubscribe(Purpose.NEWS, subscriber.public_id, NOON + timedelta(days=1))

    subscribe(interest, agreed_at=NOON, now=NOON + timedelta(days=2))
    assert not is_on(subscriber)

    subscribe(interest, agreed_at=NOON + timedelta(days=2), now=NOON + timedelta(days=2))
    assert is_on(subscriber)
    assert Subscriber.objects.count() == 1


def test_news_are_switched_on_the_personal_page() -> None:
    interest = verified()

    switch_news(interest.pk, True, NOON)
    assert wants_news(interest)
    (subscriber,) = subscribers_of(interest.event.organisation_id)
    assert subscriber.wording == "Tell me about the next events of Nimbus, too. I can stop that at any time."

    switch_news(interest.pk, False, NOON)
    assert not wants_news(interest)


def test_before_the_address_is_confirmed_switching_is_a_wish() -> None:
    interest = interest_of(event_of(stage=Stage.GAUGING))

    switch_news(interest.pk, True, NOON)

    interest.refresh_from_db()
    assert wants_news(interest)
    assert not Subscriber.objects.exists()
