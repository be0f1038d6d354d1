"""`/lost-link/` answers everybody alike."""

from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client

from tests.factories import interest_of, published
from tests.interest.page import URLENCODED, elements, text_of
from turnout.fan import lost_link
from turnout.interest.models import LostLink
from turnout.rush.limits import Limits

pytestmark = pytest.mark.django_db
KNOWN, UNKNOWN = "ada@example.org", "nobody@example.org"


@pytest.fixture(autouse=True)
def fresh_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lost_link, "limits", Limits(lost_link.PER_MINUTE))


def ask(email: str, **headers: Any) -> Any:
    body = urlencode({"email": email})
    return Client().post("/lost-link/", body, content_type=URLENCODED, **headers)


def test_known_and_unknown_addresses_are_answered_with_the_same_bytes(django_assert_num_queries):
    interest_of(published(), email=KNOWN)

    answers = []
    for email in (KNOWN, UNKNOWN):
        with django_assert_num_queries(1):
            answers.append(ask(email))

    known, unknown = answers
    assert (known.status_code, known["Location"]) == (302, "/lost-link/sent/")
    assert (known.content, dict(known.headers)) == (unknown.content, dict(unknown.headers))
    assert list(LostLink.objects.values_list("email_key", flat=True)) == [KNOWN, UNKNOWN]


def test_page_after_it_tells_nothing():
    answer = Client().get("/lost-link/sent/")

    assert "If somebody answered here with that address" in text_of(answer)
    assert answer["X-Robots-Tag"] == "noindex"


@pytest.mark.parametrize("typed", ["", "ada", "ada@", "ada@example.org\nBcc: x@example.org"])
def test_what_is_no_address_is_asked_for_again(typed: str):
    answer = ask(typed)

    assert answer.status_code == 422
    assert "Enter an e-mail address such as name@example.com." in text_of(answer)
    field = elements(answer.content.decode(), "input", name="email")[0]
    assert field["aria-invalid"] == "true"
    assert not LostLink.objects.exists()


def test_one_network_asks_so_often_and_no_more():
    statuses = [ask(UNKNOWN, REMOTE_ADDR="192.0.2.7").status_code for _ in range(lost_link.PER_MINUTE + 3)]

    assert statuses.count(302) == lost_link.PER_MINUTE
    assert statuses[-1] == 429
    assert ask(UNKNOWN, REMOTE_ADDR="192.0.2.8").status_code == 302


def test_another_site_cannot_ask():
    answer = ask(KNOWN, headers={"Origin": "https://elsewhere.example.org"})

    assert answer.status_code == 403
    assert not LostLink.objects.exists()


def test_form_that_came_without_a_referrer_is_taken():
    answer = ask(KNOWN, headers={"Origin": "null", "Sec-Fetch-Site": "same-origin"})

    assert answer.status_code == 302


def test_page_says_where_no_mail_can_go_out(settings):
    settings.MAIL = None

    assert "This server cannot send mail at present." in text_of(Client().get("/lost-link/"))
