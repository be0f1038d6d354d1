from turnout.newsroom.models import Post, PostState

SHOWN = 3


def related_posts(post: Post, most: int = SHOWN) -> list[Post]:
    """What readers of the post may want: pinned by hand first, then the likest; public ones only."""
    rows = post.related.filter(other__state=PostState.PUBLISHED).select_related("other__organisation")
    ordered = rows.order_by("-pinned", "position", "-likeness", "other")
    return [row.other for row in ordered[:most]]
