import re
import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.core.cache import cache
from django.test import Client
from pytest_django.fixtures import Settings

from tests.factories import organisation_of, user_of
from tests.mail_server import MailServer
from tests.waiting import until
from turnout.accounts.models import User

pytestmark = pytest.mark.django_db
LOGIN, CONFIRM = "/account/login/", "/account/login/code/confirm/"
WRONG = {"code": "BCD-FGH"}


@pytest.fixture(autouse=True)
def forgotten_limits() -> None:
    """Limits are counted per address, which all tests share."""
    cache.clear()


@pytest.fixture
def ada() -> User:
    return user_of(organisation_of(slug="nimbus"), email="ada@example.org")


def mailed_code(server: MailServer, mails: int = 1) -> str:
    until(lambda: len(server.received) >= mails, what="the code's mail arrives")
    found = re.match(r"(\S+) is your sign-in code$", str(server.received[-1]["Subject"]))
    assert found
    return found[1]


def is_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def test_a_code_by_mail_signs_in_and_leads_back(client: Client, ada: User, mail_server: MailServer) -> None:
    asked = client.post(f"{LOGIN}?next=/desk/nimbus/members/", {"login": "ADA@example.org"})
    code = mailed_code(mail_server)
    page = client.get(asked["Location"])
    answer = client.post(CONFIRM, {"code": code, "next": "/desk/nimbus/members/"})

    assert asked["Location"] == f"{CONFIRM}?next=%2Fdesk%2Fnimbus%2Fmembers%2F"
    assert "ada@example.org" in page.content.decode()
    assert (answer.status_code, answer["Location"]) == (302, "/desk/nimbus/members/")
    assert is_in(client)
    assert mail_server.recipients == ["ada@example.org"]
    assert code in mail_server.received[0].as_string()


def test_a_code_works_once(client: Client, ada: User, mail_server: MailServer) -> None:
    client.post(LOGIN, {"login": "ada@example.org"})
    code = mailed_code(mail_server)
    client.post(CONFIRM, {"code": code})
    client.post("/account/logout/")

    again = client.post(CONFIRM, {"code": code})

    assert again["Location"] == "/account/login/code/"
    assert not is_in(client)


def test_a_code_works_only_where_it_was_asked_for(client: Client, ada: User, mail_server: MailServer) -> None:
    client.post(LOGIN, {"login": "ada@example.org"})
    elsewhere = Client()

    elsewhere.post(CONFIRM, {"code": mailed_code(mail_server)})

    assert not is_in(elsewhere)


def test_three_wrong_codes_end_the_attempt(client: Client, ada: User, mail_server: MailServer) -> None:
    client.post(LOGIN, {"login": "ada@example.org"})
    code = mailed_code(mail_server)

    answers = [client.post(CONFIRM, WRONG).status_code for _ in range(3)]
    client.post(CONFIRM, {"code": code})

    assert answers == [200, 200, 302]
    assert not is_in(client)


def test_after_too_many_wrong_codes_a_new_one_can_be_asked_for(
    client: Client, ada: User, mail_server: MailServer
) -> None:
    client.post(LOGIN, {"login": "ada@example.org"})
    for _ in range(2):
        client.post(CONFIRM, WRONG)
    page = client.post(CONFIRM, WRONG, follow=True)
    here = page.request["PATH_INFO"]

    client.post(here, {"email": "ada@example.org"})
    client.post(CONFIRM, {"code": mailed_code(mail_server, mails=2)})

    assert f'<form class="to-form" method="post" action="{here}">' in page.content.decode()
    assert 'name="email"' in page.content.decode()
    assert is_in(client)


def test_a_code_is_too_old_after_ten_minutes(client: Client, ada: User, mail_server: MailServer) -> None:
    client.post(LOGIN, {"login": "ada@example.org"})
    code = mailed_code(mail_server)
    session = client.session
    login = session["account_login"]
    login["state"]["stages"]["login_by_code"]["data"]["at"] = time.time() - 601
    session["account_login"] = login
    session.save()

    client.post(CONFIRM, {"code": code})

    assert not is_in(client)


