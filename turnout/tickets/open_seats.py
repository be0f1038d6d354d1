"""The seats of what was decided are laid out: for everybody, and for the groups of each round."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet, Sum

from turnout.invitations.models import Decision, Invitation, Wave
from turnout.rules.round import shares_to_seats
from turnout.rules.waitlist import EVERYBODYS
from turnout.tickets.free import Kind, free_of, rows_of
from turnout.tickets.held_seats import held_seats
from turnout.tickets.models import Claim, Seats
from turnout.tickets.take import move

State = Wave.State


def due(now: datetime) -> Sequence[int]:
    """Events with a round that has groups, and no seats for them yet."""
    found = _without_seats().filter(event__decision__isnull=False).order_by("event")
    return list(found.values_list("event", flat=True).distinct())


def open_seats(event_id: int, now: datetime | None = None) -> None:
    """All seats are everybody's, until a round promises some to a group: these it takes of what is free.

    Seats that are there stay as they are. Of two at once, the second's rows are the first's. Nothing is
    decided: there are none.
    """
    decision = Decision.objects.filter(pk=event_id).first()
    if decision is None:
        return
    with transaction.atomic():
        _add(event_id, EVERYBODYS, decision.capacity)
        held_seats(event_id)
        for wave in _without_seats().filter(event=event_id).order_by("number"):
            for quota, heads in _promised(wave, decision.capacity).items():
                _add(event_id, quota, 0)
                _keep(wave, quota, heads)
            Wave.objects.filter(pk=wave.pk).update(has_seats=True)


def _without_seats() -> QuerySet[Wave]:
    """Once it is known whom they chose: what a draw or an order gave a group is what the group needs."""
    under_way = Q(state__in=[State.SENDING, State.PAUSED], is_enlisted=True)
    out = Wave.objects.filter(under_way | Q(state=State.SENT), has_seats=False)
    return out.exclude(quotas=[])


def _add(event_id: int, quota: str, limit: int) -> None:
    Seats.objects.bulk_create([Seats(event_id=event_id, quota=quota, limit=limit)], ignore_conflicts=True)


def _promised(wave: Wave, capacity: int) -> dict[str, int]:
    """Its shares, of its seats or of all; of a group that is smaller, as many as were chosen of it."""
    seats = min(wave.seats or capacity, capacity)
    heads = shares_to_seats(seats, [float(each["share"]) for each in wave.quotas])
    shares = {str(each["name"]): share for each, share in zip(wave.quotas, heads, strict=True)}
    if not wave.is_enlisted:
        return shares
    chosen = wave.invitations.filter(is_chosen=True).exclude(state=Invitation.State.WITHDRAWN)
    given = dict(chosen.order_by().values_list("quota").annotate(Sum("party")))
    return {name: min(share, given.get(name, 0)) for name, share in shares.items()}


def _keep(wave: Wave, quota: str, heads: int) -> None:
    """As many free ones as the wave promised the group and has not seated yet, if everybody's are enough."""
    rows = {row.quota: row for row in rows_of(wave.event_id)}
    seated = Claim.objects.filter(invitation__wave=wave, invitation__quota=quota).aggregate(Sum("party"))
    free = free_of(list(rows.values()), _offered_by_others(wave))
    lacking = heads - (seated["party__sum"] or 0) - free[quota]
    if (heads := min(lacking, free[EVERYBODYS])) > 0:
        move(rows[EVERYBODYS].pk, rows[quota].pk, heads)


def _offered_by_others(wave: Wave) -> Mapping[str, int]:
    sent = Invitation.objects.filter(event=wave.event_id, state=Invitation.State.SENT).exclude(wave=wave)
    return dict(sent.order_by().values_list("quota").annotate(Sum("party")))


def laid_out(event_id: int) -> list[Kind]:
    """As they will be at first: everybody's."""
    decision = Decision.objects.filter(pk=event_id).first()
    return [Kind(EVERYBODYS, decision.capacity, 0, 0, decision.capacity)] if decision else []
