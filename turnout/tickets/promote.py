"""Due work: a seat that comes free is offered to the next in the order who fits."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import F

from turnout.events.models import Stage
from turnout.interest.models import Interest
from turnout.invitations.invite import invite
from turnout.invitations.models import Decision, Invitation
from turnout.invitations.waitlist import reply_by_of_next, that_go_on
from turnout.rules.waitlist import EVERYBODYS, Free, InLine, Picked, next_in_line
from turnout.tickets.free import free_of, offered_heads, rows_of
from turnout.tickets.held_seats import held_seats
from turnout.tickets.line import line_of
from turnout.tickets.models import Seats
from turnout.tickets.take import move


def due(now: datetime) -> Sequence[int]:
    """Events in which somebody waits for a seat that is there."""
    with_seats = Seats.objects.filter(taken__lt=F("limit"), event__stage=Stage.INVITING)
    waiting = Invitation.objects.filter(event__in=with_seats.values("event"), state=Invitation.State.WAITING)
    events = waiting.order_by().values_list("event", flat=True).distinct()
    return [event_id for event_id in events if picks(event_id, _until(event_id, now)).chosen]


@transaction.atomic
def promote(event_id: int, now: datetime) -> None:
    """Offer what is free now, each with the reply-by of their own round; friends together or not at all.

    The seats' rows are held: of two workers the second sees what the first has offered, and a claim that is
    under way has either taken its seats or still stands as an offer.
    """
    ids = {row.quota: row.pk for row in held_seats(event_id)}
    until = _until(event_id, now)
    found = picks(event_id, until)
    for name, heads in found.given.items():
        move(ids[name], ids[EVERYBODYS], heads)
    for reply_by, chosen in _whole(found.chosen, until).items():
        invite(chosen, reply_by, now)


def picks(event_id: int, until: Mapping[int, datetime]) -> Picked:
    """Who is next, of the rounds that have a reply-by for them."""
    free = free_of(rows_of(event_id), offered_heads(event_id))
    if not until or not any(heads > 0 for heads in free.values()):
        return Picked()
    most = Free(free, {name: heads for name, heads in free.items() if name != EVERYBODYS})
    line = line_of(event_id, {name: most.room_for(name) for name in free}, until)
    return next_in_line(line, free)


def _until(event_id: int, now: datetime) -> dict[int, datetime]:
    """By round; of none where it is too close to doors."""
    decision = Decision.objects.filter(pk=event_id).first()
    if decision is None:
        return {}
    found = {wave.pk: reply_by_of_next(wave, decision, now) for wave in that_go_on(event_id)}
    return {pk: reply_by for pk, reply_by in found.items() if reply_by}


def _whole(chosen: Sequence[InLine], until: Mapping[int, datetime]) -> dict[datetime, list[int]]:
    """Those who are this worker's until the end, by reply-by: if one of some friends is not, none of them."""
    waiting = Invitation.objects.filter(state=Invitation.State.WAITING)
    keys = [key for each in chosen for key in each.keys]
    rows = (
        waiting.filter(pk__in=keys, interest__standing=Interest.Standing.COUNTED)
        .select_for_update(skip_locked=True, of=("self", "interest"))
        .select_related("interest")
        .order_by("position", "pk")
    )
    held = {row.pk: row.wave_id for row in rows}
    found: defaultdict[datetime, list[int]] = defaultdict(list)
    for each in chosen:
        if held.keys() >= set(each.keys):
            for key in each.keys:
                found[until[held[key]]].append(key)
    return found
