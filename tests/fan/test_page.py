"""What the fan's own page says, and what its buttons do."""

import re
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client
from django.utils import timezone

from tests.factories import at_stage, event_of, interest_of, option_of, organisation_of, question_of
from tests.fan.own import link_of, opened, page_of, press
from tests.interest.page import URLENCODED, answer_to, elements, text_of
from turnout.events.edit_event import edit_event
from turnout.events.models import Event, Stage
from turnout.interest.models import Interest
from turnout.interest.queries import counts_of
from turnout.interest.tallies import Sums

pytestmark = pytest.mark.django_db
STANDING = Interest.Standing


@pytest.fixture
def event() -> Event:
    event = event_of(organisation_of())
    option_of(event)
    question_of(event, label="Which phone?")
    question_of(event, kind="several", label="What would you see?", choices=["Talks", "Repair"])
    question_of(event, kind="date", label="Since when?")
    return at_stage(event, Stage.GAUGING)


@pytest.fixture
def interest(event: Event) -> Interest:
    phone, see, since = event.open_questions()
    answers = {f"q{phone.pk}": "Nimbus One", f"q{see.pk}": ["c1", "c2"], f"q{since.pk}": "2024-03-01"}
    return interest_of(event, party=3, answers=answers, email="ada@example.org")


def page(interest: Interest) -> str:
    return text_of(opened(interest).get(page_of(interest)))


def sent(client: Client, interest: Interest, **changes: Any) -> Any:
    event = Event.objects.get(pk=interest.event_id)
    fields = answer_to(event, **{"email": None, "consent": None, "lang": None} | changes)
    body = urlencode(fields, doseq=True)
    return client.post(f"{page_of(interest)}change/", body, content_type=URLENCODED)


def test_page_shows_what_was_answered(interest: Interest):
    said = page(interest)

    for label, answer in (
        ("Your name", "Ada Okafor"),
        ("E-mail", "ada@example.org"),
        ("Would you come?", "Definitely"),
        ("People, including you", "3"),
        ("Country", "United States"),
        ("ZIP code", "10001"),
        ("What would suit you?", "New York · Tue, Dec 8"),
        ("Which phone?", "Nimbus One"),
        ("What would you see?", "Talks and Repair"),
        ("Since when?", "March 1, 2024"),
    ):
        assert f"{label} {answer}" in said


def test_what_is_asked_no_longer_is_still_shown(event: Event, interest: Interest):
    from turnout.events.retire_option import retire_option
    from turnout.events.retire_question import retire_question

    retire_question(event.open_questions()[0], "user:1")
    retire_option(event.open_options()[0], "user:1")

    said = page(interest)

    assert "Which phone? Nimbus One" in said
    assert "New York · Tue, Dec 8" in said


def test_unconfirmed_answer_asks_for_one_press(interest: Interest):
    answer = opened(interest).get(page_of(interest))

    assert "Is this answer yours?" in text_of(answer)
    assert "Nimbus plans with answers that are confirmed. One press, and yours is." in text_of(answer)
    assert "Yes, this is me" in text_of(answer)
    assert "You confirm that this is you" in text_of(answer)


def test_press_confirms(interest: Interest):
    answer = press(opened(interest), interest, "confirm")

    assert "You are counted in" in text_of(answer)
    assert "Yes, this is me" not in text_of(answer)
    assert counts_of(interest.event_id).total == Sums(1, 3, 1)


@pytest.mark.parametrize(
    ("stage", "said"),
    [
        (Stage.GAUGING, "Nimbus is finding out how many would come."),
        (Stage.INVITING, "Nimbus is sending out invitations. Yours would come to ada@example.org."),
        (Stage.CLOSED, "Answers are closed. Nimbus decides what comes next, and writes to ada@example.org."),
        (Stage.PAST, "This event is over"),
        (Stage.CANCELLED, "This event is cancelled"),
        (Stage.DRAFT, "This event is not announced at present"),
    ],
)
def test_page_says_what_comes_next_at_each_stage(interest: Interest, stage: str, said: str):
    press(opened(interest), interest, "confirm")
    Event.objects.filter(pk=interest.event_id).update(stage=stage)

    assert said in page(interest)


def test_page_says_until_when_answers_are_taken(event: Event, interest: Interest):
    press(opened(interest), interest, "confirm")
    closes_at = timezone.now().replace(hour=17, minute=0, second=0, microsecond=0) + timedelta(days=3)
    edit_event(event, "user:1", closes_at=closes_at)

    assert re.search(r"Answers are taken until \w+, \w+ \d+.* 12:00 PM", page(interest))


def test_calendar_is_offered_in_the_answers_language(event: Event):
    edit_event(event, "user:1", languages=["es"])
    interest = interest_of(event, language="es")
    answer = opened(interest).get(page_of(interest))

    assert elements(answer.content.decode(), "a", href=f"/e/{event.slug}/calendar.ics?lang=es")
    assert answer["Content-Language"] == "es"
    assert b'lang="es"' in answer.content


