"""What visitors see of posts."""

from django.utils import timezone

from turnout.newsroom.models import Post
from turnout.newsroom.show_board import show_board


def show(post: Post) -> None:
    """Bring what visitors see up to date with the post. Called after the change's transaction."""
    show_board(post, timezone.now())
