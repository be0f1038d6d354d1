"""Answers are erased when the time for which they were given is over; how many there were stays known."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from turnout.events.kept_until import kept_until
from turnout.events.models import Event
from turnout.interest import tallies
from turnout.interest.models import Interest
from turnout.journal.record import record
from turnout.privacy.forget import forget

BATCH = 200


def due(now: datetime) -> Sequence[int]:
    """Events that have answers whose time is over."""
    answered = Event.objects.filter(Exists(Interest.objects.filter(event=OuterRef("pk"))))
    return [each.pk for each in answered.prefetch_related("options") if _is_over(each, now)]


def _is_over(event: Event, now: datetime) -> bool:
    until = kept_until(event)
    return until is not None and until <= now and _over(event, now).exists()


def _over(event: Event, now: datetime) -> "QuerySet[Interest]":
    """An answer that came later than it should have is kept as long as any other."""
    return Interest.objects.filter(event=event, created_at__lte=now - timedelta(days=event.keep_days))


@transaction.atomic
def erase_past(event_id: int, now: datetime) -> None:
    """The next of them. Many workers may do so at once; what people subscribed to stays."""
    event = Event.objects.select_related("organisation").get(pk=event_id)
    if not _is_over(event, now):
        return
    batch = list(_over(event, now).select_for_update().order_by("pk")[:BATCH])
    for each in batch:
        each.event = event
    if batch:
        tallies.keep(batch)
        forget(batch, with_news=False)
    if batch and not _over(event, now).exists():
        record("system", "erase", "interests", None, organisation_id=event.organisation_id, event_id=event.pk)
