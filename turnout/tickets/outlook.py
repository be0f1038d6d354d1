"""What somebody who waits may honestly be told."""

from dataclasses import dataclass

from django.db.models import Count, Q, Sum

from turnout.invitations.models import Invitation
from turnout.invitations.waitlist import in_line
from turnout.rules.waitlist import OFFER_TAKEN, Rate, Standing, chance
from turnout.tickets.free import Kind, seats_of

State = Invitation.State


@dataclass(frozen=True)
class Outlook:
    """Heads `before` them in the order, and the chance; None where nobody is invited by itself."""

    before: int
    chance: float | None


def outlook_of(invitation: Invitation) -> Outlook:
    """Of one that waits; its wave is read."""
    before = heads_before(invitation)
    if not invitation.wave.goes_on:
        return Outlook(before, None)
    within = [kind for kind in seats_of(invitation.event_id) if kind.quota in {"", invitation.quota}]
    standing = Standing(
        before=before,
        party=invitation.party,
        free=_sum_of(within, "free"),
        offered=_sum_of(within, "offered"),
        taken=_sum_of(within, "taken"),
    )
    return Outlook(before, chance(standing, taken=_offers_taken(invitation.event_id)))


def heads_before(invitation: Invitation) -> int:
    ahead = Q(position__lt=invitation.position) | Q(position=invitation.position, pk__lt=invitation.pk)
    line = in_line(invitation.event_id).filter(ahead).order_by()
    return int(line.aggregate(Sum("party"))["party__sum"] or 0)


def _sum_of(kinds: list[Kind], name: str) -> int:
    return sum(getattr(kind, name) for kind in kinds)


def _offers_taken(event_id: int) -> Rate:
    """By what usually happens, and more and more by what happened here."""
    answered = Invitation.objects.filter(
        event=event_id, state__in=[State.CLAIMED, State.DECLINED, State.LAPSED]
    )
    states = dict(answered.order_by().values_list("state").annotate(Count("pk")))
    taken = states.pop(State.CLAIMED, 0)
    return OFFER_TAKEN.after(taken, sum(states.values()))
