"""A post that goes out by itself, at a minute said in a place's own time."""

import datetime as dt

from django.db import transaction

from turnout.events.local_time import instant, refuse_gap
from turnout.newsroom.models import Post, PostState
from turnout.newsroom.move_post import move, refuse_unready
from turnout.newsroom.post_change import journal
from turnout.newsroom.post_refusals import NotAhead

WAITING = (PostState.DRAFT, PostState.REVIEW)
MAY_BE_SCHEDULED = (*WAITING, PostState.SCHEDULED)


@transaction.atomic
def schedule_post(post: Post, actor: str, local: dt.datetime, zone: str, now: dt.datetime) -> Post:
    """`local` is what the clocks show there.

    Raises NoSuchTime, NotAhead, StateRefused, NotReady, NeedsReview.
    """
    refuse_gap(local.date(), local.time(), zone)
    at = instant(local.date(), local.time(), zone)
    if at <= now:
        raise NotAhead(at, now)
    # What is on the schedule already was let through: another time needs nobody's approval.
    is_moved = post.state == PostState.SCHEDULED
    out_of = [PostState.SCHEDULED] if is_moved else WAITING
    post = move(post, out_of, state=PostState.SCHEDULED, publish_at=at, publish_zone=zone)
    refuse_unready(post, was_let_through=is_moved)
    journal(post, actor, "schedule", ["publish_at"])
    return post


@transaction.atomic
def unschedule_post(post: Post, actor: str) -> Post:
    """It waits again, approved as it was. Raises StateRefused."""
    back = PostState.REVIEW if post.reviewed_by_id else PostState.DRAFT
    post = move(post, [PostState.SCHEDULED], state=back, publish_at=None)
    journal(post, actor, "unschedule", ["publish_at"])
    return post
