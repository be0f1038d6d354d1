from django.db import transaction

from turnout.accounts.models import User
from turnout.newsroom.models import Post, PostState
from turnout.newsroom.post_change import journal, post_now
from turnout.newsroom.post_refusals import EditedMeanwhile, OwnWork, StateRefused
from turnout.newsroom.tell_review import tell_author


@transaction.atomic
def approve_post(post: Post, user: User, edition: int) -> Post:
    """That edition of it, by somebody else than its author. Raises OwnWork, StateRefused, EditedMeanwhile."""
    asked = Post.objects.filter(pk=post.pk, state=PostState.REVIEW, edition=edition)
    approved = asked.exclude(written_by=user).update(reviewed_by=user)
    now = post_now(post.pk)
    if not approved:
        _refuse(now, user)
    actor = f"user:{user.pk}"
    journal(now, actor, "approve")
    tell_author(now, actor, "approved")
    return now


def _refuse(post: Post, user: User) -> None:
    if post.state != PostState.REVIEW:
        raise StateRefused(post.state, [PostState.REVIEW])
    if post.written_by_id == user.pk:
        raise OwnWork
    raise EditedMeanwhile(post, post.versions.order_by("-number").first())
