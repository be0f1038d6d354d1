"""Due work: pages that tell how many would come are rendered again while more people answer."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from django.db.models import Sum

from turnout.events.models import Event
from turnout.interest.models import ShownCount, Tally
from turnout.interest.render_pages import ACCEPTING, render_pages

# Often enough to be watched; rarely enough that rendering stays a small part of the machine's work.
EVERY = timedelta(seconds=5)


def due(now: datetime) -> Sequence[int]:
    """Events whose page says another number than the tallies, and has said it for a while."""
    counted = dict(
        Tally.objects.filter(dimension="total", event__shows_count=True, event__stage__in=ACCEPTING)
        .values_list("event_id")
        .annotate(genuine=Sum("answers") - Sum("suspects"))
    )
    shown = ShownCount.objects.in_bulk(list(counted))
    return [
        event_id
        for event_id, answers in counted.items()
        if event_id not in shown or (shown[event_id].answers != answers and shown[event_id].at <= now - EVERY)
    ]


def show_count(event_id: int, now: datetime) -> None:
    """Does nothing where another worker has just done it."""
    ShownCount.objects.get_or_create(
        event_id=event_id, defaults={"answers": -1, "at": datetime(1970, 1, 1, tzinfo=UTC)}
    )
    if not ShownCount.objects.filter(event_id=event_id, at__lte=now - EVERY).update(at=now):
        return
    answers = render_pages(Event.objects.get(pk=event_id))
    ShownCount.objects.filter(event_id=event_id).update(answers=answers)
