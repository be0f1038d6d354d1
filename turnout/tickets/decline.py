from datetime import datetime

from django.db import transaction

from turnout.forecasts.advance import advance
from turnout.forecasts.models import Step
from turnout.interest.models import Interest
from turnout.interest.note import note
from turnout.invitations.models import Invitation
from turnout.tickets.not_seated import NotSeated
from turnout.tickets.release import held_invitation, release

State = Invitation.State


@transaction.atomic
def decline(interest_id: int, now: datetime) -> Invitation:
    """They cannot come: of a place that was offered, or of one that they had confirmed.

    Pressing again changes nothing. Raises NotSeated where there was none.
    """
    invitation = held_invitation(interest_id)
    if invitation is None or invitation.state == State.WAITING:
        return _declined_before(interest_id)
    verb = "release" if invitation.state == State.CLAIMED else "decline"
    release(invitation, State.DECLINED, now)
    note(invitation.interest, verb)
    return invitation


def _declined_before(interest_id: int) -> Invitation:
    last = Invitation.objects.filter(interest=interest_id).order_by("-pk").first()
    if last is None or last.state != State.DECLINED:
        raise NotSeated
    return last


@transaction.atomic
def stay(interest_id: int, now: datetime) -> Invitation:
    """They still come, as they were asked. Raises NotSeated."""
    invitation = held_invitation(interest_id)
    if invitation is None or invitation.state != State.CLAIMED:
        raise NotSeated
    if invitation.reconfirmed_at is None:
        Invitation.objects.filter(pk=invitation.pk).update(reconfirmed_at=now)
        advance(invitation.event_id, [interest_id], Step.RECONFIRMED, now, invitation.party)
        note(Interest.objects.select_related("event").get(pk=interest_id), "reconfirm")
    return invitation