def test_a_new_code_replaces_the_old(client: Client, ada: User, mail_server: MailServer) -> None:
    client.post(LOGIN, {"login": "ada@example.org"})
    old = mailed_code(mail_server)

    client.post(CONFIRM, {"action": "resend"})
    new = mailed_code(mail_server, mails=2)
    client.post(CONFIRM, {"code": old})

    assert old != new
    assert not is_in(client)
    client.post(CONFIRM, {"code": new})
    assert is_in(client)


def test_an_unknown_address_gets_the_same_answer_and_no_mail(
    client: Client, ada: User, mail_server: MailServer
) -> None:
    stranger = Client()
    known = client.post(LOGIN, {"login": "ada@example.org"})
    unknown = stranger.post(LOGIN, {"login": "eve@example.org"})
    pages = [client.get(known["Location"]), stranger.get(unknown["Location"])]
    tries = [client.post(CONFIRM, WRONG), stranger.post(CONFIRM, WRONG)]

    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])
    assert same(pages[0]) == same(pages[1])
    assert same(tries[0]) == same(tries[1])
    assert mailed_code(mail_server)
    assert mail_server.recipients == ["ada@example.org"]


def same(answer: object) -> str:
    """A page without what differs by nature: the address that was typed, and the form's token."""
    page = answer.content.decode()  # type: ignore[attr-defined]
    page = re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", page)
    return page.replace("ada@example.org", "…").replace("eve@example.org", "…")


def test_the_answer_does_not_wait_for_the_mail_server(
    client: Client, ada: User, mail_server: MailServer
) -> None:
    mail_server.data = "hang"
    begun = time.monotonic()

    answer = client.post(LOGIN, {"login": "ada@example.org"})

    assert answer.status_code == 302
    assert time.monotonic() - begun < 5
    until(lambda: mail_server.texts_begun == 1)
    mail_server.data = "250 taken"
    until(lambda: len(mail_server.received) == 1)


def test_a_refused_code_is_logged_without_the_address(
    client: Client, ada: User, mail_server: MailServer, caplog: pytest.LogCaptureFixture
) -> None:
    mail_server.rcpt = "550 no such mailbox"

    client.post(LOGIN, {"login": "ada@example.org"})

    until(lambda: "could not be sent" in caplog.text)
    assert "550" in caplog.text
    assert "ada@example.org" not in caplog.text


def test_without_a_mail_server_the_page_says_how_to_get_in(client: Client, settings: Settings) -> None:
    settings.MAIL = None

    page = client.get(LOGIN).content.decode()

    assert "turnout sign-in" in page
    assert "Send me a code" not in page


def test_too_many_requests_for_one_address_are_refused(
    client: Client, ada: User, mail_server: MailServer
) -> None:
    answers = [Client().post(LOGIN, {"login": "ada@example.org"}).status_code for _ in range(4)]

    assert answers == [302, 302, 302, 200]


def test_too_many_requests_of_one_visitor_are_refused(client: Client, mail_server: MailServer) -> None:
    answers = [Client().post(LOGIN, {"login": f"p{number}@example.org"}) for number in range(31)]

    assert answers[-1].status_code == 429


@pytest.mark.parametrize(
    "next_one", ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)"]
)
def test_sign_in_never_leads_to_another_host(
    client: Client, ada: User, mail_server: MailServer, next_one: str
) -> None:
    client.post(LOGIN, {"login": "ada@example.org", "next": next_one})
    code = mailed_code(mail_server)

    answer = client.post(CONFIRM, {"code": code, "next": next_one})

    assert answer["Location"] == "/desk/"


@pytest.mark.parametrize("address", ["ada@example.org\r\nBcc: all@example.org", "ada@example.org\nx: y"])
def test_an_address_cannot_add_a_head_line(
    client: Client, ada: User, mail_server: MailServer, address: str
) -> None:
    answer = client.post(LOGIN, {"login": address})

    assert answer.status_code == 200
    assert "There is a problem" in answer.content.decode()


