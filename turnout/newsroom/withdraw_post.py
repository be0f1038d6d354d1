from datetime import datetime

from django.db import transaction

from turnout.newsroom.models import Post, PostState
from turnout.newsroom.move_post import move
from turnout.newsroom.post_change import journal
from turnout.newsroom.show import show


def withdraw_post(post: Post, actor: str, now: datetime) -> Post:
    """Nobody but members reads it any more; publishing it again takes that back. Raises StateRefused."""
    with transaction.atomic():
        post = move(post, [PostState.PUBLISHED], state=PostState.WITHDRAWN, withdrawn_at=now)
        journal(post, actor, "withdraw")
    show(post)
    return post
