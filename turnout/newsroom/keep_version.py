"""What a post said each time it was saved; one sitting of typing is one version."""

from datetime import datetime, timedelta
from typing import Any

from turnout.newsroom.models import Post, PostVersion
from turnout.newsroom.post_fields import COLUMNS

# What is saved automatically within so long of the last time belongs to the same sitting.
SITTING = timedelta(minutes=30)


def said_by(post: Post) -> dict[str, Any]:
    """Its fields as a version keeps them: of tags and events the ids."""
    return {name: getattr(post, name) for name in COLUMNS} | {
        "tags": sorted(post.tags.values_list("pk", flat=True)),
        "events": sorted(post.events.values_list("pk", flat=True)),
    }


def keep_version(
    post: Post, actor: str, said: dict[str, Any], now: datetime, *, is_automatic: bool = False
) -> PostVersion:
    """In the caller's transaction, which holds the post.

    What was saved for the same member while they typed is replaced, so that it is no version of its own.
    """
    newest = post.versions.order_by("-number").first()
    if newest and _is_same_sitting(newest, actor, now):
        newest.at, newest.fields, newest.is_automatic = now, said, is_automatic
        newest.save(update_fields=["at", "fields", "is_automatic"])
        return newest
    if newest and not newest.is_automatic and newest.fields == said:
        return newest
    number = newest.number + 1 if newest else 1
    return PostVersion.objects.create(
        post=post, number=number, at=now, actor=actor, fields=said, is_automatic=is_automatic
    )


def _is_same_sitting(version: PostVersion, actor: str, now: datetime) -> bool:
    return version.is_automatic and version.actor == actor and version.at > now - SITTING