@pytest.mark.parametrize("path", [LOGIN, CONFIRM, "/account/logout/", "/account/2fa/webauthn/login/"])
def test_no_other_site_can_post_here(path: str) -> None:
    assert Client(enforce_csrf_checks=True).post(path).status_code == 403


def test_whoever_was_shut_out_gets_no_code(client: Client, mail_server: MailServer) -> None:
    user_of(organisation_of(), email="ada@example.org", is_active=False)
    user_of(organisation_of(), email="bea@example.org")

    client.post(LOGIN, {"login": "ada@example.org"})
    Client().post(LOGIN, {"login": "bea@example.org"})

    assert mailed_code(mail_server)
    assert mail_server.recipients == ["bea@example.org"]


def test_signing_out_takes_a_button(client: Client, ada: User) -> None:
    client.force_login(ada)

    page = client.get("/account/logout/")

    assert page.status_code == 200
    assert is_in(client)
    assert client.post("/account/logout/")["Location"] == LOGIN
    assert not is_in(client)


def with_app(user: User) -> str:
    secret: str = generate_totp_secret()
    TOTP.activate(user, secret)
    return secret


def code_now(secret: str) -> str:
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // 30)))


def test_the_app_is_asked_after_the_code(client: Client, ada: User, mail_server: MailServer) -> None:
    secret = with_app(ada)
    client.post(LOGIN, {"login": "ada@example.org"})

    first = client.post(CONFIRM, {"code": mailed_code(mail_server)})

    assert first["Location"] == "/account/2fa/authenticate/"
    assert not is_in(client)
    assert client.get(first["Location"]).status_code == 200
    client.post(first["Location"], {"code": "000000"})
    assert not is_in(client)
    client.post(first["Location"], {"code": code_now(secret)})
    assert is_in(client)


def test_a_recovery_code_replaces_the_app_once(client: Client, ada: User, mail_server: MailServer) -> None:
    with_app(ada)
    recovery = RecoveryCodes.activate(ada).get_unused_codes()[0]
    results = []
    for mails in (1, 2):
        visitor = Client()
        visitor.post(LOGIN, {"login": "ada@example.org"})
        visitor.post(CONFIRM, {"code": mailed_code(mail_server, mails)})
        visitor.post("/account/2fa/authenticate/", {"code": recovery})
        results.append(is_in(visitor))

    assert results == [True, False]


def test_a_passkey_alone_does_not_lock_out_the_code(
    client: Client, ada: User, mail_server: MailServer
) -> None:
    Authenticator.objects.create(user=ada, type=Authenticator.Type.WEBAUTHN, data={"name": "Phone"})
    client.post(LOGIN, {"login": "ada@example.org"})

    client.post(CONFIRM, {"code": mailed_code(mail_server)})

    assert is_in(client)


def test_secrets_are_kept_encrypted_and_outlive_a_change_of_the_key(ada: User, settings: Settings) -> None:
    secret = with_app(ada)
    row = Authenticator.objects.get()
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another key of at least thirty-two characters"

    assert secret not in str(row.data)
    assert row.wrap().validate_code(code_now(secret))


def test_changing_the_ways_in_asks_again_who_it_is(client: Client, ada: User) -> None:
    secret = with_app(ada)
    client.force_login(ada)

    asked = client.get("/account/2fa/totp/deactivate/")
    again = asked["Location"]
    page = client.get(again)
    client.post(again, {"code": code_now(secret)})

    assert asked["Location"].startswith("/account/2fa/reauthenticate/?next=")
    assert page.status_code == 200
    assert client.get("/account/2fa/totp/deactivate/").status_code == 200
    assert client.post("/account/2fa/totp/deactivate/")["Location"] == "/account/2fa/"
    assert not Authenticator.objects.exists()
