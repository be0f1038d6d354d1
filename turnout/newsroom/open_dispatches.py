"""Due work: a post that was just published, or a week that is over, is to be mailed to readers."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Exists, OuterRef, QuerySet

from turnout.events.models import Event
from turnout.newsroom.models import Dispatch, Post, PostState, Reader

# What was published before that is no news: a worker that was off for days does not mail it.
NEWS_FOR = timedelta(days=2)
WEEK = timedelta(days=7)
MORNING = time(7)


def due(now: datetime) -> Sequence[int]:
    """Posts of which nothing was mailed yet; those that were published first come first."""
    new = Post.objects.filter(
        state=PostState.PUBLISHED, published_at__gt=now - NEWS_FOR, published_at__lte=now
    )
    unsent = new.filter(~Exists(Dispatch.objects.filter(post=OuterRef("pk"))))
    return list(unsent.order_by("published_at").values_list("pk", flat=True)[:100])


def open_dispatch(post_id: int, now: datetime) -> None:
    post = Post.objects.filter(pk=post_id, state=PostState.PUBLISHED).first()
    if post is not None and post.published_at is not None:
        Dispatch.objects.get_or_create(
            post=post, defaults={"organisation_id": post.organisation_id, "at": post.published_at}
        )


def due_weeks(now: datetime) -> Sequence[int]:
    """Organisations whose Monday morning has come, with posts of the week and somebody to read them."""
    lately = Post.objects.filter(state=PostState.PUBLISHED, published_at__gt=now - 2 * WEEK)
    weekly = Reader.objects.filter(organisation=OuterRef("organisation"), cadence=Reader.Cadence.WEEKLY)
    read = lately.filter(Exists(weekly.filter(since__isnull=False, ended_at=None)))
    hosts = read.order_by().values_list("organisation", flat=True).distinct()
    return [pk for pk in hosts if _is_due(pk, now)]


def open_week(organisation_id: int, now: datetime) -> None:
    """Of two workers one does it: a week has one row."""
    monday = last_monday(organisation_id, now)
    Dispatch.objects.get_or_create(
        organisation_id=organisation_id,
        week=monday.date(),
        defaults={"at": monday, "after": monday - WEEK},
    )


def last_monday(organisation_id: int, now: datetime) -> datetime:
    """The latest Monday morning, by the clocks where the organisation's latest event takes place."""
    events = Event.objects.filter(organisation=organisation_id).order_by("-pk")
    zone = ZoneInfo(events.values_list("time_zone", flat=True).first() or "UTC")
    today = now.astimezone(zone)
    monday = datetime.combine(today.date() - timedelta(days=today.weekday()), MORNING, zone)
    if monday > now:
        monday = datetime.combine(monday.date() - WEEK, MORNING, zone)
    return monday


def _is_due(organisation_id: int, now: datetime) -> bool:
    monday = last_monday(organisation_id, now)
    if Dispatch.objects.filter(organisation=organisation_id, week=monday.date()).exists():
        return False
    return posts_of_week(organisation_id, monday - WEEK, monday).exists()


def posts_of_week(organisation_id: int, after: datetime, at: datetime) -> QuerySet[Post]:
    """Those that can still be read, the first first."""
    found = Post.objects.filter(organisation=organisation_id, state=PostState.PUBLISHED)
    return found.filter(published_at__gt=after, published_at__lte=at).order_by("published_at", "pk")
