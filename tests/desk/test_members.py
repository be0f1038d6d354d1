import re
from urllib.parse import urlsplit

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from tests.factories import organisation_of, user_of
from turnout.accounts.models import MemberInvitation, Membership, Organisation, Role
from turnout.outbox.models import Mail

pytestmark = pytest.mark.django_db
MEMBERS = "/desk/nimbus/members/"


@pytest.fixture
def nimbus() -> Organisation:
    return organisation_of(slug="nimbus", name="Nimbus")


@pytest.fixture
def owner(client: Client, nimbus: Organisation) -> Client:
    client.force_login(user_of(nimbus, email="ada@example.org"))
    return client


def link_on(page: str) -> str:
    found = re.search(r'value="(http[^"]+/invitation/[^"]+)"', page)
    assert found
    return urlsplit(found[1]).path


def test_an_invited_person_joins(owner: Client, nimbus: Organisation) -> None:
    said = owner.post(MEMBERS, {"email": "bea@example.org", "role": "editor"}, follow=True)
    link, bea = link_on(said.content.decode()), Client()

    shown = [bea.get(link), bea.head(link), bea.get(link)]

    assert "Copy the link below and send it to bea@example.org yourself." in said.content.decode()
    assert [answer.status_code for answer in shown] == [200, 200, 200]
    assert MemberInvitation.objects.get().accepted_at is None
    joined = bea.post(link)
    assert joined.status_code == 200
    assert "You are a member of Nimbus" in joined.content.decode()
    assert Membership.objects.get(user__email="bea@example.org").role == Role.EDITOR
    assert Client().post(link).status_code == 410


def test_where_mail_is_sent_the_owner_does_not_see_the_link(owner: Client, settings: Settings) -> None:
    settings.MAIL = {"EMAIL_HOST": "mail.example.org"}

    said = owner.post(MEMBERS, {"email": "bea@example.org", "role": "door"}, follow=True).content.decode()

    assert "An invitation is on its way to bea@example.org." in said
    assert "/invitation/" not in said
    assert Mail.objects.get().recipient == "bea@example.org"


def test_whoever_is_known_signs_in_first(owner: Client) -> None:
    bea = user_of(email="bea@example.org")
    said = owner.post(MEMBERS, {"email": "bea@example.org", "role": "door"}, follow=True)
    link, visitor = link_on(said.content.decode()), Client()

    shown, refused = visitor.get(link), visitor.post(link)

    assert f"/account/login/?next={link}" in shown.content.decode()
    assert refused.status_code == 409
    assert "_auth_user_id" not in visitor.session
    visitor.force_login(bea)
    assert visitor.post(link)["Location"] == "/desk/nimbus/"


def test_somebody_else_is_told_so(owner: Client) -> None:
    said = owner.post(MEMBERS, {"email": "bea@example.org", "role": "door"}, follow=True)
    link = link_on(said.content.decode())

    answer = owner.post(link)

    assert answer.status_code == 409
    assert "You are signed in as ada@example.org" in answer.content.decode()
    assert MemberInvitation.objects.get().accepted_at is None


def test_an_invitation_is_taken_back(owner: Client) -> None:
    said = owner.post(MEMBERS, {"email": "bea@example.org", "role": "door"}, follow=True)
    link = link_on(said.content.decode())

    owner.post(f"{MEMBERS}invitations/{MemberInvitation.objects.get().pk}/revoke/")

    assert Client().get(link).status_code == 410


def test_a_new_link_replaces_the_old(owner: Client) -> None:
    said = owner.post(MEMBERS, {"email": "bea@example.org", "role": "door"}, follow=True)
    old = link_on(said.content.decode())

    again = owner.post(f"{MEMBERS}invitations/{MemberInvitation.objects.get().pk}/resend/", follow=True)
    new = link_on(again.content.decode())

    assert [Client().get(link).status_code for link in (old, new)] == [410, 200]


def test_a_mail_that_failed_is_told(owner: Client, settings: Settings) -> None:
    settings.MAIL = {"EMAIL_HOST": "mail.example.org"}
    owner.post(MEMBERS, {"email": "bea@example.org", "role": "door"})
    Mail.objects.update(state=Mail.State.FAILED)

    assert "mail not delivered" in owner.get(MEMBERS).content.decode()


@pytest.mark.parametrize(
    "sent",
    [
        {"email": "no address", "role": "door"},
        {"email": "bea@example.org\r\nBcc: all@example.org", "role": "door"},
        {"email": "bea@example.org", "role": "king"},
        {"email": "ADA@example.org", "role": "door"},
    ],
)
def test_what_cannot_be_an_invitation_is_refused(owner: Client, sent: dict[str, str]) -> None:
    answer = owner.post(MEMBERS, sent)

    assert answer.status_code == 422
    assert "There is a problem" in answer.content.decode()
    assert not MemberInvitation.objects.exists()


def test_a_role_is_changed(owner: Client, nimbus: Organisation) -> None:
    bea = Membership.objects.get(user=user_of(nimbus, role=Role.DOOR))

    owner.post(f"{MEMBERS}{bea.pk}/role/", {"role": "editor"})
    owner.post(f"{MEMBERS}{bea.pk}/role/", {"role": "king"})

    bea.refresh_from_db()
    assert bea.role == Role.EDITOR


def test_the_last_owner_is_told_why_nothing_happened(owner: Client) -> None:
    mine = Membership.objects.get()

    said = owner.post(f"{MEMBERS}{mine.pk}/remove/", follow=True).content.decode()

    assert "An organisation needs an owner." in said
    assert Membership.objects.get() == mine


def test_removing_takes_a_button(owner: Client, nimbus: Organisation) -> None:
    bea = Membership.objects.get(user=user_of(nimbus, role=Role.DOOR, name="Bea"))

    page = owner.get(f"{MEMBERS}{bea.pk}/remove/").content.decode()

    assert "Remove Bea?" in page
    assert Membership.objects.filter(pk=bea.pk).exists()
    owner.post(f"{MEMBERS}{bea.pk}/remove/")
    assert not Membership.objects.filter(pk=bea.pk).exists()


def test_another_organisations_member_is_not_there(owner: Client) -> None:
    other = Membership.objects.get(user=user_of(organisation_of()))

    answers = [owner.post(f"{MEMBERS}{other.pk}/{verb}/", {"role": "door"}) for verb in ("role", "remove")]

    assert [answer.status_code for answer in answers] == [404, 404]


@pytest.mark.parametrize("people", [1, 3])
def test_the_list_costs_the_same_queries(
    owner: Client, nimbus: Organisation, people: int, django_assert_num_queries: object
) -> None:
    for _ in range(people - 1):
        user_of(nimbus, role=Role.DOOR)
    for number in range(people):
        owner.post(MEMBERS, {"email": f"new{number}@example.org", "role": "door"})
    owner.get(MEMBERS)

    with django_assert_num_queries(6):  # type: ignore[operator]
        page = owner.get(MEMBERS).content.decode()

    assert page.count("/role/") == people
    assert page.count("/revoke/") == people
