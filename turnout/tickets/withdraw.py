from datetime import datetime

from django.db import transaction

from turnout.interest import withdraw as interests
from turnout.interest.models import Interest
from turnout.invitations.models import Invitation
from turnout.tickets.release import held_invitation, release


@transaction.atomic
def withdraw(pk: int, now: datetime) -> Interest:
    """The fan takes the answer back, and with it whatever they were offered, had confirmed or waited for.

    The answer can be brought back for a day; the seats are free for the next at once.
    """
    interest = interests.withdraw(pk, now)
    if invitation := held_invitation(pk):
        release(invitation, Invitation.State.WITHDRAWN, now)
    return interest
