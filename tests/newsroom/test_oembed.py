import html
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client

from tests.factories import ACTOR, channel_of, event_of, organisation_of, published
from tests.interest.page import elements
from tests.newsroom.posted import shown_post
from turnout.events.edit_event import edit_event
from turnout.events.models import Event
from turnout.interest.render_pages import render_pages

BASE = "http://127.0.0.1:8000"

pytestmark = pytest.mark.django_db


@pytest.fixture
def event() -> Event:
    event = published(organisation=organisation_of(website="https://nimbus.example.org"), languages=["es"])
    return edit_event(
        event,
        ACTOR,
        embed_hosts=["news.example.org"],
        translations={"es": {"title": "El día <de> fans"}},
    )


def asked(client: Client, url: str, **query: Any) -> Any:
    return client.get("/oembed", {"url": url, **query})


def test_an_event_is_shown_as_its_form_in_a_frame(client: Client, event: Event):
    answer = asked(client, f"{BASE}/e/{event.slug}/", format="json")

    assert answer.json() == {
        "version": "1.0",
        "type": "rich",
        "title": "Nimbus Fan Day",
        "author_name": "Nimbus",
        "author_url": "https://nimbus.example.org",
        "provider_name": "Turnout",
        "provider_url": f"{BASE}/",
        "cache_age": 300,
        "thumbnail_url": f"{BASE}/e/{event.slug}/card.png",
        "thumbnail_width": 1200,
        "thumbnail_height": 630,
        "html": f'<iframe src="{BASE}/e/{event.slug}/embed/" title="Nimbus Fan Day" width="640" height="900"'
        ' style="border:0" loading="lazy"></iframe>',
        "width": 640,
        "height": 900,
    }
    assert answer["Access-Control-Allow-Origin"] == "*"


def test_it_is_no_larger_than_asked(client: Client, event: Event):
    facts = asked(client, f"{BASE}/e/{event.slug}/", maxwidth="400", maxheight="300").json()

    assert (facts["width"], facts["height"]) == (400, 300)
    assert 'width="400" height="300"' in facts["html"]
    assert "thumbnail_url" not in facts


@pytest.mark.parametrize("size", ["", "-1", "many", "0x10", "9" * 30])
def test_a_size_that_is_none_is_not_listened_to(client: Client, event: Event, size: str):
    facts = asked(client, f"{BASE}/e/{event.slug}/", maxwidth=size, maxheight=size).json()

    assert (facts["width"], facts["height"]) == (640, 900)


def test_language_and_channel_of_the_address_are_kept(client: Client, event: Event):
    facts = asked(client, f"{BASE}/e/{event.slug}/?lang=es&via=reddit&x=<y>").json()

    assert facts["title"] == "El día <de> fans"
    frame = elements(facts["html"], "iframe")[0]
    assert frame["title"] == "El día <de> fans"
    assert frame["src"] == f"{BASE}/e/{event.slug}/embed/?lang=es&via=reddit"


def test_a_short_link_is_known_as_well(client: Client, event: Event):
    channel = channel_of(event)

    facts = asked(client, f"{BASE}/c/{channel.code}").json()

    assert f"?via={channel.code}" in html.unescape(facts["html"])


def test_an_event_that_nobody_may_frame_is_a_link(client: Client):
    event = published()

    facts = asked(client, f"{BASE}/e/{event.slug}/").json()

    assert (facts["type"], "html" in facts) == ("link", False)


@pytest.mark.parametrize(
    "url",
    [
        "",
        f"{BASE}/",
        f"{BASE}/e/nothing/",
        f"{BASE}/c/nothing",
        f"{BASE}/desk/",
        "http://127.0.0.1:8000.example.org/e/new-york/",
        "http://[broken/",
        "https://news.example.org/e/new-york/",
    ],
)
def test_an_address_that_is_no_events_is_unknown(client: Client, url: str):
    published(slug="new-york")

    assert asked(client, url).status_code == 404


def test_a_draft_is_unknown(client: Client):
    event = event_of()

    assert asked(client, f"{BASE}/e/{event.slug}/").status_code == 404


def test_xml_is_not_offered(client: Client, event: Event):
    assert asked(client, f"{BASE}/e/{event.slug}/", format="xml").status_code == 501


def test_the_events_page_tells_where_to_ask(client: Client, event: Event):
    render_pages(event)

    page = client.get(f"/e/{event.slug}/").content.decode()

    link = elements(page, "link", type="application/json+oembed")[0]
    assert urlsplit(link["href"]).path == "/oembed"
    assert parse_qs(urlsplit(link["href"]).query)["url"] == [f"{BASE}/e/{event.slug}/"]
    assert client.get(link["href"].removeprefix(BASE)).json()["type"] == "rich"


def test_a_post_is_a_link_with_its_headline_and_picture(client: Client):
    post = shown_post(languages=["es"], translations={"es": {"headline": "Nimbus viene"}})

    facts = asked(client, f"{BASE}/news/{post.slug}/?lang=es").json()

    assert (facts["type"], facts["title"], facts["author_name"]) == ("link", "Nimbus viene", "Nimbus")
    assert facts["thumbnail_url"] == f"{BASE}/news/{post.slug}/card.png"


def test_a_posts_page_tells_where_to_ask(client: Client):
    page = client.get(f"/news/{shown_post().slug}/").content.decode()

    link = elements(page, "link", type="application/json+oembed")[0]
    assert client.get(link["href"].removeprefix(BASE)).json()["title"] == "Nimbus comes to New York"


def test_a_post_that_is_not_public_is_unknown(client: Client):
    post = shown_post(published_at=None)

    assert asked(client, f"{BASE}/news/{post.slug}/").status_code == 404
