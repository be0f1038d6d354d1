"""The sponsor on the page screen."""

import pytest
from django.test import Client

from tests.desk.test_edit_event import at, filled_in, picture
from tests.factories import event_of, organisation_of, user_of
from turnout.accounts.models import Organisation
from turnout.design.pictures import is_kept
from turnout.events.edit_event import edit_event
from turnout.events.models import Event
from turnout.events.refusals import Problem, Unfit
from turnout.journal.models import Entry

pytestmark = pytest.mark.django_db
SPONSOR = {
    "supporter": "Aurora Batteries",
    "supporter_link": "aurora.example.com",
    "supporter_alt": "A green sun",
}


@pytest.fixture
def organisation() -> Organisation:
    return organisation_of()


@pytest.fixture
def desk(client: Client, organisation: Organisation) -> Client:
    client.force_login(user_of(organisation, "editor", name="Ada"))
    return client


def test_a_sponsor_is_kept_and_journalled(desk: Client, organisation: Organisation) -> None:
    event = event_of(organisation)
    sent = {**filled_in(desk, event), **SPONSOR, "supporter_alt_es": "Un sol verde"}

    response = desk.post(at(event), sent | {"supporter_picture": picture()})

    assert response.status_code == 302
    kept = Event.objects.get(pk=event.pk)
    assert (kept.supporter, kept.supporter_link) == ("Aurora Batteries", "https://aurora.example.com")
    assert (kept.supporter_alt, kept.translations["es"]["supporter_alt"]) == ("A green sun", "Un sol verde")
    assert is_kept(kept.supporter_picture)
    assert kept.cover == ""
    fields = {"supporter", "supporter_link", "supporter_alt", "supporter_picture", "translations"}
    assert set(Entry.objects.latest("id").fields) == fields


@pytest.mark.parametrize(
    ("left_out", "field", "sentence"),
    [
        ("supporter", "supporter", "Say whose picture it is."),
        ("supporter_alt", "supporter_alt", "Say in one sentence what the picture shows."),
    ],
)
def test_a_picture_needs_a_name_and_words(
    desk: Client, organisation: Organisation, left_out: str, field: str, sentence: str
) -> None:
    event = event_of(organisation)
    sent = {**filled_in(desk, event), **SPONSOR, left_out: ""}

    response = desk.post(at(event), sent | {"supporter_picture": picture()})

    assert response.status_code == 422
    assert response.context["form"].errors == {field: [sentence]}
    # The picture need not be chosen again.
    mended = filled_in_again(response) | {field: "A green sun"}
    assert desk.post(at(event), mended).status_code == 302
    assert is_kept(Event.objects.get(pk=event.pk).supporter_picture)


def filled_in_again(response: object) -> dict[str, str]:
    form = response.context["form"]  # type: ignore[attr-defined]
    return {name: value for name, value in form.data.items() if isinstance(value, str)}


def test_a_sponsor_is_taken_away_again(desk: Client, organisation: Organisation) -> None:
    event = event_of(organisation)
    desk.post(at(event), {**filled_in(desk, event), **SPONSOR, "supporter_picture": picture()})
    gone = {"supporter": "", "supporter_link": "", "supporter_alt": "", "remove_supporter_picture": "on"}

    response = desk.post(at(event), filled_in(desk, event) | gone)

    assert response.status_code == 302
    kept = Event.objects.get(pk=event.pk)
    assert (kept.supporter, kept.supporter_link, kept.supporter_picture) == ("", "", "")


def test_the_preview_shows_the_sponsor(desk: Client, organisation: Organisation) -> None:
    event = event_of(organisation)

    response = desk.post(at(event, "preview/"), {**filled_in(desk, event), **SPONSOR})

    assert "Aurora Batteries" in response.content.decode()


@pytest.mark.parametrize("address", ["javascript:alert(1)", "aurora", "https://", "https:// x.example.com"])
def test_only_an_address_that_a_browser_opens_is_linked(address: str) -> None:
    with pytest.raises(Unfit) as refused:
        edit_event(event_of(), "user:1", supporter_link=address)

    assert refused.value.problems == (Problem("supporter_link", "not_a_web_address"),)
