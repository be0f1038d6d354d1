"""The sponsor's part of an event's page."""

from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from django.utils import translation
from PIL import Image

from tests.factories import event_of, published
from tests.interest.page import elements, text_of
from turnout.design.pictures import keep
from turnout.events.models import Event
from turnout.interest.event_page import Visit
from turnout.interest.queries import Counts
from turnout.interest.render_pages import event_html, render_pages

pytestmark = pytest.mark.django_db


def logo() -> str:
    file = BytesIO()
    Image.new("RGBA", (900, 300), (0, 128, 64, 120)).save(file, "PNG")
    return keep(file)


def supported(**fields: str) -> Event:
    given: dict[str, Any] = {
        "supporter": "Aurora Batteries",
        "supporter_link": "https://aurora.example.com/fans",
        "supporter_picture": logo(),
        "supporter_alt": "A green sun",
    }
    return event_of(**given | fields)


def test_the_page_shows_the_picture_and_a_plain_link(client: Client) -> None:
    event = published(supported())
    render_pages(event)

    response = client.get(f"/e/{event.slug}/")

    html = response.content.decode()
    (link,) = elements(html, "a", rel="sponsored noopener")
    (picture,) = elements(html, "img", data_part="picture")
    assert link["href"] == "https://aurora.example.com/fans"
    assert picture["alt"] == "A green sun"
    assert picture["src"] == f"/media/pictures/{event.supporter_picture}/900.jpg"
    assert "Supported by Aurora Batteries" in text_of(response)
    assert [each["hidden"] for each in elements(html, "p", data_part="not-shown")] == [""]


def test_without_a_sponsor_nothing_of_it_is_on_the_page(client: Client) -> None:
    event = published()
    render_pages(event)

    html = client.get(f"/e/{event.slug}/").content.decode()

    assert "to-supporter" not in html
    assert "supporter." not in html


def test_a_sponsor_without_a_picture_is_named(client: Client) -> None:
    event = published(supported(supporter_picture="", supporter_alt="", supporter_link=""))
    render_pages(event)

    response = client.get(f"/e/{event.slug}/")

    html = response.content.decode()
    assert "Supported by Aurora Batteries" in text_of(response)
    assert elements(html, "a", rel="sponsored noopener") == []
    assert elements(html, "p", data_part="not-shown") == []


def test_the_picture_is_told_in_each_language() -> None:
    event = supported()
    event.translations = {"es": {"supporter_alt": "Un sol verde"}}

    with translation.override("es"):
        html = event_html(event, Visit("es"), Counts())

    (picture,) = elements(html, "img", data_part="picture")
    assert picture["alt"] == "Un sol verde"
