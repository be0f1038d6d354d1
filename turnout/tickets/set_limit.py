from django.db import transaction
from django.db.models import F

from turnout.events.models import Event
from turnout.journal.record import record
from turnout.rules.refusal import Refusal
from turnout.tickets.models import Claim, Seats

LARGEST = 1_000_000


class BelowTaken(Refusal):
    """So many of these seats are taken; `touched` are the claims that came last, and would lose theirs."""

    def __init__(self, seats: Seats, touched: list[Claim]) -> None:
        super().__init__(seats.taken, [claim.pk for claim in touched])
        self.seats, self.taken, self.touched = seats, seats.taken, touched


class OutOfRange(Refusal):
    """A limit is a number from 0 to LARGEST."""


@transaction.atomic
def set_limit(event: Event, quota: str, limit: int, actor: str) -> Seats:
    """Raise it at any time, lower it to no less than is taken. Raises BelowTaken, OutOfRange."""
    if not 0 <= limit <= LARGEST:
        raise OutOfRange
    before = Seats.objects.get(event=event, quota=quota)
    if not Seats.objects.filter(pk=before.pk, taken__lte=limit).update(limit=limit):
        seats = Seats.objects.get(pk=before.pk)
        raise BelowTaken(seats, touched_by(seats, limit))
    if before.limit != limit:
        record(
            actor,
            "set_seats",
            "seats",
            before.pk,
            organisation_id=event.organisation_id,
            event_id=event.pk,
            old={"limit": before.limit},
        )
    return Seats.objects.get(pk=before.pk)


def touched_by(seats: Seats, limit: int) -> list[Claim]:
    """Who would have to give way, the last to confirm first, until the rest fits."""
    over, touched = seats.taken - limit, []
    claims = seats.claims.select_related("invitation__interest").order_by(
        F("invitation__answered_at").desc(nulls_last=True), "-pk"
    )
    for claim in claims.iterator(chunk_size=500):
        if over <= 0:
            break
        touched.append(claim)
        over -= claim.party
    return touched
