"""What visitors see of posts."""

from collections.abc import Collection

from django.utils import timezone

from turnout.events.models import Event, Stage
from turnout.interest.render_pages import render_pages
from turnout.newsroom.models import Post, PostState, Related, ShownPost
from turnout.newsroom.render import store_event_feed, store_lists, store_post, store_tag
from turnout.newsroom.seen import look
from turnout.newsroom.show_board import show_board
from turnout.newsroom.sought import index_post

# Of so many posts at once the pages are rendered again because another one of which they tell changed.
MOST_TOLD_OF = 50


def show(post: Post) -> None:
    """Bring what visitors see up to date with the post. Called after the change's transaction."""
    show_page(post)
    before = ShownPost.objects.filter(post_id=post.pk).first()
    for other in _that_tell_of(post):
        store_post(other)
    tags, events = _places(post)
    told = {*events, *(before.events if before else ())}
    show_lists({*tags, *(before.tags if before else ())}, told)
    for event in Event.objects.filter(slug__in=told).exclude(stage=Stage.DRAFT):
        render_pages(event)
    _remember(post.pk, tags, events)


def show_page(post: Post) -> None:
    """The post's own page alone, and what a search finds of it: no list says anything else."""
    while True:
        post = Post.objects.get(pk=post.pk)
        show_board(post, timezone.now())
        store_post(post)
        index_post(post)
        # Who rendered an older edition may have stored it after whoever rendered a newer one.
        if not Post.objects.filter(pk=post.pk).exclude(edition=post.edition, state=post.state).exists():
            return


def show_lists(tags: Collection[str] = (), events: Collection[str] = ()) -> None:
    """The front page, the news, the feeds and sitemaps of all; and what there is of those tags and events."""
    while True:
        seen = look()
        for slug in tags:
            store_tag(slug)
        for slug in events:
            store_event_feed(slug)
        store_lists(timezone.now())
        # As above: of two who render at once, the one that read first may store last.
        if look() == seen:
            return


def _remember(post_id: int, tags: list[str], events: list[str]) -> None:
    post = Post.objects.get(pk=post_id)
    if post.is_public:
        shown = {"edition": post.edition, "tags": tags, "events": events}
        ShownPost.objects.update_or_create(post_id=post_id, defaults=shown)
    else:
        ShownPost.objects.filter(post_id=post_id).delete()


def _places(post: Post) -> tuple[list[str], list[str]]:
    tags, events = post.tags.order_by("slug"), post.events.order_by("slug")
    return list(tags.values_list("slug", flat=True)), list(events.values_list("slug", flat=True))


def _that_tell_of(post: Post) -> list[Post]:
    """Published posts among whose related ones it is."""
    telling = Related.objects.filter(other=post).values("post_id")
    published = Post.objects.filter(pk__in=telling, state=PostState.PUBLISHED)
    return list(published.order_by("-published_at")[:MOST_TOLD_OF])
