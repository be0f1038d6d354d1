import io

import pytest
from django.test import Client
from PIL import Image

from tests.factories import channel_of, event_of, organisation_of, user_of
from tests.interest.page import elements, text_of
from turnout.accounts.models import Organisation
from turnout.events.models import Channel, Event

pytestmark = pytest.mark.django_db


@pytest.fixture
def organisation() -> Organisation:
    return organisation_of()


@pytest.fixture
def desk(client: Client, organisation: Organisation) -> Client:
    client.force_login(user_of(organisation, "editor"))
    return client


def at(event: Event, part: str = "kit/") -> str:
    return f"/desk/{event.organisation.slug}/{event.slug}/channels/here/{part}"


@pytest.mark.parametrize("kind", Channel.Kind.values)
def test_each_place_has_texts_that_can_be_copied_by_hand(desk: Client, organisation: Organisation, kind: str):
    event = event_of(organisation, stage="gauging")
    channel_of(event, "Here", kind, "here")

    html = desk.get(at(event)).content.decode()

    fields = elements(html, "textarea")
    assert fields
    assert all("readonly" in each for each in fields)
    assert {each["for"] for each in elements(html, "label")} == {each["id"] for each in fields}
    assert all("hidden" in each for each in elements(html, "button", data_part="copy"))


def test_a_link_to_the_place_tells_it_nothing_of_the_desk(desk: Client, organisation: Organisation):
    event = event_of(organisation, stage="gauging")
    channel_of(event, "r/nimbus", "reddit", "here")

    page = desk.get(at(event))

    link = next(
        each
        for each in elements(page.content.decode(), "a")
        if each["href"].startswith("https://www.reddit.com/")
    )
    assert (link["rel"], link["target"]) == ("noopener noreferrer", "_blank")
    assert "Ask the moderators before you post" in text_of(page)
    assert f"http://127.0.0.1:8000/e/{event.slug}/?via=here" in text_of(page)


def test_texts_are_there_in_each_language_of_the_event(desk: Client, organisation: Organisation):
    event = event_of(
        organisation, stage="gauging", languages=["es"], translations={"es": {"title": "El día"}}
    )
    channel_of(event, "Here", "facebook", "here")

    spanish = desk.get(at(event), {"lang": "es"}).content.decode()
    other = desk.get(at(event), {"lang": "fr"}).content.decode()

    assert elements(spanish, "textarea")[0]["lang"] == "es"
    assert "El día" in spanish
    assert elements(other, "textarea")[0]["lang"] == "en"


@pytest.mark.parametrize(
    ("shape", "size"), [("square", (1080, 1080)), ("tall", (1080, 1920)), ("round", (1080, 1080))]
)
def test_its_pictures_are_there_in_both_shapes(
    desk: Client, organisation: Organisation, shape: str, size: tuple[int, int]
):
    event = event_of(organisation)
    channel_of(event, "Here", "instagram", "here")

    picture = desk.get(at(event, "picture.png"), {"shape": shape})

    assert picture["Content-Type"] == "image/png"
    assert Image.open(io.BytesIO(picture.content)).size == size


def test_a_removed_place_has_no_kit(desk: Client, organisation: Organisation):
    event = event_of(organisation, stage="gauging")
    channel_of(event, "Here", code="here")
    desk.post(at(event, "remove/"))

    assert desk.get(at(event)).status_code == 404
