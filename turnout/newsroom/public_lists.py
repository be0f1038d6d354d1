"""What stands in the public lists: published posts and events, the latest first."""

from django.db.models import Prefetch, QuerySet

from turnout.events.models import Event, Option, Stage
from turnout.newsroom.models import Post, PostState

NOW = (Stage.GAUGING, Stage.INVITING, Stage.CLOSED)
PER_PAGE = 12
ON_FRONT_PAGE = 12
NEWS_ON_FRONT_PAGE = 6
PAST_ON_FRONT_PAGE = 6


def posts() -> "QuerySet[Post]":
    published = Post.objects.filter(state=PostState.PUBLISHED).select_related("organisation")
    return published.order_by("-published_at", "-id")


def posts_of_tag(slug: str) -> "QuerySet[Post]":
    """Of all organisations: each has tags of its own, and a reader looks for the word."""
    return posts().filter(pk__in=Post.tags.through.objects.filter(tag__slug=slug).values("post_id"))


def posts_of_event(event: Event) -> "QuerySet[Post]":
    return posts().filter(events=event)


def events() -> "QuerySet[Event]":
    offered = Prefetch("options", Option.objects.select_related(None))
    public = Event.objects.select_related("organisation").prefetch_related(offered)
    return public.exclude(stage=Stage.DRAFT).order_by("-published_at", "-id")
