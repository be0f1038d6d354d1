"""What the rush path must know of a post, as it stands now."""

from datetime import datetime

from turnout.newsroom.models import Post
from turnout.pages.boards import BoardFacts, put_board, take_board_away
from turnout.rules.taking import OFF, closes_at, takes


def show_board(post: Post, now: datetime) -> None:
    """Called by `show` after each change of a post."""
    if not post.is_public:
        take_board_away(post.pk)
        return
    closes = closes_of(post)
    mode = post.comments if takes_comments(post, now) else OFF
    put_board(post.pk, BoardFacts(post.organisation_id, post.slug, post.all_languages, mode, closes))


def closes_of(post: Post) -> datetime | None:
    return closes_at(post.published_at, post.comments_days) if post.published_at else None


def takes_comments(post: Post, now: datetime) -> bool:
    closes = closes_of(post)
    return post.is_public and takes(
        post.comments, closes.timestamp() if closes else float("inf"), now.timestamp()
    )
