from django.db import IntegrityError, transaction

from turnout.events.refusals import Problem, Unfit
from turnout.newsroom.models import OldAddress, Post
from turnout.newsroom.post_change import journal, post_now
from turnout.newsroom.post_slugs import is_slug, is_taken
from turnout.newsroom.show import show


def change_slug(post: Post, actor: str, slug: str) -> Post:
    """The post's address; who comes by one that was public is sent on. Raises Unfit."""
    if not is_slug(slug):
        raise Unfit(Problem("slug", "not_an_address"))
    if slug == post.slug:
        return post
    if is_taken(slug, by_other_than=post.pk):
        raise Unfit(Problem("slug", "taken"))
    try:
        changed = _changed(post, actor, slug)
    except IntegrityError:
        raise Unfit(Problem("slug", "taken")) from None
    if changed.published_at:
        show(changed)
    return changed


@transaction.atomic
def _changed(post: Post, actor: str, slug: str) -> Post:
    post = post_now(post.pk)
    Post.objects.filter(pk=post.pk).update(slug=slug)
    # It may come back to an address that it once had.
    OldAddress.objects.filter(post=post, slug=slug).delete()
    if post.published_at:
        OldAddress.objects.get_or_create(slug=post.slug, defaults={"post": post})
    journal(post, actor, "change", ["slug"])
    return post_now(post.pk)
