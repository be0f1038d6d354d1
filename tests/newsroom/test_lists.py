from typing import Any

import pytest
from django.test import Client

from tests.factories import event_of, organisation_of
from tests.interest.page import elements, text_of
from tests.newsroom.posted import days_ago, shown_post
from turnout.newsroom.public_lists import ON_FRONT_PAGE, PER_PAGE

pytestmark = pytest.mark.django_db


def test_an_empty_instance_says_what_to_do_next(client: Client) -> None:
    response = client.get("/")

    assert "Nothing is announced here yet" in text_of(response)
    assert elements(response.content.decode(), "a", href="/desk/") != []


def test_what_is_public_is_shown_and_drafts_are_not(client: Client) -> None:
    event_of(title="A draft")
    event_of(title="An open one", stage="gauging")
    event_of(title="One that is off", stage="cancelled")
    event_of(title="One that was", stage="past")
    shown_post(headline="We come")
    shown_post(headline="Not yet", published_at=None)

    said = text_of(client.get("/"))

    assert "What is on Events Nimbus An open one" in said
    assert "News November 30, 2026 · Nimbus We come" in said
    assert "Earlier Nimbus One that was" in said
    assert "A draft" not in said
    assert "One that is off" not in said
    assert "Not yet" not in said


def test_where_one_alone_hosts_the_front_page_is_theirs(client: Client) -> None:
    host = organisation_of(name="Nimbus", accent="#0a5c8a")
    event_of(host, stage="gauging", title="An open one")
    shown_post(organisation=host)

    html = client.get("/").content.decode()

    assert "<title>Nimbus</title>" in html
    assert "What is on Events An open one" in text_of(client.get("/"))
    assert any("accents/" in link["href"] for link in elements(html, "link", rel="stylesheet"))


def test_of_many_events_the_latest_are_shown_with_a_way_to_all(client: Client) -> None:
    for number in range(ON_FRONT_PAGE + 1):
        event_of(title=f"Meeting {number:02}", stage="gauging")

    said = text_of(client.get("/"))

    assert "Meeting 00" not in said
    assert "Meeting 12" in said
    assert "See all 13 events" in said
    assert "Meeting 00" in text_of(client.get("/events/page/2/"))
    assert client.get("/events/page/3/").status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_the_front_page_costs_eight_queries(
    client: Client, django_assert_num_queries: Any, rows: int
) -> None:
    host = organisation_of()
    for _ in range(rows):
        event_of(host, stage="gauging")
        event_of(host, stage="past")
        shown_post(organisation=host)

    with django_assert_num_queries(8):
        client.get("/")


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_of_events_costs_six_queries(
    client: Client, django_assert_num_queries: Any, rows: int
) -> None:
    host = organisation_of()
    for _ in range(rows):
        event_of(host, stage="gauging")

    with django_assert_num_queries(6):
        client.get("/events/")


@pytest.mark.parametrize("rows", [1, 3])
def test_the_news_cost_six_queries(client: Client, django_assert_num_queries: Any, rows: int) -> None:
    host = organisation_of()
    for _ in range(rows):
        shown_post(organisation=host)

    with django_assert_num_queries(6):
        client.get("/news/")


def test_news_are_paged_the_latest_first(client: Client) -> None:
    for number in range(PER_PAGE + 1):
        shown_post(headline=f"News {number:02}", published_at=days_ago(number))

    first, second = text_of(client.get("/news/")), text_of(client.get("/news/page/2/"))

    assert first.index("News 00") < first.index("News 11")
    assert ("News 12" in first, "News 12" in second) == (False, True)
    assert "Page 1 of 2 Older" in first
    assert "Newer Page 2 of 2" in second
    assert client.get("/news/page/3/").status_code == 404
    assert client.get("/news/page/0/").status_code == 404


def test_no_news_is_said(client: Client) -> None:
    assert "There is no news yet." in text_of(client.get("/news/"))
    assert "Nothing is announced here yet" in text_of(client.get("/events/"))


def test_a_tag_lists_the_posts_of_all_who_use_the_word(client: Client) -> None:
    shown_post(headline="One", tags=("Fan Day",))
    shown_post(headline="Two", tags=("Fan Day",))
    shown_post(headline="Three", tags=("Repair",))

    response = client.get("/news/tags/fan-day/")

    said = text_of(response)
    assert "News Fan Day" in said
    assert ("One" in said, "Two" in said, "Three" in said) == (True, True, False)
    assert elements(response.content.decode(), "a", href="/news/tags/fan-day/feed.atom") != []
    assert client.get("/news/tags/nothing/").status_code == 404


def test_a_post_stands_in_the_readers_language_where_it_has_it(client: Client) -> None:
    post = shown_post(languages=["es"], translations={"es": {"headline": "Nimbus viene"}})
    shown_post(headline="Only in English")

    response = client.get("/news/?lang=es")

    assert "Nimbus viene" in text_of(response)
    assert elements(response.content.decode(), "a", href=f"/news/{post.slug}/?lang=es") != []
    assert elements(response.content.decode(), "h3", lang="en") != []


@pytest.mark.parametrize("language", ["en", "es", "zh-hans"])
def test_lists_speak_the_browsers_language(client: Client, language: str) -> None:
    html = client.get("/news/", headers={"Accept-Language": language}).content.decode()

    assert elements(html, "html")[0]["lang"] == language
    assert len(elements(html, "meta", name="description")) == 1


def test_robots_are_told_of_the_sitemaps(client: Client) -> None:
    assert "Sitemap: http://127.0.0.1:8000/sitemap.xml\n" in client.get("/robots.txt").content.decode()
