import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory, override_settings
from django.urls import get_resolver, path
from django.urls.resolvers import URLPattern, URLResolver

from tests.factories import organisation_of, user_of
from turnout.accounts.guard import access_of, actor_of, member, public, signed_in
from turnout.accounts.models import Organisation, Role

pytestmark = pytest.mark.django_db


def forgotten(request: HttpRequest) -> HttpResponse:
    return HttpResponse("secret")


@public
def open_to_all(request: HttpRequest) -> HttpResponse:
    return HttpResponse("open")


@signed_in
def for_people(request: HttpRequest) -> HttpResponse:
    return HttpResponse(actor_of(request))


@member(Role.EDITOR)
def for_editors(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    return HttpResponse(f"{organisation.name}: {request.membership.role}")  # type: ignore[attr-defined]


@member()
def for_members(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    return HttpResponse(organisation.name)


urlpatterns = [
    path("forgotten/", forgotten),
    path("open/", open_to_all),
    path("people/", for_people),
    path("<slug:organisation>/editors/", for_editors),
    path("<slug:organisation>/members/", for_members),
    *get_resolver("turnout.urls").url_patterns,
]
here = override_settings(ROOT_URLCONF=__name__)


@here
def test_a_view_without_a_mark_is_refused(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    client.force_login(user_of(organisation_of()))

    answer = client.get("/forgotten/")

    assert answer.status_code == 404
    assert b"secret" not in answer.content
    assert "No access mark: tests.accounts.test_guard.forgotten is refused." in caplog.messages


@here
def test_a_public_view_needs_nobody(client: Client) -> None:
    assert client.get("/open/").content == b"open"


@here
def test_whoever_is_not_signed_in_is_asked_to_and_comes_back(client: Client) -> None:
    answer = client.get("/people/?page=2")

    assert (answer.status_code, answer["Location"]) == (302, "/account/login/?next=/people/%3Fpage%3D2")


@here
def test_a_form_posted_after_the_session_ended_leads_to_a_page(client: Client) -> None:
    answer = client.post("/people/")

    assert answer["Location"] == "/account/login/?next=/desk/"


@here
def test_a_part_of_a_page_sends_the_whole_page_to_sign_in(client: Client) -> None:
    answer = client.get("/people/", headers={"HX-Request": "true"})

    assert (answer.status_code, answer["HX-Redirect"]) == (401, "/account/login/?next=/people/")


@here
def test_the_journal_knows_who_it_was(client: Client) -> None:
    user = user_of()
    client.force_login(user)

    assert client.get("/people/").content.decode() == f"user:{user.pk}"


@here
@pytest.mark.parametrize(
    ("role", "editors", "members"),
    [(Role.OWNER, 200, 200), (Role.EDITOR, 200, 200), (Role.REVIEWER, 403, 200), (Role.DOOR, 403, 200)],
)
def test_a_role_opens_what_it_may(client: Client, role: Role, editors: int, members: int) -> None:
    organisation = organisation_of(slug="nimbus")
    client.force_login(user_of(organisation, role=role))

    answers = [client.get("/nimbus/editors/"), client.get("/nimbus/members/")]

    assert [answer.status_code for answer in answers] == [editors, members]


@here
@pytest.mark.parametrize("slug", ["nimbus", "never-was"])
def test_another_organisation_is_not_there(client: Client, slug: str) -> None:
    organisation_of(slug="nimbus")
    client.force_login(user_of(organisation_of(slug="other")))

    answer = client.get(f"/{slug}/members/")

    assert answer.status_code == 404


@here
def test_a_member_costs_three_queries(client: Client, django_assert_num_queries: object) -> None:
    client.force_login(user_of(organisation_of(slug="nimbus")))
    client.get("/nimbus/members/")

    with django_assert_num_queries(3):  # type: ignore[operator]
        client.get("/nimbus/members/")


def views_of(patterns: list[URLPattern | URLResolver], space: str = "") -> list[tuple[str, str]]:
    found = []
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            name = f"{space}{pattern.namespace}:" if pattern.namespace else space
            found += views_of(pattern.url_patterns, name)
        else:
            access = access_of(pattern.callback, f"{space}{pattern.name}")
            found.append((f"{space}{pattern.name}", access.who if access else "refused"))
    return found


def test_of_allauth_only_what_we_use_is_reachable() -> None:
    refused = {name for name, who in views_of(get_resolver().url_patterns) if who == "refused"}

    assert refused == {
        "account_change_password",
        "account_confirm_email",
        "account_email",
        "account_email_verification_sent",
        "account_reset_password",
        "account_reset_password_done",
        "account_reset_password_from_key",
        "account_reset_password_from_key_done",
        "account_set_password",
        "account_signup",
        "mfa_index",
        "mfa_list_webauthn",
        "usersessions_list",
    }


def test_the_actor_is_named_by_id() -> None:
    request = RequestFactory().get("/")
    request.user = user_of()

    assert actor_of(request) == f"user:{request.user.pk}"
