"""What stands beneath an event's page: its latest posts, and who else wrote about it."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tests.factories import ACTOR, event_of, mention_of, post_of, published
from turnout.events.models import Event
from turnout.newsroom.decide_mention import approve_mention, refuse_mention
from turnout.newsroom.models import Post
from turnout.newsroom.show import show
from turnout.newsroom.withdraw_post import withdraw_post

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


@pytest.fixture
def event() -> Event:
    return published(event_of(slug="new-york", languages=["es"]))


def post_about(event: Event, headline: str, days: int = 0) -> Post:
    post = post_of(event.organisation, headline=headline, published_at=NOON + timedelta(days=days))
    post.events.add(event)
    show(post)
    return post


def page(client: Client, query: str = "") -> str:
    return client.get(f"/e/new-york/{query}").content.decode()


def test_an_event_without_news_has_nothing_beneath(client: Client, event: Event) -> None:
    assert 'id="event-news"' not in page(client)
    assert 'id="mentions"' not in page(client)


def test_the_latest_three_posts_stand_there_in_each_language(client: Client, event: Event) -> None:
    for day, headline in enumerate(["First", "Second", "Third", "Fourth"]):
        post_about(event, headline, day)

    assert [word for word in ("Fourth", "Third", "Second", "First") if f">{word}</a>" in page(client)] == [
        "Fourth",
        "Third",
        "Second",
    ]
    assert ">Noticias</h2>" in page(client, "?lang=es")


def test_a_withdrawn_post_is_gone_from_there(client: Client, event: Event) -> None:
    post = post_about(event, "Soon gone")
    assert "Soon gone" in page(client)

    withdraw_post(post, ACTOR, timezone.now())

    assert "Soon gone" not in page(client)


def test_a_post_that_no_longer_belongs_to_it_is_gone_from_there(client: Client, event: Event) -> None:
    post = post_about(event, "Elsewhere now")
    post.events.clear()

    show(post)

    assert "Elsewhere now" not in page(client)


def test_an_article_about_the_event_appears_once_a_member_approved_it(client: Client, event: Event) -> None:
    mention = mention_of(event, title="Nimbus invites its fans")
    assert "Nimbus invites its fans" not in page(client)

    approve_mention(mention, ACTOR, timezone.now())
    assert "Nimbus invites its fans" in page(client)

    refuse_mention(mention, ACTOR, timezone.now())
    assert "Nimbus invites its fans" not in page(client)
