"""A mail to many: to whom it goes, how fast, and how it is stopped."""

from datetime import timedelta
from email import message_from_bytes
from email.policy import default
from typing import Any

import pytest
from django.utils import timezone

from tests.factories import ACTOR, event_of, interest_of, mailing_of, published
from turnout.events.models import Event
from turnout.interest.ask_for_address import ask_for_address
from turnout.interest.confirm_address import confirm_address
from turnout.interest.models import Interest
from turnout.interest.subscribe import subscribe
from turnout.interest.unsubscribe import unsubscribe
from turnout.interest.withdraw import withdraw
from turnout.journal.models import Entry
from turnout.mailings.models import TO_THINK, Mailing
from turnout.mailings.recipients import size_of
from turnout.mailings.refusals import NobodyToWriteTo, NothingWritten, NotInThisState, UnknownPlaceholders
from turnout.mailings.save_mailing import save_mailing
from turnout.mailings.send_mailing import _queue, due, send_mailing
from turnout.mailings.start_mailing import start_mailing, take_back
from turnout.mailings.stop_mailing import cancel_mailing, pause_mailing, resume_mailing
from turnout.outbox.message import message_of
from turnout.outbox.models import Mail
from turnout.outbox.render import NoLongerNeeded, render
from turnout.outbox.suppress import suppress
from turnout.outbox.unsubscribe_link import Purpose
from turnout.privacy.erase_person import erase_person

pytestmark = pytest.mark.django_db
STANDINGS = Interest.Standing


@pytest.fixture
def event() -> Event:
    return published(event_of(channels=["Reddit"], options=[{"place": "Oslo"}, {"place": "Rome"}]))


def fan(event: Event, name: str = "Ada", **changes: Any) -> Interest:
    """Of a confirmed address, and what else is said of the row."""
    columns = {"verified_at": timezone.now()} | {
        column: changes.pop(column)
        for column in ("standing", "verified_at", "mailings_off_at", "reviewed_at")
        if column in changes
    }
    interest = interest_of(event, name=name, email=f"{name.lower()}@example.org", **changes)
    Interest.objects.filter(pk=interest.pk).update(**columns)
    interest.refresh_from_db()
    return interest


def started(event: Event, **fields: Any) -> Mailing:
    mailing = mailing_of(event, **fields)
    start_mailing(mailing, ACTOR, timezone.now())
    mailing.refresh_from_db()
    return mailing


def sent_to_end(mailing: Mailing) -> list[str]:
    """Its batches are written one after the other; to whom, in that order."""
    now = timezone.now() + TO_THINK
    for _ in range(50):
        if not due(now):
            break
        send_mailing(mailing.pk, now)
        now += timedelta(seconds=11)
        mailing.refresh_from_db()
        if mailing.is_exhausted:
            break
    return list(Mail.objects.filter(bundle=mailing.bundle).order_by("pk").values_list("recipient", flat=True))


def test_it_goes_to_those_whose_answer_counts_and_who_did_not_say_stop(event: Event) -> None:
    now = timezone.now()
    fan(event, "Ada")
    fan(event, "Accepted", reviewed_at=now)
    fan(event, "Unsubscribed", mailings_off_at=now)
    for standing in (STANDINGS.SUSPECT, STANDINGS.REJECTED, STANDINGS.WITHDRAWN, STANDINGS.EXPIRED):
        fan(event, standing.title(), standing=standing)
    fan(event, "Unconfirmed", verified_at=None)
    fan(event, "Gone")
    suppress("gone@example.org", "550 5.1.1 no such person", now)
    fan(published(), "Elsewhere")

    mailing = started(event)

    assert mailing.size == 2
    assert sent_to_end(mailing) == ["ada@example.org", "accepted@example.org"]


@pytest.mark.parametrize(
    ("narrowing", "found"),
    [
        ({}, ["ada@example.org", "ben@example.org"]),
        ({"verified": "yes"}, ["ada@example.org"]),
        ({"verified": "no"}, ["ben@example.org"]),
        ({"likelihood": "maybe"}, ["ben@example.org"]),
        ({"via": "reddit"}, ["ben@example.org"]),
        ({"via": "-"}, ["ada@example.org"]),
        ({"option": "Rome"}, ["ben@example.org"]),
    ],
)
def test_filters_choose_among_them(event: Event, narrowing: dict[str, str], found: list[str]) -> None:
    oslo, rome = event.options.order_by("pk")
    fan(event, "Ada", options=(oslo.pk,))
    fan(event, "Ben", options=(rome.pk,), via="reddit", likelihood="maybe", verified_at=None)
    if "option" in narrowing:
        narrowing = {"option": str(rome.pk)}

    assert sent_to_end(started(event, narrowing=narrowing)) == found


