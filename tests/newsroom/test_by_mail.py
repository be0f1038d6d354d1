"""`/news/by-mail/` answers everybody alike, and only who opens the mail and presses gets posts."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.test import Client

from tests.factories import organisation_of, post_of, reader_of
from tests.interest.page import elements, text_of
from turnout.accounts.models import Organisation
from turnout.interest.human_check import human_check
from turnout.journal.models import Entry
from turnout.newsroom import by_mail_pages
from turnout.newsroom.answer_wishes import answer_wish, due
from turnout.newsroom.models import Reader, ReaderWish
from turnout.newsroom.reader_link import reader_link, token_of
from turnout.outbox.models import Mail
from turnout.outbox.render import render
from turnout.rush.limits import Limits

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 30, 12, tzinfo=UTC)
KNOWN, UNKNOWN = "ada@example.org", "nobody@example.org"
FROM_A_BROWSER = {"Accept-Language": "en", "Origin": "http://127.0.0.1:8000"}


def host() -> Organisation:
    found = organisation_of()
    post_of(found, published_at=NOON)
    return found


def ask(email: str, organisation: Organisation, *, address: str = "127.0.0.1", **fields: Any) -> Any:
    given = {"email": email, "host": organisation.slug, "cadence": "weekly", "lang": "en"} | fields
    return Client().post("/news/by-mail/", given, REMOTE_ADDR=address, headers=FROM_A_BROWSER)


def work(now: datetime = NOON) -> None:
    for pk in due(now):
        answer_wish(pk, now)


def test_known_and_unknown_addresses_are_answered_with_the_same_bytes(django_assert_num_queries):
    organisation = host()
    reader_of(organisation, email=KNOWN)

    answers = []
    for email in (KNOWN, UNKNOWN):
        with django_assert_num_queries(4):
            answers.append(ask(email, organisation))

    known, unknown = answers
    assert (known.status_code, known["Location"]) == (303, "/news/by-mail/sent/?lang=en")
    assert (known.content, dict(known.headers)) == (unknown.content, dict(unknown.headers))
    assert list(ReaderWish.objects.values_list("email_key", flat=True)) == [KNOWN, UNKNOWN]


def test_new_address_is_asked_by_mail_and_gets_nothing_before_it_confirms():
    organisation = host()
    ask(UNKNOWN, organisation, cadence="at-once", lang="es")

    work()

    reader = Reader.objects.get()
    assert (reader.email, reader.language, reader.cadence, reader.is_on) == (UNKNOWN, "es", "at-once", False)
    assert not ReaderWish.objects.exists()
    mail = Mail.objects.get()
    assert (mail.template, mail.recipient, mail.language) == ("newsroom/confirm_reader", UNKNOWN, "es")
    assert reader_link(reader) in render(mail).text


@pytest.mark.parametrize(
    ("cadence", "said"), [("weekly", "at this address, once a week."), ("at-once", "each as it comes out.")]
)
def test_mail_that_asks_says_how_often(cadence: str, said: str):
    ask(UNKNOWN, host(), cadence=cadence)
    work()

    written = render(Mail.objects.get())

    assert written.subject == "Do you want the news of Nimbus?"
    assert said in written.text
    assert said in written.html
    assert written.unsubscribe_link == ""


def test_who_gets_posts_keeps_what_they_chose_and_is_told():
    organisation = host()
    reader = reader_of(organisation, email=KNOWN, cadence="at-once", language="zh-hans")
    ask(KNOWN.upper(), organisation)
    work()

    again = Reader.objects.get()
    assert (again.cadence, again.language, again.email) == ("at-once", "zh-hans", KNOWN)
    mail = Mail.objects.get()
    mail.language = "en"
    assert render(mail).subject == "You get the news of Nimbus already"
    assert reader_link(reader) in render(mail).text


def test_an_address_is_written_to_once_an_hour():
    organisation = host()
    for minutes in (0, 59, 60):
        ask(UNKNOWN, organisation)
        work(NOON + timedelta(minutes=minutes))

    assert Mail.objects.count() == 2


def test_wish_that_another_worker_answered_is_left_alone():
    answer_wish(1, NOON)

    assert not Mail.objects.exists()


def test_opening_the_link_changes_nothing_and_pressing_does():
    reader = reader_of(since=None)
    path = urlsplit(reader_link(reader)).path

    shown = Client().get(path)
    assert "One press, and the news comes to you" in text_of(shown)
    assert shown["Referrer-Policy"] == "same-origin"
    assert not Reader.objects.get().is_on

    pressed = Client(enforce_csrf_checks=True).post(path, {"do": "confirm"})
    assert "Your news by mail" in text_of(pressed)
    assert Reader.objects.get().is_on
    assert Entry.objects.get().verb == "subscribe"


def test_one_click_of_a_mail_program_ends_the_mails():
    reader = reader_of()
    path = urlsplit(reader_link(reader)).path

    answer = Client(enforce_csrf_checks=True).post(path, {"List-Unsubscribe": "One-Click"})

    assert answer.status_code == 200
    assert "You get no more of these mails" in text_of(answer)
    assert not Reader.objects.get().is_on

    Client().post(path, {"List-Unsubscribe": "One-Click"})
    assert list(Entry.objects.values_list("verb", flat=True)) == ["unsubscribe"]


def test_who_left_by_mistake_comes_back():
    reader = reader_of(ended_at=NOON)

    answer = Client().post(urlsplit(reader_link(reader)).path, {"do": "confirm"})

    assert "Your news by mail" in text_of(answer)
    assert Reader.objects.get().is_on


def test_how_often_and_the_language_can_be_changed():
    reader = reader_of(cadence="at-once")
    path = urlsplit(reader_link(reader)).path

    answer = Client().post(path, {"do": "change", "cadence": "weekly", "language": "es"})

    assert answer["Content-Language"] == "es"
    again = Reader.objects.get()
    assert (again.cadence, again.language) == ("weekly", "es")

    Client().post(path, {"do": "change", "cadence": "hourly", "language": "tlh"})
    assert Reader.objects.get().cadence == "weekly"
    assert Entry.objects.filter(verb="change").count() == 2


@pytest.mark.parametrize("token", ["nonsense", "0" * 32, "x.y"])
def test_link_that_was_never_given_opens_nothing(token: str):
    answer = Client().get(f"/news/by-mail/{token}/")

    assert answer.status_code == 404
    assert "This link opens nothing any more" in text_of(answer)


def test_link_of_an_erased_address_opens_nothing():
    reader = reader_of()
    token = token_of(reader)
    reader.delete()

    assert Client().post(f"/news/by-mail/{token}/").status_code == 404


@pytest.mark.parametrize("typed", ["", "ada", "ada@", "ada@example.org\nBcc: x@example.org"])
def test_what_is_no_address_is_asked_for_again(typed: str):
    answer = ask(typed, host(), cadence="at-once")

    assert answer.status_code == 422
    assert "Enter an e-mail address such as name@example.com." in text_of(answer)
    (field,) = elements(answer.content.decode(), "input", name="email")
    assert field["aria-invalid"] == "true"
    (chosen,) = [
        each for each in elements(answer.content.decode(), "input", name="cadence") if "checked" in each
    ]
    assert chosen["value"] == "at-once"
    assert not ReaderWish.objects.exists()


def test_problems_are_told_in_the_forms_language():
    answer = ask("", host(), lang="es")

    assert answer["Content-Language"] == "es"
    assert "Enter an e-mail address" not in text_of(answer)


def test_of_several_hosts_one_is_chosen():
    one, other = host(), host()
    page = Client().get("/news/by-mail/", {"host": other.slug}).content.decode()

    options = elements(page, "option")
    assert [(each["value"], "selected" in each) for each in options] == [
        (one.slug, False),
        (other.slug, True),
    ]

    answer = ask(UNKNOWN, organisation_of())
    assert answer.status_code == 422
    assert "Choose whose news you want." in text_of(answer)


def test_there_is_no_form_where_there_is_nothing_to_read():
    organisation_of()

    assert "There is no news here yet." in text_of(Client().get("/news/by-mail/"))


def test_page_after_it_tells_nothing():
    answer = Client().get("/news/by-mail/sent/", {"lang": "en"})

    assert "Look into your mail" in text_of(answer)
    assert Client().get("/news/by-mail/sent/", {"lang": "xx"}).status_code == 200


def test_who_fills_in_what_nobody_sees_is_thanked_and_not_kept():
    answer = ask(UNKNOWN, host(), subject="http://spam.example")

    assert answer.status_code == 303
    assert not ReaderWish.objects.exists()


def test_one_network_asks_so_often_and_no_more():
    organisation = host()
    statuses = [
        ask(UNKNOWN, organisation, address="192.0.2.7").status_code
        for _ in range(by_mail_pages.PER_MINUTE + 3)
    ]

    assert statuses.count(303) == by_mail_pages.PER_MINUTE
    assert statuses[-1] == 429
    assert ask(UNKNOWN, organisation, address="192.0.2.8").status_code == 303


def test_another_site_cannot_ask():
    organisation = host()

    answer = Client().post(
        "/news/by-mail/",
        {"email": KNOWN, "host": organisation.slug},
        headers={"Origin": "https://elsewhere.example.org"},
    )

    assert answer.status_code == 403
    assert not ReaderWish.objects.exists()


@pytest.fixture
def pressed(monkeypatch: pytest.MonkeyPatch) -> None:
    """So many come from one address that it is asked for a sum."""
    monkeypatch.setattr(human_check(), "soft", Limits(1 / 60))
    human_check().soft.admits("192.0.2.7", datetime.now(UTC).timestamp())


@pytest.mark.usefixtures("pressed")
def test_under_pressure_a_small_sum_comes_first_and_counts_once():
    organisation = host()
    asked = ask(UNKNOWN, organisation, address="192.0.2.7")
    assert asked.status_code == 422
    assert "One short question first" in text_of(asked)
    (kept,) = elements(asked.content.decode(), "input", name="email")
    assert kept["value"] == UNKNOWN

    solved = {"sum": answer_of(asked), "question": question_of(asked)}
    wrong = ask(UNKNOWN, organisation, address="192.0.2.7", **{**solved, "sum": "999"})
    assert "The answer was not right, or it was too old." in text_of(wrong)

    right = ask(UNKNOWN, organisation, address="192.0.2.7", **solved)
    again = ask("other@example.org", organisation, address="192.0.2.7", **solved)
    assert (right.status_code, again.status_code) == (303, 422)
    assert list(ReaderWish.objects.values_list("email", flat=True)) == [UNKNOWN]


def question_of(answer: Any) -> str:
    (field,) = elements(answer.content.decode(), "input", name="question")
    return str(field["value"])


def answer_of(answer: Any) -> str:
    found = re.search(r"What is [^?]+\?", text_of(answer))
    assert found is not None
    (sum_,) = {each.answer for each in human_check().questions["en"] if each.words == found[0]}
    return str(sum_)
