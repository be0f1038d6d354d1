"""Due work: posts are published at the minute they were scheduled for."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from turnout.newsroom.models import Post, PostState
from turnout.newsroom.post_change import journal, post_now
from turnout.newsroom.show import show


def due(now: datetime) -> Sequence[int]:
    waiting = Post.objects.filter(state=PostState.SCHEDULED, publish_at__lte=now)
    return list(waiting.order_by("publish_at").values_list("pk", flat=True))


def publish_scheduled(post_id: int, now: datetime) -> None:
    """Nothing where another worker has just done it, or where it was taken off the schedule."""
    with transaction.atomic():
        waiting = Post.objects.filter(pk=post_id, state=PostState.SCHEDULED, publish_at__lte=now)
        if not waiting.update(state=PostState.PUBLISHED, published_at=now, publish_at=None):
            return
        post = post_now(post_id)
        journal(post, "system", "publish")
    show(post)
