import re
from urllib.parse import urlsplit

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings

from tests.factories import organisation_of, user_of
from tests.mail_server import MailServer
from tests.waiting import until
from turnout.accounts.invitation_link import invitation_link
from turnout.accounts.invite_member import invite_member
from turnout.accounts.models import Membership, Role, User
from turnout.accounts.sign_in_link import make_sign_in_link

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def forgotten_limits() -> None:
    """Limits are counted per address, which all tests share."""
    cache.clear()


def link_for(email: str) -> str:
    nimbus = organisation_of(slug="nimbus", name="Nimbus")
    invitation = invite_member(nimbus, email, Role.EDITOR, user_of(nimbus), timezone.now())
    return urlsplit(invitation_link(invitation)).path


def test_joining_signs_nobody_in_whoever_held_the_link(client: Client) -> None:
    link = link_for("bea@example.org")

    page = client.post(link)

    assert Membership.objects.get(user__email="bea@example.org").role == Role.EDITOR
    assert "_auth_user_id" not in client.session
    assert client.get("/desk/nimbus/")["Location"] == "/account/login/?next=/desk/nimbus/"
    assert (page["Referrer-Policy"], "no-store" in page["Cache-Control"]) == ("same-origin", True)


def test_joining_where_mail_is_sent_signs_nobody_in_either(client: Client, mail_server: MailServer) -> None:
    client.post(link_for("bea@example.org"))

    assert Membership.objects.filter(user__email="bea@example.org").exists()
    assert "_auth_user_id" not in client.session


def test_without_a_mail_server_the_new_member_is_told_whom_to_ask(client: Client) -> None:
    page = client.post(link_for("bea@example.org")).content.decode()

    assert "ask whoever runs this server for a sign-in link" in page
    assert "turnout sign-in bea@example.org<" in page
    client.post(urlsplit(make_sign_in_link("bea@example.org", now=timezone.now())).path)
    assert client.get("/desk/nimbus/").status_code == 200


@pytest.mark.parametrize("name", ["a|id", "`id`", "$HOME", '"a;id"'])
def test_the_printed_command_runs_nothing_that_an_address_holds(client: Client, name: str) -> None:
    page = client.post(link_for(f"{name}@example.org"))

    assert page.context["address"] == f"'{name.lower()}@example.org'"


def test_with_a_mail_server_one_button_sends_the_new_member_a_code(
    client: Client, mail_server: MailServer
) -> None:
    page = client.post(link_for("bea@example.org")).content.decode()
    filled_in = dict(re.findall(r'name="(login|next)" value="([^"]+)"', page))

    asked = client.post("/account/login/", filled_in)
    until(lambda: mail_server.received, what="the code's mail arrives")
    code = str(mail_server.received[0]["Subject"]).split()[0]
    answer = client.post("/account/login/code/confirm/", {"code": code, "next": filled_in["next"]})

    assert asked["Location"] == "/account/login/code/confirm/?next=%2Fdesk%2Fnimbus%2F"
    assert mail_server.recipients == ["bea@example.org"]
    assert answer["Location"] == "/desk/nimbus/"
    assert client.get("/desk/nimbus/").status_code == 200


def test_a_known_address_joins_only_signed_in_as_itself(client: Client) -> None:
    bea, eve = user_of(email="bea@example.org"), user_of(email="eve@example.org")
    link = link_for("bea@example.org")
    others = Client()
    others.force_login(eve)

    refused = [client.post(link).status_code, others.post(link).status_code]
    before = Membership.objects.filter(user=bea).exists()
    client.force_login(bea)
    answer = client.post(link)

    assert (refused, before) == ([409, 409], False)
    assert answer["Location"] == "/desk/nimbus/"
    assert User.objects.filter(email="bea@example.org").count() == 1


def test_a_link_that_was_shown_signs_nobody_in_after_mail_was_set_up(
    client: Client, settings: Settings
) -> None:
    link = link_for("bea@example.org")
    settings.MAIL = {"EMAIL_HOST": "mail.example.org"}

    page = client.post(link).content.decode()

    assert "_auth_user_id" not in client.session
    assert "turnout sign-in" not in page
    assert "Send me a code" in page
