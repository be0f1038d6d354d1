from datetime import datetime

from django.db import transaction
from django.db.models import Value
from django.db.models.functions import Coalesce

from turnout.newsroom.models import Post, PostState
from turnout.newsroom.move_post import move, refuse_unready
from turnout.newsroom.post_change import journal
from turnout.newsroom.show import show

# Somebody approved these before, or nobody had to.
LET_THROUGH = (PostState.SCHEDULED, PostState.WITHDRAWN)
MAY_GO_OUT = (PostState.DRAFT, PostState.REVIEW, *LET_THROUGH)


def publish_post(post: Post, actor: str, now: datetime) -> Post:
    """Everybody can read it; one that was withdrawn comes back with its first date.

    Raises StateRefused, NotReady, NeedsReview.
    """
    published = put_out(post, actor, now)
    show(published)
    return published


@transaction.atomic
def put_out(post: Post, actor: str, now: datetime) -> Post:
    """What `publish_post` does up to what visitors see."""
    is_let_through = post.state in LET_THROUGH
    post = move(
        post,
        [post.state] if is_let_through else MAY_GO_OUT,
        state=PostState.PUBLISHED,
        published_at=Coalesce("published_at", Value(now)),
        publish_at=None,
        withdrawn_at=None,
    )
    refuse_unready(post, was_let_through=is_let_through)
    journal(post, actor, "publish")
    return post
