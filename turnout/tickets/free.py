"""What of an event's seats is free: neither taken nor offered to somebody who may still say yes."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Sum

from turnout.invitations.models import Decision, Invitation
from turnout.rules.waitlist import EVERYBODYS, Free, free_seats, spare_seats
from turnout.tickets.line import line_of
from turnout.tickets.models import Seats


@dataclass(frozen=True)
class Kind:
    """Seats of a group, or everybody's where the name is empty; `offered` to whoever has not answered."""

    quota: str
    limit: int
    taken: int
    offered: int
    free: int


def seats_of(event_id: int) -> list[Kind]:
    """Everybody's first."""
    rows = rows_of(event_id)
    offered = offered_heads(event_id)
    free = free_of(rows, offered)
    return [
        Kind(row.quota, row.limit, row.taken, offered.get(row.quota, 0), max(0, free[row.quota]))
        for row in rows
    ]


def rows_of(event_id: int) -> list[Seats]:
    """Everybody's first."""
    return list(Seats.objects.filter(event=event_id).order_by("quota"))


def free_of(rows: Sequence[Seats], offered: Mapping[str, int]) -> dict[str, int]:
    """See free_seats: everybody's may be less than nothing."""
    limits = {row.quota: row.limit for row in rows}
    taken = {row.quota: row.taken for row in rows}
    return free_seats(limits, taken, offered)


def offered_heads(event_id: int, *, besides: Collection[int] = ()) -> dict[str, int]:
    """By group; without these invitations."""
    sent = Invitation.objects.filter(event=event_id, state=Invitation.State.SENT)
    if besides:
        sent = sent.exclude(pk__in=besides)
    return dict(sent.order_by().values_list("quota").annotate(Sum("party")))


def free_to_claim(rows: Sequence[Seats], *, besides: Collection[int] = ()) -> Free:
    """For who was offered a place: a seat that another group needs is not free, nor one that is taken.

    A group needs a seat for each of its own who was offered one, without those in `besides`, and for those of
    its own who wait and fit.
    """
    left = {row.quota: row.free for row in rows}
    left.setdefault(EVERYBODYS, 0)
    groups = {row.quota: row.free for row in rows if row.quota and row.free}
    if not groups:
        return Free(left, {})
    event_id = rows[0].event_id
    offered = offered_heads(event_id, besides=besides)
    unclaimed = {name: max(0, free - offered.get(name, 0)) for name, free in groups.items()}
    line = line_of(event_id, {EVERYBODYS: 0, **unclaimed})
    return Free(left, spare_seats(line, unclaimed))


def largest_party(event_id: int, quota: str) -> int:
    """That could be seated now, of who belongs to that group; nobody is asked whether others are offered."""
    rows = rows_of(event_id)
    return free_to_claim(rows).room_for(quota) if rows else capacity_of(event_id)


def capacity_of(event_id: int) -> int:
    """Of what was decided, before the first seat was laid out."""
    return Decision.objects.filter(pk=event_id).values_list("capacity", flat=True).first() or 0
