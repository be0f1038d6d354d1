"""Seats are given back: what every verb that ends an open invitation does, in its own transaction."""

from collections.abc import Sequence
from datetime import datetime

from turnout.forecasts.advance import advance, go_back
from turnout.forecasts.models import Step
from turnout.interest.held import held
from turnout.invitations.models import Invitation
from turnout.tickets.models import Claim, Ticket
from turnout.tickets.revoke import revoke
from turnout.tickets.take import give_back

State = Invitation.State


def held_invitation(interest_id: int) -> Invitation | None:
    """The one that is open, which nobody else moves until the caller's transaction ends.

    First the answer, then the invitation, then the seats: everybody holds them in this order.
    """
    held(interest_id)
    rows = Invitation.objects.filter(interest=interest_id, state__in=Invitation.OPEN)
    return rows.select_for_update(of=("self",)).select_related("event", "interest").first()


def release(invitation: Invitation, state: str, now: datetime, why: str = Ticket.Why.RELEASED) -> None:
    """To that state; where it was claimed, its tickets end and its seats are free for the next.

    A ticket that a friend has taken is the friend's, with its seat.
    """
    was_claimed = invitation.state == State.CLAIMED
    if was_claimed:
        give_up_seats([invitation], now, why)
    # Who still waited was never offered anything, and has nothing to answer.
    answered = None if invitation.sent_at is None else now
    Invitation.objects.filter(pk=invitation.pk).update(state=state, answered_at=answered)
    invitation.state, invitation.answered_at = state, answered
    if state == State.DECLINED:
        advance(invitation.event_id, [invitation.interest_id], Step.DECLINED, now)
    else:
        go_back([invitation.interest_id])


def give_up_seats(invitations: Sequence[Invitation], now: datetime, why: str) -> None:
    """Of claimed ones. In the order in which `seat` takes them: nobody waits for each other in a ring."""
    claims = Claim.objects.filter(invitation__in=[each.pk for each in invitations])
    for claim in sorted(claims.select_related("invitation", "seats"), key=_order_of):
        assert claim.invitation is not None  # noqa: S101  (found by it)
        tickets = list(Ticket.objects.filter(interest=claim.invitation.interest_id, revoked_at=None))
        own = [ticket for ticket in tickets if not ticket.was_passed_on]
        passed = [ticket.pk for ticket in tickets if ticket.was_passed_on]
        revoke(own, why, now)
        give_back(claim.seats_id, claim.party - len(passed))
        if passed:
            Ticket.objects.filter(pk__in=passed).update(interest=None)
            Claim.objects.filter(pk=claim.pk).update(party=len(passed), invitation=None)
        else:
            claim.delete()


def _order_of(claim: Claim) -> tuple[int, bool, int]:
    """As in held_seats."""
    return claim.seats.event_id, not claim.seats.quota, claim.seats_id
