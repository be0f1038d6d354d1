from django.db.models import Max, Sum

from turnout.newsroom.models import Comment, Post
from turnout.newsroom.show import show_page


def show_comments(post: Post) -> None:
    """Bring the post's page up to date with its comments. Called after the change's transaction."""
    while True:
        seen = _look(post)
        show_page(post)
        # Who read fewer comments may have stored its page after whoever read more.
        if _look(post) == seen:
            return


def _look(post: Post) -> dict[str, int | None]:
    """Another value once any of them has changed."""
    return Comment.objects.filter(post=post.pk).aggregate(newest=Max("pk"), changes=Sum("revision"))
