"""An organiser hands over what is kept about a person, or erases it."""

import json
from datetime import UTC, datetime

import pytest
from django.test import Client
from time_machine import travel

from tests.factories import user_of
from tests.interest.page import text_of
from tests.privacy.everything import places_of
from tests.privacy.stage import NAME, TRACES, known_person
from turnout.accounts.models import Role
from turnout.interest.models import Interest
from turnout.journal.models import Entry

pytestmark = pytest.mark.django_db


@pytest.fixture
def interest() -> Interest:
    return known_person()


@pytest.fixture
def desk(client: Client, interest: Interest) -> Client:
    client.force_login(user_of(interest.event.organisation, Role.EDITOR, name="Ben"))
    return client


def path_of(interest: Interest, part: str = "") -> str:
    event = interest.event
    return f"/desk/{event.organisation.slug}/{event.slug}/people/{interest.public_id}/{part}"


def test_the_data_are_handed_over_and_it_is_noted(desk: Client, interest: Interest) -> None:
    file = desk.post(path_of(interest, "data/"), {"kind": "json"})

    assert json.loads(file.content)["answered"][0]["answer"] == NAME
    assert file["Content-Disposition"].startswith(f'attachment; filename="{interest.event.slug}-')
    assert file["Cache-Control"] == "no-store"
    assert Entry.objects.get(verb="export").noun_id == interest.pk
    assert "Ben: Downloaded all that is kept about the person" in text_of(desk.get(path_of(interest)))
    assert desk.post(path_of(interest, "data/"), {"kind": "exe"}).status_code == 400
    assert desk.get(path_of(interest, "data/")).status_code == 405


def test_erasing_is_asked_first(desk: Client, interest: Interest) -> None:
    page = desk.get(path_of(interest, "erase/"))

    assert f"Erase {NAME}?" in text_of(page)
    assert Interest.objects.get() == interest


def test_who_was_erased_is_nowhere_and_the_journal_tells_that_somebody_was(
    desk: Client, interest: Interest
) -> None:
    page = desk.post(path_of(interest, "erase/"), follow=True)

    assert "The person is erased, and one answer less is counted." in text_of(page)
    assert places_of(*TRACES) == []
    event = interest.event
    journal = desk.get(f"/desk/{event.organisation.slug}/{event.slug}/journal/")
    assert "Erased a person" in text_of(journal)
    assert desk.post(path_of(interest, "erase/")).status_code == 404


@travel(datetime(2026, 11, 24, 12, tzinfo=UTC))
def test_the_list_says_until_when_answers_are_kept(client: Client) -> None:
    event = known_person().event
    client.force_login(user_of(event.organisation))

    page = client.get(f"/desk/{event.organisation.slug}/{event.slug}/people/")

    assert "Answers are erased on Fri, Jan 8. Their counts stay." in text_of(page)
