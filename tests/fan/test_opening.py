"""How a personal link is opened, and who stays outside."""

import io
import logging

import pytest
from django.test import Client

from tests.factories import interest_of, published
from tests.fan.own import link_of, opened, page_of
from tests.interest.page import text_of
from turnout.interest.models import Interest

pytestmark = pytest.mark.django_db
BUTTONS = ("", "confirm/", "change/", "withdraw/", "restore/", "renew/")


@pytest.fixture
def interest() -> Interest:
    return interest_of(published())


def test_link_is_exchanged_for_a_cookie_of_that_page_alone(interest: Interest):
    client = Client()

    answer = client.get(link_of(interest))

    assert (answer.status_code, answer["Location"]) == (302, page_of(interest))
    assert answer["Referrer-Policy"] == "no-referrer"
    assert answer["Cache-Control"] == "no-store"
    assert answer["X-Robots-Tag"] == "noindex"
    cookie = client.cookies["turnout-my"]
    assert (cookie["path"], cookie["samesite"]) == (page_of(interest), "Lax")
    assert (cookie["httponly"], cookie["secure"], cookie["max-age"]) == (True, "", "")


def test_cookie_is_secure_where_the_address_is(interest: Interest, settings):
    settings.HTTPS = True
    client = Client()

    client.get(link_of(interest))

    assert client.cookies["turnout-my"]["secure"] is True


def test_own_page_is_kept_by_no_cache_and_named_to_no_other_host(interest: Interest):
    answer = opened(interest).get(page_of(interest))

    assert answer.status_code == 200
    assert "Nimbus Fan Day" in text_of(answer)
    assert answer["Cache-Control"] == "no-store"
    assert answer["Referrer-Policy"] == "same-origin"
    assert answer["X-Robots-Tag"] == "noindex"


def test_page_holds_nothing_that_opens_it(interest: Interest):
    answer = opened(interest).get(page_of(interest))

    assert link_of(interest).strip("/").removeprefix("my/") not in answer.content.decode()


@pytest.mark.parametrize("part", BUTTONS)
def test_nobody_else_comes_in_whether_or_not_there_is_such_an_answer(interest: Interest, part: str):
    other = opened(interest_of(interest.event))

    for client in (Client(), other):
        for path in (page_of(interest), f"/my/{'0' * 32}/"):
            for ask in (client.get, client.post):
                answer = ask(path + part)
                assert answer.status_code == 403
                assert "Open this page from your mail" in text_of(answer)


def test_cookie_of_another_answer_does_not_open_this_one(interest: Interest):
    other = interest_of(interest.event)
    client = opened(other)

    client.cookies["turnout-my"]["path"] = page_of(interest)

    assert client.get(page_of(interest)).status_code == 403


def test_cookie_that_was_made_up_opens_nothing(interest: Interest):
    client = opened(interest)

    client.cookies["turnout-my"] = f"{interest.public_id}.0:1tXYZ:AAAA"

    assert client.get(page_of(interest)).status_code == 403


def test_renewed_link_ends_the_cookie_too(interest: Interest):
    client = opened(interest)

    Interest.objects.filter(pk=interest.pk).update(generation=1)

    assert client.get(page_of(interest)).status_code == 403


def test_links_that_are_no_longer_good_are_all_answered_alike(interest: Interest):
    old = link_of(interest)
    Interest.objects.filter(pk=interest.pk).update(generation=1)
    flipped = old[:-3] + ("A" if old[-3] != "A" else "B") + old[-2:]

    answers = [Client().get(path) for path in (old, flipped, "/my/made-up/", f"/my/{'A' * 48}/")]

    assert {answer.status_code for answer in answers} == {410}
    assert len({answer.content for answer in answers}) == 1
    assert "This link is no longer good" in text_of(answers[0])
    assert answers[0]["Referrer-Policy"] == "no-referrer"


def test_opening_the_link_and_the_page_changes_nothing(interest: Interest):
    before = Interest.objects.values().get(pk=interest.pk)

    opened(interest).get(page_of(interest))

    assert Interest.objects.values().get(pk=interest.pk) == before


def test_forms_of_the_page_carry_a_token_against_forgery(interest: Interest):
    client = Client(enforce_csrf_checks=True)
    opened(interest, client)

    refused = client.post(f"{page_of(interest)}withdraw/")

    assert refused.status_code == 403
    interest.refresh_from_db()
    assert interest.standing == Interest.Standing.COUNTED


def test_log_shows_no_token():
    (handler,) = [each for each in logging.getLogger().handlers if type(each) is logging.StreamHandler]
    written = io.StringIO()
    before = handler.setStream(written)
    try:
        logging.getLogger("django.request").error("Internal Server Error: /my/AbC-12_x/")
        logging.getLogger("django.request").error("Internal Server Error: %s", "/unsubscribe/AbC-12_x/")
    finally:
        handler.setStream(before)

    assert "AbC" not in written.getvalue()
    assert "/my/…/" in written.getvalue()
    assert "/unsubscribe/…/" in written.getvalue()
