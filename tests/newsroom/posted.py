"""Posts as their readers see them."""

from datetime import UTC, datetime, timedelta
from typing import Any

from tests.factories import post_of
from turnout.newsroom.models import Post, Tag
from turnout.newsroom.show import show

NOON = datetime(2026, 11, 30, 12, tzinfo=UTC)


def shown_post(*, tags: tuple[str, ...] = (), events: tuple[Any, ...] = (), **fields: Any) -> Post:
    """Published, and shown."""
    post = post_of(**{"published_at": NOON} | fields)
    for name in tags:
        tag, _ = Tag.objects.get_or_create(
            organisation=post.organisation, slug=name.lower().replace(" ", "-"), defaults={"name": name}
        )
        post.tags.add(tag)
    post.events.set(events)
    show(post)
    return post


def changed(post: Post, **fields: Any) -> Post:
    """As a verb leaves it, and shown."""
    Post.objects.filter(pk=post.pk).update(edition=post.edition + 1, **fields)
    post.refresh_from_db()
    show(post)
    return post


def days_ago(days: float) -> datetime:
    return NOON - timedelta(days=days)
