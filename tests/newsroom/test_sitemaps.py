from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from django.test import Client
from lxml import etree

from tests.factories import event_of
from tests.newsroom.posted import NOON, days_ago, shown_post

BASE = "http://127.0.0.1:8000"
SITEMAP = etree.XMLSchema(etree.parse(Path(__file__).with_name("sitemap.xsd")))
NAMES = {
    "s": "http://www.sitemaps.org/schemas/sitemap/0.9",
    "x": "http://www.w3.org/1999/xhtml",
    "n": "http://www.google.com/schemas/sitemap-news/0.9",
}

pytestmark = pytest.mark.django_db


def read(client: Client, path: str) -> etree._Element:
    response = client.get(path)
    assert (response.status_code, response["Content-Type"]) == (200, "application/xml; charset=utf-8")
    found = etree.fromstring(response.content)
    SITEMAP.assertValid(found)
    return found


def test_all_public_pages_are_told_and_no_other(client: Client) -> None:
    event = event_of(stage="gauging")
    event_of(slug="draft")
    post = shown_post(tags=("Fan Day",))
    shown_post(published_at=None)

    told = read(client, "/sitemap.xml").xpath("//s:loc/text()", namespaces=NAMES)

    assert [each for each in told if "lang" not in each] == [
        f"{BASE}/",
        f"{BASE}/news/",
        f"{BASE}/events/",
        f"{BASE}/e/{event.slug}/",
        f"{BASE}/news/{post.slug}/",
        f"{BASE}/news/tags/fan-day/",
    ]


def test_each_language_of_a_page_names_all_of_them(client: Client) -> None:
    post = shown_post(languages=["es"])

    found = read(client, "/sitemap.xml")

    pages = found.xpath(f"//s:url[starts-with(s:loc, '{BASE}/news/{post.slug}/')]", namespaces=NAMES)
    assert [page.xpath("x:link/@hreflang", namespaces=NAMES) for page in pages] == [["en", "es"]] * 2
    assert [page.xpath("string(s:lastmod)", namespaces=NAMES) for page in pages] == [
        "2026-11-30T12:00:00+00:00"
    ] * 2


def test_news_are_told_of_for_two_days(client: Client) -> None:
    shown_post(headline="Fresh & new", published_at=NOON, languages=["zh-hans"])
    shown_post(headline="Stale", published_at=days_ago(2))

    with time_machine.travel(NOON + timedelta(hours=1), tick=False):
        found = read(client, "/news/sitemap.xml")

    assert found.xpath("//n:title/text()", namespaces=NAMES) == ["Fresh & new", "Fresh & new"]
    assert found.xpath("//n:language/text()", namespaces=NAMES) == ["en", "zh-cn"]
    assert found.xpath("//n:name/text()", namespaces=NAMES) == ["Nimbus", "Nimbus"]


def test_the_schema_notices_what_is_wrong() -> None:
    wrong = etree.fromstring(f'<urlset xmlns="{NAMES["s"]}"><url><loc>/news/</loc></url></urlset>')

    assert not SITEMAP.validate(wrong)