def test_anything_but_the_event_goes_to_those_alone_who_asked_for_news(event: Event) -> None:
    fan(event, "Ada")
    ben, stopped = fan(event, "Ben"), fan(event, "Stopped")
    for each in (ben, stopped):
        subscribe(each, timezone.now(), timezone.now())
    gone = event.organisation.subscribers.get(email="stopped@example.org")
    unsubscribe(Purpose.NEWS, gone.public_id, timezone.now())

    mailing = started(event, about="news", texts={"en": {"subject": "Next: {event}", "text": "Hello"}})

    assert sent_to_end(mailing) == ["ben@example.org"]


def test_who_hears_of_the_event_has_a_link_that_stops_these_mails(event: Event) -> None:
    ada = fan(event)
    sent_to_end(started(event))

    message = message_of(Mail.objects.get()).message()

    link = message["List-Unsubscribe"]
    assert link.startswith("<http://127.0.0.1:8000/unsubscribe/event-")
    assert ada.public_id in link
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    text, html = (
        part.get_content() for part in message_from_bytes(message.as_bytes(), policy=default).iter_parts()
    )
    assert link[1:-1] in text
    assert f'href="{link[1:-1]}"' in html


def test_words_in_braces_are_filled_in_and_cannot_be_more_than_words(event: Event) -> None:
    interest = interest_of(
        event, name='**Bo** [x](https://evil.example.net) <b>"&{event}', email="bo@example.org"
    )
    Interest.objects.filter(pk=interest.pk).update(verified_at=timezone.now())
    text = "Hi {name}!\n\n[Your page]({my_link}) or {event_link}"
    sent_to_end(started(event, texts={"en": {"subject": "{name}", "text": text}}))

    written = render(Mail.objects.get())

    assert written.subject == interest.name
    assert f"Hi {interest.name}!" in written.text
    assert "Your page: http://127.0.0.1:8000/my/" in written.text
    assert "**Bo** [x](https://evil.example.net) &lt;b&gt;&quot;&amp;{event}!" in written.html
    assert 'href="https://evil' not in written.html
    page = f"http://127.0.0.1:8000/e/{event.slug}/"
    assert f'<a href="{page}" rel="noopener">{page}</a>' in written.html
    assert '<a href="http://127.0.0.1:8000/my/' in written.html


def test_each_gets_it_in_their_language_where_it_is_written_in_it(event: Event) -> None:
    event.languages = ["es", "zh-hans"]
    event.save()
    fan(event, "Ada", language="es")
    fan(event, "Ben", language="zh-hans")
    texts = {
        "en": {"subject": "News", "text": "Hello"},
        "es": {"subject": "Noticias", "text": "Hola"},
        "zh-hans": {"subject": "", "text": " "},
    }

    sent_to_end(started(event, texts=texts))

    assert [render(mail).subject for mail in Mail.objects.order_by("pk")] == ["Noticias", "News"]


def test_what_nothing_can_be_filled_in_for_is_not_kept(event: Event) -> None:
    with pytest.raises(UnknownPlaceholders) as refusal:
        mailing_of(event, texts={"en": {"subject": "Hi", "text": "{nmae} {interest.email}"}})
    with pytest.raises(UnknownPlaceholders):
        mailing_of(event, about="news", texts={"en": {"subject": "Hi {name}", "text": "Hello"}})
    with pytest.raises(NothingWritten):
        mailing_of(event, texts={"en": {"subject": "Hi", "text": " "}})

    assert (refusal.value.language, refusal.value.field) == ("en", "text")
    assert refusal.value.names == ["nmae", "interest.email"]
    assert not Mailing.objects.exists()


def test_nothing_goes_out_for_a_minute_and_until_then_it_can_be_taken_back(event: Event) -> None:
    fan(event)
    mailing = started(event)
    almost = timezone.now() + TO_THINK - timedelta(seconds=1)

    early = due(almost)
    send_mailing(mailing.pk, almost)
    take_back(mailing, ACTOR)

    mailing.refresh_from_db()
    assert early == []
    assert (mailing.state, mailing.started_at) == (Mailing.State.DRAFT, None)
    assert not Mail.objects.exists()
    assert list(Entry.objects.filter(noun="mailing").order_by("pk").values_list("verb", flat=True)) == [
        "write",
        "send",
        "take_back",
    ]


def test_once_a_mail_is_written_it_cannot_be_taken_back_nor_changed(event: Event) -> None:
    fan(event)
    mailing = started(event)
    sent_to_end(mailing)

    with pytest.raises(NotInThisState):
        take_back(mailing, ACTOR)
    with pytest.raises(NotInThisState):
        start_mailing(mailing, ACTOR, timezone.now())
    with pytest.raises(NotInThisState):
        save_mailing(
            event,
            ACTOR,
            {
                "about": "event",
                "texts": {"en": {"subject": "Other", "text": "Other"}},
                "narrowing": {},
                "per_minute": 1,
            },
            mailing,
        )


