from pathlib import Path
from typing import Any

import feedparser
import pytest
from django.test import Client
from lxml import etree

from tests.factories import event_of, organisation_of
from tests.newsroom.posted import NOON, changed, days_ago, shown_post
from turnout.newsroom.feeds import absolute
from turnout.newsroom.models import Correction
from turnout.newsroom.show import show

BASE = "http://127.0.0.1:8000"
ATOM = etree.RelaxNG(etree.parse(Path(__file__).with_name("atom.rng")))
HOSTILE = "<b>&amp; \x01\x0b\ufffe]]> “纽约”"

pytestmark = pytest.mark.django_db


def read(client: Client, path: str) -> Any:
    """As a feed reader has it, once it is known that the feed is valid."""
    response = client.get(path)
    assert response.status_code == 200, path
    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    ATOM.assertValid(etree.fromstring(response.content))
    feed = feedparser.parse(response.content, response_headers={"content-type": response["Content-Type"]})
    assert not feed.bozo
    return feed


def test_the_feed_has_the_whole_text_the_latest_first(client: Client) -> None:
    shown_post(headline="Before", published_at=days_ago(2))
    post = shown_post(headline="Now", tags=("New York",), source_link="https://news.example.org/1")

    feed = read(client, "/news/feed.atom")

    assert [entry.title for entry in feed.entries] == ["Now", "Before"]
    entry = feed.entries[0]
    assert entry.id == f"tag:127.0.0.1,2026-11-30:news/{post.pk}"
    assert entry.link == f"{BASE}/news/{post.slug}/"
    assert "Join us <strong>in December</strong>" in entry.content[0].value
    assert entry.summary == "Our first day with fans."
    assert [tag.term for tag in entry.tags] == ["New York"]
    assert (entry.published, entry.updated) == ("2026-11-30T12:00:00+00:00",) * 2
    assert feed.feed.id == "tag:127.0.0.1,2026:news"


@pytest.mark.parametrize("path", ["/news/feed.atom", "/news/tags/x/feed.atom"])
def test_hostile_text_leaves_it_valid(client: Client, path: str) -> None:
    shown_post(headline=HOSTILE, standfirst=HOSTILE, text=HOSTILE, author=HOSTILE, tags=("X",))

    assert "“纽约”" in read(client, path).entries[0].title


def test_an_entry_keeps_its_name_when_its_address_changes(client: Client) -> None:
    post = shown_post()
    before = read(client, "/news/feed.atom").entries[0]

    changed(post, slug="elsewhere")

    entry = read(client, "/news/feed.atom").entries[0]
    assert (entry.id, entry.link) == (before.id, f"{BASE}/news/elsewhere/")


def test_a_correction_updates_the_entry_and_the_feed(client: Client) -> None:
    post = shown_post(published_at=days_ago(3))
    Correction.objects.create(post=post, at=NOON, text="The hall is not booked.")
    show(post)

    feed = read(client, "/news/feed.atom")

    assert feed.entries[0].updated == feed.feed.updated == "2026-11-30T12:00:00+00:00"
    assert "The hall is not booked." in feed.entries[0].content[0].value


def test_there_is_one_for_each_tag_and_each_event(client: Client) -> None:
    event, draft = event_of(stage="gauging"), event_of()
    shown_post(headline="Of both", tags=("Fan Day",), events=(event,))
    shown_post(headline="Of neither")

    assert [entry.title for entry in read(client, "/news/tags/fan-day/feed.atom").entries] == ["Of both"]
    assert [entry.title for entry in read(client, f"/e/{event.slug}/feed.atom").entries] == ["Of both"]
    assert client.get("/news/tags/nothing/feed.atom").status_code == 404
    assert client.get(f"/e/{draft.slug}/feed.atom").status_code == 404


def test_an_empty_feed_is_valid(client: Client) -> None:
    assert read(client, "/news/feed.atom").entries == []
    assert read(client, f"/e/{event_of(stage='gauging').slug}/feed.atom").entries == []


def test_json_feed_has_what_its_version_wants(client: Client) -> None:
    post = shown_post(languages=["es"], source_link="https://news.example.org/1", tags=("Fan Day",))

    response = client.get("/news/feed.json")

    assert response["Content-Type"] == "application/feed+json; charset=utf-8"
    feed = response.json()
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert (feed["title"], feed["feed_url"]) == ("News", f"{BASE}/news/feed.json")
    assert feed["items"] == [
        {
            "id": f"tag:127.0.0.1,2026-11-30:news/{post.pk}",
            "url": f"{BASE}/news/{post.slug}/",
            "external_url": "https://news.example.org/1",
            "title": "Nimbus comes to New York",
            "content_html": feed["items"][0]["content_html"],
            "summary": "Our first day with fans.",
            "date_published": "2026-11-30T12:00:00+00:00",
            "date_modified": "2026-11-30T12:00:00+00:00",
            "authors": [{"name": "Ada Okafor"}],
            "tags": ["Fan Day"],
            "language": "en",
        }
    ]
    assert "in December" in feed["items"][0]["content_html"]


def test_every_address_in_a_text_names_this_house() -> None:
    html = '<img src="/media/a.jpg" srcset="/media/a.avif 480w, /media/b.avif 800w"><a href="/e/x/">x</a>'

    assert absolute(html + '<a href="https://example.org/">y</a><a href="//example.org/">z</a>') == (
        f'<img src="{BASE}/media/a.jpg" srcset="{BASE}/media/a.avif 480w, {BASE}/media/b.avif 800w">'
        f'<a href="{BASE}/e/x/">x</a><a href="https://example.org/">y</a><a href="//example.org/">z</a>'
    )


def test_an_author_without_a_name_is_the_host(client: Client) -> None:
    shown_post(author="", organisation=organisation_of(name="Cumulus"))

    assert read(client, "/news/feed.atom").entries[0].author == "Cumulus"
