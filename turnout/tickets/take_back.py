from datetime import datetime

from django.db import transaction

from turnout.interest.note import note
from turnout.invitations.models import Invitation
from turnout.tickets.models import Ticket
from turnout.tickets.not_seated import NotSeated
from turnout.tickets.release import held_invitation, release


@transaction.atomic
def take_back(interest_id: int, actor: str, now: datetime) -> None:
    """The organiser ends the tickets of a claim, and their seats are free; what a friend has taken stays.

    They are written to. Raises NotSeated where there are none.
    """
    invitation = held_invitation(interest_id)
    if invitation is None or invitation.state != Invitation.State.CLAIMED:
        raise NotSeated
    release(invitation, Invitation.State.DECLINED, now, Ticket.Why.ORGANISER)
    note(invitation.interest, "take_back", actor=actor)
