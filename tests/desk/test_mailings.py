"""Mails to many, at the desk."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings

from tests.desk.test_outbox import mail_of
from tests.factories import ACTOR, interest_of, mailing_of, published, user_of
from tests.interest.page import elements, text_of
from tests.mail_server import MailServer
from turnout.accounts.models import Role
from turnout.desk import mailings
from turnout.events.models import Event
from turnout.interest.models import Interest
from turnout.mailings.models import TO_THINK, Mailing
from turnout.mailings.start_mailing import start_mailing
from turnout.outbox.deliver import deliver
from turnout.outbox.models import Mail

pytestmark = pytest.mark.django_db
FORM = {
    "about": "event",
    "verified": "yes",
    "per_minute": "600",
    "subject_en": "Hello {name}",
    "text_en": "See you at **{event}**. [Your page]({my_link})",
}


@pytest.fixture
def event() -> Event:
    return published()


@pytest.fixture
def desk(client: Client, event: Event) -> Client:
    client.force_login(user_of(event.organisation, Role.EDITOR, email="ada@example.org", name="Ada"))
    return client


def at(event: Event, rest: str = "") -> str:
    return f"/desk/{event.organisation.slug}/{event.slug}/mailings/{rest}"


def confirmed(event: Event, name: str = "Bea Lund") -> Interest:
    interest = interest_of(event, name=name)
    Interest.objects.filter(pk=interest.pk).update(verified_at=timezone.now())
    return interest


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_however_many_it_shows(
    desk: Client, event: Event, count: int, django_assert_num_queries: Any
) -> None:
    for _ in range(count):
        mailing_of(event)
    desk.get("/desk/")  # the first page of a session is noted

    with django_assert_num_queries(5):
        page = desk.get(at(event))

    assert page.content.decode().count("to-list__title") == count


def test_an_event_without_mails_says_what_they_are_for(desk: Client, event: Event) -> None:
    assert "Nothing written yet" in text_of(desk.get(at(event)))


def test_a_mail_is_written_and_shown_with_a_real_persons_words(desk: Client, event: Event) -> None:
    confirmed(event)

    desk.post(at(event, "new/"), FORM)

    mailing = Mailing.objects.get()
    page = desk.get(at(event, f"{mailing.pk}/"))
    html = desk.get(at(event, f"{mailing.pk}/html/en/"))
    assert mailing.narrowing == {"verified": "yes"}
    assert "Hello Bea Lund" in text_of(page)
    assert "Send to 1 person" in text_of(page)
    assert f"See you at <strong>{event.title}</strong>." in html.content.decode()
    assert 'href="http://127.0.0.1:8000/my/…/"' in html.content.decode()
    assert "sandbox" in html["Content-Security-Policy"].split("; ")


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"text_en": "Hi {nmae}"}, "Nothing can be filled in for {nmae}."),
        ({"about": "news"}, "Nothing can be filled in for {name}."),
        ({"text_en": ""}, "Write the text of the mail."),
        ({"per_minute": "0"}, "Give a whole number from 1 to 6,000."),
    ],
)
def test_what_cannot_be_sent_is_said_and_what_was_typed_is_kept(
    desk: Client, event: Event, changes: dict[str, str], said: str
) -> None:
    answer = desk.post(at(event, "new/"), FORM | changes)

    assert answer.status_code == 422
    assert said in text_of(answer)
    assert elements(answer.content.decode(), "input", name="subject_en")[0]["value"] == "Hello {name}"
    assert not Mailing.objects.exists()


def test_it_is_sent_taken_back_changed_sent_paused_and_stopped(desk: Client, event: Event) -> None:
    confirmed(event)
    mailing = mailing_of(event)
    states = []

    for doing in ("send", "take-back", "send", "pause", "resume", "cancel", "send"):
        desk.post(at(event, f"{mailing.pk}/{doing}/"))
        states.append(Mailing.objects.get().state)
    changed = desk.post(at(event, f"{mailing.pk}/edit/"), FORM | {"subject_en": "Late"})

    assert states == ["sending", "draft", "sending", "paused", "sending", "cancelled", "cancelled"]
    assert changed.status_code == 302
    assert Mailing.objects.get().subject == "Good news, {name}"
    assert desk.post(at(event, f"{mailing.pk}/explode/")).status_code == 404


def test_the_page_tells_how_far_it_is(desk: Client, event: Event) -> None:
    mailing = mailing_of(event)
    confirmed(event)
    start_mailing(mailing, ACTOR, timezone.now() - TO_THINK)
    Mailing.objects.update(size=5, queued=4)
    for state in ("sent", "sent", "failed", "queued"):
        mail_of(event.organisation, state=state, bundle=mailing.bundle)

    page = desk.get(at(event, f"{mailing.pk}/"))

    (bar,) = elements(page.content.decode(), "progress")
    assert (bar["max"], bar["value"]) == ("5", "3")
    said = text_of(page)
    assert "2 sent" in said
    assert "1 not delivered" in said
    assert "1 wait their turn" in said
    assert "Take it back" not in said


def test_a_test_goes_to_oneself_and_carries_nobodys_link(
    desk: Client, event: Event, mail_server: MailServer
) -> None:
    confirmed(event)
    mailing = mailing_of(event)

    desk.post(at(event, f"{mailing.pk}/try/"))
    deliver(Mail.objects.get().pk, timezone.now())

    (received,) = mail_server.received
    assert mail_server.recipients == ["ada@example.org"]
    assert received["Subject"] == "Test: Good news, Ada"
    assert received["List-Unsubscribe"] is None
    assert "/my/…/" in received.get_body(("plain",)).get_content()  # type: ignore[union-attr]


@pytest.mark.parametrize("limit", [0, 5_000])
def test_many_mails_come_with_a_warning(
    desk: Client, event: Event, settings: Settings, monkeypatch: pytest.MonkeyPatch, limit: int
) -> None:
    monkeypatch.setattr(mailings, "MANY", limit)
    settings.TURNOUT_DNS = "127.0.0.1:9"
    confirmed(event)
    mailing = mailing_of(event)

    said = text_of(desk.get(at(event, f"{mailing.pk}/")))

    assert ("These are many mails for one day." in said) == (limit == 0)
    assert ("no DNS server answers" in said) == (limit == 0)


def test_nobody_to_write_to_is_said_before_and_when_sending(desk: Client, event: Event) -> None:
    mailing = mailing_of(event)

    page = text_of(desk.get(at(event, f"{mailing.pk}/")))
    said = text_of(desk.post(at(event, f"{mailing.pk}/send/"), follow=True))

    assert "Nobody fits this yet." in page
    assert "Nobody fits this. Choose fewer filters." in said
    assert Mailing.objects.get().state == "draft"


def test_the_minute_is_over(desk: Client, event: Event) -> None:
    confirmed(event)
    mailing = mailing_of(event)
    start_mailing(mailing, ACTOR, timezone.now())

    in_time = text_of(desk.get(at(event, f"{mailing.pk}/")))
    Mailing.objects.update(started_at=timezone.now() - TO_THINK - timedelta(seconds=1))
    too_late = text_of(desk.get(at(event, f"{mailing.pk}/")))

    assert "Take it back" in in_time
    assert "Take it back" not in too_late
