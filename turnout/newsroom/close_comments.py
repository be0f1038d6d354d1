"""A post whose days for comments are over: its page says so from then on."""

from collections.abc import Sequence
from datetime import datetime

from turnout.newsroom.models import Post
from turnout.newsroom.show_board import show_board
from turnout.newsroom.show_comments import show_comments
from turnout.pages.models import Board
from turnout.rules.taking import OFF


def due(now: datetime) -> Sequence[int]:
    over = Board.objects.filter(closes_at__lte=now).exclude(mode=OFF)
    return list(over.values_list("pk", flat=True)[:50])


def close_comments(post_id: int, now: datetime) -> None:
    post = Post.objects.filter(pk=post_id).first()
    if post is None:
        Board.objects.filter(pk=post_id).delete()
        return
    show_board(post, now)
    show_comments(post)
