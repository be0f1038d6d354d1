from django.db import transaction

from turnout.newsroom.models import Post, PostState
from turnout.newsroom.post_change import journal, post_now
from turnout.newsroom.post_refusals import StateRefused

NEVER_OUT = (PostState.DRAFT, PostState.REVIEW)


@transaction.atomic
def delete_post(post: Post, actor: str) -> None:
    """With all its versions; only what was never public. Raises StateRefused."""
    unseen = Post.objects.filter(pk=post.pk, state__in=NEVER_OUT, published_at=None)
    # Held by an update before what hangs on it goes: a post that is published at this moment stays.
    if not unseen.update(state=PostState.DRAFT):
        raise StateRefused(post_now(post.pk).state, NEVER_OUT)
    journal(post, actor, "delete")
    post.delete()
