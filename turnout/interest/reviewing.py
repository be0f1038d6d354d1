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


@transaction.atomic
def decide(event: Event, actor: str, verb: str, chosen: QuerySet[Interest], to: Decide) -> int:
    """Let `to` change each of these, and the counters with them; how many there were."""
    decided = 0
    for part in _parts(list(chosen.order_by("pk").values_list("pk", flat=True))):
        held = list(chosen.filter(pk__in=part).select_for_update().order_by("pk"))
        with recounting(*held):
            for interest in held:
                to(interest)
        Interest.objects.bulk_update(held, _CHANGED)
        decided += len(held)
    if decided:
        record(
            actor, verb, "suspects", None, organisation_id=event.organisation_id, event_id=event.pk, fields=[]
        )
    return decided


def standing_of(interest: Interest, standing: str, now: datetime) -> None:
    interest.standing, interest.standing_at, interest.reviewed_at = standing, now, now


def _parts(ids: Sequence[int]) -> Iterator[list[int]]:
    rest = iter(ids)
    while part := list(islice(rest, AT_ONCE)):
        yield part
