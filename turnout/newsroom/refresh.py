"""Due work: what the newsroom shows of events and hosts follows them, and what time changes by itself."""

import datetime as dt
from collections.abc import Collection, Sequence

from django.db.models import F

from turnout.events.models import Event
from turnout.newsroom.models import Post, PostState, ShownLists, ShownPost, Sought
from turnout.newsroom.render import store_post
from turnout.newsroom.seen import Seen, look
from turnout.newsroom.show import show, show_lists
from turnout.newsroom.sitemaps import NEWS_FOR, latest_news
from turnout.newsroom.sought import forget, index_event
from turnout.pages.deliver import serial
from turnout.pages.models import Leaf

# So many posts are rendered before other work of this kind is looked at again.
AT_ONCE = 50
_EVERYTHING = 1
_LONG_AGO = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


def due(now: dt.datetime) -> Sequence[int]:
    """One look at two rows, as long as no page of the whole program changes."""
    row = ShownLists.objects.filter(pk=1).first() or ShownLists(serial=0)
    return [_EVERYTHING] if row.serial != serial() or (row.until and now >= row.until) else []


def refresh(item: int, now: dt.datetime) -> None:
    """Whoever else does it at the same time stores the same."""
    # First the serial: what changes meanwhile raises it, and is seen at the next look.
    looked_at, seen = serial(), look()
    row, _ = ShownLists.objects.get_or_create(pk=1)
    events = _changed(row.events, seen.events)
    hosts = _changed(row.hosts, seen.hosts)
    left = _show_stale()
    if events or hosts or (row.until and now >= row.until):
        _follow(events, hosts, seen)
        show_lists(events=_slugs_with_posts(events))
    ShownLists.objects.filter(pk=1).update(
        serial=looked_at,
        until=now if left else _next_change(now),
        events=seen.events,
        hosts=seen.hosts,
    )


def show_again() -> None:
    """All posts are to be rendered anew, the latest first: the program that shows them is another one.

    Where nothing was ever shown, nothing is old, and a first start does not wait for it.
    """
    ShownPost.objects.update(edition=-1)
    ShownLists.objects.update(until=_LONG_AGO)
    if Leaf.objects.filter(is_gone=False).exists():
        show_lists()


def _changed(before: dict[str, object], now: dict[str, object] | dict[str, int] | dict[str, str]) -> set[int]:
    return {int(key) for key in before.keys() | now.keys() if before.get(key) != now.get(key)}


def _show_stale() -> bool:
    """Published posts whose page is missing or old; whether more are left."""
    published = Post.objects.filter(state=PostState.PUBLISHED).exclude(shown__edition=F("edition"))
    stale = list(published.order_by("-published_at", "-id")[: AT_ONCE + 1])
    for post in stale[:AT_ONCE]:
        show(post)
    return len(stale) > AT_ONCE


def _follow(events: Collection[int], hosts: Collection[int], seen: Seen) -> None:
    """The posts that tell of these, and what a search finds of the events."""
    for event in Event.objects.filter(pk__in=events).prefetch_related("options"):
        index_event(event)
    forget(Sought.Kind.EVENT, [pk for pk in events if str(pk) not in seen.events])
    published = Post.objects.filter(state=PostState.PUBLISHED)
    telling = published.filter(events__in=events) | published.filter(organisation__in=hosts)
    for post in telling.distinct():
        store_post(post)


def _slugs_with_posts(events: Collection[int]) -> list[str]:
    told = Event.objects.filter(pk__in=events, posts__state=PostState.PUBLISHED)
    return list(told.values_list("slug", flat=True).distinct())


def _next_change(now: dt.datetime) -> dt.datetime:
    """Midnight, when days are said otherwise, or when the oldest news is no news any more."""
    midnight = (now + dt.timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)
    ends = [post.published_at + NEWS_FOR for post in latest_news(now) if post.published_at]
    return min([midnight, *ends])