def test_answer_is_taken_back_and_brought_back(interest: Interest):
    client = opened(interest)

    gone = press(client, interest, "withdraw")
    assert "You took your answer back" in text_of(gone)
    assert counts_of(interest.event_id).total == Sums(0, 0, 0)
    back = press(client, interest, "restore")

    assert "You took your answer back" not in text_of(back)
    assert counts_of(interest.event_id).total == Sums(1, 3, 0)


def test_after_a_day_there_is_no_undo_and_another_way_back(interest: Interest):
    client = opened(interest)
    press(client, interest, "withdraw")
    Interest.objects.update(standing_at=timezone.now() - timedelta(days=2))

    answer = client.get(page_of(interest))
    refused = press(client, interest, "restore")

    assert "Undo" not in text_of(answer)
    assert "Count me in again" in text_of(answer)
    assert "This could be undone until" in text_of(refused)
    assert counts_of(interest.event_id).total == Sums(0, 0, 0)


def test_way_back_asks_for_consent_anew(interest: Interest):
    client = opened(interest)
    press(client, interest, "withdraw")

    without = sent(client, interest)
    again = sent(client, interest, consent="yes")

    assert without.status_code == 422
    assert "Tick the box if we may keep your answer." in text_of(without)
    assert again["Location"] == page_of(interest)
    assert counts_of(interest.event_id).total == Sums(1, 2, 1)


def test_withdrawn_answer_is_not_confirmed_by_an_old_page(interest: Interest):
    client = opened(interest)
    press(client, interest, "withdraw")

    answer = press(client, interest, "confirm")

    assert "You have taken this answer back. Bring it back first." in text_of(answer)


def test_form_begins_with_what_was_answered(event: Event, interest: Interest):
    html = opened(interest).get(f"{page_of(interest)}change/").content.decode()

    assert elements(html, "input", name="name")[0]["value"] == "Ada Okafor"
    assert [each["value"] for each in elements(html, "input", name="party") if "checked" in each] == ["3"]
    assert [each["value"] for each in elements(html, "input", name="option") if "checked" in each] == [
        str(event.open_options()[0].pk)
    ]
    assert not elements(html, "input", name="email")
    assert not elements(html, "input", name="consent")


def test_changed_answer_is_kept_and_counted(event: Event, interest: Interest):
    client = opened(interest)

    answer = sent(client, interest, party="1", likelihood="maybe")

    assert answer["Location"] == page_of(interest)
    interest.refresh_from_db()
    assert (interest.party, interest.likelihood, interest.email) == (1, "maybe", "ada@example.org")
    assert counts_of(event.pk).total == Sums(1, 1, 1)
    assert "Your answer is changed." in text_of(client.get(page_of(interest)))


def test_what_was_typed_stays_when_it_cannot_be_taken(interest: Interest):
    answer = sent(opened(interest), interest, name="", postcode="90210", party="9")

    assert answer.status_code == 422
    html = answer.content.decode()
    assert "There is a problem" in text_of(answer)
    assert [each["href"] for each in elements(html, "a") if each["href"].startswith("#to-")] == [
        "#to-name",
        "#to-party",
    ]
    assert elements(html, "input", name="postcode")[0]["value"] == "90210"
    assert counts_of(interest.event_id).total == Sums(1, 3, 0)


def test_address_is_not_changed_by_the_form(interest: Interest):
    sent(opened(interest), interest, email="mallory@example.org", party="2")

    interest.refresh_from_db()
    assert interest.email == "ada@example.org"


def test_changed_consent_is_asked_for(event: Event, interest: Interest):
    edit_event(event, "user:1", consent="We keep it for ten years.")
    client = opened(interest)

    shown = client.get(f"{page_of(interest)}change/")
    without = sent(client, interest)
    given = sent(client, interest, consent="yes")

    assert "We keep it for ten years." in text_of(shown)
    assert without.status_code == 422
    assert given.status_code == 302
    interest.refresh_from_db()
    assert interest.form_version == Event.objects.get(pk=event.pk).form_version


def test_after_the_event_the_form_is_closed(interest: Interest):
    client = opened(interest)
    Event.objects.filter(pk=interest.event_id).update(stage=Stage.PAST)

    for answer in (client.get(f"{page_of(interest)}change/"), sent(client, interest, party="1")):
        assert answer["Location"] == page_of(interest)
    assert "The event is over, and answers stay as they are." in text_of(client.get(page_of(interest)))
    assert "Change my answer" not in page(interest)


def test_renewing_keeps_this_browser_in_and_all_others_out(interest: Interest):
    mine, elsewhere, old = opened(interest), opened(interest), link_of(interest)

    answer = press(mine, interest, "renew")

    assert "Your older links stop working." in text_of(answer)
    assert elsewhere.get(page_of(interest)).status_code == 403
    assert Client().get(old).status_code == 410


def test_page_costs_as_many_queries_for_a_long_answer_as_for_a_short_one(
    interest: Interest, django_assert_num_queries
):
    short = interest_of(interest.event)

    for each in (interest, short):
        client = opened(each)
        with django_assert_num_queries(8):
            client.get(page_of(each))


def test_page_offers_no_calendar_without_a_day(event: Event):
    undated = event_of(options=[{"place": "New York", "country": "US"}], stage=Stage.GAUGING)
    interest = interest_of(undated)

    assert "Add to calendar" not in page(interest)
