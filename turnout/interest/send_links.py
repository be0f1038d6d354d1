"""Due work: who lost their links gets them by mail. An address that never answered gets nothing."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet

from turnout.events.models import Event
from turnout.interest.models import Interest, LostLink
from turnout.outbox.queue import queue

# Anybody can ask for any address: its owner is not flooded by it.
EVERY = timedelta(hours=1)
BATCH = 100
TEMPLATE = "interest/links"


def due(now: datetime) -> Sequence[int]:
    return list(LostLink.objects.order_by("pk").values_list("pk", flat=True)[:BATCH])


@transaction.atomic
def send_links(pk: int, now: datetime) -> None:
    """One mail with the links of all answers of the address, unless one went out within the hour."""
    asked = LostLink.objects.filter(pk=pk).first()
    if asked is None:
        return
    answers = answers_of(asked.email_key)
    newest = answers.order_by("-pk").first()
    if newest is not None and not answers.filter(linked_at__gt=now - EVERY).exists():
        _send(newest, now)
    # Last, as erasing does it: whoever has this row and waits for the answer meets somebody who waits for it.
    LostLink.objects.filter(pk=pk).delete()


def _send(newest: Interest, now: datetime) -> None:
    """Of two workers that hold a row of one address, one: the other waits here, and finds it done."""
    fresh = Q(linked_at=None) | Q(linked_at__lte=now - EVERY)
    if Interest.objects.filter(fresh, pk=newest.pk).update(linked_at=now):
        queue_links(newest, now)


def queue_links(interest: Interest, now: datetime, *, renewed: bool = False) -> None:
    """To its address. Of no organisation: the mail names the events of all."""
    queue(
        TEMPLATE,
        interest.email,
        language=interest.language,
        due_at=now,
        interest=interest.pk,
        generation=interest.generation,
        renewed=renewed,
    )


def answers_of(email_key: str) -> QuerySet[Interest]:
    """On this instance, whoever hosts."""
    # Event by event, as the index has them.
    return Interest.objects.filter(event_id__in=Event.objects.values("pk"), email_key=email_key)
