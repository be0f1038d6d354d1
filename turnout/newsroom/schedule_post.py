"""A post that goes out by itself, at a minute said in a place's own time."""

import datetime as dt

from django.db import transaction

from turnout.events.local_time import instant, refuse_gap
from turnout.newsroom.models import Post, PostState
from turnout.newsroom.move_post import move, refuse_unready
from turnout.newsroom.post_change import journal
from turnout.newsroom.post_refusals import NotAhead

MAY_BE_SCHEDULED = (PostState.DRAFT, PostState.REVIEW, PostState.SCHEDULED)


@transaction.atomic
def schedule_post(post: Post, actor: str, local: dt.datetime, zone: str, now: dt.datetime) -> Post:
    """`local` is what the clocks show there.

    Raises NoSuchTime, NotAhead, StateRefused, NotReady, NeedsReview.
    """
    refuse_gap(local.date(), local.time(), zone)
    at = instant(local.date(), local.time(), zone)
    if at <= now:
        raise NotAhead(at, now)
    post = move(post, MAY_BE_SCHEDULED, state=PostState.SCHEDULED, publish_at=at, publish_zone=zone)
    refuse_unready(post)
    journal(post, actor, "schedule", ["publish_at"])
    return post


@transaction.atomic
def unschedule_post(post: Post, actor: str) -> Post:
    """It waits again, approved as it was. Raises StateRefused."""
    back = PostState.REVIEW if post.reviewed_by_id else PostState.DRAFT
    post = move(post, [PostState.SCHEDULED], state=back, publish_at=None)
    journal(post, actor, "unschedule", ["publish_at"])
    return post
