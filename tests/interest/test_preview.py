import pytest
from django.test import Client

from tests.factories import event_of, organisation_of, user_of
from tests.interest.page import answer_to, post, signed_in, text_of
from turnout.events.models import Event
from turnout.interest.models import Interest
from turnout.interest.preview import TRIED
from turnout.journal.models import Entry

pytestmark = pytest.mark.django_db


def draft() -> tuple[Event, str]:
    event = event_of()
    return event, f"/e/{event.slug}/?preview"


def test_a_member_sees_the_draft(client: Client) -> None:
    event, preview = draft()

    with signed_in(client, user_of(event.organisation)):
        said = text_of(client.get(preview))

    assert "This is a preview that only members see." in said
    assert "Nimbus Fan Day" in said


def test_nobody_else_learns_that_there_is_one(client: Client) -> None:
    event, preview = draft()

    assert client.get(preview).status_code == 404
    with signed_in(client, user_of(organisation_of())):
        assert client.get(preview).status_code == 404
    with signed_in(client, user_of(event.organisation)):
        assert client.get(f"/e/{event.slug}/").status_code == 404


def test_trying_the_form_keeps_nothing_but_that_it_was_tried(client: Client) -> None:
    event, _ = draft()

    with signed_in(client, user_of(event.organisation)):
        wrong = post(client, event, {"name": "Ada"}, query="?preview")
        good = post(client, event, answer_to(event), query="?preview")

    assert wrong.status_code == 422
    assert "Enter your e-mail address." in text_of(wrong)
    assert good.status_code == 200
    assert "Thank you. You are counted in." in text_of(good)
    assert Entry.objects.filter(verb=TRIED, event_id=event.pk).count() == 1
    assert not Interest.objects.exists()


def test_a_stranger_cannot_try_the_form(client: Client) -> None:
    event, _ = draft()

    assert post(client, event, answer_to(event)).status_code == 404
    assert post(client, event, answer_to(event), query="?preview").status_code == 404