def test_mails_are_written_at_the_rate_that_was_set(event: Event) -> None:
    for number in range(5):
        fan(event, f"Fan{number}")
    mailing, begin = started(event, per_minute=12), timezone.now() + TO_THINK
    written = []

    for seconds in (0, 9, 11, 21):
        send_mailing(mailing.pk, begin + timedelta(seconds=seconds))
        written.append(Mail.objects.count())

    assert written == [2, 2, 4, 5]


def test_two_workers_write_each_mail_once(event: Event) -> None:
    for number in range(3):
        fan(event, f"Fan{number}")
    mailing, now = started(event, per_minute=600), timezone.now() + TO_THINK
    seen = Mailing.objects.select_related("event__organisation").get(pk=mailing.pk)
    send_mailing(mailing.pk, now)

    _queue(seen, list(Interest.objects.all()), now)

    assert Mail.objects.count() == 3
    assert Mailing.objects.get().queued == 3


def test_paused_mails_wait_and_go_on(event: Event) -> None:
    for number in range(4):
        fan(event, f"Fan{number}")
    mailing, now = started(event, per_minute=12), timezone.now() + TO_THINK
    send_mailing(mailing.pk, now)
    in_hand = Mail.objects.earliest("pk")
    Mail.objects.filter(pk=in_hand.pk).update(claimed_until=timezone.now() + timedelta(minutes=5))

    pause_mailing(mailing, ACTOR)
    send_mailing(mailing.pk, now + timedelta(minutes=1))
    paused = list(Mail.objects.order_by("pk").values_list("state", flat=True))
    resume_mailing(mailing, ACTOR, now)
    send_mailing(mailing.pk, now)

    assert paused == ["queued", "held"]
    assert list(Mail.objects.values_list("state", flat=True)) == ["queued"] * 4


def test_a_cancelled_mailing_sends_nothing_more(event: Event) -> None:
    for number in range(3):
        fan(event, f"Fan{number}")
    mailing, now = started(event, per_minute=12), timezone.now() + TO_THINK
    send_mailing(mailing.pk, now)

    cancel_mailing(mailing, ACTOR, now)
    send_mailing(mailing.pk, now + timedelta(minutes=1))

    assert set(Mail.objects.values_list("state", "error")) == {("dropped", "the mailing was cancelled")}
    assert Mail.objects.count() == 2
    with pytest.raises(NoLongerNeeded):
        render(Mail.objects.earliest("pk"))
    with pytest.raises(NotInThisState):
        resume_mailing(mailing, ACTOR, now)


@pytest.mark.parametrize("late", ["withdrawn", "unsubscribed", "erased"])
def test_who_stops_after_the_mail_was_written_gets_none(event: Event, late: str) -> None:
    ada = fan(event)
    sent_to_end(started(event))

    if late == "withdrawn":
        withdraw(ada.pk, timezone.now())
    elif late == "unsubscribed":
        unsubscribe(Purpose.EVENT, ada.public_id, timezone.now())
    else:
        Interest.objects.filter(pk=ada.pk).delete()

    with pytest.raises(NoLongerNeeded):
        render(Mail.objects.get())


def test_new_link_does_not_go_to_the_address_that_was(event: Event) -> None:
    ada, now = fan(event), timezone.now()
    sent_to_end(started(event))

    confirm_address(ask_for_address(ada.pk, "ada@example.net", now), now)

    with pytest.raises(NoLongerNeeded):
        render(Mail.objects.get(template="mailings/mailing"))


def test_who_is_erased_while_a_batch_is_put_together_leaves_no_mail(event: Event) -> None:
    ada, grace = fan(event, "Ada"), fan(event, "Grace")
    mailing, now = started(event), timezone.now() + TO_THINK
    seen = Mailing.objects.select_related("event__organisation").get(pk=mailing.pk)

    erase_person(ada.pk, "fan")
    _queue(seen, [ada, grace], now)

    assert list(Mail.objects.values_list("recipient", flat=True)) == ["grace@example.org"]
    assert Mailing.objects.get().queued == 1


def test_it_has_ended_when_its_mails_have(event: Event) -> None:
    fan(event)
    mailing, now = started(event), timezone.now() + TO_THINK
    states = []

    send_mailing(mailing.pk, now)
    send_mailing(mailing.pk, now + timedelta(seconds=1))
    for state, seconds in (("queued", 2), ("held", 8), ("failed", 14)):
        Mail.objects.update(state=state)
        send_mailing(mailing.pk, now + timedelta(seconds=seconds))
        states.append(Mailing.objects.get().state)

    assert states == ["sending", "sending", "sent"]
    assert due(now + timedelta(days=1)) == []


def test_with_nobody_to_write_to_it_does_not_start(event: Event) -> None:
    fan(event, verified_at=None)
    mailing = mailing_of(event)

    with pytest.raises(NobodyToWriteTo):
        start_mailing(mailing, ACTOR, timezone.now())

    assert size_of(mailing) == 0
    assert Mailing.objects.get().state == Mailing.State.DRAFT
