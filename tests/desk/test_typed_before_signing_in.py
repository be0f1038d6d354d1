"""What was typed survives a session that ended meanwhile."""

import html
import re

import pytest
from django.test import Client

from tests.factories import event_of, organisation_of, user_of
from turnout.accounts.models import User
from turnout.events.models import Event

pytestmark = pytest.mark.django_db


@pytest.fixture
def event() -> Event:
    return event_of(strapline="Old")


@pytest.fixture
def member(event: Event) -> User:
    return user_of(event.organisation, "editor")


def address(event: Event) -> str:
    return f"/desk/{event.organisation.slug}/{event.slug}/options/new/"


def mark_in(page: str) -> str:
    return html.unescape(re.search(r'name="typed_by" value="([^"]+)"', page)[1])  # type: ignore[index]


def test_what_is_sent_after_the_session_ended_is_shown_after_signing_in(
    client: Client, event: Event, member: User
) -> None:
    client.force_login(member)
    mark = mark_in(client.get(address(event)).content.decode())
    client.cookies.pop("turnout")

    away = client.post(address(event), {"place": "Köln & more", "typed_by": mark})
    client.force_login(member)
    page = client.get(address(event)).content.decode()

    assert away.headers["Location"].endswith(f"?next={address(event)}")
    assert "You were signed out before this was saved." in page
    assert 'value="Köln &amp; more"' in page
    assert len(event.open_options()) == 1
    assert "Köln" not in client.get(address(event)).content.decode()


def test_another_member_who_signs_in_there_does_not_see_it(
    client: Client, event: Event, member: User
) -> None:
    client.force_login(member)
    mark = mark_in(client.get(address(event)).content.decode())
    client.cookies.pop("turnout")
    client.post(address(event), {"place": "Köln", "typed_by": mark})

    client.force_login(user_of(event.organisation, "editor"))

    assert "Köln" not in client.get(address(event)).content.decode()


def test_without_the_mark_of_a_member_nothing_is_kept(client: Client, event: Event) -> None:
    client.post(address(event), {"place": "Köln", "typed_by": "forged"})

    assert "typed" not in client.session


def test_more_than_a_form_holds_is_not_kept(client: Client, event: Event, member: User) -> None:
    client.force_login(member)
    mark = mark_in(client.get(address(event)).content.decode())
    client.cookies.pop("turnout")

    client.post(address(event), {"place": "x" * 300_000, "typed_by": mark})

    assert "typed" not in client.session


def test_a_token_of_before_signing_in_again_loses_nothing(event: Event, member: User) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(member)
    mark = mark_in(client.get(address(event)).content.decode())

    again = client.post(address(event), {"place": "Köln", "typed_by": mark, "csrfmiddlewaretoken": "x" * 64})

    assert again.headers["Location"] == address(event)
    assert 'value="Köln"' in client.get(address(event)).content.decode()
    assert len(event.open_options()) == 1


def test_a_token_without_a_mark_is_refused(event: Event) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(user_of(organisation_of()))

    assert client.post(address(event), {"place": "Köln"}).status_code == 403
