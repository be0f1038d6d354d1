"""What the verbs of a review share: a member decides about answers that were kept apart."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from itertools import islice

from django.db import transaction
from django.db.models import QuerySet

from turnout.events.models import Event
from turnout.interest.models import Interest
from turnout.interest.tallies import recounting
from turnout.journal.record import record

AT_ONCE = 400
_CHANGED = ("standing", "standing_at", "reviewed_at", "greeted_at")

Decide = Callable[[Interest], None]


def decide(event: Event, actor: str, verb: str, chosen: QuerySet[Interest], to: Decide) -> int:
    """Let `to` change each of these, and the counters with them; how many there were.

    Part by part, each in a transaction of its own: answers that come in meanwhile must not wait for all of
    them; and whoever holds the counters and then waits for a row meets somebody who does it the other way.
    """
    decided = 0
    for part in _parts(list(chosen.order_by("pk").values_list("pk", flat=True))):
        with transaction.atomic():
            found = _decide(chosen.filter(pk__in=part), to)
            if found and not decided:
                _note(event, actor, verb)
        decided += found
    return decided


def _decide(chosen: QuerySet[Interest], to: Decide) -> int:
    held = list(chosen.select_for_update().order_by("pk"))
    with recounting(*held):
        for interest in held:
            to(interest)
    Interest.objects.bulk_update(held, _CHANGED)
    return len(held)


def _note(event: Event, actor: str, verb: str) -> None:
    """Once, with the first of them: killed in between, nothing was done that the journal does not know."""
    record(actor, verb, "suspects", None, organisation_id=event.organisation_id, event_id=event.pk, fields=[])


def standing_of(interest: Interest, standing: str, now: datetime) -> None:
    interest.standing, interest.standing_at, interest.reviewed_at = standing, now, now


def _parts(ids: Sequence[int]) -> Iterator[list[int]]:
    rest = iter(ids)
    while part := list(islice(rest, AT_ONCE)):
        yield part
