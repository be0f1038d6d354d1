"""What of an event's seats is free: neither taken nor offered to somebody who may still say yes."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Sum

from turnout.invitations.models import Decision, Invitation
from turnout.rules.waitlist import free_seats
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
    rows = {row.quota: row for row in Seats.objects.filter(event=event_id).order_by("quota")}
    limits = {quota: row.limit for quota, row in rows.items()}
    taken = {quota: row.taken for quota, row in rows.items()}
    offered = offered_heads(event_id)
    free = free_seats(limits, taken, offered)
    return [
        Kind(quota, row.limit, row.taken, offered.get(quota, 0), free[quota]) for quota, row in rows.items()
    ]


def offered_heads(event_id: int) -> Mapping[str, int]:
    """By group."""
    sent = Invitation.objects.filter(event=event_id, state=Invitation.State.SENT)
    return dict(sent.order_by().values_list("quota").annotate(Sum("party")))


def largest_party(event_id: int, quota: str) -> int:
    """That could be seated now, of who belongs to that group; nobody is asked whether others are offered."""
    rows = Seats.objects.filter(event=event_id, quota__in={"", quota})
    if not rows:
        return capacity_of(event_id)
    return max(row.free for row in rows)


def capacity_of(event_id: int) -> int:
    """Of what was decided, before the first seat was laid out."""
    return Decision.objects.filter(pk=event_id).values_list("capacity", flat=True).first() or 0
