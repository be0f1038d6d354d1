"""Posts change their state by one conditional update: of two at once, one wins."""

from collections.abc import Collection
from typing import Any

from turnout.newsroom.models import Post
from turnout.newsroom.needs_review import may_go_out
from turnout.newsroom.post_change import post_now
from turnout.newsroom.post_refusals import NeedsReview, NotReady, StateRefused


def move(post: Post, out_of: Collection[str], **changes: Any) -> Post:
    """In the caller's transaction; the post as it stands then. Raises StateRefused."""
    if not Post.objects.filter(pk=post.pk, state__in=list(out_of)).update(**changes):
        raise StateRefused(Post.objects.values_list("state", flat=True).get(pk=post.pk), out_of)
    return post_now(post.pk)


def lacking(post: Post) -> list[str]:
    """What must be there before anybody sees the post."""
    return [] if post.text or post.standfirst else ["text"]


def refuse_unready(post: Post, *, was_let_through: bool = False) -> None:
    """Raises NotReady; and NeedsReview where nobody let it through before."""
    if missing := lacking(post):
        raise NotReady(missing)
    if not (was_let_through or may_go_out(post)):
        raise NeedsReview
