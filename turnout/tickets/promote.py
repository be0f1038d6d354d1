"""Due work: a seat that comes free is offered to the next in the order who fits."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import F

from turnout.events.models import Stage
from turnout.invitations.invite import invite
from turnout.invitations.models import Decision, Invitation
from turnout.invitations.waitlist import next_in_line, reply_by_of_next
from turnout.rules import waitlist
from turnout.tickets.free import seats_of
from turnout.tickets.models import Seats

# So many are looked at in one go; who comes after them has their turn in the next.
BATCH = 500


def due(now: datetime) -> Sequence[int]:
    """Events in which somebody waits for a seat that is there."""
    with_seats = Seats.objects.filter(taken__lt=F("limit"), event__stage=Stage.INVITING)
    waiting = Invitation.objects.filter(event__in=with_seats.values("event"), state=Invitation.State.WAITING)
    events = waiting.order_by().values_list("event", flat=True).distinct()
    return [event_id for event_id in events if picks(event_id, now)]


@transaction.atomic
def promote(event_id: int, now: datetime) -> None:
    """Offer what is free now, each with the reply-by of their own round.

    The seats' rows are held: of two workers the second sees what the first has offered, and a claim that is
    under way has either taken its seats or still stands as an offer.
    """
    held = Seats.objects.filter(event=event_id)
    list(held.select_for_update().order_by("-quota").values_list("pk", flat=True))
    for reply_by, chosen in picks(event_id, now).items():
        invite(chosen, reply_by, now)


def picks(event_id: int, now: datetime) -> Mapping[datetime, list[int]]:
    """Who is next: reply-by → invitations. Nobody where it is too close to doors."""
    free = {kind.quota: kind.free for kind in seats_of(event_id)}
    decision = Decision.objects.filter(pk=event_id).first()
    if decision is None or not any(free.values()):
        return {}
    line = next_in_line(event_id).filter(party__lte=max(free.values()))
    rows = {row.pk: row for row in line[:BATCH]}
    until = {row.wave_id: reply_by_of_next(row.wave, decision, now) for row in rows.values()}
    in_line = [waitlist.InLine(row.pk, row.party, row.quota) for row in rows.values() if until[row.wave_id]]
    found: defaultdict[datetime, list[int]] = defaultdict(list)
    for each in waitlist.next_in_line(in_line, free):
        if reply_by := until[rows[each.key].wave_id]:
            found[reply_by].append(each.key)
    return found
