"""A post's name in addresses."""

from collections.abc import Callable

from turnout.events.slugs import SLUG, by_chance
from turnout.newsroom.models import OldAddress, Post
from turnout.rules.slug import slug_of

# What stands beside posts below /news/.
RESERVED = frozenset({"by-mail", "comments", "feed", "mentions", "new", "search", "sitemap", "tags"})
LONGEST = 80


def is_slug(text: str) -> bool:
    return len(text) <= LONGEST and bool(SLUG.fullmatch(text)) and text not in RESERVED


def is_taken(slug: str, by_other_than: int = 0) -> bool:
    """A slug that another post has or had: links to it are out in the world."""
    return (
        Post.objects.filter(slug=slug).exclude(pk=by_other_than).exists()
        or OldAddress.objects.filter(slug=slug).exclude(post=by_other_than).exists()
    )


def free_slug(headline: str, taken: Callable[[str], bool] = is_taken) -> str:
    """Made from the headline; one without Latin letters gets a slug made by chance."""
    base = slug_of(headline)
    if not base:
        return f"post-{by_chance()}"
    numbered = (f"{base}-{number}" for number in range(2, 1_000))
    if base not in RESERVED and not taken(base):
        return base
    return next((slug for slug in numbered if not taken(slug)), f"post-{by_chance()}")
