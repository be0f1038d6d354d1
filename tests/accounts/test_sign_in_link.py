import io
import logging
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.utils import timezone

from tests.factories import organisation_of, user_of
from turnout.accounts.models import SignInLink, User
from turnout.accounts.refusals import LinkGone, NotAMember
from turnout.accounts.sign_in_link import find_sign_in_link, follow_sign_in_link, make_sign_in_link

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


def token_in(address: str) -> str:
    return address.rstrip("/").rsplit("/", 1)[1]


def test_opening_the_link_changes_nothing(client: Client) -> None:
    user_of(organisation_of(), email="ada@example.org")
    path = urlsplit(make_sign_in_link("ada@example.org", now=timezone.now())).path

    answers = [client.get(path), client.head(path), client.get(path)]

    assert [answer.status_code for answer in answers] == [200, 200, 200]
    assert "ada@example.org" in answers[0].content.decode()
    assert "_auth_user_id" not in client.session
    assert SignInLink.objects.get().used_at is None


def test_its_button_signs_the_member_in(client: Client) -> None:
    ada = user_of(organisation_of(slug="nimbus"), email="ada@example.org")
    address = make_sign_in_link("ADA@example.org", now=timezone.now(), destination="/desk/nimbus/")

    answer = client.post(urlsplit(address).path)

    assert (answer.status_code, answer["Location"]) == (302, "/desk/nimbus/")
    assert client.session["_auth_user_id"] == str(ada.pk)


def test_the_link_works_once(client: Client) -> None:
    user_of(organisation_of(), email="ada@example.org")
    path = urlsplit(make_sign_in_link("ada@example.org", now=timezone.now())).path
    client.post(path)
    stranger = Client()

    answers = [stranger.post(path), stranger.get(path)]

    assert [answer.status_code for answer in answers] == [410, 410]
    assert "_auth_user_id" not in stranger.session


def test_of_two_who_found_the_same_link_one_is_let_in() -> None:
    user_of(organisation_of(), email="ada@example.org")
    token = token_in(make_sign_in_link("ada@example.org", now=NOON))
    first, second = find_sign_in_link(token, NOON), find_sign_in_link(token, NOON)
    follow_sign_in_link(first, "", NOON)

    with pytest.raises(LinkGone):
        follow_sign_in_link(second, "", NOON)


@pytest.mark.parametrize(("minutes", "works"), [(59, True), (60, False), (61, False)])
def test_the_link_is_valid_for_an_hour(minutes: int, works: bool) -> None:
    user_of(organisation_of(), email="ada@example.org")
    link = find_sign_in_link(token_in(make_sign_in_link("ada@example.org", now=NOON)), NOON)
    later = NOON + timedelta(minutes=minutes)

    if works:
        assert follow_sign_in_link(link, "", later).email == "ada@example.org"
    else:
        with pytest.raises(LinkGone):
            follow_sign_in_link(link, "", later)


def test_a_changed_link_is_none(client: Client) -> None:
    user_of(organisation_of(), email="ada@example.org")
    token = token_in(make_sign_in_link("ada@example.org", now=timezone.now()))
    changed = ("a" if token[0] != "a" else "b") + token[1:]

    answer = client.post(f"/sign-in/{changed}/")

    assert answer.status_code == 410


def test_only_the_hash_of_a_link_is_kept() -> None:
    user_of(organisation_of(), email="ada@example.org")

    token = token_in(make_sign_in_link("ada@example.org", now=NOON))

    row = SignInLink.objects.values().get()
    assert row["token_hash"] == sha256(token.encode()).hexdigest()
    assert token not in str(row)


def test_the_first_owner_is_asked_for_an_address_and_made(client: Client) -> None:
    path = urlsplit(make_sign_in_link("", now=timezone.now())).path

    wrong = client.post(path, {"email": "no address"})
    right = client.post(path, {"email": "Ada@example.org"})

    assert (wrong.status_code, right.status_code) == (422, 302)
    assert 'value="no address"' in wrong.content.decode()
    assert User.objects.get().email == "ada@example.org"
    assert client.session["_auth_user_id"] == str(User.objects.get().pk)


def test_a_first_owners_link_is_worth_nothing_when_somebody_came_first(client: Client) -> None:
    path = urlsplit(make_sign_in_link("", now=timezone.now())).path
    user_of(organisation_of())

    answer = client.post(path, {"email": "mallory@example.org"})

    assert answer.status_code == 410
    assert not User.objects.filter(email="mallory@example.org").exists()


def test_there_is_no_link_for_a_stranger() -> None:
    user_of(organisation_of())

    with pytest.raises(NotAMember):
        make_sign_in_link("stranger@example.org", now=NOON)


def test_whoever_was_shut_out_has_no_link() -> None:
    user_of(organisation_of(), email="ada@example.org", is_active=False)

    with pytest.raises(NotAMember):
        make_sign_in_link("ada@example.org", now=NOON)


@pytest.mark.parametrize("destination", ["https://evil.example/", "//evil.example/", "javascript:alert(1)"])
def test_a_link_never_leads_to_another_host(client: Client, destination: str) -> None:
    user_of(organisation_of(), email="ada@example.org")
    address = make_sign_in_link("ada@example.org", now=timezone.now(), destination=destination)

    answer = client.post(urlsplit(address).path)

    assert answer["Location"] == "/desk/"


def test_the_page_of_a_link_is_neither_cached_nor_told_to_others(client: Client) -> None:
    user_of(organisation_of(), email="ada@example.org")

    answer = client.get(urlsplit(make_sign_in_link("ada@example.org", now=timezone.now())).path)

    assert answer["Referrer-Policy"] == "same-origin"
    assert "no-store" in answer["Cache-Control"]


def test_the_button_cannot_be_pressed_from_another_site() -> None:
    user_of(organisation_of(), email="ada@example.org")
    path = urlsplit(make_sign_in_link("ada@example.org", now=timezone.now())).path

    answer = Client(enforce_csrf_checks=True).post(path)

    assert answer.status_code == 403
    assert SignInLink.objects.get().used_at is None


@pytest.mark.parametrize("path", ["/sign-in/{}/", "/invitation/{}/"])
def test_the_log_of_a_refused_token_tells_no_link(path: str) -> None:
    (handler,) = [each for each in logging.getLogger().handlers if type(each) is logging.StreamHandler]
    log = io.StringIO()
    before = handler.setStream(log)

    Client(enforce_csrf_checks=True).post(path.format("t0ken"))

    handler.setStream(before)
    assert path.format("…") in log.getvalue()
    assert "t0ken" not in log.getvalue()


def test_no_log_tells_the_link(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    path = urlsplit(make_sign_in_link("", now=timezone.now())).path

    client.post(path, {"email": "no address"})
    client.get("/sign-in/changed/")

    assert caplog.messages == []
