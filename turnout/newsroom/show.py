"""What visitors see of posts."""

from turnout.newsroom.models import Post


def show(post: Post) -> None:
    """Bring what visitors see up to date with the post. Called after the change's transaction."""
