"""Due work: posts that tell live figures are rendered again while the figures change."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from turnout.events.models import Event, Stage
from turnout.newsroom.live_figures import counted_of, public_events
from turnout.newsroom.models import Post, PostState, ShownFigures
from turnout.newsroom.post_change import post_now
from turnout.newsroom.show import show_page

# As often as an event's own page counts up.
EVERY = timedelta(seconds=5)
_NEVER = datetime(1970, 1, 1, tzinfo=UTC)


def due(now: datetime) -> Sequence[int]:
    """Posts whose page tells other figures than the tallies, and has told them for a while."""
    told = _events_of_posts()
    events = list(Event.objects.filter(pk__in={pk for ids in told.values() for pk in ids}))
    counted = {each.event: each.as_kept() for each in counted_of(events, now)}
    shown = ShownFigures.objects.in_bulk(list(told))
    return [
        post_id
        for post_id, ids in told.items()
        if post_id not in shown
        or (shown[post_id].figures != [counted[pk] for pk in ids] and shown[post_id].at <= now - EVERY)
    ]


def _events_of_posts() -> dict[int, list[int]]:
    """Also of posts whose events are public no more: their page still tells of them."""
    posts = Post.objects.filter(state=PostState.PUBLISHED, shows_figures=True)
    found: dict[int, list[int]] = {pk: [] for pk in posts.values_list("pk", flat=True)}
    links = Post.events.through.objects.filter(post__in=found).exclude(event__stage=Stage.DRAFT)
    for post_id, event_id in links.order_by("event_id").values_list("post_id", "event_id"):
        found[post_id].append(event_id)
    return found


def show_figures(post_id: int, now: datetime) -> None:
    """Does nothing where another worker has just done it."""
    ShownFigures.objects.get_or_create(post_id=post_id, defaults={"at": _NEVER})
    if not ShownFigures.objects.filter(post=post_id, at__lte=now - EVERY).update(at=now):
        return
    post = post_now(post_id)
    # Read before the page is: what changes meanwhile is told five seconds later.
    figures = [each.as_kept() for each in counted_of(list(public_events(post)), now)]
    show_page(post)
    ShownFigures.objects.filter(post=post_id).update(figures=figures)
