"""On the waitlist and off it, as the fan says."""

from datetime import datetime

from django.db import transaction
from django.db.models import Max

from turnout.forecasts.advance import go_back
from turnout.interest.models import Interest
from turnout.interest.note import note
from turnout.invitations.models import Invitation
from turnout.tickets.not_seated import NotSeated
from turnout.tickets.offers import TAKING
from turnout.tickets.release import held_invitation, release

State = Invitation.State
_MAY_WAIT_AGAIN = (State.DECLINED, State.LAPSED)


@transaction.atomic
def wait(interest_id: int, now: datetime) -> Invitation:
    """Wait for a place: for one that was offered and is taken by now, at the place in the order they had.

    Whoever declined or did not reply in time stands at the end. Pressing again changes nothing. Raises
    NotSeated where nothing was ever offered, or it is too late.
    """
    interest = Interest.objects.select_for_update(of=("self",)).select_related("event").get(pk=interest_id)
    invitation = held_invitation(interest_id) or _last(interest_id)
    if invitation is None or interest.event.stage not in TAKING or not interest.is_counted:
        raise NotSeated
    if invitation.state in {State.WAITING, State.CLAIMED}:
        return invitation
    at_the_end = invitation.state in _MAY_WAIT_AGAIN
    position = _end_of(invitation.event_id) if at_the_end else invitation.position
    _to_waiting(invitation, position)
    go_back([interest_id])
    note(interest, "wait")
    return invitation


@transaction.atomic
def leave(interest_id: int, now: datetime) -> None:
    """No longer wait. Pressing again changes nothing."""
    invitation = held_invitation(interest_id)
    if invitation is None or invitation.state != State.WAITING:
        return
    release(invitation, State.WITHDRAWN, now)
    note(invitation.interest, "leave")


def _last(interest_id: int) -> Invitation | None:
    ended = Invitation.objects.filter(interest=interest_id, state__in=_MAY_WAIT_AGAIN)
    return ended.select_for_update(of=("self",)).order_by("-pk").first()


def _end_of(event_id: int) -> int:
    last = Invitation.objects.filter(event=event_id).aggregate(Max("position"))["position__max"]
    return (last or 0) + 1


def _to_waiting(invitation: Invitation, position: int) -> None:
    invitation.state, invitation.position = State.WAITING, position
    invitation.sent_at = invitation.reply_by = invitation.answered_at = None
    invitation.save(update_fields=["state", "position", "sent_at", "reply_by", "answered_at"])
